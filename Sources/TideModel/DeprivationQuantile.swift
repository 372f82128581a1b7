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

  private static let ordinals = ["first", "second", "third", "fourth", "fifth"]
  private static let ordinalNumbers = ["1st", "2nd", "3rd", "4th", "5th"]
  private static let middles: Set<String> = ["average", "middle", "mid", "medium"]
  private static let fillers: Set<String> = ["deprived", "most", "more", "less", "least", "decile", "quintile"]

  /// The quantile that a category's name speaks of: `Second most deprived decile (IMD2019)`, `Fourth less deprived decile`, `Least
  /// deprived quintile`, `Average deprived quintile`, `Decile 3 (more deprived)`, `Decile 3`, with 1 the most deprived; nil for any
  /// other.
  ///
  /// A number that stands beside words of the other end was counted from there: `Decile 10 (most deprived)` is the first.
  /// - Parameters:
  ///   - category: its name as published.
  ///   - categoryType: what it is a category of; tells deciles from quintiles where nothing but a place is named, as `01 - Most
  ///     deprived`.
  public init?(_ category: String, of categoryType: String = "") {
    let words = Vocabulary.words(category)
    guard let parts = Self.parts(words, categoryType), !words.contains("highest"), !words.contains("lowest"),
      let place = Self.place(words, parts), (1...parts).contains(place)
    else { return nil }
    self.parts = parts
    self.place = place
  }

  private static func parts(_ words: [String], _ categoryType: String) -> Int? {
    func parts(_ isNamed: (String) -> Bool) -> Int? { isNamed("decile") ? 10 : isNamed("quintile") ? 5 : nil }
    if let told = parts({ noun in words.contains { $0.hasPrefix(noun) } }) { return told }
    // Nothing else may be in the name: it could be a category of two things at once.
    let isBare = words.allSatisfy {
      fillers.contains($0) || middles.contains($0) || ordinals.contains($0) || ordinalNumbers.contains($0)
        || Int($0) != nil
    }
    return isBare ? parts { categoryType.lowercased().contains($0) } : nil
  }

  private static func place(_ words: [String], _ parts: Int) -> Int? {
    let isDeprived = words.contains { $0 == "most" || $0 == "more" }
    let isSpared = words.contains { $0 == "least" || $0 == "less" }
    let isMiddle = words.contains(where: middles.contains)
    let middle = parts % 2 == 1 ? (parts + 1) / 2 : nil
    let numbers = words.compactMap { Int($0) }.filter { (1...parts).contains($0) }
    guard numbers.count <= 1, [isDeprived, isSpared, isMiddle].count(where: { $0 }) <= 1 else { return nil }
    if isMiddle { return numbers.first.map { $0 == middle } ?? true ? middle : nil }
    guard isDeprived || isSpared else { return numbers.first }
    if let number = numbers.first {
      return isDeprived == (2 * number <= parts + 1) ? number : parts + 1 - number
    }
    let rank = words.lazy.compactMap { ordinals.firstIndex(of: $0) ?? ordinalNumbers.firstIndex(of: $0) }.first ?? 0
    return isDeprived ? rank + 1 : parts - rank
  }
}
