import TideModel
import TideStore
import Testing

@testable import TideIngest

@Suite("Figure files")
struct FigureFileTests {
  // The header lines of the files named in corpus/README.md, and of our own table and export.
  static let headings: [String] = [
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
      + "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
      + "Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to percentiles,"
      + "Time period Sortable,New data,Compared to goal,Time period range",
    "IndicatorID,IndicatorName,ParentCode,ParentName,AreaCode,AreaName,AreaType,Sex,Age,Category_Type,Category,"
      + "Timeperiod,Value,Lower_CI_95.0_limit,Upper_CI_95.0_limit,Lower_CI_99.8_limit,Upper_CI_99.8_limit,Count,"
      + "Denominator,Value_note,Recent_Trend,Compared_to_England_value_or_percentiles,Time_period_Sortable",
    "IndicatorId,Category,CategoryType,Age,Sex,Trend,Denominator,CategoryTypeId,UpperCI,Value,Count,AreaCode,SexID,"
      + "AgeID,Year,LowerCI,CategoryId",
    "priority,indicator,unit,area_code,area_name,sex,age,period,value,lower_ci,upper_ci,count,denominator,source_file,"
      + "category_type,category",
    tidyHeading,
    "indicator_id,indicator,area_code,area,area_type,sex,age,category_type,category,period,period_start,unit,value,"
      + "lower_95,upper_95,lower_998,upper_998,count,denominator,status,note,benchmark_code,benchmark,benchmark_value,"
      + "difference,ratio,comparison,trend,rank,ranked,release",
    "IndicatorID,AREA CODE,sex,AGE,Category type,category,TIME PERIOD,VALUE,lower ci 95 limit,UpperCI95limit,count",
  ]

  /// A value for a heading, whatever its spelling.
  private func cell(_ heading: String) -> String {
    let key = heading.lowercased().filter { $0.isLetter || $0.isNumber }
    return switch key {
    case "indicatorid": "92266"
    case "indicatorname", "indicator": "An indicator"
    case "areacode": "E08000025"
    case "sex": "Male"
    case "age": "<75 yrs"
    case "categorytype": "Deprivation"
    case "category": "Most deprived"
    case "timeperiod", "period", "year": "2019"
    case "timeperiodsortable": "20190000"
    case "timeperiodrange": "1y"
    case "value": "12.5"
    case "count": "25"
    default:
      if key.hasPrefix("lower"), !key.contains("998") {
        "11.25"
      } else if key.hasPrefix("upper"), !key.contains("998") {
        "13.75"
      } else {
        ""
      }
    }
  }

  @Test("every header spelling is understood", arguments: headings)
  func spelling(_ heading: String) throws {
    let bench = try Workbench()
    let row = heading.split(separator: ",", omittingEmptySubsequences: false).map { cell(String($0)) }
    let report = try bench.append(
      try bench.file("a.csv", heading + "\n" + row.joined(separator: ",") + "\n"))
    #expect(report.rejected == [])
    let stored = try #require(try bench.stored().first)
    #expect(stored.indicator == (heading.lowercased().contains("id,") ? 92266 : Indicator.firstLocalID))
    #expect(stored.area == "E08000025")
    #expect(
      stored.stratum == Stratum(sex: "Male", age: "<75 yrs", categoryType: "Deprivation", category: "Most deprived"))
    #expect(stored.period == "2019")
    #expect(stored.observation.figures == Figures(value: 12.5, lower95: 11.25, upper95: 13.75, count: 25))
    #expect(stored.observation.publishedTrend == "")
  }

  // Cell, then the value and status it stands for. A suppressed figure is never 0.
  static let cells: [(cell: String, note: String, value: Double?, status: Status)] = [
    ("0", "", 0, .none), ("0.0", "", 0, .none), ("-1", "", -1, .none), ("12", "", 12, .none),
    ("", "", nil, .notAvailable), ("*", "", nil, .suppressed), ("[c]", "", nil, .suppressed),
    ("c", "", nil, .suppressed),
    ("-", "", nil, .notAvailable), ("..", "", nil, .notAvailable), (":", "", nil, .notAvailable),
    ("[x]", "", nil, .notAvailable), ("[z]", "", nil, .notApplicable), ("[w]", "", nil, .withdrawn),
    ("NA", "", nil, .notAvailable), (" * ", "", nil, .suppressed),
    ("", "Value suppressed for disclosure control due to small count", nil, .suppressed),
    ("-", "Value suppressed for disclosure control due to small count", nil, .suppressed),
    ("*", "Value missing", nil, .suppressed), ("", "Value missing", nil, .notAvailable),
    ("5", "Value estimated", 5, .estimated), ("\"1,234.5\"", "", 1234.5, .none),
    ("\"12,345,678\"", "", 12_345_678, .none),
    ("  7.5  ", "", 7.5, .none), ("<b>8.25</b>", "", 8.25, .none),
    ("\"<a href=\"\"x\"\" title=\"\"1,2\"\">1,234</a>\"", "", 1234, .none), ("<td>&nbsp;</td>", "", nil, .notAvailable),
    ("<span>*</span>", "", nil, .suppressed), ("4.0999999999999996", "", 4.1, .none),
  ]

  @Test("value cells, markers and notes become values and statuses")
  func values() throws {
    let bench = try Workbench()
    var rows = [tidyHeading]
    for (index, item) in Self.cells.enumerated() {
      rows.append("1,N,E0600\(1000 + index),A,Persons,All,,,2019,\(item.cell),,,,,,\(item.note)")
    }
    let report = try bench.append(try bench.file("a.csv", rows.joined(separator: "\r\n")))
    #expect(report.rejected == [])
    let stored = Dictionary(uniqueKeysWithValues: try bench.stored().map { ($0.area, $0) })
    for (index, item) in Self.cells.enumerated() {
      let found = stored["E0600\(1000 + index)"]
      #expect(found?.value?.bitPattern == item.value?.bitPattern, "\(item)")
      #expect(found?.status == item.status, "\(item)")
      #expect(found?.observation.note == item.note, "\(item)")
    }
  }

  @Test("what is neither number nor marker is rejected with its place, and a status against its value too")
  func badCells() throws {
    let bench = try Workbench()
    let long = "<b>" + String(repeating: " ", count: 1995) + "123456</b>"
    let bad = ["abc", "<x", "<5 or >3", "5%", "1 234", "\"0,123\"", "\"1,23\"", "1e999", "inf", long]
    var rows = [tidyHeading] + bad.map { "1,N,E08000025,A,P,All,,,2019,\($0),,,,,," }
    rows.append("1,N,E08000025,A,P,All,,,2019,5,,,,,q,")
    rows.append("1,N,E08000025,A,P,All,,,2019,5,,,,,c,")
    rows.append("1,N,E08000025,A,P,All,,,2019,5,4,q,,,,")
    rows.append("1,N,E08000025,A,P,All,,,2018,5,,,,,r,")
    let path = try bench.file("a.csv", rows.joined(separator: "\n"))
    let report = try bench.append(path)
    let places = report.rejected.map { "\($0.line):\($0.column) \($0.rule.rawValue)" }
    let numbers = bad.indices.map { "\($0 + 2):10 not-a-number" }
    #expect(places == numbers + ["12:15 bad-status", "13:15 bad-status", "14:12 not-a-number"])
    #expect(report.rejected[1].value == "<x")
    #expect(report.rejected.allSatisfy { $0.file == path && !$0.reason.isEmpty })
    #expect(try bench.stored().map(\.status) == [.revised])
  }

  @Test("a bound and a zero beside a note of suppression are suppressed figures, and no zeros")
  func neverZero() throws {
    let bench = try Workbench()
    let note = "Value suppressed for disclosure control due to small count"
    let path = try bench.file(
      "a.csv",
      [
        tidyHeading, "1,N,E08000025,A,P,All,,,2018,<5,,,,,,", "1,N,E08000025,A,P,All,,,2019,0,0,0,0,,,\(note)",
        "1,N,E08000025,A,P,All,,,2020,0,,,,,,Value for resident population",
        "1,N,E08000025,A,P,All,,,2021,7,,,,,,\(note)",
      ].joined(separator: "\n"))
    let report = try bench.append(path)
    #expect(report.rejected.map(\.line) == [5])
    let stored = try bench.stored()
    #expect(stored.map(\.status) == [.suppressed, .suppressed, .none])
    #expect(stored.map(\.observation.figures.value) == [nil, nil, 0])
    #expect(stored[1].observation.figures == Figures())
  }

  @Test("quotes around names, newlines in them, trailing spaces and a BOM leave the same keys")
  func cleaning() throws {
    let bench = try Workbench()
    let heading =
      "\u{FEFF}Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value"
    try bench.append(
      try bench.file(
        "a.csv",
        heading
          + "\r\n93356,\"Rate/100,000\r\n\",E08000025 , Birmingham ,Persons ,All  ages,\"\"\"Decile\"\"\",\"\"\"Most\"\"\","
          + " 2017 - 19 ,5\r\n"))
    let stored = try #require(try bench.stored().first)
    #expect(stored.area == "E08000025")
    #expect(stored.period == "2017 - 19")
    #expect(
      stored.stratum == Stratum(sex: "Persons", age: "All ages", categoryType: "Decile", category: "Most"))
    let snapshot = try Snapshot.open(bench.store)
    #expect(try snapshot.indicator(93356)?.name == "Rate/100,000")
    #expect(try snapshot.area("E08000025")?.name == "Birmingham")
  }

  @Test("a row without an id takes it from a row, even a later one, that has the name")
  func blankIDs() throws {
    let bench = try Workbench()
    try bench.append(
      tidy: ",Smoking ,E08000025,B,,,,,2023,5,,,,,,", "91547,Smoking,E92000001,England,Persons,15+,,,2022,6,,,,,,",
      ",Other,E08000025,B,,,,,2023,7,,,,,,", ",,E08000025,B,,,,,2023,7,,,,,,", "0,Smoking,E08000025,B,,,,,2023,7,,,,,,",
      "x,Smoking,E08000025,B,,,,,2023,7,,,,,,")
    let stored = try bench.stored()
    #expect(stored.map(\.indicator) == [91547, 91547, Indicator.firstLocalID])
    let second = try bench.append(tidy: ",Smoking,E08000025,B,,,,,2021,5,,,,,,", as: "b.csv")
    #expect(second.counts.new == 1)
    #expect(try bench.stored().filter { $0.indicator == 91547 }.count == 3)
  }

  @Test("each rule names the field it is broken in")
  func rules() throws {
    let bench = try Workbench()
    let report = try bench.append(
      tidy: ",,E08000025,B,,,,,2019,5,,,,,,", "x,N,E08000025,B,,,,,2019,5,,,,,,", "-1,N,E08000025,B,,,,,2019,5,,,,,,",
      "1,N,,,,,,,2019,5,,,,,,", "1,N,,Nowhere,,,,,2019,5,,,,,,", "1,N,E08000025,B,,,,,,5,,,,,,",
      "1,N,E08000025,B,,,,,0,5,,,,,,", "1,N,E08000025,B,,,,,2019,5,,,,,,,extra", "1,N,E08000025,B,,,,,2019,5,,,,,,,,")
    #expect(
      report.rejected.map { "\($0.line):\($0.column) \($0.rule.rawValue) \($0.value)" } == [
        "2:1 missing-indicator ", "3:1 bad-indicator-id x", "4:1 bad-indicator-id -1", "5:3 missing-area ",
        "6:4 unknown-area-name Nowhere", "7:9 missing-period ", "8:9 bad-period 0", "9:17 too-many-fields extra",
      ])
    #expect(report.files[0].rows == 9)
    #expect(report.files[0].accepted == 1)
    #expect(report.files[0].rejected == 8)
  }
}
