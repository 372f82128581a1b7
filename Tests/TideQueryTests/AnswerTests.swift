import Testing
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// What each question answers on a few figures that can be checked by hand.
@Suite struct AnswerTests {
  /// Three authorities, a region and England; infant mortality as published (corpus README).
  private static func fixture() -> StoreFixture {
    var fixture = StoreFixture()
    var infant = Indicator(id: 1, name: "Infant mortality rate")
    (infant.unit, infant.polarity, infant.themes) = ("per 1,000 live births", .lowIsGood, ["Maternal health"])
    var coverage = Indicator(id: 2, name: "Screening coverage")
    (coverage.valueType, coverage.multiplier, coverage.polarity) = (.proportion, 100, .highIsGood)
    (coverage.themes, coverage.yearType) = (["Cancer outcomes"], .financial)
    var rate = Indicator(id: 3, name: "Admissions")
    (rate.valueType, rate.polarity) = (.directlyStandardisedRate, .lowIsGood)
    fixture.indicators = [infant, coverage, rate]
    fixture.areas = [
      ("E92000001", "England"), ("E12000005", "West Midlands region"), ("E08000025", "Birmingham"),
      ("E08000026", "Coventry"), ("E08000029", "Solihull"),
    ].map { Area(code: $0.0, name: $0.1) }
    fixture.facts = [
      Fact(1, "E08000025", "2022", Figures(value: 8.7)), Fact(1, "E08000025", "2023", Figures(value: 8.8)),
      Fact(1, "E92000001", "2022", Figures(value: 3.9)), Fact(1, "E92000001", "2023", Figures(value: 3.9)),
      Fact(1, "E08000026", "2023", Figures(value: 8.8)), Fact(1, "E08000029", "2023", Figures(value: 4.1)),
      Fact(2, "E08000025", "2019/20", Figures(value: 50, lower95: 45, upper95: 55, count: 50, denominator: 100)),
      Fact(2, "E08000026", "2019/20", Figures(value: 75, lower95: 70, upper95: 80, count: 225, denominator: 300)),
      Fact(2, "E08000029", "2019/20", Figures(), status: .suppressed, note: "Too few"),
      Fact(3, "E08000025", "2019", Figures(value: 20, lower95: 18, upper95: 22, count: 20, denominator: 100)),
      Fact(3, "E08000026", "2019", Figures(value: 30, lower95: 28, upper95: 32, count: 30, denominator: 100)),
    ]
    return fixture
  }

  private func table(_ query: Query, of fixture: StoreFixture = fixture()) throws -> ResultTable {
    try fixture.withSnapshot { try QueryEngine($0).table(query) }
  }

  @Test func columnsAreTheContract() throws {
    let all = [
      "indicator_id", "indicator", "area_code", "area", "area_type", "sex", "age", "category_type", "category",
      "period", "period_start", "unit", "value", "lower_95", "upper_95", "lower_998", "upper_998", "limits_by", "count",
      "denominator", "status", "note", "benchmark_code", "benchmark", "benchmark_value", "difference", "ratio",
      "comparison", "compared_by", "comparison_level", "trend", "rank", "ranked", "release",
    ]
    func names(_ question: Query.Question) throws -> [String] {
      let answer = try table(Query(question))
      return answer.machineColumns.map { answer.columns[$0].name }
    }
    #expect(try names(.compare) == all)
    #expect(try names(.rank) == all)
    #expect(try names(.profile) == all)
    #expect(try names(.trend) == all.filter { !["rank", "ranked"].contains($0) })
    #expect(try names(.export(compared: true)) == all.filter { !["trend", "rank", "ranked"].contains($0) })
    #expect(try names(.export(compared: false)) == all[...21].filter { $0 != "limits_by" } + ["release"])
  }

  @Test func compareTakesTheLatestPeriod() throws {
    let answer = try table(Query(.compare))
    #expect(answer.cells("indicator_id") == [.integer(2), .integer(1), .integer(3)], "cancer, maternal, no theme")
    #expect(answer.text(1, "period") == "2023")
    #expect(answer.number(1, "benchmark_value") == 3.9)
    #expect(answer.number(1, "difference") == 8.8 - 3.9)
    #expect(answer.number(1, "ratio") == 8.8 / 3.9)
    // A figure without an interval is never called significantly different.
    #expect(answer.text(1, "comparison") == "not compared")
    #expect(answer.text(1, "note") == "not compared: no confidence interval is published")
    #expect(answer.number(1, "rank") == 2)
    #expect(answer.number(1, "ranked") == 3)
    #expect(answer.columns[24].title == "England")
    #expect(answer.number(1, "release") == 1)
  }

  @Test func aSeriesIsTheLatestFiguresOfTheTrendWithItsGaps() throws {
    var fixture = Self.fixture()
    // Years of which 2015 was published nowhere and 2018 is suppressed; three-year windows between them are another series.
    fixture.facts = [Fact(1, "E08000025", "2018", Figures(), status: .suppressed)]
    func add(_ area: String, _ period: String, _ value: Int) {
      fixture.facts.append(Fact(1, area, period, Figures(value: Double(value))))
    }
    for year in 2008...2021 where year != 2015 && year != 2018 { add("E08000025", "\(year)", year - 2000) }
    for year in 2016...2018 { add("E08000025", "\(year) - \(year - 1998)", 99) }
    for year in 2010...2021 where year != 2015 { add("E08000026", "\(year)", 2100 - year) }
    for year in 2020...2021 { add("E08000029", "\(year)", 1) }
    let series: ResultTable.Cell = .series([12, 13, 14, nil, 16, 17, nil, 19, 20, 21])
    func drawn(_ question: Query.Question, of fixture: StoreFixture, _ indicators: [Int] = []) throws -> ResultTable {
      try fixture.withSnapshot {
        try QueryEngine($0).table(Query(question, indicators: indicators), drawsSeries: true)
      }
    }
    #expect(try drawn(.compare, of: fixture).cell(0, "series") == series)
    #expect(try drawn(.profile, of: fixture).cell(0, "series") == series)
    let ranked = try drawn(.rank, of: fixture, [1])
    #expect(ranked.cells("area_code") == [.text("E08000029"), .text("E08000025"), .text("E08000026")])
    let falling: [Double?] = [88, 87, 86, nil, 84, 83, 82, 81, 80, 79]
    #expect(ranked.cells("series") == [.series([1, 1]), series, .series(falling)])
    // One figure is no series; and machine formats have none.
    #expect(try drawn(.compare, of: Self.fixture(), [2]).cell(0, "series") == .missing)
    #expect(!ranked.machineColumns.contains { ranked.columns[$0].name == "series" })
    #expect(try table(Query(.compare), of: fixture).cell(0, "series") == .missing)
  }

  @Test func missingEnglandIsPooledAndSaysSo() throws {
    let answer = try table(Query(.compare, indicators: [2]))
    // (50 + 225) / (100 + 300) x 100; Solihull is suppressed.
    #expect(answer.number(0, "benchmark_value") == 68.75)
    #expect(answer.text(0, "benchmark") == "England (pooled from 2 of 3 areas)")
    #expect(answer.text(0, "benchmark_code") == "E92000001")
    #expect(answer.text(0, "comparison") == "worse")
    #expect(answer.text(0, "note") == "benchmark pooled from 2 of 3 areas")
    #expect(answer.notes.contains { $0.contains("pooled") })
    #expect(answer.text(0, "period_start") == "2019-04-01")
  }

  @Test func standardisedRatesAreNotPooled() throws {
    let answer = try table(Query(.compare, indicators: [3]))
    #expect(answer.cell(0, "benchmark_value") == .missing)
    #expect(answer.text(0, "comparison") == "not compared")
    #expect(answer.text(0, "note").contains("directly standardised rate cannot be pooled"))
  }

  @Test func unknownTypesArePooledOnlyWhereCountsGiveTheValues() throws {
    var fixture = Self.fixture()
    fixture.indicators[1].valueType = .unknown
    fixture.indicators[1].multiplier = nil
    #expect(try table(Query(.compare, indicators: [2]), of: fixture).number(0, "benchmark_value") == 68.75)
    fixture.facts[6].observation.figures.value = 51
    #expect(try table(Query(.compare, indicators: [2]), of: fixture).cell(0, "benchmark_value") == .missing)
  }

  @Test func aFewAreasAreNotEngland() throws {
    var fixture = Self.fixture()
    fixture.areas += (1...2).map { Area(code: "E0900000\($0)", name: "London \($0)") }
    let answer = try table(Query(.compare, indicators: [2]), of: fixture)
    #expect(answer.cell(0, "benchmark_value") == .missing)
    #expect(answer.text(0, "note").contains("only 2 of 5 areas"))
  }

  @Test func meanMedianAndOtherAreas() throws {
    let mean = try table(Query(.compare, indicators: [1], benchmark: .mean))
    #expect(mean.text(0, "benchmark") == "mean of 3 areas")
    #expect(mean.columns[24].title == "Mean")
    #expect(mean.number(0, "benchmark_value") == (8.8 + 8.8 + 4.1) / 3)
    #expect(try table(Query(.compare, indicators: [1], benchmark: .median)).number(0, "benchmark_value") == 8.8)
    let solihull = try table(Query(.compare, indicators: [1], benchmark: .area("E08000029")))
    #expect(solihull.number(0, "benchmark_value") == 4.1)
    let itself = try table(Query(.compare, indicators: [1], benchmark: .area("E08000025")))
    #expect(itself.text(0, "note") == "not compared: it is the benchmark")
  }

  @Test func rankSharesTiesAndListsSuppressedLast() throws {
    let infant = try table(Query(.rank, indicators: [1]))
    #expect(infant.cells("area") == [.text("Solihull"), .text("Birmingham"), .text("Coventry")])
    #expect(infant.cells("rank") == [.integer(1), .integer(2), .integer(2)])
    #expect(infant.notes.first == "Birmingham is 2 of 3, shared with 1 more (Persons, All ages).")
    let coverage = try table(Query(.rank, indicators: [2]))
    #expect(coverage.cells("area") == [.text("Coventry"), .text("Birmingham"), .text("Solihull")])
    #expect(coverage.cells("rank") == [.integer(1), .integer(2), .missing])
    #expect(coverage.cells("ranked") == [.integer(2), .integer(2), .integer(2)])
    #expect(coverage.text(2, "status") == "c")
    #expect(coverage.cell(2, "value") == .missing)
    #expect(coverage.text(2, "note") == "Too few; benchmark pooled from 2 of 3 areas; not compared: suppressed")
  }

  @Test func aSuppressedLatestFigureIsTold() throws {
    var fixture = Self.fixture()
    fixture.facts.append(Fact(1, "E08000025", "2024", Figures(), status: .suppressed))
    let answer = try table(Query(.compare, indicators: [1]), of: fixture)
    #expect(answer.text(0, "period") == "2023")
    #expect(answer.text(0, "note").hasPrefix("2024 is suppressed; "))
    let trend = try table(Query(.trend, indicators: [1]), of: fixture)
    #expect(trend.words("period") == ["2022", "2023", "2024"])
    #expect(trend.cell(2, "value") == .missing)
  }

  @Test func theLatestEndWinsThenTheShortest() throws {
    var fixture = Self.fixture()
    fixture.facts.append(Fact(1, "E08000025", "2021 - 23", Figures(value: 8)))
    #expect(try table(Query(.compare, indicators: [1]), of: fixture).text(0, "period") == "2023")
    let trend = try table(Query(.trend, indicators: [1]), of: fixture)
    #expect(trend.notes.contains { $0.contains("overlap") })
    fixture.facts.append(Fact(1, "E08000025", "2022 - 24", Figures(value: 8)))
    #expect(try table(Query(.compare, indicators: [1]), of: fixture).text(0, "period") == "2022 - 24")
  }

  @Test func periodsAreFoundInAnyForm() throws {
    for text in ["2019/20", "2019-20", "2019/2020"] {
      let answer = try table(Query(.compare, indicators: [2], selection: Query.Selection(period: PeriodChoice(text))))
      #expect(answer.rows.count == 1, "\(text)")
    }
    #expect(throws: QueryError.self) { try PeriodChoice("when?") }
    #expect(try table(Query(.compare, selection: Query.Selection(period: PeriodChoice("1950")))).rows.isEmpty)
  }

  @Test func whatIsNotThereIsAnError() throws {
    #expect(throws: QueryError.self) { try table(Query(.compare, area: "E08000099")) }
    #expect(throws: QueryError.self) { try table(Query(.trend, area: nil)) }
    #expect(throws: QueryError.self) { try table(Query(.trend, indicators: [77])) }
    #expect(throws: QueryError.self) {
      try table(Query(.compare, selection: Query.Selection(areaType: .region)))
    }
  }

  @Test func wordsPickStrataWithoutSwallowingOthers() throws {
    var fixture = Self.fixture()
    for stratum in [
      Stratum(sex: "Male", age: "75+ yrs"), Stratum(sex: "Female", age: "<75 yrs"),
      Stratum(sex: "Female", age: "10-24 yrs"),
    ] {
      fixture.facts.append(Fact(1, "E08000025", "2023", Figures(value: 2), stratum: stratum))
    }
    func ages(_ sex: String?, _ age: String?) throws -> [String] {
      let answer = try fixture.withSnapshot { snapshot in
        try QueryEngine(snapshot).table(
          Query(.compare, indicators: [1]), SelectionWords(sex: sex, age: age), in: snapshot)
      }
      return answer.rows.indices.map { answer.text($0, "age") }
    }
    #expect(try ages("male", nil) == ["75+ yrs"])
    #expect(try ages(nil, "<75") == ["<75 yrs"])
    #expect(try ages("female", "10-24 YRS") == ["10-24 yrs"])
    #expect(try ages(nil, "yrs").count == 3)
    #expect(try ages("nobody", nil).isEmpty)
  }

  @Test func profilePutsTheWorstFirst() throws {
    var fixture = Self.fixture()
    for index in fixture.indicators.indices { fixture.indicators[index].themes = ["Cancer"] }
    fixture.facts.append(Fact(3, "E92000001", "2019", Figures(value: 21)))
    let answer = try table(Query(.profile), of: fixture)
    #expect(answer.words("comparison") == ["worse", "similar", "not compared"])
  }

  @Test func exportStreamsEverything() throws {
    try Self.fixture().withSnapshot { snapshot in
      var headers = 0
      var rows = 0
      try QueryEngine(snapshot).run(
        Query(.export(compared: false), area: nil), header: { _ in headers += 1 }, batch: { rows += $0.rowCount })
      #expect(headers == 1)
      #expect(rows == Self.fixture().facts.count)
    }
  }

  @Test func describeTellsWhatIsStored() throws {
    try Self.fixture().withSnapshot { snapshot in
      let describe = try Describe(ScreenedSnapshot(snapshot))
      let indicator = try describe.table(of: try #require(try snapshot.indicator(1)))
      #expect(indicator.rows.contains { Array($0) == [.text("areas"), .text("3 x County & UA")] })
      #expect(indicator.rows.contains { Array($0) == [.text("periods"), .text("2022 to 2023 (2)")] })
      #expect(indicator.rows.contains { Array($0) == [.text("figures"), .text("6")] })
      let area = try describe.table(of: try #require(try snapshot.area("E08000025")))
      #expect(area.rows.contains { Array($0) == [.text("indicators"), .text("3")] })
    }
  }
}
