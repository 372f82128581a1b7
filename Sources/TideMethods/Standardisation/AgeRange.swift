/// The ages of a band, in whole years, both ends included.
public struct AgeRange: Sendable, Hashable {
  /// The youngest age.
  public let from: Int
  /// The oldest age; nil for a band without an end.
  public let through: Int?

  /// The ages from one to another, which is not below it; nil for no end.
  public init(from: Int, through: Int?) {
    self.from = from
    self.through = through
  }

  /// Words that may stand beside the numbers. Any other makes the text no band: `Oct-14` is what a spreadsheet made of 10-14.
  private static let words: Set<Substring> = [
    "age", "ages", "aged", "year", "years", "yr", "yrs", "y", "old", "to", "and", "or", "over", "under", "plus",
    "older",
    "above", "less", "than", "more", "band", "group",
  ]

  /// The ages a name speaks of: `0-4`, `00-04`, `5 to 9 years`, `<1`, `90+`, `90 and over`; nil for any other text.
  public init?(_ name: some StringProtocol) {
    let text = name.lowercased()
    guard text.split(whereSeparator: { !$0.isLetter }).allSatisfy(Self.words.contains) else { return nil }
    let numbers = text.split { !("0"..."9").contains($0) }.map { $0.count <= 3 ? Int($0) ?? -1 : -1 }
    guard (1...2).contains(numbers.count), !numbers.contains(-1) else { return nil }
    if numbers.count == 2 {
      guard numbers[0] <= numbers[1], ["-", "–", "to"].contains(where: text.contains) else { return nil }
      self.init(from: numbers[0], through: numbers[1])
    } else if ["+", "over", "plus", "older"].contains(where: text.contains) {
      self.init(from: numbers[0], through: nil)
    } else if text.contains("<") || text.contains("under") {
      guard numbers[0] > 0 else { return nil }
      self.init(from: 0, through: numbers[0] - 1)
    } else {
      self.init(from: numbers[0], through: numbers[0])
    }
  }

  /// `5-9`, `0`, `90+`.
  public var text: String { through.map { $0 == from ? "\(from)" : "\(from)-\($0)" } ?? "\(from)+" }

  /// Whether all ages of another band are among these.
  public func contains(_ other: AgeRange) -> Bool {
    guard from <= other.from else { return false }
    guard let through else { return true }
    return other.through.map { $0 <= through } ?? false
  }

  /// Whether all these ages are under all of another band.
  func isBelow(_ other: AgeRange) -> Bool { through.map { $0 < other.from } ?? false }
}
