/// What many indicators share as their denominator: a population, births, pupils, registered patients.
struct DenominatorFamily {
  /// As it stands in names of indicators.
  let name: String
  /// Age groups with their size per thousand inhabitants.
  let ages: [(label: String, perThousand: Double)]

  /// 40 families: ten kinds of people, each as four publishers count them.
  static let all: [DenominatorFamily] = {
    let kinds: [(name: String, ages: [(label: String, perThousand: Double)])] = [
      ("population", [("All ages", 1000), ("<75 yrs", 910), ("65+ yrs", 186)]),
      ("adults", [("18+ yrs", 790), ("19+ yrs", 778), ("16-64 yrs", 625)]),
      ("children", [("<15 yrs", 172), ("0-4 yrs", 55), ("5-9 yrs", 59)]),
      ("young people", [("10-24 yrs", 181), ("15-24 yrs", 118), ("16-17 yrs", 24)]),
      ("older people", [("75+ yrs", 90), ("65-79 yrs", 130), ("80+ yrs", 51)]),
      ("working age", [("20-64 yrs", 578), ("25-49 yrs", 330), ("50-64 yrs", 192)]),
      ("pupils", [("School age", 150), ("4-5 yrs", 11.8), ("10-11 yrs", 12.1)]),
      ("births", [("All ages", 10.4), ("<20 yrs", 0.4), ("35+ yrs", 2.5)]),
      ("patients", [("17+ yrs", 870), ("40+ yrs", 540), ("50+ yrs", 400)]),
      ("households", [("Not applicable", 420), ("With children", 118), ("One person", 127)]),
    ]
    let counts = ["mid-year estimate", "register", "census based", "survey weighted"]
    return counts.flatMap { count in
      kinds.map { DenominatorFamily(name: "\($0.name), \(count)", ages: $0.ages) }
    }
  }()
}

/// A sex a figure is for.
enum Sex: Int {
  case persons
  case female
  case male

  /// The text in published files.
  var label: String {
    switch self {
    case .persons: "Persons"
    case .female: "Female"
    case .male: "Male"
    }
  }
}

/// Yearly numbers of all areas: a column of areas for each year.
typealias YearlyColumns = [[Double]]

/// The denominators of a family by sex and age group, made when first asked for.
final class Denominators {
  private let tree: AreaTree
  private let seed: UInt64
  private let years: Int
  private var made: [Int: YearlyColumns] = [:]

  /// Most matrices kept at once; beyond it they are made again.
  private static let mostKept = 32

  init(tree: AreaTree, seed: UInt64, years: Int) {
    self.tree = tree
    self.seed = seed
    self.years = years
  }

  /// For each year, whole numbers for all areas. Persons are Female and Male together.
  func columns(family: Int, sex: Sex, age: Int) -> YearlyColumns {
    let key = (family * 3 + age) * 3 + sex.rawValue
    if let known = made[key] { return known }
    let columns: YearlyColumns
    if sex == .persons {
      let female = self.columns(family: family, sex: .female, age: age)
      let male = self.columns(family: family, sex: .male, age: age)
      columns = zip(female, male).map { zip($0, $1).map(+) }
    } else {
      columns = make(family: family, sex: sex, age: age, key: key)
    }
    if made.count >= Self.mostKept { made.removeAll(keepingCapacity: true) }
    made[key] = columns
    return columns
  }

  private func make(family: Int, sex: Sex, age: Int, key: Int) -> YearlyColumns {
    let share = DenominatorFamily.all[family].ages[age].perThousand * (sex == .female ? 0.51 : 0.49)
    var columns = YearlyColumns(repeating: Array(repeating: 0, count: tree.areas.count), count: years)
    let fromSmallAreas = !tree.msoas.isEmpty
    for area in fromSmallAreas ? Array(tree.msoas) : tree.leaves {
      // A leaf's people change slowly and in one direction; a count of them scatters by its square root at most.
      var stream = RandomStream(seed: seed, StreamUse.denominators.rawValue, key, area)
      let start = tree.thousands[area] * share * (1 + 0.08 * stream.deviate())
      let growth = 1 + 0.006 + 0.004 * stream.deviate()
      var level = start
      for year in 0..<years {
        columns[year][area] = max(8, (level + 0.3 * level.squareRoot() * stream.deviate()).rounded())
        level *= growth + 0.001 * stream.deviate()
      }
    }
    for year in 0..<years { tree.rollUp(&columns[year], fromSmallAreas: fromSmallAreas) }
    return columns
  }
}
