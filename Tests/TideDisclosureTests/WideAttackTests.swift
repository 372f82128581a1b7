import TestSupport
import Testing
import TideModel

@testable import TideDisclosure

/// Random tables with everything mixed. The tables are the same in every run; in the long form they are new ones, 100,000 hidden
/// small numbers of them, which TIDEMARK_SEED replays.
@Suite("Attacks at size")
struct WideAttackTests {
  struct Tally: CustomStringConvertible {
    var (figures, hidden, small, oneMoved, twoMoved, told, open) = (0, 0, 0, 0, 0, 0, 0)
    var description: String {
      "\(figures) figures, \(hidden) hidden; \(small) small numbers: \(oneMoved) others with one person moved, "
        + "\(twoMoved) with two, \(told) told, \(open) neither"
    }
  }

  /// Attacks one table.
  static func attack(_ seed: UInt64, _ profile: DisclosureProfile, _ tally: inout Tally) -> [String] {
    var random = SeededGenerator(seed: seed)
    var table = WideTable(&random)
    table.hide(profile)
    var told: [String] = []
    for vintage in table.people.indices {
      var attacker = WideAttacker(table, vintage: vintage, profile)
      var targets = table.figures.filter { profile.isSmall(Double($0.numbers[vintage])) }.map { ($0.atoms, "\($0)") }
      targets += table.implied.filter { $0.numbers[vintage] > 0 && profile.isSmall(Double($0.numbers[vintage])) }
        .map { ($0.atoms, "what follows from two: \($0)") }
      for (atoms, name) in targets {
        tally.small += 1
        switch attacker.attack(atoms) {
        case .oneMoved: tally.oneMoved += 1
        case .twoMoved: tally.twoMoved += 1
        case .open: tally.open += 1
        case .told:
          tally.told += 1
          told.append("seed \(seed), vintage \(vintage): \(name)")
        }
      }
      tally.hidden += table.figures.count(where: \.isHidden)
      tally.figures += table.figures.count
    }
    return told
  }

  @Test(
    "no small number of a table with everything mixed is told",
    arguments: [DisclosureProfile.below(3), .below(5), .below(8), .hes, .opensafely])
  func attacks(_ profile: DisclosureProfile) {
    var tally = Tally()
    var told: [String] = []
    let seed = Seed.isLong ? Seed.value : 1
    var round: UInt64 = 0
    while tally.small < (Seed.isLong ? 20_000 : 600) {
      told += Self.attack(seed &+ round, profile, &tally)
      round += 1
    }
    print("\(profile.name): \(round) tables, \(tally) [TIDEMARK_SEED=\(seed)]")
    #expect(told.isEmpty, "\(told.prefix(3)) [TIDEMARK_SEED=\(seed)]")
  }
}
