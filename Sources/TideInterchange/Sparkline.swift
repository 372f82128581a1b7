/// A short series drawn in one line of text: `▂▁▄·▆█`.
///
/// Each series has a scale of its own, from its least value to its greatest; equal values stand in the middle. A point is a
/// missing figure, never a low one.
enum Sparkline {
  private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let gap: Character = "·"

  /// What is said under a table that shows one.
  static let legend =
    "Series: the latest figures up to the row's, ten at most, each row on a scale of its own; \(gap) is a missing figure."

  /// The line; empty where fewer than two figures are there.
  static func text(of values: [Double?]) -> String {
    let known = values.compactMap { $0 }.filter(\.isFinite)
    guard known.count > 1, let least = known.min(), let greatest = known.max() else { return "" }
    return String(
      values.map { value in
        guard let value, value.isFinite else { return gap }
        guard greatest > least else { return levels[3] }
        // Halves, because the difference of two doubles may be none.
        let share = (value / 2 - least / 2) / (greatest / 2 - least / 2)
        guard share.isFinite else { return levels[3] }
        return levels[min(max(Int((share * 7).rounded()), 0), 7)]
      })
  }
}
