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
}
