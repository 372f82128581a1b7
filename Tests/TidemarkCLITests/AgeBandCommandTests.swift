import Foundation
import Testing

/// `standardise`, `lifetable` and `decompose` on the files of the reference vectors, as a user would run them.
@Suite struct AgeBandCommandTests {
  private static func key(_ row: [String: String]) -> String { "\(row["src"] ?? "")|\(row["area"] ?? "")" }
  private static func key(_ row: [String: Any]) -> String { "\(row.text("src"))|\(row.text("area"))" }

  /// Both intervals of the rows of an answer against expected ones that come at one level a row.
  private func expect(_ answer: [[String: Any]], _ expected: [[String: String]], _ values: [(String, String)]) throws {
    let rows = Dictionary(uniqueKeysWithValues: answer.map { (Self.key($0), $0) })
    #expect(rows.count == answer.count)
    var compared = 0
    for want in expected {
      let level = want["confidence_arg"].flatMap(Double.init) ?? 0
      let suffix = (level - 0.95).magnitude < 1e-9 ? "95" : (level - 0.998).magnitude < 1e-9 ? "998" : ""
      guard !suffix.isEmpty else { continue }
      let row = try #require(rows[Self.key(want)], "\(Self.key(want))")
      compared += 1
      for (name, column) in values + [("lower_\(suffix)", "lowercl"), ("upper_\(suffix)", "uppercl")] {
        FileAnswers.expect(row[name], want[column], "\(Self.key(want)) \(name)")
      }
      if want["value"] == "" { #expect(row.text("status") != "" && row.text("note") != "", "\(Self.key(want))") }
    }
    #expect(compared >= answer.count)
  }

  /// The reference's own test tables call the ages 55 to 59 `55-69`, which overlaps the band above and is refused.
  private func corrected(_ vector: String, in folder: TemporaryFolder) throws -> String {
    let path = FileAnswers.vector(vector)
    let refused = try BinaryUnderTest.run(["standardise", path])
    #expect(refused.status == 3 && refused.errors.contains("the age bands 55-69 and 60-64 overlap"))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return try folder.write(text.replacing("\"55-69\"", with: "\"55-59\""), to: "input.csv")
  }

  @Test func directRatesAreThoseOfTheReference() throws {
    let folder = try TemporaryFolder()
    // Some groups of the reference have fewer bands than others.
    let answer = try FileAnswers.rows(
      ["standardise", try corrected("calculate_dsr_input", in: folder), "--allow-missing-bands"])
    #expect(answer.count == 14)
    try expect(
      answer, try FileAnswers.csv(FileAnswers.vector("calculate_dsr_expected")),
      [("value", "value"), ("count", "total_count"), ("population", "total_pop")])
  }

  @Test func repeatedEventsAreThoseOfTheReference() throws {
    let folder = try TemporaryFolder()
    let answer = try FileAnswers.rows(
      ["standardise", try corrected("calculate_dsr_nonindependent_input", in: folder)])
    let rows = Dictionary(uniqueKeysWithValues: answer.map { ($0.text("area"), $0) })
    for want in try FileAnswers.csv(FileAnswers.vector("calculate_dsr_nonindependent_expected")) {
      let row = try #require(rows[want["area"] ?? ""])
      for (name, column) in [
        ("value", "value"), ("lower_95", "lower95_0cl"), ("upper_95", "upper95_0cl"), ("lower_998", "lower99_8cl"),
        ("upper_998", "upper99_8cl"), ("count", "total_count"), ("population", "total_pop"),
      ] {
        FileAnswers.expect(row[name], want[column], "\(row.text("area")) \(name)")
      }
    }
    #expect(answer.count == 4)
  }

  @Test(arguments: [
    ("indirect-rate", "calculate_ISRate_expected", "ref_rate"), ("indirect-ratio", "calculate_ISRatio_expected", ""),
  ])
  func indirectFiguresAreThoseOfTheReference(method: String, file: String, reference: String) throws {
    let folder = try TemporaryFolder()
    let answer = try FileAnswers.rows(
      ["standardise", try corrected("calculate_ISR_input", in: folder), "--method", method])
    #expect(answer.count == 12)
    let values = [("value", "value"), ("count", "observed"), ("expected", "expected")]
    try expect(
      answer, try FileAnswers.csv(FileAnswers.vector(file)),
      reference.isEmpty ? values : values + [("reference_value", reference)])
  }

  @Test func lifeExpectanciesAreThoseOfTheReference() throws {
    let answer = try FileAnswers.rows(["lifetable", FileAnswers.vector("phe_life_expectancy_input")])
    var rows: [String: [String: Any]] = [:]
    for row in answer { rows["\(row.text("area"))|\(Int(row.number("age") ?? -1))"] = row }
    #expect(answer.count == 280 && rows.count == 280)
    var compared = 0
    for want in try FileAnswers.csv(FileAnswers.vector("phe_life_expectancy_expected")) {
      let suffix = want["confidence_arg"].flatMap(Double.init) == 0.95 ? "95" : "998"
      let row = try #require(rows["\(want["area"] ?? "")|\(want["startage"] ?? "")"])
      let hasEnd = want["uppercl"] != "Inf"
      FileAnswers.expect(row["value"], want["value"], "\(want)")
      FileAnswers.expect(row["lower_\(suffix)"], hasEnd ? want["lowercl"] : "", "\(want)")
      FileAnswers.expect(row["upper_\(suffix)"], want["uppercl"], "\(want)")
      if want["value"] == "" { #expect(row.text("status") != "" && row.text("note") != "", "\(want)") }
      compared += 1
    }
    #expect(compared == 560)
  }

  @Test func yearsInGoodHealthAreThoseOfTheReference() throws {
    let path = FileAnswers.vector("hle_sullivan")
    // What the file itself calls lower and upper would tell groups apart.
    let expected = try FileAnswers.csv(path)
    let folder = try TemporaryFolder()
    let lines = expected.map { row in
      ["startage", "pops", "deaths", "prop_good_health", "survey_n"].map { row[$0] ?? "" }.joined(separator: ",")
    }
    let file = try folder.write(
      "Start age,Pops,Deaths,Prop_good_health,survey n\n" + lines.joined(separator: "\n") + "\n", to: "health.csv")
    let answer = try FileAnswers.rows(["lifetable", file])
    #expect(answer.count == 20)
    for (row, want) in zip(answer, expected) {
      FileAnswers.expect(row["value"], want["le"])
      FileAnswers.expect(row["healthy_value"], want["hle"])
      FileAnswers.expect(row["healthy_lower_95"], want["lower95"])
      FileAnswers.expect(row["healthy_upper_95"], want["upper95"])
    }
    let some = try FileAnswers.rows(["lifetable", file, "--age", "0", "65"])
    #expect(some.compactMap { $0.number("age") } == [0, 65])
    FileAnswers.expect(some[1]["value"], expected[14]["le"])
  }

  @Test func contributionsToTheGapAreThoseOfTheReference() throws {
    let arguments = [
      "decompose", FileAnswers.vector("le_gap_arriaga_input"), "--area", "area", "--comparator", "comparator",
    ]
    let expected = try FileAnswers.csv(FileAnswers.vector("le_gap_arriaga_expected"))
    let both = try FileAnswers.rows(arguments + ["--parts", "both"])
    #expect(both.count == 80)
    let causes = ["circulatory", "cancer", "respiratory", "other"]
    for (place, row) in both.enumerated() {
      let cause = causes[place % 4]
      #expect(row.text("cause") == cause)
      FileAnswers.expect(row["contribution"], expected[place / 4]["delta_\(cause)"], within: 1e-10, "\(place)")
    }
    let ages = try FileAnswers.rows(arguments + ["--parts", "age"])
    for (row, want) in zip(ages, expected) {
      FileAnswers.expect(row["contribution"], want["delta_age_total_B_to_A"], within: 1e-11)
    }
    let averaged = try FileAnswers.rows(arguments + ["--parts", "age", "--averaged"])
    for (row, want) in zip(averaged, expected) {
      FileAnswers.expect(row["contribution"], want["delta_age_total_averaged"], within: 1e-11)
    }
    let totals = try FileAnswers.rows(arguments)
    #expect(Set(totals.map { $0.text("cause") }) == Set(causes))
    for rows in [both, ages, averaged, totals] {
      let gap = try #require(rows.first?.number("gap"))
      #expect((rows.compactMap { $0.number("contribution") }.reduce(0, +) - gap).magnitude < 1e-9)
      #expect((rows.compactMap { $0.number("share") }.reduce(0, +) - 100).magnitude < 1e-7)
    }
  }
}
