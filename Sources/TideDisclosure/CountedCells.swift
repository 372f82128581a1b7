import TideCore
import TideModel
import TideStore

/// The numbers of people of a figure in one vintage.
struct PeopleCounted: Hashable {
  var count: Double?
  var denominator: Double?

  /// One of the two.
  enum Kind: Int { case count, denominator }

  subscript(kind: Kind) -> Double? { kind == .count ? count : denominator }
}

/// All counts and denominators of one indicator, of every area, stratum, period and vintage.
struct CountedCells {
  /// Where they stand.
  let places: CellPlaces
  /// What a vintage says of each slot; meaningless where it does not.
  private(set) var counts: [Double]
  private(set) var denominators: [Double]
  /// What of it there is.
  private(set) var has: [Has]
  /// What other vintages say, each once, where it is something else.
  private(set) var others: [Int: [PeopleCounted]] = [:]
  /// Figures: slots of which any vintage says something.
  private(set) var figureCount = 0

  /// What there is of a slot.
  struct Has: OptionSet {
    let rawValue: UInt8
    static let figure = Has(rawValue: 1)
    static let count = Has(rawValue: 2)
    static let denominator = Has(rawValue: 4)
    /// Further numbers among `others`.
    static let others = Has(rawValue: 8)
    /// Numbers that are published nowhere and follow from others.
    static let implied = Has(rawValue: 16)
  }

  init(_ places: CellPlaces) {
    self.places = places
    counts = Array(repeating: 0, count: places.slotCount)
    denominators = Array(repeating: 0, count: places.slotCount)
    has = Array(repeating: [], count: places.slotCount)
  }

  // MARK: Reading

  /// Takes in what a vintage says of a slot, or what follows from others.
  mutating func add(_ numbers: PeopleCounted, at slot: Int, isFigure: Bool = true) {
    guard !has[slot].isEmpty else {
      has[slot] = isFigure ? .figure : .implied
      if let count = numbers.count { (counts[slot], has[slot]) = (count, has[slot].union(.count)) }
      if let all = numbers.denominator { (denominators[slot], has[slot]) = (all, has[slot].union(.denominator)) }
      figureCount += isFigure ? 1 : 0
      return
    }
    guard first(at: slot) != numbers, others[slot]?.contains(numbers) != true else { return }
    others[slot, default: []].append(numbers)
    has[slot].insert(.others)
  }

  // MARK: What was read

  private func first(at slot: Int) -> PeopleCounted {
    PeopleCounted(
      count: has[slot].contains(.count) ? counts[slot] : nil,
      denominator: has[slot].contains(.denominator) ? denominators[slot] : nil)
  }

  /// What the vintages say of a slot, each once; nothing for -1.
  func numbers(at slot: Int) -> [PeopleCounted] {
    guard slot >= 0, !has[slot].isEmpty else { return [] }
    return [first(at: slot)] + (has[slot].contains(.others) ? others[slot] ?? [] : [])
  }

  /// Whether what a vintage says of a slot is so; false where none says anything.
  @inline(__always)
  func anyNumber(_ kind: PeopleCounted.Kind, at slot: Int, _ isSo: (Double) -> Bool) -> Bool {
    guard slot >= 0 else { return false }
    let has = has[slot]
    if has.contains(kind == .count ? .count : .denominator), isSo(kind == .count ? counts[slot] : denominators[slot]) {
      return true
    }
    guard has.contains(.others) else { return false }
    return others[slot]?.contains { $0[kind].map(isSo) ?? false } ?? false
  }

  /// The smallest number of a kind; nil where there is none.
  func least(_ kind: PeopleCounted.Kind, at slot: Int) -> Double? {
    guard slot >= 0 else { return nil }
    if !has[slot].contains(.others) { return first(at: slot)[kind] }
    return numbers(at: slot).compactMap { $0[kind] }.min()
  }
}
