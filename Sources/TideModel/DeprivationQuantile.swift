/// Which part of a population by deprivation a category names: the second most deprived of ten.
public struct DeprivationQuantile: Hashable, Sendable {
  /// 1 for the most deprived.
  public let place: Int
  /// 10 for deciles, 5 for quintiles.
  public let parts: Int

  /// Into how many parts populations are published.
  public static let partsPublished = [5, 10]

  /// The heading of an inequality over such parts, where others stand under the same published heading: `IMD deciles (10
  /// parts)`.
  public static func heading(_ published: String, parts: Int) -> String { "\(published) (\(parts) parts)" }

  /// Whether an inequality under some heading may be one over such parts of a published heading.
  public func isHeaded(by heading: String, of published: String) -> Bool {
    heading == published || heading == Self.heading(published, parts: parts)
  }

  private static let ordinals = ["second", "third", "fourth", "fifth"]

  /// The quantile that a category's name speaks of: `Second most deprived decile (IMD2019)`, `Fourth less deprived decile`, `Least
  /// deprived quintile`, `Decile 3`, with 1 the most deprived; nil for any other.
  public init?(_ category: String) {
    let words = Vocabulary.words(category)
    let parts = words.contains { $0.hasPrefix("decile") } ? 10 : words.contains { $0.hasPrefix("quintile") } ? 5 : 0
    guard parts > 0 else { return nil }
    self.parts = parts
    let isDeprived = words.contains { $0 == "most" || $0 == "more" }
    let isSpared = words.contains { $0 == "least" || $0 == "less" }
    guard isDeprived != isSpared else {
      let numbers = words.compactMap { Int($0) }.filter { (1...parts).contains($0) }
      guard !isDeprived, numbers.count == 1 else { return nil }
      place = numbers[0]
      return
    }
    let rank = words.compactMap { Self.ordinals.firstIndex(of: $0) }.first.map { $0 + 2 } ?? 1
    guard rank <= parts else { return nil }
    place = isDeprived ? rank : parts + 1 - rank
  }
}
