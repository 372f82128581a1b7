import TestSupport
import TideModel

/// A small store of random figures with everything that makes answers hard: missing and suppressed figures, areas in two
/// tiers, regions and a group, abolished areas and their successors, pooled and single years, indicators of every kind.
///
/// Numbers are quarters and counts whole, so that sums and differences are exact in any order.
struct RandomStore {
  var fixture = StoreFixture()

  static let strata = [
    Stratum(sex: "Persons", age: "All ages"), Stratum(sex: "Female", age: "All ages"),
    Stratum(sex: "Male", age: "<75 yrs"), Stratum(sex: "Persons", age: "<75 yrs"),
    Stratum(sex: "Persons", age: "All ages", categoryType: "Deprivation", category: "Most deprived"),
  ]
  static let periods = [
    "2015", "2016", "2017", "2018", "2019", "2017 - 19", "2018 - 20", "2020", "2019/20", "2021",
  ]
  static let authorities = [
    "E06000001", "E06000002", "E06000063", "E06000064", "E07000026", "E07000027", "E08000025", "E08000026", "E08000029",
    "E09000001", "E09000002", "E10000006", "E10000031", "W06000015",
  ]
  static let regions = ["E12000002", "E12000005"]

  init(_ random: inout SeededGenerator) {
    fixture.areas = Self.areas()
    let kinds: [(ValueType, Double?, Polarity, ComparisonMethod)] = [
      (.proportion, 100, .lowIsGood, .interval95), (.crudeRate, 100_000, .highIsGood, .unspecified),
      (.directlyStandardisedRate, 100_000, .lowIsGood, .overlappingIntervals95), (.ratio, 1, .noJudgement, .interval95),
      (.proportion, 100, .unknown, .none), (.unknown, nil, .notApplicable, .interval95),
    ]
    for (index, kind) in kinds.enumerated() {
      var indicator = Indicator(id: 101 + index, name: "Indicator \(index + 1)")
      (indicator.valueType, indicator.multiplier, indicator.polarity, indicator.comparisonMethod) = kind
      fixture.indicators.append(indicator)
      // Persons of all ages are everywhere; the other strata come and go.
      for (place, stratum) in Self.strata.enumerated() where place == 0 || Bool.random(using: &random) {
        addFigures(indicator.id, stratum, &random)
      }
    }
  }

  private mutating func addFigures(_ indicator: Int, _ stratum: Stratum, _ random: inout SeededGenerator) {
    let hasEngland = Int.random(in: 0..<3, using: &random) > 0
    let density = [3, 6, 9].randomElement(using: &random) ?? 9
    let codes = [Area.englandCode] + Self.regions + Self.authorities
    for period in Self.periods where Int.random(in: 0..<4, using: &random) > 0 {
      for code in codes where code != Area.englandCode || hasEngland {
        guard Int.random(in: 0..<10, using: &random) < density else { continue }
        fixture.facts.append(Self.fact(indicator, code, period, stratum, &random))
      }
    }
  }

  private static func fact(
    _ indicator: Int, _ code: String, _ period: String, _ stratum: Stratum, _ random: inout SeededGenerator
  ) -> Fact {
    if Int.random(in: 0..<12, using: &random) == 0 {
      let status = [Status.suppressed, .notAvailable, .withdrawn].randomElement(using: &random) ?? .suppressed
      return Fact(indicator, code, period, Figures(), status: status, stratum: stratum)
    }
    let value = Double(Int.random(in: 0...40, using: &random)) / 4
    var figures = Figures(value: value)
    if Int.random(in: 0..<5, using: &random) > 0 {
      figures.lower95 = value - Double(Int.random(in: 0...8, using: &random)) / 4
      figures.upper95 = value + Double(Int.random(in: 0...8, using: &random)) / 4
    }
    if Int.random(in: 0..<8, using: &random) > 0 { figures.count = Double(Int.random(in: 0...500, using: &random)) }
    if Int.random(in: 0..<8, using: &random) > 0 {
      figures.denominator = Double(Int.random(in: 0...9000, using: &random))
    }
    let status: Status = Int.random(in: 0..<9, using: &random) == 0 ? .provisional : .none
    return Fact(indicator, code, period, figures, status: status, stratum: stratum)
  }

  private static func areas() -> [Area] {
    var areas = [Area(code: Area.englandCode, name: "England")]
    for code in regions {
      var area = Area(code: code, name: "Region \(code.suffix(1))")
      area.parents = [AreaParent(hierarchy: "country", code: Area.englandCode)]
      areas.append(area)
    }
    for (index, code) in authorities.enumerated() {
      var area = Area(code: code, name: "Authority \(index % 5)")
      if code.hasPrefix("E07") {
        // A region two steps up.
        area.parents = [AreaParent(hierarchy: "county", code: "E10000006")]
      } else if code.first == "E" {
        area.parents = [AreaParent(hierarchy: "region", code: regions[index % 2])]
      }
      if index % 3 == 0 { area.parents.append(AreaParent(hierarchy: "group", code: "core-cities")) }
      if code == "E10000006" { area.successors = ["E06000063", "E06000064"] }
      if code == "E09000002" { area.successors = ["E09000001"] }
      if code == "E10000006" { area.validTo = CalendarDate(year: 2019, month: 4) }
      if code.hasPrefix("E0600006") { area.validFrom = CalendarDate(year: 2019, month: 4) }
      areas.append(area)
    }
    return areas
  }
}
