import Testing
import TideModel
import TideQuery
import TideStore

/// Areas that begin, end and take each other's place, on figures small enough to add up by hand.
@Suite struct GeographyTests {
  /// A county split between two authorities, made of districts; and a county that became one authority.
  private static func fixture() -> StoreFixture {
    var fixture = StoreFixture()
    var smoking = Indicator(id: 1, name: "Smoking prevalence")
    (smoking.valueType, smoking.multiplier, smoking.polarity) = (.proportion, 100, .lowIsGood)
    var rate = Indicator(id: 2, name: "Admissions")
    (rate.valueType, rate.multiplier, rate.intervalMethod) = (.crudeRate, 1000, "Byar's method")
    var life = Indicator(id: 3, name: "Life expectancy")
    life.valueType = .lifeExpectancy
    fixture.indicators = [smoking, rate, life]
    fixture.areas = [
      area("E92000001", "England"), area("E10000006", "Cumbria", to: ["E06000063", "E06000064"]),
      area("E07000026", "Allerdale", to: ["E06000063"]), area("E07000028", "Carlisle", to: ["E06000063"]),
      area("E07000030", "Eden", to: ["E06000064"]), area("E07000031", "South Lakeland", to: ["E06000064"]),
      area("E10000027", "Somerset", to: ["E06000066"]), area("E06000063", "Cumberland", began: true),
      area("E06000064", "Westmorland and Furness", began: true), area("E06000066", "Somerset UA", began: true),
      area("E06000001", "Hartlepool"),
    ]
    return fixture
  }

  private static let day = CalendarDate(year: 2023, month: 4)

  private static func area(_ code: String, _ name: String, to successors: [String] = [], began: Bool = false) -> Area {
    var area = Area(code: code, name: name)
    area.successors = successors
    if !successors.isEmpty { area.validTo = day }
    if began { area.validFrom = day }
    return area
  }

  /// A count of a denominator, as a percentage with an interval.
  private static func share(_ count: Double, of denominator: Double) -> Figures {
    let value = count / denominator * 100
    return Figures(value: value, lower95: value - 1, upper95: value + 1, count: count, denominator: denominator)
  }

  private func table(_ query: Query, _ facts: [Fact]) throws -> ResultTable {
    var fixture = Self.fixture()
    fixture.facts = facts
    return try fixture.withSnapshot { try QueryEngine($0).table(query) }
  }

  private func trend(_ code: String, _ facts: [Fact], _ geography: Query.Geography) throws -> ResultTable {
    try table(Query(.trend, indicators: [facts[0].indicator], area: code, geography: geography), facts)
  }

  // MARK: As published

  @Test func aSeriesIsMarkedWhereItsAreaBeganAndNotJoinedToTheFormerArea() throws {
    let facts = [
      Fact(1, "E10000006", "2020", Self.share(10, of: 100)), Fact(1, "E06000063", "2021", Self.share(11, of: 100)),
      Fact(1, "E06000063", "2022", Self.share(12, of: 100)), Fact(1, "E06000063", "2023", Self.share(13, of: 100)),
      Fact(1, "E06000063", "2024", Self.share(14, of: 100)),
    ]
    let answer = try trend("E06000063", facts, .published)
    #expect(answer.words("period") == ["2021", "2022", "2023", "2024"])
    // The year 2023 is the first that reaches past 1 April 2023.
    #expect(answer.rows.indices.map { answer.text($0, "status") } == ["", "", "b", ""])
    let note = answer.text(2, "note")
    #expect(note.contains("boundary change: Cumberland began on 2023-04-01, in place of"), "\(note)")
    #expect(note.contains("Allerdale") && note.contains("Cumbria"))
    #expect(answer.notes.contains { $0.contains("[b] break in series") })
    #expect(
      answer.notes.contains {
        $0.hasPrefix("The figures of Cumbria (E10000006) before Cumberland are not joined to these")
      }, "\(answer.notes)")
    // A figure with a status of its own keeps it, and still says so in its note.
    var estimated = facts
    estimated[3].observation.status = .estimated
    let other = try trend("E06000063", estimated, .published)
    #expect(other.text(2, "status") == "e" && other.text(2, "note").contains("boundary change"))
  }

  @Test func noTrendIsTestedAcrossABoundaryChange() throws {
    func facts(_ code: String) -> [Fact] {
      (2020...2024).map { Fact(1, code, "\($0)", Self.share(Double(100 + 40 * ($0 - 2020)), of: 1000)) }
    }
    let plain = try trend("E06000001", facts("E06000001"), .published)
    #expect(plain.text(4, "trend") == "Increasing and getting worse")
    let broken = try trend("E06000063", facts("E06000063"), .published)
    #expect(broken.text(4, "trend") == "Cannot be calculated")
    let compared = try table(Query(.compare, indicators: [1], area: "E06000063"), facts("E06000063"))
    #expect(compared.text(0, "trend") == "Cannot be calculated")
  }

  @Test func figuresAfterAnAreasEndAreMarkedAndItsSuccessorsNamed() throws {
    let facts = [
      Fact(1, "E10000027", "2021/22", Self.share(10, of: 100)),
      Fact(1, "E10000027", "2022/23", Self.share(11, of: 100)),
      Fact(1, "E10000027", "2023/24", Self.share(12, of: 100)),
    ]
    let answer = try trend("E10000027", facts, .published)
    // 2022/23 ends on the last day of the county.
    #expect(answer.rows.indices.map { answer.text($0, "status") } == ["", "", "b"])
    #expect(
      answer.text(2, "note").contains("boundary change: Somerset ended on 2023-04-01; Somerset UA took its place"))
    #expect(answer.notes.contains("Somerset UA (E06000066) has taken the place of Somerset."))
  }

  @Test func pooledYearsAreMarkedAtTheFirstWindowThatReachesPastTheDay() throws {
    let facts = ["2019 - 21", "2020 - 22", "2021 - 23", "2022 - 24", "2024", "2025 - 27"].map {
      Fact(1, "E06000063", $0, Self.share(10, of: 100))
    }
    let answer = try trend("E06000063", facts, .published)
    let marked = answer.rows.indices.filter { answer.text($0, "status") == "b" }.map { answer.text($0, "period") }
    // The single year has none of its own length before it.
    #expect(marked == ["2021 - 23"])
  }

  @Test func exportsGiveFiguresAsPublished() throws {
    let facts = [
      Fact(1, "E06000063", "2022", Self.share(10, of: 100)), Fact(1, "E06000063", "2024", Self.share(11, of: 100)),
    ]
    for compared in [false, true] {
      let answer = try table(Query(.export(compared: compared), area: nil), facts)
      #expect(answer.cells("status") == [.missing, .missing])
    }
  }

  // MARK: Areas of today

  private let districts = [
    Fact(1, "E07000026", "2021", Self.share(10, of: 100)), Fact(1, "E07000028", "2021", Self.share(50, of: 300)),
    Fact(1, "E10000006", "2021", Self.share(90, of: 800)), Fact(1, "E06000063", "2023", Self.share(70, of: 410)),
  ]

  @Test func districtsAreSummedByCountAndDenominator() throws {
    let answer = try trend("E06000063", districts, .current)
    #expect(answer.words("period") == ["2021", "2023"])
    #expect(answer.number(0, "count") == 60 && answer.number(0, "denominator") == 400)
    #expect(answer.number(0, "value") == 15)
    // Wilson's interval of 60 of 400 at z = 1.959963984540054, worked out in Python.
    #expect(abs(try #require(answer.number(0, "lower_95")) - 11.834_499_530) < 1e-6)
    #expect(abs(try #require(answer.number(0, "upper_95")) - 18.831_361_073) < 1e-6)
    #expect(answer.cell(0, "lower_998") == .missing, "the parts have none")
    #expect(answer.text(0, "note").contains("summed from Allerdale and Carlisle"))
    #expect(answer.text(0, "status").isEmpty && answer.text(1, "status").isEmpty)
    #expect(answer.number(1, "value") == Self.share(70, of: 410).value)
    #expect(answer.notes.contains { $0.hasPrefix("1 figure of areas of today made from those before them") })
  }

  @Test func ratesTakeTheIndicatorsInterval() throws {
    func rate(_ count: Double, _ denominator: Double) -> Figures {
      Figures(value: count / denominator * 1000, lower95: 0, upper95: 99, count: count, denominator: denominator)
    }
    let facts = [Fact(2, "E07000026", "2021", rate(12, 1000)), Fact(2, "E07000028", "2021", rate(28, 3000))]
    let answer = try trend("E06000063", facts, .current)
    #expect(answer.number(0, "value") == 10)
    // Byar's limits of 40 events, per 4,000 x 1,000, worked out in Python.
    #expect(abs(try #require(answer.number(0, "lower_95")) - 7.143_324_967) < 1e-6)
    #expect(abs(try #require(answer.number(0, "upper_95")) - 13.617_524_830) < 1e-6)
    let few = [Fact(2, "E07000026", "2021", rate(2, 1000)), Fact(2, "E07000028", "2021", rate(7, 3000))]
    // Exact Poisson limits of 9 events (chi-squared), which FormerFigures leaves to whoever tests.
    let exact = try trend("E06000063", few, .current)
    #expect(abs(try #require(exact.number(0, "lower_95")) - 4.115_373_1 / 4) < 1e-6)
    #expect(abs(try #require(exact.number(0, "upper_95")) - 17.084_803_2 / 4) < 1e-6)
    #expect(exact.text(0, "limits_by") == "calculated")
  }

  @Test(arguments: [
    ("suppressed", "Carlisle (E07000028) is suppressed"),
    ("bare", "no count and denominator are published for Carlisle"),
    ("missing", "nothing is published for Carlisle (E07000028)"), ("county", "Cumbria (E10000006) was split"),
  ])
  func whatCannotBeSummedIsRefusedWithTheReason(_ what: String, _ reason: String) throws {
    var facts = districts.filter { $0.area != "E10000006" || what == "county" }
    let carlisle = try #require(facts.firstIndex { $0.area == "E07000028" })
    switch what {
    case "suppressed": facts[carlisle] = Fact(1, "E07000028", "2021", Figures(), status: .suppressed)
    case "bare": facts[carlisle] = Fact(1, "E07000028", "2021", Figures(value: 16))
    case "missing": facts.remove(at: carlisle)
    default: facts.removeAll { $0.area.hasPrefix("E07") }
    }
    let answer = try trend("E06000063", facts, .current)
    #expect(answer.cell(0, "value") == .missing && answer.cell(0, "count") == .missing)
    #expect(answer.text(0, "status") == "x")
    #expect(answer.text(0, "note").contains("not summed: \(reason)"), "\(answer.text(0, "note"))")
  }

  @Test func aSuppressedFigureOfTodaysAreaIsNotWorkedOutFromItsParts() throws {
    let facts = districts + [Fact(1, "E06000063", "2021", Figures(), status: .suppressed)]
    let answer = try trend("E06000063", facts, .current)
    #expect(answer.text(0, "status") == "c" && answer.cell(0, "value") == .missing)
  }

  @Test func whatIsNoRatioOfCountsIsNotSummedButAWholeFormerAreaStands() throws {
    let life = [
      Fact(3, "E07000026", "2021", Figures(value: 80, count: 1, denominator: 2)),
      Fact(3, "E07000028", "2021", Figures(value: 81, count: 1, denominator: 2)),
      Fact(3, "E10000027", "2021", Figures(value: 82, lower95: 81, upper95: 83), note: "As it was"),
    ]
    #expect(
      try trend("E06000063", life, .current).text(0, "note").contains("not summed: life expectancy cannot be pooled"))
    let somerset = try trend("E06000066", life, .current)
    #expect(somerset.number(0, "value") == 82 && somerset.number(0, "upper_95") == 83)
    #expect(somerset.text(0, "note").hasPrefix("As it was; figure of Somerset (E10000027)"))
  }

  @Test func ranksAndExportsListTheAreasOfToday() throws {
    let facts =
      districts + [
        Fact(1, "E06000001", "2021", Self.share(10, of: 100)), Fact(1, "E10000027", "2021", Self.share(20, of: 100)),
      ]
    var query = Query(.rank, indicators: [1], area: "E06000001", geography: .current)
    query.selection.period = try PeriodChoice("2021")
    let ranked = try table(query, facts)
    #expect(
      ranked.cells("area_code")
        == [.text("E06000001"), .text("E06000063"), .text("E06000066"), .text("E06000064")])
    #expect(ranked.cells("rank") == [.integer(1), .integer(2), .integer(3), .missing])
    #expect(ranked.text(3, "note").contains("not summed: Cumbria (E10000006) was split"))
    let exported = try table(Query(.export(compared: false), area: nil, geography: .current), facts)
    #expect(Set(exported.cells("area_code").map { "\($0)" }).count == 4)
    #expect(exported.rows.count == 5)
    let published = try table(Query(.export(compared: false), area: nil), facts)
    #expect(published.rows.count == facts.count)
    #expect(throws: QueryError.self) { try trend("E10000006", facts, .current) }
  }

  @Test func aListThatGoesRoundInACircleSaysNothing() throws {
    var fixture = Self.fixture()
    for (index, code) in ["E06000001", "E10000027", "E06000066"].enumerated() {
      let place = try #require(fixture.areas.firstIndex { $0.code == code })
      fixture.areas[place].successors = [["E06000066", "E06000001", "E10000027"][index]]
    }
    fixture.facts = [Fact(1, "E06000001", "2021", Self.share(10, of: 100))]
    for query in [
      Query(.export(compared: false), area: nil, geography: .current),
      Query(.trend, indicators: [1], area: "E06000066"),
    ] {
      let answer = try fixture.withSnapshot { try QueryEngine($0).table(query) }
      #expect(answer.rows.isEmpty)
    }
  }
}
