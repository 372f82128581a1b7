import Foundation
import TestSupport
import Testing
import TideModel
import TideQuery
import TideStore

/// What is watched, and under which word.
@Suite struct WatchlistTests {
  private static let trends = ["rise", "fall", "flat", "unknown"]

  /// An indicator for each polarity, place beside England's 100 and course of five years; limits 1 either side.
  private static func grid() -> StoreFixture {
    var fixture = StoreFixture()
    fixture.areas = [Area(code: "E92000001", name: "England"), Area(code: "E08000025", name: "Birmingham")]
    for (name, polarity) in [("low", Polarity.lowIsGood), ("high", .highIsGood), ("none", .noJudgement)] {
      for (place, latest) in [("above", 150.0), ("same", 100), ("below", 50)] {
        for trend in trends {
          var indicator = Indicator(id: fixture.indicators.count + 1, name: "\(name) \(place) \(trend)")
          (indicator.valueType, indicator.polarity) = (.crudeRate, polarity)
          fixture.indicators.append(indicator)
          let steps: [String: Double] = ["rise": 5, "fall": -5]
          let step = steps[trend] ?? 0
          for year in (trend == "unknown" ? 2023 : 2019)...2023 {
            let value = latest + step * Double(year - 2023)
            fixture.facts += [
              Fact(indicator.id, "E08000025", "\(year)", Figures(value: value, lower95: value - 1, upper95: value + 1)),
              Fact(indicator.id, "E92000001", "\(year)", Figures(value: 100, lower95: 99, upper95: 101)),
            ]
          }
        }
      }
    }
    return fixture
  }

  /// Written by hand from what the words mean.
  private static let expected: [String: [String]] = [
    "worse-worsening": ["low above rise", "high below fall"],
    "worse-steady": ["low above flat", "low above unknown", "high below flat", "high below unknown"],
    "worse-improving": ["low above fall", "high below rise"],
    "similar-worsening": ["low same rise", "high same fall"],
    "better-worsening": ["low below rise", "high above fall"],
  ]

  @Test func everyCaseHasItsWord() throws {
    let table = try Self.grid().withSnapshot { try QueryEngine($0).table(Query(.watchlist)) }
    var found: [String: Set<String>] = [:]
    for row in table.rows.indices { found[table.text(row, "watch"), default: []].insert(table.text(row, "indicator")) }
    #expect(found == Self.expected.mapValues(Set.init))
    let gaps = Dictionary(
      uniqueKeysWithValues: table.rows.indices.map { (table.text($0, "indicator"), table.text($0, "gap_trend")) })
    #expect(gaps["low above rise"] == "widening" && gaps["high below fall"] == "widening")
    #expect(gaps["low above fall"] == "closing" && gaps["low below rise"] == "closing")
    #expect(gaps["low above flat"] == "no significant change")
    #expect(gaps["low above unknown"] == "cannot be calculated")
    #expect(table.notes.contains("Of 36 latest figures 8 are worse than England, 8 similar and 8 better."))
    #expect(table.notes.contains("12 not judged: neither high nor low is good (12)."))
  }

  @Test func whatHasNoPolaritySaysHowToGetOne() throws {
    func notes(_ change: (inout Indicator) -> Void) throws -> [String] {
      var fixture = Self.grid()
      for index in fixture.indicators.indices { change(&fixture.indicators[index]) }
      return try fixture.withSnapshot { try QueryEngine($0).table(Query(.watchlist)).notes }
    }
    let advice =
      "To have figures without a polarity judged, append a list of indicators with the columns indicator_id, name and "
      + "polarity (low is good, high is good)."
    let bare = try notes { $0.polarity = .unknown }
    #expect(bare.contains("Of 36 latest figures 0 are worse than England, 0 similar and 0 better."))
    #expect(bare.contains("36 not judged: no polarity is loaded (36)."))
    #expect(bare.contains(advice))
    let some = try notes { if $0.id == 1 { $0.polarity = .unknown } }
    #expect(some.contains("13 not judged: neither high nor low is good (12), no polarity is loaded (1)."))
    #expect(some.contains(advice))
    #expect(try !notes { if $0.id == 1 { $0.polarity = .notApplicable } }.contains(advice))
  }

  @Test func theFarthestOfASectionComesFirst() throws {
    let table = try Self.grid().withSnapshot { try QueryEngine($0).table(Query(.watchlist)) }
    #expect(table.groupColumn == "section")
    #expect(
      Set(zip(table.cells("watch"), table.cells("section")).map { "\($0) \($1)" }).count == Self.expected.count,
      "a heading for each word")
    let places = table.rows.indices.map { row -> (Int, Double) in
      let words = ["worse-worsening", "worse-steady", "worse-improving", "similar-worsening", "better-worsening"]
      return (words.firstIndex(of: table.text(row, "watch")) ?? -1, -log(table.number(row, "ratio") ?? 1).magnitude)
    }
    for (one, next) in zip(places, places.dropFirst()) { #expect(one <= next) }
  }

  /// Over random figures: the rows are those of a comparison, each worse one in one section and none left out.
  @Test func sectionsAreTheRowsOfAComparison() throws {
    var random = Seed.generator(41)
    var watched = 0
    for _ in 0..<6 {
      try RandomStore(&random).fixture.withSnapshot { snapshot in
        let engine = try QueryEngine(snapshot)
        for area in ["E08000025", "E06000001", "E07000026", "E12000005"] {
          let everything = Query.Selection(strata: .every)
          let compared = try engine.table(Query(.compare, area: area, selection: everything))
          let list = try engine.table(Query(.watchlist, area: area, selection: everything))
          let shared = compared.columns.filter { $0.kind != .heading }.map(\.name)
          func lines(_ table: ResultTable, _ row: Int) -> String {
            shared.map { table.cell(row, $0).map { "\($0)" } ?? "" }.joined(separator: "|")
          }
          let expected = compared.rows.indices.filter { Self.isWatched(compared, $0) }.map { lines(compared, $0) }
          let actual = list.rows.indices.map { lines(list, $0) }
          #expect(actual.sorted() == expected.sorted(), "TIDEMARK_SEED=\(Seed.value) \(area)")
          watched += actual.count
        }
      }
    }
    #expect(watched > 20, "TIDEMARK_SEED=\(Seed.value)")
  }

  private static func isWatched(_ table: ResultTable, _ row: Int) -> Bool {
    let comparison = table.text(row, "comparison")
    let getsWorse = table.text(row, "trend").hasSuffix("getting worse")
    return comparison == "worse" || getsWorse && ["similar", "better"].contains(comparison)
  }

  @Test func personsStandForAllUnlessAskedOtherwise() throws {
    var fixture = Self.grid()
    for sex in ["Male", "Female"] {
      for code in ["E08000025", "E92000001"] {
        let value = code == "E92000001" ? 100.0 : 150
        fixture.facts.append(
          Fact(
            1, code, "2023", Figures(value: value, lower95: value - 1, upper95: value + 1),
            stratum: Stratum(sex: sex, age: "All ages")))
      }
    }
    // The second indicator is there for men alone.
    for index in fixture.facts.indices where fixture.facts[index].indicator == 3 {
      fixture.facts[index].stratum = Stratum(sex: "Male", age: "All ages")
    }
    try fixture.withSnapshot { (snapshot) throws -> Void in
      func sexes(_ id: Int, _ words: SelectionWords) throws -> [String] {
        let table = try QueryEngine(snapshot).table(Query(.watchlist, indicators: [id]), words, in: snapshot)
        return table.rows.indices.map { table.text($0, "sex") }.sorted()
      }
      #expect(try sexes(1, SelectionWords()) == ["Persons"])
      #expect(try sexes(1, SelectionWords(sex: "male")) == ["Male"])
      #expect(try sexes(1, SelectionWords(category: CategoryWords.none)) == ["Female", "Male", "Persons"])
      #expect(try sexes(3, SelectionWords()) == ["Male"])
    }
  }
}
