import Foundation
import Testing

/// `inequality`, `funnel` and `excess` on stores made of the reference vectors, and on the committed figures.
@Suite struct MethodCommandTests {
  private static let header =
    "indicator_id,area_code,sex,age,category_type,category,period,value,lower_95,upper_95,count,denominator\n"

  /// Loads indicators and figures into a store of their own.
  private func store(indicators: [String], figures: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let lists = "indicator_id,name,unit,multiplier,value_type,polarity\n" + indicators.joined(separator: "\n") + "\n"
    let files = [
      try folder.write(lists, to: "indicators.csv"),
      try folder.write(Self.header + figures.joined(separator: "\n") + "\n", to: "figures.csv"),
    ]
    let outcome = try BinaryUnderTest.run(["append"] + files, store: folder.url.appendingPathComponent("store"))
    try #require(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
    return folder
  }

  /// The categories of deciles and quintiles as the national service words them, from the most deprived.
  private static func categories(_ parts: Int) -> [String] {
    let words = ["Most", "Second most", "Third more", "Fourth more", "Fifth more"]
    let spared = ["Least", "Second least", "Third less", "Fourth less", "Fifth less"]
    let noun = parts == 10 ? "decile" : "quintile"
    let half = parts / 2
    let middle = parts % 2 == 1 ? ["Third more"] : []
    return (words.prefix(half) + middle + spared.prefix(half).reversed()).map { "\($0) deprived \(noun) (IMD2019)" }
  }

  /// Each population of the vector becomes a period of one area.
  private func inequalityStore() throws -> (folder: TemporaryFolder, periods: [String: String]) {
    let groups = Dictionary(grouping: try FileAnswers.csv(FileAnswers.vector("phe_sii_input"))) { $0["area"] ?? "" }
    var periods: [String: String] = [:]
    var figures: [String] = []
    for (number, area) in groups.keys.sorted().enumerated() {
      let rows = (groups[area] ?? []).sorted { Int($0["quantile"] ?? "") ?? 0 < Int($1["quantile"] ?? "") ?? 0 }
      periods[area] = String(1950 + number)
      let kinds: [(id: Int, unit: Double)] =
        switch rows.first?["value_type"] {
        case "0": [(1, 1)]
        case "1": [(2, 1), (3, 1)]
        default: [(4, 100), (5, 100)]
        }
      for (row, category) in zip(rows, Self.categories(rows.count)) {
        for (id, unit) in kinds {
          let numbers = ["value", "lower", "upper"].map { row[$0].flatMap(Double.init).map { String($0 * unit) } ?? "" }
          figures.append(
            "\(id),E92000001,Persons,All ages,Deciles,\(category),\(1950 + number),"
              + numbers.joined(separator: ",") + ",,\(row["population"] ?? "")")
        }
      }
    }
    let indicators = [
      "1,Life expectancy,years,1,Life expectancy,high is good",
      "2,Rate low,per 100 000,100000,Directly standardised rate,low is good",
      "3,Rate plain,per 100 000,100000,Directly standardised rate,no judgement",
      "4,Share low,%,100,Proportion,low is good", "5,Share plain,%,100,Proportion,no judgement",
    ]
    return (try store(indicators: indicators, figures: figures), periods)
  }

  @Test func indicesOfInequalityAreThoseOfTheReference() throws {
    let (folder, periods) = try inequalityStore()
    let store = folder.url.appendingPathComponent("store")
    let expected = try FileAnswers.csv(FileAnswers.vector("phe_sii_expected"))
    var compared = 0
    for (id, type, isTransformed, multiplier, transform) in [
      (1, "0", "FALSE", "1", "none"), (2, "1", "TRUE", "-1", "log"), (3, "1", "FALSE", "1", "none"),
      (3, "1", "TRUE", "1", "log"), (4, "2", "FALSE", "-100", "none"), (4, "2", "TRUE", "-100", "logit"),
      (5, "2", "FALSE", "100", "none"), (5, "2", "TRUE", "100", "logit"),
    ] {
      let answer = try FileAnswers.rows(["inequality", String(id), "--transform", transform], store: store)
      let rows = Dictionary(uniqueKeysWithValues: answer.map { ($0.text("period"), $0) })
      for want in expected
      where want["value_type"] == type && want["transform"] == isTransformed && want["multiplier"] == multiplier {
        let row = try #require(periods[want["area"] ?? ""].flatMap { rows[$0] }, "\(want)")
        FileAnswers.expect(row["sii"], want["sii"], within: 1e-11, "\(want)")
        FileAnswers.expect(row["rii"], want["rii"], "\(want)")
        // The reference's limits are simulated; these are in closed form.
        for level in ["95", "998"] {
          let column = level == "95" ? "95_0" : "99_8"
          let (lower, upper) = (Double(want["sii_lower\(column)"] ?? ""), Double(want["sii_upper\(column)"] ?? ""))
          let width = try #require(upper) - (try #require(lower))
          let own = try #require(row.number("sii_lower_\(level)"))
          #expect((own - (try #require(lower))).magnitude < 0.03 * width, "\(want)")
        }
        compared += 1
      }
    }
    #expect(compared == 122)
  }

  /// Weighted least squares of the committed figures with numpy, standard errors from the limits on the log scale.
  @Test func indicesOfPublishedFiguresAreThoseOfNumpy() throws {
    let answer = try FileAnswers.rows(
      ["inequality", "90284", "--sex", "persons", "--category", "County & UA"], store: try DatasetsStore.url)
    let expected = [
      ("2016/17", 27.190911837020224, 24.963526441451524, 1.3062577498582837, 27.498959999999997),
      ("2020/21", 6.9526149049005, 5.0098065680805215, 1.0930612037569234, 19.510090000000005),
      ("2023/24", 17.4812531312066, 15.62301426138172, 1.2734076823110847, 18.069190000000006),
    ]
    for (period, slope, lower, relative, gap) in expected {
      let row = try #require(answer.first { $0.text("period") == period })
      FileAnswers.expect(row["sii"], String(slope))
      // numpy was given the z of the publisher, 1.959964.
      FileAnswers.expect(row["sii_lower_95"], String(lower), within: 1e-8)
      FileAnswers.expect(row["rii"], String(relative))
      FileAnswers.expect(row["gap"], String(gap))
    }
  }

  @Test func simulatedLimitsComeAgainFromTheirSeed() throws {
    let (folder, _) = try inequalityStore()
    let store = folder.url.appendingPathComponent("store")
    func limits(_ seed: String) throws -> [Double?] {
      try FileAnswers.rows(["inequality", "1", "--simulate", "2000", "--seed", seed], store: store)
        .map { $0.number("sii_lower_95") }
    }
    #expect(try limits("7") == limits("7"))
    #expect(try limits("7") != limits("8"))
    let outcome = try BinaryUnderTest.run(["inequality", "1", "--simulate", "10"], store: store)
    #expect(outcome.status == 2)
  }

  /// A constant has no slope; a decile that is suppressed takes the index with it.
  @Test func constantsAndSuppressedDecilesSaySo() throws {
    let deciles = Self.categories(10)
    let constant = deciles.map { "1,E92000001,Persons,All ages,Deciles,\($0),2020,50,49,51,,1000" }
    let hidden = deciles.enumerated().map { place, category in
      "1,E92000001,Persons,All ages,Deciles,\(category),2021,\(place == 3 ? "c,," : "50,49,51"),,1000"
    }
    let bare = deciles.enumerated().map { place, category in
      "1,E92000001,Persons,All ages,Deciles,\(category),2022,\(50 + place),,,,"
    }
    let folder = try store(
      indicators: ["1,Score,points,1,Score,high is good"], figures: constant + hidden + bare)
    let answer = try FileAnswers.rows(["inequality", "1"], store: folder.url.appendingPathComponent("store"))
    #expect(answer.map { $0.text("period") } == ["2020", "2021", "2022"])
    #expect((answer[0].number("sii") ?? 1).magnitude < 1e-12)
    #expect(((answer[0].number("rii") ?? 0) - 1).magnitude < 1e-12)
    #expect(answer[1].number("sii") == nil && answer[1].text("status") == "c")
    #expect(answer[1].text("note") == "quantile 4 of 10 from the most deprived is suppressed")
    // Equal shares: the slope of 50...59 over 0.05, 0.15 ... 0.95 is 10.
    #expect(((answer[2].number("sii") ?? 0) - 10).magnitude < 1e-11 && answer[2].number("sii_lower_95") == nil)
    #expect(answer[2].text("note").contains("equal shares") && answer[2].text("note").contains("no limits"))
  }

  @Test func funnelsOfProportionsAreThoseOfTheReference() throws {
    let areas = try FileAnswers.csv(FileAnswers.vector("assign_funnel_significance_proportion"))
    var figures: [String] = []
    var expected: [String: String] = [:]
    for (number, row) in areas.enumerated() {
      let code = "E06" + String(repeating: "0", count: 6 - String(number + 1).count) + String(number + 1)
      expected[code] = row["expected_run"]
      let (x, n) = (Double(row["numerator"] ?? "") ?? .nan, Double(row["denominator"] ?? "") ?? .nan)
      figures.append("1,\(code),Persons,All ages,,,2020,\(x / n * 100),,,\(x),\(n)")
    }
    let folder = try store(indicators: ["1,Share,%,100,Proportion,high is good"], figures: figures)
    let store = folder.url.appendingPathComponent("store")
    let answer = try FileAnswers.rows(["funnel", "1", "--area", "E06000001"], store: store)
    #expect(answer.count == 303)
    for row in answer { #expect(row.text("funnel") == expected[row.text("area_code")], "\(row.text("area_code"))") }
    let values = answer.compactMap { $0.number("value") }
    #expect(values == values.sorted(by: >))
    let lines = try FileAnswers.rows(["funnel", "1", "--area", "E06000001", "--limits"], store: store)
    let limits = try FileAnswers.csv(FileAnswers.vector("calculate_funnel_limits_proportion"))
    #expect(lines.count == 100)
    for (row, want) in zip(lines, limits) {
      for (name, column) in [
        ("position", "Population"), ("lower_95", "lower_2s_limit"), ("upper_95", "upper_2s_limit"),
        ("lower_998", "lower_3s_limit"), ("upper_998", "upper_3s_limit"), ("average", "baseline"),
      ] {
        FileAnswers.expect(row[name], want[column], "\(name) \(want)")
      }
    }
  }

  @Test func funnelsOfRatesAreThoseOfTheReference() throws {
    let areas = try FileAnswers.csv(FileAnswers.vector("assign_funnel_significance_rate_pkg"))
    var figures: [String] = []
    var expected: [[String: String]] = []
    for (number, row) in areas.enumerated() {
      let code = "E0600\(1001 + number)"
      expected.append(row)
      figures.append(
        "1,\(code),Persons,All ages,,,2020,\(row["rate_crude_per_100000"] ?? ""),,,\(row["count"] ?? ""),\(row["pop"] ?? "")"
      )
      figures.append(
        "2,\(code),Persons,All ages,,,2020,\(row["rate_dsr"] ?? ""),,,\(row["count"] ?? ""),\(row["pop"] ?? "")")
    }
    let folder = try store(
      indicators: [
        "1,Crude,per 100 000,100000,Crude rate,low is good",
        "2,Standardised,per 100 000,100000,Directly standardised rate,low is good",
      ], figures: figures)
    for (id, column) in [("1", "crude_per_100000_with_0"), ("2", "dsr_per_100000_with_0")] {
      let answer = try FileAnswers.rows(
        ["funnel", id, "--area", "E06001001"], store: folder.url.appendingPathComponent("store"))
      #expect(answer.count == areas.count)
      for row in answer {
        let place = try #require(Int(row.text("area_code").suffix(4))) - 1001
        let want = try #require(expected[place][column])
        #expect(want.hasPrefix(row.text("funnel")), "\(expected[place])")
        if row.text("funnel") == "Not applicable" { #expect(row.text("note") != "") }
      }
    }
  }

  /// One impossible or suppressed area says nothing of the others.
  @Test func oddAreasStayOutOfTheFunnel() throws {
    let odd = ["50,,,150,100", "c,,,,", "-5,,,-5,100", "0,,,0,0", "10,,,1e14,1e15", "20,,,20,100", "40,,,,"]
    let figures = odd.enumerated().map { "1,E0600000\($0 + 1),Persons,All ages,,,2020,\($1)" }
    let folder = try store(indicators: ["1,Share,%,100,Proportion,high is good"], figures: figures)
    let answer = try FileAnswers.rows(
      ["funnel", "1", "--area", "E06000001"], store: folder.url.appendingPathComponent("store"))
    #expect(answer.count == odd.count)
    let places = Dictionary(uniqueKeysWithValues: answer.map { ($0.text("area_code"), $0.text("funnel")) })
    for code in [1, 2, 3, 4, 7] { #expect(places["E0600000\(code)"] == "Not applicable") }
    let notes = Dictionary(uniqueKeysWithValues: answer.map { ($0.text("area_code"), $0.text("note")) })
    #expect(notes["E06000001"] == "the count is above the denominator" && notes["E06000002"] == "suppressed")
    #expect(notes["E06000003"] == "the count is negative" && notes["E06000004"] == "the denominator is not above zero")
    #expect(places["E06000005"] == "Not significant" && places["E06000006"] == "High (0.001)")
  }

  @Test func excessIsTheCountLessWhatEnglandWouldHave() throws {
    let answer = try FileAnswers.rows(["excess", "90284", "--sex", "persons"], store: try DatasetsStore.url)
    #expect(answer.count == 14)
    for row in answer {
      let path = BinaryUnderTest.packageRoot.appendingPathComponent("Datasets/child-injury.csv").path
      let own = try #require(
        try FileAnswers.csv(path).first {
          $0["area_code"] == "E08000025" && $0["sex"] == "Persons" && $0["period"] == row.text("period")
        })
      let (x, n) = (Double(own["count"] ?? "") ?? .nan, Double(own["denominator"] ?? "") ?? .nan)
      let england = try #require(row.number("benchmark_value"))
      FileAnswers.expect(row["excess"], String(x - n * england / 10_000), within: 1e-10, row.text("period"))
      let z = 1.959963984540054
      let lower = x * pow(1 - 1 / (9 * x) - z / (3 * x.squareRoot()), 3) - n * england / 10_000
      FileAnswers.expect(row["excess_lower_95"], String(lower), within: 1e-9, row.text("period"))
    }
    let all = try FileAnswers.rows(["excess"], store: try DatasetsStore.url)
    #expect(all.count > 3 && all.allSatisfy { $0.number("excess") != nil || !$0.text("note").isEmpty })
  }
}
