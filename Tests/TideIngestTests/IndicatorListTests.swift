import TideModel
import TideStore
import Testing

@testable import TideIngest

@Suite("Indicator lists")
struct IndicatorListTests {
  @Test("our own table and the national service's shapes describe indicators")
  func shapes() throws {
    let bench = try Workbench()
    let own = try bench.file(
      "own.csv",
      "indicator_id,indicator,unit,value_type,polarity,comparison_method,multiplier,year_type,themes,definition\n"
        + "92266,Deaths,\"per 100,000\",Crude rate,low is good,Quintiles,100000,Financial,Cancer;Mortality,Deaths from it\n"
    )
    let service = try bench.file(
      "service.csv",
      "\u{FEFF}IndicatorID,Polarity,BenchmarkComparisonMethod,ValueType,IndicatorName,PeriodType\n"
        + "41101,Low is good,Confidence intervals overlapping reference value (95.0),Proportion,Readmissions,Financial\n"
    )
    let coded = try bench.file(
      "coded.csv",
      "Measure,Measure_short,Polarity,y_axis_name,Description\nInfant Mortality,InfMort,Low,Rate per 1000,Words\n")
    let report = try bench.append(own, service, coded)
    #expect(report.rejected == [])
    #expect(report.counts.described == 3)
    let snapshot = try Snapshot.open(bench.store)
    let deaths = try #require(try snapshot.indicator(92266))
    #expect(deaths.multiplier == 100_000 && deaths.valueType == .crudeRate && deaths.polarity == .lowIsGood)
    #expect(deaths.comparisonMethod == .quintiles && deaths.yearType == .financial)
    #expect(deaths.themes == ["Cancer", "Mortality"] && deaths.unit == "per 100,000")
    #expect(try snapshot.indicator(41101)?.comparisonMethod == .interval95)
    #expect(try snapshot.indicator(Indicator.firstLocalID)?.code == "InfMort")
    let figures = "Short Desc,Area Code,Years,Values\nInfMort,E08000025,2016,7.9\n"
    #expect(try bench.append(try bench.file("f.csv", figures)).counts.new == 1)
    #expect(try bench.stored().map(\.indicator) == [Indicator.firstLocalID])
  }

  @Test("unknown words are rejected with the column they stand in, whatever its heading")
  func rejects() throws {
    let bench = try Workbench()
    let report = try bench.append(
      try bench.file(
        "a.csv",
        "IndicatorID,Polarity,BenchmarkComparisonMethod,ValueType,IndicatorName,Unit value\n1,Low is bad,,,A,\n2,,Guess,,A,\n"
          + "3,,,Unicorns,A,\n4,,,,,\n5,,,,A,-3\nx,,,,A,\n,,,,A,\n"))
    #expect(
      report.rejected.map { "\($0.line):\($0.column) \($0.rule.rawValue) \($0.value)" } == [
        "2:2 unknown-word Low is bad", "3:3 unknown-word Guess", "4:4 unknown-word Unicorns", "5:5 missing-indicator ",
        "6:6 not-a-number -3", "7:1 bad-indicator-id x", "8:1 missing-indicator ",
      ])
  }

  @Test("the basis of events and the rounding of counts are read, and words that name none are rejected")
  func bases() throws {
    let bench = try Workbench()
    let report = try bench.append(
      try bench.file(
        "a.csv",
        "indicator_id,name,basis,count_rounding,unit\n1,A,registration,,\n2,B,Deaths occurring in the year,5,\n3,C,,,\n"
          + "4,D,either,,\n5,E,registered or occurring,,\n6,F,,1,\n7,G,,2.5,\n"))
    #expect(
      report.rejected.map { "\($0.line):\($0.column) \($0.rule.rawValue)" } == [
        "5:3 unknown-word", "6:3 unknown-word", "7:4 not-a-number", "8:4 not-a-number",
      ])
    let snapshot = try Snapshot.open(bench.store)
    #expect(try snapshot.indicators().map(\.basis) == [.registration, .occurrence, nil])
    #expect(try snapshot.indicators().map(\.countRounding) == [nil, 5, nil])
  }

  @Test("a file of counts and denominators without a column of values is one of figures, and a blank value is none")
  func countsAlone() throws {
    let bench = try Workbench()
    let counts = try bench.file(
      "counts.csv",
      "indicator_id,indicator,area_code,period,count,denominator,note\n1,A,E08000025,2021,25,843,\n"
        + "1,A,E08000026,2021,5,,\n1,A,E08000027,2021,5,60,experimental\n1,A,E08000028,2021,5,60,suppressed: small count\n"
    )
    let valued = try bench.file(
      "valued.csv",
      "indicator_id,indicator,area_code,period,value,count,denominator\n2,B,E08000025,2021,,25,843\n")
    #expect(try bench.append(counts, valued).rejected == [])
    let stored = try bench.stored()
    #expect(stored.map(\.observation.figures.value).allSatisfy { $0 == nil })
    #expect(
      stored.map(\.observation.status) == [.none, .notAvailable, .none, .suppressed, .notAvailable])
  }
}
