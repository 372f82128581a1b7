import Foundation
import TestSupport
import Testing
import TideModel
import TideStore

@testable import TideDisclosure
@testable import TideQuery

/// Tables so small that an attacker can try every table there is: whatever reckoning there may be, it can tell no more.
@Suite("Attacks by trying everything")
struct TinyTableTests {
  private static let areas = ["E08000025", "E08000026", "E08000029"]
  private static let region = "E12000005"
  private static let sexes = ["Persons", "Male", "Female"]
  /// The attacker tries numbers up to this.
  private static let most = 9

  /// Men and women of three areas.
  private typealias People = [(men: Int, women: Int)]

  /// The counts of an area, or of the region: persons, men, women.
  private static func counts(_ people: ArraySlice<(men: Int, women: Int)>) -> [Int] {
    let sums = people.reduce((0, 0)) { ($0.0 + $1.men, $0.1 + $1.women) }
    return [sums.0 + sums.1, sums.0, sums.1]
  }

  /// What is shown of the table: for each area, then the region, persons, men and women; nil where hidden.
  private static func shown(_ people: People, _ profile: DisclosureProfile) throws -> [[Int?]] {
    var fixture = StoreFixture()
    var indicator = Indicator(id: 1, name: "One")
    indicator.valueType = .count
    fixture.indicators = [indicator]
    fixture.areas = areas.map { code in
      var area = Area(code: code, name: code)
      area.parents = [AreaParent(hierarchy: "region", code: region)]
      return area
    }
    let rows = people.indices.map { counts(people[$0...$0]) } + [counts(people[...])]
    for (code, counts) in zip(areas + [region], rows) {
      for (sex, count) in zip(sexes, counts) {
        let figures = Figures(value: Double(count), count: Double(count))
        fixture.facts.append(Fact(1, code, "2020", figures, stratum: Stratum(sex: sex, age: "All ages")))
      }
    }
    return try fixture.withSnapshot { snapshot in
      let source = try ScreenedSnapshot(snapshot, asking: profile)
      let table = try QueryEngine(source).table(Query(.export(compared: false), area: nil))
      return (areas + [region]).map { code in
        sexes.map { sex in
          let row = table.rows.indices.first { table.text($0, "area_code") == code && table.text($0, "sex") == sex }
          return row.flatMap { table.number($0, "count") }.map { Int($0) }
        }
      }
    }
  }

  /// Whether a number is what is seen; the attacker has been told which hidden numbers are small.
  private static func fits(_ number: Int, _ seen: Int?, _ truth: Int, _ profile: DisclosureProfile) -> Bool {
    guard let seen else { return !profile.isSmall(Double(truth)) || number <= Int(profile.mostHidden) }
    if profile.isSmall(Double(number)) { return false }
    return profile.roundsToFive ? (number + 2) / 5 * 5 == seen : number == seen
  }

  @Test(
    "every small number could be another one",
    arguments: [
      DisclosureProfile.below(3), .below(4), .below(5), .hes, .opensafely,
    ])
  func everyTable(_ profile: DisclosureProfile) throws {
    var (small, shownCells) = (0, 0)
    for round in 0..<(Seed.isLong ? 60 : 20) {
      var random = Seed.generator(round)
      let people: People = (0..<3).map { _ in
        (Int.random(in: 0...7, using: &random), Int.random(in: 0...7, using: &random))
      }
      let seen = try Self.shown(people, profile)
      let truth = people.indices.map { Self.counts(people[$0...$0]) } + [Self.counts(people[...])]
      let possible = Self.possible(seen, truth, profile)
      for (place, row) in truth.enumerated() {
        for (sex, number) in row.enumerated() {
          if seen[place][sex] != nil { shownCells += 1 }
          guard profile.isSmall(Double(number)) else { continue }
          small += 1
          #expect(seen[place][sex] == nil)
          let values = possible[place][sex]
          #expect(
            values.count > 1 && values.contains(number),
            "\(number) is known under \(profile.name): \(people), \(seen) [TIDEMARK_SEED=\(Seed.value)]")
        }
      }
    }
    print("\(profile.name): \(small) small numbers, \(shownCells) shown")
    #expect(small > 8 && shownCells > 5)
  }

  /// The values that each number takes in the tables that fit what is seen.
  private static func possible(_ seen: [[Int?]], _ truth: [[Int]], _ profile: DisclosureProfile) -> [[Set<Int>]] {
    var found = Array(repeating: [Set<Int>](repeating: [], count: 3), count: 4)
    let choices = (0..<3).map { area in
      (0...most).flatMap { men in (0...most).map { (men: men, women: $0) } }.filter { people in
        zip([people.men + people.women, people.men, people.women], seen[area].indices).allSatisfy {
          fits($0, seen[area][$1], truth[area][$1], profile)
        }
      }
    }
    for first in choices[0] {
      for second in choices[1] {
        for third in choices[2] {
          let men = first.men + second.men + third.men
          let women = first.women + second.women + third.women
          guard fits(men + women, seen[3][0], truth[3][0], profile), fits(men, seen[3][1], truth[3][1], profile),
            fits(women, seen[3][2], truth[3][2], profile)
          else { continue }
          for (place, row) in [first, second, third].enumerated() {
            found[place][0].insert(row.men + row.women)
            found[place][1].insert(row.men)
            found[place][2].insert(row.women)
          }
          found[3][0].insert(men + women)
          found[3][1].insert(men)
          found[3][2].insert(women)
        }
      }
    }
    return found
  }

  /// Two small counts of at most 4 whose sum is known to be 8 are both 4.
  @Test("small counts that a known sum would settle are not left alone")
  func settledBySum() throws {
    let seen = try Self.shown([(4, 20), (4, 30), (40, 50)], .below(5))
    #expect(seen[0][1] == nil && seen[1][1] == nil)
    #expect(seen[2][1] == nil || seen[3][1] == nil)
  }

  @Test("a table without small counts is shown as it is, and one small count does not hide all")
  func friendly() throws {
    let people: People = [(40, 50), (60, 70), (80, 90)]
    #expect(try Self.shown(people, .below(8)) == [[90, 40, 50], [130, 60, 70], [170, 80, 90], [390, 180, 210]])
    // One man: he and all of his area, and the same of another area, are hidden.
    let seen = try Self.shown([(3, 50), (60, 70), (80, 90)], .below(8))
    #expect(seen[3] == [353, 143, 210])
    #expect(seen.map { $0.filter { $0 == nil }.count } == [2, 2, 0, 0])
    // Where counts are rounded the sums hide him by themselves.
    let rounded = try Self.shown([(3, 51), (60, 70), (80, 91)], .hes)
    #expect(rounded == [[55, nil, 50], [130, 60, 70], [170, 80, 90], [355, 145, 210]])
  }
}
