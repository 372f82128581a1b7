import TideModel

/// The values of the keys that all figures of a stratum of an indicator have in common, by number; 0 for what is no key.
struct FixedKeys: Hashable {
  var indicator: Int32 = 0
  var theme: Int32 = 0
  var sex: Int32 = 0
  var age: Int32 = 0
  var category: Int32 = 0
}

/// Groups that differ in area and period alone: all that is read for them is read together.
final class SummaryBlock {
  let fixed: FixedKeys
  /// Which of their figures share people.
  let people: SharedPeople
  /// The groups of areas, by their numbers in the summary.
  private(set) var groups: [Int32] = []
  /// The areas of each group, where they matter.
  private(set) var members: [[String]] = []
  /// Its periods, each under the label that comes first.
  private var labelled: [Period: Period] = [:]
  private var places: [Int32: Int32] = [:]

  init(_ fixed: FixedKeys, _ people: SharedPeople) {
    self.fixed = fixed
    self.people = people
  }

  /// The block's own number of a group of areas.
  func place(of group: Int32) -> Int { Int(places[group] ?? 0) }

  /// Takes in that there are figures of an area.
  func add(_ code: String, _ place: AreaGroups.Place, listing: Bool) {
    for group in place.groups {
      let own: Int
      if let known = places[group] {
        own = Int(known)
      } else {
        own = groups.count
        places[group] = Int32(own)
        groups.append(group)
        if listing { members.append([]) }
      }
      if listing, members[own].last != code { members[own].append(code) }
    }
  }

  /// Takes in that there are figures of a period.
  func add(_ period: Period) {
    _ = people.number(of: period)
    if let known = labelled[period], known.label <= period.label { return }
    labelled[period] = period
  }

  /// A row of groups for each period, or one for all.
  func rows(of summary: Summary) -> PeriodRows {
    summary.keys.contains(.period) ? PeriodRows(labelled.values, rolling: summary.rolling) : .single
  }

  /// Whether figures of one of its groups might share people.
  func mayShare(isByPeriod: Bool) throws -> Bool {
    try people.isPossible(in: members.map { Set($0).sorted() }, isByPeriod: isByPeriod)
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

  /// The place of the block that the figures of a stratum of an indicator go into.
  /// - Parameter indicator: its place among the summary's.
  func place(of indicator: Int, _ stratum: Stratum) -> Int {
    let fixed = fixed(indicator, stratum)
    if let known = places[fixed] { return known }
    places[fixed] = all.count
    all.append(SummaryBlock(fixed, SharedPeople(areas, relations)))
    return all.count - 1
  }

  private func fixed(_ indicator: Int, _ stratum: Stratum) -> FixedKeys {
    var fixed = FixedKeys()
    for key in summary.keys {
      switch key {
      case .indicator: fixed.indicator = Int32(indicator)
      case .theme: fixed.theme = themes.number(of: listed[indicator])
      case .sex: fixed.sex = sexes.number(of: stratum.sex)
      case .age: fixed.age = ages.number(of: stratum.age)
      case .category: fixed.category = categories.number(of: stratum.categoryType, stratum.category)
      case .area, .areaType, .parent, .period: break
      }
    }
    return fixed
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
}
