import Testing
import TideModel

@testable import TideDisclosure

/// A table of men and women in two or three areas of a region, so small that somebody who knows the program can run it on
/// every table there is.
struct SmallTable: CustomTestStringConvertible {
  /// What is published beside men and women of each area.
  struct Totals: OptionSet {
    let rawValue: Int
    /// Persons of each area.
    static let persons = Totals(rawValue: 1)
    /// Men and women of the region.
    static let region = Totals(rawValue: 2)
    /// No row for women.
    static let withoutWomen = Totals(rawValue: 4)
  }

  let areas: Int
  let totals: Totals
  private let places: CellPlaces
  private let hierarchy: AreaHierarchy
  /// Each number, published or not: its slot, -1 for none, and of which of the people it is the sum.
  private let numbers: [(slot: Int, people: [Int])]

  private static let codes = ["E08000025", "E08000026", "E08000029"]
  private static let region = "E12000005"

  init(areas: Int, totals: Totals) {
    self.areas = areas
    self.totals = totals
    let codes = Array(Self.codes.prefix(areas)) + (totals.contains(.region) ? [Self.region] : [])
    let sexes = ["Male"] + (totals.contains(.withoutWomen) ? [] : ["Female"])
    let strata = (sexes + (totals.contains(.persons) ? ["Persons"] : [])).map { Stratum(sex: $0, age: "All ages") }
    let hierarchy = AreaHierarchy(
      Self.codes.prefix(areas).map { code in
        var area = Area(code: code, name: code)
        area.parents = [AreaParent(hierarchy: "region", code: Self.region)]
        return area
      })
    let set = hierarchy.set(of: codes)
    let period = PeriodParser.parse("2020").map { [$0.period] } ?? []
    let extents = strata.indices.flatMap { stratum in
      codes.indices.map { CellPlaces.Extent(stratum: stratum, areas: [$0], periods: [0]) }
    }
    let places = CellPlaces(strata: strata, areas: set, periods: period, extents: extents)
    (self.places, self.hierarchy) = (places, hierarchy)
    numbers = codes.indices.flatMap { area in
      ["Male", "Female", "Persons"].compactMap { sex -> (slot: Int, people: [Int])? in
        let slot = strata.firstIndex { $0.sex == sex }.map { places.slot($0, area, 0) } ?? -1
        if slot < 0, sex == "Persons" { return nil }
        let within = area < areas ? [area] : Array(0..<areas)
        let offsets = ["Male": [0], "Female": [1]][sex] ?? [0, 1]
        return (slot, within.flatMap { area in offsets.map { area * 2 + $0 } })
      }
    }
  }

  var testDescription: String {
    var words = ["\(areas) x 2"]
    if totals.contains(.persons) { words.append("persons") }
    if totals.contains(.region) { words.append("region") }
    if totals.contains(.withoutWomen) { words.append("no women") }
    return words.joined(separator: ", ")
  }

  /// All numbers of men and women, published or not, and of their totals.
  func truth(_ people: [Int]) -> [Int] { numbers.map { $0.people.reduce(0) { $0 + people[$1] } } }

  /// What is shown of them: -1 for what is hidden, -2 for what is not published.
  func shown(_ truth: [Int], _ profile: DisclosureProfile) -> [Int] {
    var cells = CountedCells(places)
    for (number, truth) in zip(numbers, truth) where number.slot >= 0 {
      cells.add(PeopleCounted(count: Double(truth)), at: number.slot)
    }
    let all = ImpliedCells.adding(to: cells, hierarchy)
    var isHidden = Array(repeating: false, count: all.places.slotCount)
    ProtectedCells.find(all, profile, .count) { isHidden[$0] = true }
    var hidden = Array(repeating: false, count: places.slotCount)
    places.forEachSlot { hidden[$0] = isHidden[all.places.slot($1)] }
    return zip(numbers, truth).map { number, truth in
      if number.slot < 0 { return -2 }
      if hidden[number.slot] { return -1 }
      return profile.roundsToFive ? Int(RoundedCount.of(Double(truth))) : truth
    }
  }

  /// What comes of running the program on every table of numbers up to some.
  struct Outcome: CustomStringConvertible {
    var (small, told, hidden, cells) = (0, 0, 0, 0)
    var description: String {
      "\(told) of \(small) small numbers told, \(hidden) of \(cells) hidden"
    }
  }

  /// The tables of which the same is shown: the least and the greatest that each number is in them, and how many they are.
  private struct Likes {
    var (least, most): ([Int], [Int])
    var tables = 0
  }

  /// Runs the program on all tables of numbers up to `most`, and groups them by what is shown of them: a small number is told
  /// where all tables of a group agree on it. Tables with numbers near the end are tried, but not counted: others that are
  /// like them are beyond it.
  func outcome(_ profile: DisclosureProfile, most: Int) -> Outcome {
    var found: [[Int]: Likes] = [:]
    var outcome = Outcome()
    var people = Array(repeating: 0, count: areas * 2)
    while true {
      let truth = truth(people)
      let seen = shown(truth, profile)
      var likes = found[seen] ?? Likes(least: truth, most: truth)
      for place in truth.indices {
        likes.least[place] = min(likes.least[place], truth[place])
        likes.most[place] = max(likes.most[place], truth[place])
      }
      if people.allSatisfy({ $0 <= most - Self.margin }) {
        likes.tables += 1
        outcome.hidden += seen.count { $0 == -1 }
        outcome.cells += seen.count { $0 != -2 }
        outcome.small += truth.count { $0 > 0 && profile.isSmall(Double($0)) }
      }
      found[seen] = likes
      guard let next = people.firstIndex(where: { $0 < most }) else { break }
      people[next] += 1
      for place in 0..<next { people[place] = 0 }
    }
    for likes in found.values {
      for (least, greatest) in zip(likes.least, likes.most)
      where least == greatest && least > 0 && profile.isSmall(Double(least)) { outcome.told += likes.tables }
    }
    return outcome
  }

  private static let margin = 2
}
