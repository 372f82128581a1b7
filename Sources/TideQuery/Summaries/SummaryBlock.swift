import TideModel

/// The values of the keys that all figures of a stratum of an indicator have in common, by number; 0 for what is no key.
struct FixedKeys: Hashable {
  var indicator: Int32 = 0
  var theme: Int32 = 0
  var sex: Int32 = 0
  var age: Int32 = 0
  var category: Int32 = 0

  /// The number of a key's value; 0 for a key that figures of a block may differ in.
  subscript(key: Summary.Key) -> Int32 {
    switch key {
    case .indicator: indicator
    case .theme: theme
    case .sex: sex
    case .age: age
    case .category: category
    case .area, .areaType, .parent, .period: 0
    }
  }
}

/// Groups that differ in area and period alone: all that is read for them is read together.
final class SummaryBlock {
  let fixed: FixedKeys
  /// Which of their figures share people.
  let people: SharedPeople
  /// The groups of areas.
  var frame = AreaFrame()
  /// Its periods, each under the label that comes first.
  private(set) var periods: [Period: Period] = [:]

  init(_ fixed: FixedKeys, _ people: SharedPeople) {
    self.fixed = fixed
    self.people = people
  }

  /// Takes in that there are figures of a period.
  func add(_ period: Period) {
    if let known = periods[period], known.label <= period.label { return }
    periods[period] = period
  }
}

/// The blocks of a summary, and the values of their keys.
final class SummaryBlocks {
  let summary: Summary
  let indicators: [Indicator]
  let areas: AreaGroups
  let relations = StratumRelations()
  private(set) var all: [SummaryBlock] = []
  private(set) var themes = KeyTexts()
  private(set) var sexes = KeyTexts()
  private(set) var ages = KeyTexts()
  private(set) var categories = KeyTexts()
  private var places: [FixedKeys: Int] = [:]
  private let listed: [String]

  init(_ asked: Asked, _ summary: Summary) throws {
    self.summary = summary
    indicators = asked.indicators
    areas = try AreaGroups(asked, summary)
    let themes = ThemeOrder()
    listed = summary.keys.contains(.theme) ? indicators.map(themes.theme) : []
  }

  /// The numbers of the values that a stratum has.
  private var numbers: [Stratum: FixedKeys] = [:]
  private var numbersByID: [Int: FixedKeys] = [:]

  /// The place of the block that the figures of a stratum of an indicator go into.
  /// - Parameter indicator: its place among the summary's.
  func place(of indicator: Int, _ stratum: Stratum) -> Int {
    place(of: fixed(indicator, numbers[stratum] ?? number(stratum)))
  }

  /// The same, of a stratum that is known by a number.
  func place(of indicator: Int, _ stratum: Stratum, id: Int) -> Int {
    let numbered = numbersByID[id] ?? numbers[stratum] ?? number(stratum)
    numbersByID[id] = numbered
    return place(of: fixed(indicator, numbered))
  }

  private func place(of fixed: FixedKeys) -> Int {
    if let known = places[fixed] { return known }
    places[fixed] = all.count
    all.append(SummaryBlock(fixed, SharedPeople(areas, relations)))
    return all.count - 1
  }

  private func fixed(_ indicator: Int, _ stratum: FixedKeys) -> FixedKeys {
    var fixed = stratum
    for key in summary.keys {
      switch key {
      case .indicator: fixed.indicator = Int32(indicator)
      case .theme: fixed.theme = themes.number(of: listed[indicator])
      default: break
      }
    }
    return fixed
  }

  private func number(_ stratum: Stratum) -> FixedKeys {
    var fixed = FixedKeys()
    for key in summary.keys {
      switch key {
      case .sex: fixed.sex = sexes.number(of: stratum.sex)
      case .age: fixed.age = ages.number(of: stratum.age)
      case .category: fixed.category = categories.number(of: stratum.categoryType, stratum.category)
      default: break
      }
    }
    numbers[stratum] = fixed
    return fixed
  }

  // MARK: Order

  /// The places of the blocks in the order of the keys that all of their figures share.
  var order: [Int] {
    let ranks = summary.keys.filter(\.isOfBlocks).map { key in
      let ranks = self.ranks(of: key)
      return all.map { ranks[Int($0.fixed[key])] }
    }
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      for ranks in ranks where ranks[one] != ranks[other] { return ranks[one] < ranks[other] }
      return one < other
    }
    if all.indices.dropFirst().allSatisfy({ isBefore($0 - 1, $0) }) { return Array(all.indices) }
    return all.indices.sorted(by: isBefore)
  }

  /// Whether the rows of blocks in order are in order, where those of each block are.
  var isInOrderByBlocks: Bool {
    let kinds = summary.keys.map { $0.isOfBlocks ? 0 : $0.isOfAreas ? 1 : 2 }
    // Fixed keys first, then those of areas and the period, in either order but not mixed.
    let rest = kinds.drop { $0 == 0 }
    return !rest.contains(0) && zip(rest, rest.dropFirst()).filter { $0 != $1 }.count <= 1
  }

  /// For each value of a key that all figures of a block share, its place in the key's order.
  func ranks(of key: Summary.Key) -> [Int32] {
    switch key {
    case .indicator: return indicators.indices.map { Int32($0) }
    case .theme:
      let (themes, keys) = (themes.first, themes.first.map { ThemeOrder.key($0) })
      return KeyTexts.ranks(themes.count) { (keys[$0], themes[$0]) < (keys[$1], themes[$1]) }
    case .sex:
      let strata = sexes.first.map { Stratum(sex: $0, age: "") }
      return KeyTexts.ranks(strata.count) { strata[$0] < strata[$1] }
    case .age:
      let ages = ages.first
      return KeyTexts.ranks(ages.count) { ages[$0] < ages[$1] }
    case .category:
      let strata = zip(categories.first, categories.second).map {
        Stratum(sex: "", age: "", categoryType: $0, category: $1)
      }
      return KeyTexts.ranks(strata.count) { strata[$0] < strata[$1] }
    case .area, .areaType, .parent, .period: return []
    }
  }
}

extension Summary.Key {
  /// Whether all figures of a block have the same value of it.
  var isOfBlocks: Bool {
    switch self {
    case .indicator, .theme, .sex, .age, .category: true
    case .area, .areaType, .parent, .period: false
    }
  }
}

/// The texts of a key, one or two for each of its values.
struct KeyTexts {
  private(set) var first: [String] = []
  private(set) var second: [String] = []
  private var numbers: [[String]: Int32] = [:]

  /// The number of a value.
  mutating func number(of text: String, _ other: String = "") -> Int32 {
    let key = [text, other]
    if let known = numbers[key] { return known }
    numbers[key] = Int32(first.count)
    first.append(text)
    second.append(other)
    return Int32(first.count - 1)
  }

  /// For each number its place in an order; equal ones share a place.
  static func ranks(_ count: Int, _ isBefore: (Int, Int) -> Bool) -> [Int32] {
    let order = (0..<count).sorted(by: isBefore)
    var ranks = [Int32](repeating: 0, count: count)
    for (place, number) in order.enumerated() where place > 0 {
      let before = order[place - 1]
      ranks[number] = ranks[before] + (isBefore(before, number) ? 1 : 0)
    }
    return ranks
  }
}
