import Foundation
import TestSupport
import TideModel
import TideStore

/// A store whose counts are sums of people, so that everything an attacker may add up does add up: areas in a tree, sexes,
/// ages, categories, years and rolling windows of years, published at random, in several releases.
struct PeopleStore {
  /// Where people live, who they are, and in which year they were counted.
  struct Kind: Hashable {
    var area: Int
    var sex: Int
    var age: Int
    var category: Int
    var year: Int
  }

  /// A published figure without its numbers.
  struct Cell: Hashable, Comparable {
    var area: String
    var stratum: Stratum
    var period: String

    static func < (lhs: Cell, rhs: Cell) -> Bool {
      (lhs.area, lhs.stratum, lhs.period) < (rhs.area, rhs.stratum, rhs.period)
    }
  }

  static let england = Area.englandCode
  static let regions = ["E12000001", "E12000005"]
  static let authorities = ["E08000001", "E08000002", "E08000003", "E08000004", "E08000025", "E08000026", "E08000029"]
  static let sexes = ["Male", "Female"]
  static let ages = ["0-64 yrs", "65+ yrs"]
  static let categories = ["Most deprived", "Least deprived"]
  static let years = ["2019", "2020", "2021", "2022"]
  static let windows = ["2019 - 21": 0...2, "2020 - 22": 1...3]

  /// The region of an authority, by position.
  static func region(of authority: Int) -> Int { authority < 4 ? 0 : 1 }

  /// What each release publishes anew: counts and denominators of cells.
  private(set) var releases: [[Cell: (count: Int, denominator: Int)]] = []
  /// The counts and denominators as they stand after each release.
  private(set) var truth: [[Cell: (count: Int, denominator: Int)]] = []
  private let valueType: ValueType

  /// - Parameter scale: the mean number of people of a kind is about this.
  init(_ random: inout SeededGenerator, scale: Int, hasSmallDenominators: Bool) {
    valueType = Bool.random(using: &random) ? .crudeRate : .proportion
    var counted: [Kind: Int] = [:]
    var all: [Kind: Int] = [:]
    for kind in Self.kinds {
      counted[kind] = Self.number(scale, &random)
      all[kind] = (counted[kind] ?? 0) + (hasSmallDenominators ? Self.number(1, &random) : 400)
    }
    let cells = Self.cells(&random)
    for number in 0..<Int.random(in: 1...3, using: &random) {
      if number > 0 {
        // A revision finds a few people more or less.
        for kind in Self.kinds where Int.random(in: 0..<12, using: &random) == 0 {
          let found = max(0, (counted[kind] ?? 0) + Int.random(in: -2...2, using: &random))
          all[kind, default: 0] += found - (counted[kind] ?? 0)
          counted[kind] = found
        }
      }
      var state = truth.last ?? [:]
      var changed: [Cell: (count: Int, denominator: Int)] = [:]
      // The last year comes with the second release, where there is one.
      for cell in cells where number > 0 || !cell.period.contains("22") {
        let now = Self.sum(cell, counted, all)
        if let before = state[cell], before == now { continue }
        changed[cell] = now
        state[cell] = now
      }
      releases.append(changed)
      truth.append(state)
    }
  }

  private static var kinds: [Kind] {
    var kinds: [Kind] = []
    for area in authorities.indices {
      for sex in 0..<2 {
        for age in 0..<2 {
          for category in 0..<2 {
            for year in years.indices {
              kinds.append(Kind(area: area, sex: sex, age: age, category: category, year: year))
            }
          }
        }
      }
    }
    return kinds
  }

  /// Mostly near the scale, at times 0, at times far more.
  private static func number(_ scale: Int, _ random: inout SeededGenerator) -> Int {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: 0
    case 1: Int.random(in: 0...scale * 8, using: &random)
    default: Int.random(in: 0...scale * 2, using: &random)
    }
  }

  /// The cells that are published: some strata of some levels, with a few gaps.
  private static func cells(_ random: inout SeededGenerator) -> [Cell] {
    var strata = [Stratum(sex: "Persons", age: "All ages")]
    if Bool.random(using: &random) { strata += sexes.map { Stratum(sex: $0, age: "All ages") } }
    if Bool.random(using: &random) { strata += ages.map { Stratum(sex: "Persons", age: $0) } }
    if Bool.random(using: &random) { strata += categories.map { category($0, "Persons") } }
    if strata.count > 5, Bool.random(using: &random) {
      for sex in sexes { strata += categories.map { category($0, sex) } }
    }
    let hasWindows = Bool.random(using: &random)
    let hasYears = !hasWindows || Bool.random(using: &random)
    let periods = (hasYears ? years : []) + (hasWindows ? windows.keys.sorted() : [])
    var places = authorities
    if Int.random(in: 0..<4, using: &random) > 0 { places += regions }
    if Int.random(in: 0..<4, using: &random) > 0 { places.append(england) }
    var cells: [Cell] = []
    for stratum in strata {
      for area in places {
        for period in periods where Int.random(in: 0..<40, using: &random) > 0 {
          cells.append(Cell(area: area, stratum: stratum, period: period))
        }
      }
    }
    return cells
  }

  private static func category(_ category: String, _ sex: String) -> Stratum {
    Stratum(sex: sex, age: "All ages", categoryType: "Deprivation", category: category)
  }

  private static func sum(
    _ cell: Cell, _ counted: [Kind: Int], _ all: [Kind: Int]
  ) -> (count: Int, denominator: Int) {
    let span =
      windows[cell.period] ?? (years.firstIndex(of: cell.period) ?? 0)...(years.firstIndex(of: cell.period) ?? 0)
    var sums = (count: 0, denominator: 0)
    for kind in kinds {
      let isThere =
        cell.area == england || authorities[kind.area] == cell.area || regions[region(of: kind.area)] == cell.area
      let isMeant =
        (cell.stratum.sex == "Persons" || cell.stratum.sex == sexes[kind.sex])
        && (cell.stratum.age == "All ages" || cell.stratum.age == ages[kind.age])
        && (cell.stratum.isWhole || cell.stratum.category == categories[kind.category])
      guard isThere, isMeant, span.contains(kind.year) else { continue }
      sums.count += counted[kind] ?? 0
      sums.denominator += all[kind] ?? 0
    }
    return sums
  }

  /// Writes the releases to a store at a path.
  func write(to path: String) throws {
    for (number, cells) in releases.enumerated() {
      var fixture = StoreFixture()
      if number == 0 {
        var indicator = Indicator(id: 7, name: "People")
        (indicator.valueType, indicator.multiplier) = (valueType, 1000)
        fixture.indicators = [indicator]
        fixture.areas = Self.areas
      }
      for (cell, numbers) in cells.sorted(by: { $0.key < $1.key }) {
        let value = Double(numbers.count) / Double(max(1, numbers.denominator)) * 1000
        let figures = Figures(
          value: value, lower95: value * 0.9, upper95: value * 1.1, count: Double(numbers.count),
          denominator: Double(numbers.denominator))
        fixture.facts.append(Fact(7, cell.area, cell.period, figures, stratum: cell.stratum))
      }
      try fixture.write(to: path)
    }
  }

  private static var areas: [Area] {
    var areas = [Area(code: england, name: "England")]
    for code in regions {
      var area = Area(code: code, name: "Region \(code.suffix(1))")
      area.parents = [AreaParent(hierarchy: "country", code: england)]
      areas.append(area)
    }
    for (place, code) in authorities.enumerated() {
      var area = Area(code: code, name: "Authority \(place)")
      area.parents = [AreaParent(hierarchy: "region", code: regions[region(of: place)])]
      areas.append(area)
    }
    return areas
  }
}
