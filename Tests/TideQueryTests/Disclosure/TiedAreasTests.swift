import TestSupport
import Testing
import TideModel
import TideStore

@testable import TideDisclosure
@testable import TideQuery

/// Areas that have figures, and others that have none and tell by the catalogue how the first are made of each other. All
/// numbers that an attacker could suppose of those without figures are tried.
@Suite("Attacks over areas without figures")
struct TiedAreasTests {
  /// Larger areas, each of some of four authorities.
  struct Scheme: CustomTestStringConvertible {
    let testDescription: String
    let areas: [(code: String, authorities: [Int])]
  }

  private static let regions = [("E12000001", [0, 1]), ("E12000005", [2, 3])]

  static let schemes = [
    Scheme(
      testDescription: "a board that is a region, and two that are another",
      areas: regions + [("E54000001", [0, 1]), ("E54000002", [2]), ("E54000003", [3])]),
    Scheme(
      testDescription: "boards across regions", areas: regions + [("E54000001", [0, 2]), ("E54000002", [1, 3])]),
    Scheme(
      testDescription: "a large board and small ones",
      areas: regions + [("E54000001", [0, 1, 2]), ("E54000002", [3]), ("E92000001", [0, 1, 2, 3])]),
  ]

  private static let authorities = ["E08000025", "E08000026", "E08000027", "E08000028"]
  private static let most = 12
  private static let smallest = 5

  private static func sums(_ scheme: Scheme, _ people: [Int]) -> [Int] {
    scheme.areas.map { $0.authorities.reduce(0) { $0 + people[$1] } }
  }

  /// What is shown of each larger area; nil where hidden.
  private static func shown(_ scheme: Scheme, _ people: [Int]) throws -> [Int?] {
    var fixture = StoreFixture()
    var indicator = Indicator(id: 1, name: "One")
    indicator.valueType = .count
    fixture.indicators = [indicator]
    fixture.areas = scheme.areas.map { Area(code: $0.code, name: $0.code) }
    for (place, code) in authorities.enumerated() {
      var area = Area(code: code, name: code)
      area.parents = scheme.areas.filter { $0.authorities.contains(place) }.map {
        AreaParent(hierarchy: String($0.code.prefix(3)), code: $0.code)
      }
      fixture.areas.append(area)
    }
    for (area, sum) in zip(scheme.areas, sums(scheme, people)) {
      fixture.facts.append(Fact(1, area.code, "2020", Figures(value: Double(sum), count: Double(sum))))
    }
    return try fixture.withSnapshot { snapshot in
      let source = try ScreenedSnapshot(snapshot, asking: .below(smallest))
      let table = try QueryEngine(source).table(Query(.export(compared: false), area: nil))
      return scheme.areas.map { area in
        let row = table.rows.indices.first { table.text($0, "area_code") == area.code }
        return row.flatMap { table.number($0, "count") }.map { Int($0) }
      }
    }
  }

  /// The numbers that each larger area can have.
  private static func possible(_ scheme: Scheme, _ seen: [Int?], _ truth: [Int]) -> [Set<Int>] {
    var found = Array(repeating: Set<Int>(), count: truth.count)
    let range = 0...most
    for one in range {
      for two in range {
        for three in range {
          for four in range {
            let sums = sums(scheme, [one, two, three, four])
            let fits = zip(sums, zip(seen, truth)).allSatisfy { sum, known in
              if let shown = known.0 { return sum == shown }
              return known.1 >= smallest || known.1 == 0 || sum < smallest
            }
            if fits { for (place, sum) in sums.enumerated() { found[place].insert(sum) } }
          }
        }
      }
    }
    return found
  }

  @Test("no small number is told by areas that are made of the same ones", arguments: schemes)
  func attack(_ scheme: Scheme) throws {
    var (told, small) = (0, 0)
    for round in 0..<20 {
      var random = SeededGenerator(seed: Seed.isLong ? Seed.value &+ UInt64(round) : UInt64(round + 1))
      let people = (0..<4).map { _ in Int.random(in: 0...Int.random(in: 2...9, using: &random), using: &random) }
      let truth = Self.sums(scheme, people)
      let seen = try Self.shown(scheme, people)
      let possible = Self.possible(scheme, seen, truth)
      for place in truth.indices where truth[place] > 0 && truth[place] < Self.smallest {
        #expect(seen[place] == nil)
        small += 1
        if possible[place].count == 1 { told += 1 }
      }
    }
    #expect(told == 0 && small > 10, "\(told) of \(small) told")
  }
}
