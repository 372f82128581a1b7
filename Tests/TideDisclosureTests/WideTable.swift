import TestSupport
import TideModel

@testable import TideDisclosure

/// A random table of an indicator with everything mixed: areas whose parts have no figures, and which lie across each other; sexes
/// of which one may be absent; ages in words and signs that overlap; deciles beside quintiles; years and windows; vintages.
///
/// Its people are *atoms*: so many of an area, sex, age, category and year. Every published number is a sum of atoms.
struct WideTable {
  /// A published number.
  struct Figure {
    let stratum: Stratum
    let area: String
    let period: String
    let atoms: [Int]
    /// What it comes to in each vintage.
    var numbers: [Int] = []
    var slot = -1
    var isHidden = false
  }

  /// One of the ways in which people differ: how many kinds there are, and what may be published of them.
  struct Axis {
    let kinds: Int
    let named: [(name: String, kinds: [Int])]
  }

  private(set) var figures: [Figure] = []
  /// Numbers that follow from two figures and are published nowhere: of which atoms, and their numbers.
  private(set) var implied: [(atoms: [Int], numbers: [Int])] = []
  /// How many people each atom is, by vintage.
  private(set) var people: [[Int]] = []
  let sizes: [Int]

  private static let authorities = [
    "E08000001", "E08000002", "E08000003", "E08000025", "E08000026", "E08000029",
  ]
  private static let larger: [(name: String, kinds: [Int])] = [
    ("E12000001", [0, 1, 2]), ("E12000005", [3, 4, 5]), ("E54000001", [0, 1]), ("E54000002", [2, 3]),
    ("E54000003", [4, 5]), ("E92000001", [0, 1, 2, 3, 4, 5]),
  ]

  init(_ random: inout SeededGenerator) {
    let axes = Self.axes(&random)
    sizes = axes.map(\.kinds)
    let count = sizes.reduce(1, *)
    let scale = [1, 2, 4, 12][Int.random(in: 0..<4, using: &random)]
    people = [(0..<count).map { _ in Self.number(scale, &random) }]
    for _ in 0..<Int.random(in: 0...1, using: &random) {
      // A revision finds a few people more.
      let found = people[0].map { _ in
        Int.random(in: 0..<10, using: &random) == 0 ? Int.random(in: 0...2, using: &random) : 0
      }
      people.append(zip(people[0], found).map { $0 + $1 })
    }
    publish(axes, &random)
    findImplied()
  }

  private static func number(_ scale: Int, _ random: inout SeededGenerator) -> Int {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: 0
    case 1: Int.random(in: 0...scale * 6, using: &random)
    default: Int.random(in: 0...scale * 2, using: &random)
    }
  }

  // MARK: Axes

  /// Areas, sexes, ages, categories and years; two of the last four are of one kind only, so that the table stays small.
  private static func axes(_ random: inout SeededGenerator) -> [Axis] {
    let open = Set([1, 2, 3, 4].shuffled(using: &random).prefix(2))
    func axis(_ number: Int, _ all: [(String, [Int])], _ whole: String) -> Axis {
      let kinds = (all.flatMap(\.1).max() ?? 0) + 1
      return open.contains(number)
        ? Axis(kinds: kinds, named: all.map { (name: $0.0, kinds: $0.1) })
        : Axis(kinds: 1, named: [(whole, [0])])
    }
    var areas: [(name: String, kinds: [Int])] = []
    if Int.random(in: 0..<4, using: &random) > 0 { areas += authorities.enumerated().map { ($1, [$0]) } }
    for place in [0..<2, 2..<5, 5..<6] where areas.isEmpty || Bool.random(using: &random) { areas += larger[place] }
    var sexes = [("Persons", [0, 1]), ("Male", [0])]
    if Bool.random(using: &random) { sexes.append(("Female", [1])) }
    let ages: [(String, [Int])] = [
      ("All ages", [0, 1, 2, 3]), ("<16", [0]), ("16 - 17", [1]), ("18-64", [2]), ("65 and above", [3]),
      ("less than 18", [0, 1]), (">17", [2, 3]), ("16 -", [1, 2, 3]),
    ]
    let categories: [(String, [Int])] = [
      ("", [0, 1, 2, 3]), ("Deciles|1", [0]), ("Deciles|2", [1]), ("Deciles|3", [2]), ("Deciles|4", [3]),
      ("Quintiles|1", [0, 1]), ("Quintiles|2", [2, 3]),
    ]
    let years: [(String, [Int])] = [("2019", [0]), ("2020", [1]), ("2021", [2]), ("2019 - 21", [0, 1, 2])]
    func some(_ all: [(String, [Int])], _ random: inout SeededGenerator) -> [(String, [Int])] {
      all.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
    }
    return [
      Axis(kinds: authorities.count, named: areas), axis(1, sexes.map { ($0.0, $0.1) }, "Persons"),
      axis(2, [ages[0]] + some(Array(ages.dropFirst()), &random), "All ages"),
      axis(3, [categories[0]] + some(Array(categories.dropFirst()), &random), ""),
      axis(4, some(Array(years.dropLast()), &random) + [years[3]], "2020"),
    ]
  }

  /// The number of an atom.
  private func atom(_ kinds: [Int]) -> Int { zip(kinds, sizes).reduce(0) { $0 * $1.1 + $1.0 } }

  /// What an atom is in each axis.
  func kinds(_ atom: Int) -> [Int] {
    var (rest, kinds) = (atom, [Int]())
    for size in sizes.reversed() { (rest, kinds) = (rest / size, [rest % size] + kinds) }
    return kinds
  }

  func atom(of kinds: [Int]) -> Int { atom(kinds) }

  private func atoms(_ axes: [[Int]]) -> [Int] {
    var found: [[Int]] = [[]]
    for kinds in axes { found = found.flatMap { head in kinds.map { head + [$0] } } }
    return found.map { atom($0) }.sorted()
  }

  // MARK: Figures

  private mutating func publish(_ axes: [Axis], _ random: inout SeededGenerator) {
    for area in axes[0].named {
      for sex in axes[1].named {
        for age in axes[2].named {
          for category in axes[3].named {
            for year in axes[4].named where Int.random(in: 0..<30, using: &random) > 0 {
              let texts = category.name.split(separator: "|").map(String.init)
              let stratum = Stratum(
                sex: sex.name, age: age.name, categoryType: texts.first ?? "", category: texts.last ?? "")
              var figure = Figure(
                stratum: stratum, area: area.name, period: year.name,
                atoms: atoms([area.kinds, sex.kinds, age.kinds, category.kinds, year.kinds]))
              figure.numbers = people.map { vintage in figure.atoms.reduce(0) { $0 + vintage[$1] } }
              figures.append(figure)
            }
          }
        }
      }
    }
  }

  /// Women where persons and men have figures and they have none.
  private mutating func findImplied() {
    struct Place: Hashable {
      let area: String
      let period: String
      let stratum: Stratum
    }
    func place(_ figure: Figure, _ sex: String) -> Place {
      var stratum = figure.stratum
      stratum.sex = sex
      return Place(area: figure.area, period: figure.period, stratum: stratum)
    }
    let known = Dictionary(uniqueKeysWithValues: figures.map { (place($0, $0.stratum.sex), $0) })
    for figure in figures where figure.stratum.sex == "Persons" {
      guard let men = known[place(figure, "Male")], known[place(figure, "Female")] == nil else { continue }
      implied.append(
        (figure.atoms.filter { !men.atoms.contains($0) }, zip(figure.numbers, men.numbers).map { $0 - $1 }))
    }
  }

  private static var catalogue: [Area] {
    authorities.enumerated().map { place, code in
      var area = Area(code: code, name: code)
      area.parents = larger.filter { $0.kinds.contains(place) }.map {
        AreaParent(hierarchy: String($0.name.prefix(3)), code: $0.name)
      }
      return area
    }
  }

  /// Finds which figures are hidden.
  mutating func hide(_ profile: DisclosureProfile) {
    var (strata, codes, periods) = ([Stratum](), [String](), [Period]())
    var extents: [CellPlaces.Extent] = []
    func number<Name: Equatable>(_ name: Name, _ names: inout [Name]) -> Int {
      if let known = names.firstIndex(of: name) { return known }
      names.append(name)
      return names.count - 1
    }
    var placed: [CellPlace] = []
    for figure in figures {
      guard let period = PeriodParser.parse(figure.period)?.period else { continue }
      let place = CellPlace(
        stratum: number(figure.stratum, &strata), area: number(figure.area, &codes), period: number(period, &periods))
      placed.append(place)
      extents.append(CellPlaces.Extent(stratum: place.stratum, areas: [place.area], periods: [place.period]))
    }
    let hierarchy = AreaHierarchy(Self.catalogue + Self.larger.map { Area(code: $0.name, name: $0.name) })
    var cells = CountedCells(
      CellPlaces(strata: strata, areas: hierarchy.set(of: codes), periods: periods, extents: extents))
    for (figure, place) in zip(figures, placed) {
      let slot = cells.places.slot(place)
      for number in figure.numbers { cells.add(PeopleCounted(count: Double(number)), at: slot) }
    }
    let all = ImpliedCells.adding(to: cells, hierarchy)
    var hidden = Array(repeating: false, count: all.places.slotCount)
    ProtectedCells.find(all, profile, .count) { hidden[$0] = true }
    for (number, place) in zip(figures.indices, placed) { figures[number].isHidden = hidden[all.places.slot(place)] }
  }
}
