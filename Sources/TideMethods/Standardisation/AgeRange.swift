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

  /// The ages a name speaks of: `0-4`, `00-04`, `5 to 9 years`, `<1`, `90+`, `90 and over`, `more than 17`, `17 or less`; nil
  /// for any other text.
  public init?(_ name: some StringProtocol) {
    guard let text = AgeText(name) else { return nil }
    switch text.numbers.count {
    case 1: self.init(text.numbers[0], text)
    case 2:
      guard text.numbers[0] <= text.numbers[1], text.bound == nil, text.isSpan else { return nil }
      self.init(from: text.numbers[0], through: text.numbers[1])
    default: return nil
    }
  }

  /// The ages on one side of a number, or that age alone.
  private init?(_ number: Int, _ text: AgeText) {
    switch text.bound {
    case nil: self.init(from: number, through: number)
    case .atLeast: self.init(from: number, through: nil)
    case .above: self.init(from: number + 1, through: nil)
    case .atMost: self.init(from: 0, through: number)
    case .below:
      guard number > 0 else { return nil }
      self.init(from: 0, through: number - 1)
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

/// What a name of ages is made of: its numbers, and the words and signs before and after the first of them.
private struct AgeText {
  /// On which side of a number the ages are.
  enum Bound { case atLeast, above, atMost, below }

  private(set) var numbers: [Int] = []
  /// Which side is meant; nil for none.
  private(set) var bound: Bound?
  /// Whether a dash or `to` stands in it.
  let isSpan: Bool

  /// Words that may stand beside the numbers. Any other makes the text no band: `Oct-14` is what a spreadsheet made of 10-14.
  private static let words: Set<Substring> = [
    "age", "ages", "aged", "year", "years", "yr", "yrs", "y", "old", "to", "and", "or", "than", "equal", "up", "band",
    "group",
  ]
  private static let upwards: Set<Substring> = ["over", "plus", "older", "above", "more", "greater"]
  private static let downwards: Set<Substring> = ["under", "below", "less", "younger", "fewer"]
  private static let signs = Set("+-–<>=≤≥&().,:")

  /// - Returns: nil for a text with other words or signs, with numbers of more than three digits, or with both sides.
  init?(_ name: some StringProtocol) {
    let text = name.lowercased()
    let words = text.split { !$0.isLetter }
    let known = Self.words.union(Self.upwards).union(Self.downwards)
    guard words.allSatisfy(known.contains),
      text.allSatisfy({ $0.isLetter || $0.isWhitespace || $0.isNumber || Self.signs.contains($0) })
    else { return nil }
    let found = text.split { !("0"..."9").contains($0) }
    numbers = found.map { $0.count <= 3 ? Int($0) ?? -1 : -1 }
    guard let first = found.first, !numbers.contains(-1) else { return nil }
    isSpan = ["-", "–"].contains(where: text.contains) || words.contains("to")
    let (before, after) = (text[..<first.startIndex], text[first.endIndex...])
    guard let sides = Self.sides(before, after, isSingle: found.count == 1) else { return nil }
    bound = sides.first
  }

  /// What is said before and after a number of the side it is on; nil for both sides, or for what says nothing.
  private static func sides(_ before: Substring, _ after: Substring, isSingle: Bool) -> [Bound]? {
    let (ahead, behind) = (Set(before.split { !$0.isLetter }), Set(after.split { !$0.isLetter }))
    var sides: Set<Bound> = []
    let isInclusive = ahead.contains("equal") || before.contains("=")
    if before.contains("≥") { sides.insert(.atLeast) }
    if before.contains("≤") { sides.insert(.atMost) }
    if before.contains(">") { sides.insert(isInclusive ? .atLeast : .above) }
    if before.contains("<") { sides.insert(isInclusive ? .atMost : .below) }
    // `over 90` is how a last band is called that has everybody from 90 on.
    if !ahead.isDisjoint(with: upwards) {
      sides.insert(isInclusive || !ahead.isDisjoint(with: ["over", "plus"]) ? .atLeast : .above)
    }
    if !ahead.isDisjoint(with: downwards) { sides.insert(isInclusive ? .atMost : .below) }
    if ahead.contains("up") { sides.insert(.atMost) }
    if after.contains("+") || !behind.isDisjoint(with: upwards) { sides.insert(.atLeast) }
    if !behind.isDisjoint(with: downwards) { sides.insert(.atMost) }
    guard sides.count <= 1, !"<>≤≥=".contains(where: after.contains), !before.contains("+") else { return nil }
    guard isSingle, sides.isEmpty else { return Array(sides) }
    // `18 -` goes on; what `- 17` is nobody can tell.
    if !"-–".contains(where: before.contains), !ahead.contains("to") {
      return "-–".contains(where: after.contains) ? [.atLeast] : isInclusive ? nil : []
    }
    return nil
  }
}
