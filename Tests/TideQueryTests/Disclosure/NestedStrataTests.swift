import TestSupport
import Testing
import TideModel
import TideStore

@testable import TideDisclosure
@testable import TideQuery

/// Strata that are made of each other, though no text says so plainly: every number an attacker could suppose is tried.
@Suite("Attacks over strata that overlap")
struct NestedStrataTests {
  /// Four kinds of people, and the strata, each of some of the kinds.
  struct Scheme: CustomTestStringConvertible {
    let testDescription: String
    let strata: [(stratum: Stratum, kinds: [Int])]
  }

  private static func category(_ type: String, _ category: String) -> Stratum {
    Stratum(sex: "Persons", age: "All ages", categoryType: type, category: category)
  }
  private static func ages(_ text: String) -> Stratum { Stratum(sex: "Persons", age: text) }

  static let schemes = [
    Scheme(
      testDescription: "deciles beside quintiles",
      strata: [(ages("All ages"), [0, 1, 2, 3])]
        + (0..<4).map { (category("Deprivation deciles", "\($0 + 1)"), [$0]) }
        + [(category("Deprivation quintiles", "1"), [0, 1]), (category("Deprivation quintiles", "2"), [2, 3])]),
    Scheme(
      testDescription: "a category that is all of them",
      strata: (0..<4).map { (category("Ethnic group", "\($0)"), [$0]) }
        + [(category("Ethnic group", "All ethnic groups"), [0, 1, 2, 3])]),
    Scheme(
      testDescription: "ages in words",
      strata: [
        (ages("<16"), [0]), (ages("16 - 17"), [1]), (ages("18-64"), [2]), (ages("65 and above"), [3]),
        (ages("less than 18"), [0, 1]), (ages(">17"), [2, 3]), (ages("16 -"), [1, 2, 3]),
      ]),
    Scheme(
      testDescription: "ages with signs",
      strata: [
        (ages("15 or less"), [0]), (ages("16 - 17"), [1]), (ages("18-64"), [2]), (ages(">=65"), [3]),
        (ages("17 and under"), [0, 1]), (ages("over 17"), [2, 3]), (ages("All ages"), [0, 1, 2, 3]),
      ]),
  ]

  private static let places = ["E08000025", "E08000026", "E08000029"]
  private static let most = 14
  private static let smallest = 5

  /// What is shown of each stratum of each area; nil where hidden.
  private static func shown(_ scheme: Scheme, _ people: [[Int]]) throws -> [[Int?]] {
    var fixture = StoreFixture()
    var indicator = Indicator(id: 1, name: "One")
    indicator.valueType = .count
    fixture.indicators = [indicator]
    fixture.areas = places.map { Area(code: $0, name: $0) }
    for (place, kinds) in zip(places, people) {
      for (stratum, members) in scheme.strata {
        let count = Double(members.reduce(0) { $0 + kinds[$1] })
        fixture.facts.append(Fact(1, place, "2020", Figures(value: count, count: count), stratum: stratum))
      }
    }
    return try fixture.withSnapshot { snapshot in
      let source = try ScreenedSnapshot(snapshot, asking: .below(smallest))
      let table = try QueryEngine(source).table(
        Query(.export(compared: false), area: nil, selection: Query.Selection(strata: .every)))
      var found: [String: Int] = [:]
      for row in table.rows.indices {
        let key = ["area_code", "age", "category_type", "category"].map { table.text(row, $0) }.joined(separator: "|")
        found[key] = table.number(row, "count").map { Int($0) }
      }
      return places.map { place in
        scheme.strata.map { stratum, _ in
          found[[place, stratum.age, stratum.categoryType, stratum.category].joined(separator: "|")]
        }
      }
    }
  }

  /// The numbers that each stratum can have, by all that is seen of an area.
  private static func possible(_ scheme: Scheme, _ seen: [Int?], _ truth: [Int]) -> [Set<Int>] {
    var found = Array(repeating: Set<Int>(), count: scheme.strata.count)
    var kinds = [0, 0, 0, 0]
    let range = 0...most
    for one in range {
      for two in range {
        for three in range {
          for four in range {
            kinds = [one, two, three, four]
            let sums = scheme.strata.map { $0.kinds.reduce(0) { $0 + kinds[$1] } }
            let fits = zip(sums, zip(seen, truth)).allSatisfy { sum, known in
              if let shown = known.0 { return sum == shown }
              return known.1 >= smallest || known.1 == 0 || sum < smallest
            }
            guard fits else { continue }
            for (place, sum) in sums.enumerated() { found[place].insert(sum) }
          }
        }
      }
    }
    return found
  }

  @Test("no small number is told by strata that are made of it", arguments: schemes)
  func attack(_ scheme: Scheme) throws {
    var (told, small) = (0, 0)
    for round in 0..<6 {
      var random = SeededGenerator(seed: Seed.isLong ? Seed.value &+ UInt64(round) : UInt64(round + 1))
      let people = Self.places.map { _ in (0..<4).map { _ in Int.random(in: 0...9, using: &random) } }
      let shown = try Self.shown(scheme, people)
      for (kinds, seen) in zip(people, shown) {
        let truth = scheme.strata.map { $0.kinds.reduce(0) { $0 + kinds[$1] } }
        let possible = Self.possible(scheme, seen, truth)
        for place in truth.indices where truth[place] > 0 && truth[place] < Self.smallest {
          #expect(seen[place] == nil)
          small += 1
          if possible[place].count == 1 { told += 1 }
        }
      }
    }
    #expect(told == 0 && small > 10, "\(told) of \(small) told")
  }
}
