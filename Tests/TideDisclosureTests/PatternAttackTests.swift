import TestSupport
import Testing
import TideModel

@testable import TideDisclosure

/// Which figures are hidden is told too. The attacker here knows the program, and runs it on every table of a few numbers: what
/// all tables agree on that show the same, hidden cells and all, is told.
@Suite("Attacks by running the program on every table")
struct PatternAttackTests {
  struct Case: CustomTestStringConvertible {
    let areas: Int
    let totals: SmallTable.Totals
    let profile: DisclosureProfile
    let most: Int
    /// What DISCLOSURE.md states, in percent.
    var limit = 0.0

    var table: SmallTable { SmallTable(areas: areas, totals: totals) }
    var testDescription: String { "\(table.testDescription) under \(profile.name)" }
  }

  /// With numbers of men and women alone, or totals of one kind.
  private static let single: [SmallTable.Totals] = [[], .persons, .region, [.persons, .withoutWomen]]
  /// With totals both of areas and of sexes.
  private static let double: [SmallTable.Totals] = [[.persons, .region], [.persons, .region, .withoutWomen]]

  static let cases: [Case] = {
    let small: [(DisclosureProfile, Int)] = [(.below(3), 6), (.below(4), 7), (.hes, Seed.isLong ? 14 : 9)]
    var cases: [Case] = []
    for (profile, most) in small {
      for totals in single {
        // Of 1 and 2 one leaves little choice beside a number that has no row.
        let isTight = profile == .below(3) && totals.contains(.withoutWomen)
        cases.append(Case(areas: 2, totals: totals, profile: profile, most: most, limit: isTight ? 5 : 0))
      }
      cases += double.map { Case(areas: 2, totals: $0, profile: profile, most: most, limit: 8) }
    }
    for totals in Seed.isLong ? single + double : [.persons] {
      let limit = double.contains(totals) ? 16.0 : 0
      cases.append(Case(areas: 3, totals: totals, profile: .below(3), most: 4, limit: limit))
      guard Seed.isLong else { continue }
      cases.append(Case(areas: 3, totals: totals, profile: .below(4), most: 5, limit: limit))
    }
    return cases
  }()

  @Test("who knows the program learns no small number beyond the rates that are stated", arguments: cases)
  func attack(_ one: Case) {
    let outcome = one.table.outcome(one.profile, most: one.most)
    print("\(one.testDescription): \(outcome)")
    #expect(outcome.small > 100)
    #expect(Double(outcome.told) <= one.limit / 100 * Double(outcome.small), "\(one.testDescription): \(outcome)")
  }

  /// Women have no row, and are hidden all the same.
  @Test("what follows from two numbers is protected as if it were published")
  func implied() {
    let table = SmallTable(areas: 2, totals: [.persons, .withoutWomen])
    // Men, women and persons of two areas: 9 less 5 would be 4.
    let seen = table.shown(table.truth([5, 4, 20, 30]), .below(5))
    #expect(seen[0] == -1 || seen[2] == -1)
    // Nobody is taken from an area in which nobody is left: with all persons men there is no woman to move.
    let none = table.shown(table.truth([30, 0, 20, 3]), .below(5))
    #expect(none == [30, -2, 30, -1, -2, 23] || none == [30, -2, 30, 20, -2, -1])
  }
}
