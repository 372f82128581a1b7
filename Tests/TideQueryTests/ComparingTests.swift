import Testing
import TideModel
import TideQuery
import TideStore

/// The same figures compared by every rule a question may ask for.
@Suite struct ComparingTests {
  /// Six authorities with coverage of 60, 65 ... 85 per cent, and England at 70.
  private static func fixture(_ type: ValueType = .proportion, _ multiplier: Double? = 100) -> StoreFixture {
    var fixture = StoreFixture()
    var coverage = Indicator(id: 1, name: "Screening coverage")
    (coverage.valueType, coverage.multiplier, coverage.polarity) = (type, multiplier, .highIsGood)
    fixture.indicators = [coverage]
    let codes = (25...30).map { "E080000\($0)" }
    fixture.areas = (["E92000001"] + codes).map { Area(code: $0, name: $0) }
    for (index, code) in codes.enumerated() {
      let value = 60 + 5 * Double(index)
      fixture.facts.append(
        Fact(
          1, code, "2023",
          Figures(
            value: value, lower95: value - 4, upper95: value + 4, lower998: value - 7, upper998: value + 7,
            count: value * 4, denominator: 400)))
    }
    fixture.facts += [
      Fact(1, "E92000001", "2022", Figures(value: 66)),
      Fact(1, "E92000001", "2023", Figures(value: 70, lower95: 68.5, upper95: 71.5, count: 7e5, denominator: 1e6)),
    ]
    return fixture
  }

  private func rank(_ comparing: Query.Comparing, _ fixture: StoreFixture = fixture()) throws -> ResultTable {
    try fixture.withSnapshot { try QueryEngine($0).table(Query(.rank, indicators: [1], comparing: comparing)) }
  }

  /// Verdicts from 85 down to 60.
  private func verdicts(_ comparing: Query.Comparing) throws -> [String] {
    let table = try rank(comparing)
    return table.rows.indices.map { table.text($0, "comparison") }
  }

  @Test func everyMethodReadsWhatItShould() throws {
    #expect(try verdicts(.published) == ["better", "better", "better", "similar", "worse", "worse"])
    #expect(try verdicts(.method(.interval95)) == (try verdicts(.published)))
    #expect(try verdicts(.method(.interval998)) == ["better", "better", "similar", "similar", "similar", "worse"])
    // 75 has 71 at its lower end, England's upper is 71.5.
    #expect(
      try verdicts(.method(.overlappingIntervals95)) == ["better", "better", "similar", "similar", "similar", "worse"])
    #expect(try verdicts(.method(.none)) == Array(repeating: "not compared", count: 6))
    #expect(
      try verdicts(.method(.quartiles)) == [
        "highest quartile", "highest quartile", "2nd highest quartile", "2nd lowest quartile", "lowest quartile",
        "lowest quartile",
      ])
    #expect(try verdicts(.method(.quintiles)).first == "highest quintile")
    #expect(try verdicts(.method(.quintiles)).last == "lowest quintile")
  }

  @Test func twoLevelsAreToldApart() throws {
    let table = try rank(.method(.interval95And998))
    let levels = table.rows.indices.map { table.text($0, "comparison_level") }
    #expect(levels == ["99.8%", "99.8%", "95%", "", "95%", "99.8%"])
    #expect(table.text(0, "compared_by") == "interval95-998")
    #expect(table.notes.contains { $0.contains("not by the indicators' own methods") })
    let own = try rank(.published)
    #expect(own.text(0, "compared_by") == "interval95")
    #expect(own.cells("comparison_level").allSatisfy { $0 == .missing })
  }

  /// Wilson's limits about 70 of 400: 65.33 and 74.29 at 95%, 62.52 and 76.55 at 99.8% (calculated in Python).
  @Test func controlLimitsAreDrawnAboutTheBenchmark() throws {
    let table = try rank(.controlLimits)
    #expect(
      table.rows.indices.map { table.text($0, "comparison") }
        == ["better", "better", "better", "similar", "worse", "worse"])
    #expect(
      table.rows.indices.map { table.text($0, "comparison_level") } == ["99.8%", "99.8%", "95%", "", "95%", "99.8%"])
    let unknown = try rank(.controlLimits, Self.fixture(.proportion, nil))
    #expect(unknown.text(0, "note").contains("control limits need a known multiplier"))
    let score = try rank(.controlLimits, Self.fixture(.score))
    #expect(score.text(0, "note").contains("control limits are drawn about proportions and rates only"))
  }

  /// The ends of the goals that the rows name.
  private func goals(_ goal: Query.Goal) throws -> Set<[Double]> {
    let table = try rank(.goal(goal))
    return Set(
      zip(table.cells("goal_lower"), table.cells("goal_upper")).map { ends in
        [ends.0, ends.1].compactMap { if case .number(let number) = $0 { number } else { nil } }
      })
  }

  @Test func goalsAreReachedMissedOrReachedInPart() throws {
    #expect(try verdicts(.goal(.limit(75))) == ["better", "better", "better", "worse", "worse", "worse"])
    #expect(try verdicts(.goal(.limitByInterval(75))) == ["better", "better", "similar", "worse", "worse", "worse"])
    #expect(try verdicts(.goal(.range(65, 80))) == ["better", "better", "similar", "similar", "similar", "worse"])
    #expect(
      try verdicts(.goal(.percentiles(0.2, 0.8))) == ["better", "better", "similar", "similar", "similar", "worse"])
    // England had 66 in 2022.
    #expect(try verdicts(.goal(.lastYear)) == ["better", "better", "better", "better", "worse", "worse"])
    #expect(try goals(.range(65, 80)) == [[65, 80]])
    // The percentiles of 60, 65 ... 85 by Python: numpy.percentile(x, [20, 80]).
    #expect(try goals(.percentiles(0.2, 0.8)) == [[65, 80]])
    #expect(try goals(.lastYear) == [[66, 66]])
    #expect(try rank(.published).index(of: "goal_lower") == nil)
    let table = try rank(.goal(.limit(75)))
    #expect(table.text(0, "compared_by") == "goal")
    #expect(table.notes.contains { $0.hasPrefix("Measured by a goal, 75, by the value: better is reached") })
  }

  @Test func whereThereIsNothingToCompareWithTheReasonIsTold() throws {
    var fixture = Self.fixture()
    fixture.facts.removeAll { $0.area == "E92000001" && $0.period.label == "2022" }
    let table = try rank(.goal(.lastYear), fixture)
    #expect(table.text(0, "note").contains("no benchmark value is published for the year before"))
  }

  @Test func exportsCompareByTheSameRule() throws {
    try Self.fixture().withSnapshot { snapshot in
      let query = Query(
        .export(compared: true), indicators: [1], area: nil, comparing: .method(.interval998))
      let table = try QueryEngine(snapshot).table(query)
      let better = table.rows.indices.filter { table.text($0, "comparison") == "better" }.count
      #expect(better == 2)
    }
  }
}
