import Testing
import TideModel

@testable import TideQuery

/// Which strata a word picks.
@Suite struct StratumFilterTests {
  private static let deciles = ["Most deprived decile", "Second most deprived decile", "Least deprived decile"].map {
    Stratum(sex: "Persons", age: "<1 yr", categoryType: "Deciles", category: "\($0) (IMD2019)")
  }

  private func picked(_ category: String) -> [String] {
    StratumFilter.apply(.init(category: .named(category)), to: Self.deciles).map(\.category)
  }

  /// What stands in brackets need not be typed, and does not make an exact name one of several.
  @Test func aNameWithoutItsBracketIsExact() {
    #expect(picked("most deprived decile") == ["Most deprived decile (IMD2019)"])
    #expect(picked("Most deprived decile (IMD2019)") == ["Most deprived decile (IMD2019)"])
    #expect(picked("most deprived").count == 2 && picked("IMD2019").count == 3 && picked("decile").count == 3)
  }

  @Test func bracketsThatHoldAllOfANameAreItsName() {
    let odd = ["(x)", ")", "()", "a (b)"].map { Stratum(sex: "", age: "", categoryType: "t", category: $0) }
    #expect(StratumFilter.apply(.init(category: .named("(x)")), to: odd).map(\.category) == ["(x)"])
    #expect(StratumFilter.apply(.init(category: .named("a")), to: odd).map(\.category) == ["a (b)"])
    #expect(StratumFilter.apply(.init(category: .named("")), to: odd).isEmpty)
  }
}
