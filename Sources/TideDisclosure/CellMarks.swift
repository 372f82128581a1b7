import TideModel

/// For each slot of an indicator what matters to moves of a person, under one profile.
struct CellMarks {
  /// What is so of a slot; nothing is of one without a figure.
  struct Mark: OptionSet {
    let rawValue: UInt32
    /// One person more, or less, counted would be seen in it.
    static let showsCountMore = Mark(rawValue: 1)
    static let showsCountLess = Mark(rawValue: 2)
    /// One person more, or less, among all would be seen in it: who is missing among all may be missing among those
    /// counted as well.
    static let showsAllMore = Mark(rawValue: 4)
    static let showsAllLess = Mark(rawValue: 8)
    /// One more would be no small number any more, or more than all.
    static let isFullOfCounted = Mark(rawValue: 16)
    static let isFullOfAll = Mark(rawValue: 32)
    /// It counts nobody in any vintage.
    static let hasNobodyCounted = Mark(rawValue: 64)
    static let hasNobody = Mark(rawValue: 128)
    /// It counts somebody in a vintage.
    static let hasCounted = Mark(rawValue: 256)
    static let hasAny = Mark(rawValue: 512)
    /// It has a small number.
    static let isSmall = Mark(rawValue: 1024)
    /// It is hidden, and shows nothing.
    static let isHidden = Mark(rawValue: 2048)
    /// It is among those that a move would show.
    static let isListed = Mark(rawValue: 4096)

    /// With one person more, or less, it would be small no more, or cannot be.
    static let turnsCountMore = Mark(rawValue: 1 << 13)
    static let turnsCountLess = Mark(rawValue: 1 << 14)
    static let turnsAllMore = Mark(rawValue: 1 << 15)
    static let turnsAllLess = Mark(rawValue: 1 << 16)
    /// A steady move that was taken makes it another number.
    static let countIsServed = Mark(rawValue: 1 << 17)
    static let allIsServed = Mark(rawValue: 1 << 18)

    static let showsAnything: Mark = [.showsCountMore, .showsCountLess, .showsAllMore, .showsAllLess]
    static let takesNobody: Mark = [.isFullOfCounted, .isFullOfAll, .turnsCountMore, .turnsAllMore]
    /// What has to be so in all vintages.
    fileprivate static let inEach: Mark = [.hasNobodyCounted, .hasNobody]

    /// Whether it shows a person more or less of a kind.
    static func shows(_ kind: PeopleCounted.Kind, _ sign: Double) -> Mark {
      switch kind {
      case .count: sign > 0 ? .showsCountMore : .showsCountLess
      case .denominator: sign > 0 ? .showsAllMore : .showsAllLess
      }
    }
    /// Whether with a person more or less of a kind it is small no more, or cannot be.
    static func turns(_ kind: PeopleCounted.Kind, _ sign: Double) -> Mark {
      switch kind {
      case .count: sign > 0 ? .turnsCountMore : .turnsCountLess
      case .denominator: sign > 0 ? .turnsAllMore : .turnsAllLess
      }
    }
    /// Whether a steady move that was taken makes its number of a kind another one.
    static func isServed(_ kind: PeopleCounted.Kind) -> Mark { kind == .count ? .countIsServed : .allIsServed }
    static func isFull(_ kind: PeopleCounted.Kind) -> Mark { kind == .count ? .isFullOfCounted : .isFullOfAll }
    static func hasNobody(_ kind: PeopleCounted.Kind) -> Mark { kind == .count ? .hasNobodyCounted : .hasNobody }
    static func hasSomebody(_ kind: PeopleCounted.Kind) -> Mark { kind == .count ? .hasCounted : .hasAny }
  }

  private(set) var marks: [Mark]
  private let profile: DisclosureProfile
  private let isProportion: Bool

  init(_ cells: CountedCells, _ profile: DisclosureProfile, _ valueType: ValueType) {
    self.profile = profile
    isProportion = valueType == .proportion
    marks = Array(repeating: [], count: cells.places.slotCount)
    for slot in marks.indices where !cells.has[slot].isEmpty {
      let has = cells.has[slot]
      marks[slot] = mark(
        has.contains(.count) ? cells.counts[slot] : nil, has.contains(.denominator) ? cells.denominators[slot] : nil)
    }
    for (slot, others) in cells.others {
      for numbers in others {
        let mark = mark(numbers.count, numbers.denominator)
        marks[slot] = marks[slot].union(mark).subtracting(.inEach).union(marks[slot].intersection(mark))
      }
    }
    // What is published nowhere shows nothing. Where nobody is left nobody may ever be: that is no small number, and nobody
    // joins it.
    for slot in marks.indices where cells.has[slot].contains(.implied) {
      hide(slot)
      if cells.numbers(at: slot).allSatisfy({ ($0.count ?? 0) == 0 && ($0.denominator ?? 0) == 0 }) {
        marks[slot].remove(.isSmall)
        marks[slot].formUnion(.takesNobody)
      }
    }
  }

  private func mark(_ count: Double?, _ all: Double?) -> Mark {
    var mark: Mark = []
    if let count {
      if changesForm(count, 1) { mark.formUnion([.showsCountMore, .showsAllMore]) }
      if changesForm(count, -1) { mark.formUnion([.showsCountLess, .showsAllLess]) }
      if count == 0 { mark.insert(.hasNobodyCounted) }
      if count >= 1 { mark.insert(.hasCounted) }
      if profile.isSmall(count) { mark.insert(.isSmall) }
      if isFull(count) || isProportion && count + 1 > all ?? .infinity { mark.insert(.isFullOfCounted) }
      if turns(count, 1) || mark.contains(.isFullOfCounted) { mark.insert(.turnsCountMore) }
      if turns(count, -1) { mark.insert(.turnsCountLess) }
    }
    if let all {
      if changesForm(all, 1) { mark.insert(.showsAllMore) }
      if changesForm(all, -1) { mark.insert(.showsAllLess) }
      if all == 0 { mark.insert(.hasNobody) }
      if all >= 1 { mark.insert(.hasAny) }
      if profile.isSmall(all) { mark.insert(.isSmall) }
      if isFull(all) { mark.insert(.isFullOfAll) }
      if turns(all, 1) { mark.insert(.turnsAllMore) }
      if turns(all, -1) || isProportion && all - 1 < count ?? 0 { mark.insert(.turnsAllLess) }
    }
    return mark
  }

  /// Whether one more would be no small number any more.
  private func isFull(_ number: Double) -> Bool { profile.isSmall(number) && number >= profile.mostHidden }

  /// Whether a number is small and would not be with one person more or less, or cannot be.
  private func turns(_ number: Double, _ sign: Double) -> Bool {
    number + sign < 0 || profile.isSmall(number) && !profile.isSmall(number + sign)
  }

  /// Whether a number is shown in another form with one person more or less.
  private func changesForm(_ number: Double, _ sign: Double) -> Bool {
    guard profile.roundsToFive else { return true }
    if profile.isSmall(number) != profile.isSmall(number + sign) { return true }
    if let whole = Int32(exactly: number), whole >= 0 { return whole % 5 == (sign > 0 ? 2 : 3) }
    return RoundedCount.of(number) != RoundedCount.of(number + sign)
  }

  /// The mark of a slot; none of -1.
  @inline(__always)
  subscript(slot: Int) -> Mark { slot < 0 ? [] : marks[slot] }

  mutating func hide(_ slot: Int) {
    marks[slot].subtract(.showsAnything)
    marks[slot].insert(.isHidden)
  }

  mutating func serve(_ slot: Int, _ kind: PeopleCounted.Kind) {
    if slot >= 0 { marks[slot].formUnion(.isServed(kind)) }
  }

  mutating func list(_ slot: Int) { marks[slot].insert(.isListed) }

  mutating func unlist(_ slots: [Int]) { for slot in slots { marks[slot].remove(.isListed) } }
}
