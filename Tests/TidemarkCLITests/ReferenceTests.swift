import Foundation
import TestSupport
import Testing

/// References of indirectly standardised ratios and rates: what they are called, and several at once.
@Suite struct ReferenceTests {
  /// Deaths and people by area, sex and age; and the same as a file.
  private static let figures: [String: [String: [(deaths: Double, people: Double)]]] = [
    "England": ["Male": [(100, 10_000), (900, 3000)], "Female": [(50, 10_000), (800, 4000)]],
    "West Midlands": ["Male": [(15, 1000), (100, 300)], "Female": [(6, 1100), (85, 400)]],
    "Solihull": ["Male": [(2, 200), (6, 50)], "Female": [(9, 190), (14, 70)]],
  ]
  private static let areas = ["England", "West Midlands", "Solihull"]

  private static let file: String = {
    var text = "area,sex,age,deaths,pop\n"
    for area in areas {
      for sex in ["Male", "Female"] {
        for (age, band) in zip(["0-64", "65+"], figures[area]?[sex] ?? []) {
          text += "\(area),\(sex),\(age),\(Int(band.deaths)),\(Int(band.people))\n"
        }
      }
    }
    return text
  }()

  private func answer(_ options: String...) throws -> [[String: Any]] {
    let folder = try TemporaryFolder()
    return try FileAnswers.rows(["standardise", try folder.write(Self.file, to: "deaths.csv")] + options)
  }

  /// Observed over expected, worked out here.
  private static func expected(_ area: String, _ sex: String, _ reference: String) -> (
    observed: Double, expected: Double
  ) {
    let (own, other) = (figures[area]?[sex] ?? [], figures[reference]?[sex] ?? [])
    return (
      own.reduce(0) { $0 + $1.deaths }, zip(own, other).reduce(0) { $0 + $1.1.deaths / $1.1.people * $1.0.people }
    )
  }

  @Test(arguments: [1.0, 100, 2.5])
  func everyGroupHasARowForEachReference(referenceValue: Double) throws {
    let rows = try answer(
      "--method", "indirect-ratio", "--reference", "England", "--reference", "west midlands", "--reference-value",
      String(referenceValue))
    #expect(rows.count == 12)
    for (place, row) in rows.enumerated() {
      let (area, sex) = (Self.areas[place / 4], place % 4 < 2 ? "Male" : "Female")
      let reference = place % 2 == 0 ? "England" : "West Midlands"
      #expect(row.text("area") == area && row.text("sex") == sex && row.text("reference") == reference)
      let want = Self.expected(area, sex, reference)
      FileAnswers.expect(row["count"], String(want.observed))
      FileAnswers.expect(row["expected"], String(want.expected))
      FileAnswers.expect(row["value"], String(want.observed / want.expected * referenceValue))
      FileAnswers.expect(row["reference_value"], String(referenceValue))
    }
  }

  /// Each reference alone gives the rows that it has among several, without the column that names it.
  @Test(arguments: ["indirect-ratio", "indirect-rate"])
  func severalReferencesAreEachAlone(method: String) throws {
    let both = try answer("--method", method, "--reference", "England", "--reference", "Solihull", "--confidence", "99")
    for reference in ["England", "Solihull"] {
      let alone = try answer("--method", method, "--reference", reference, "--confidence", "99")
      #expect(alone.count == 6 && alone.allSatisfy { $0["reference"] == nil })
      let those = both.filter { $0.text("reference") == reference }
      #expect(those.count == 6)
      for (row, want) in zip(those, alone) {
        #expect(NSDictionary(dictionary: row.filter { $0.key != "reference" }) == NSDictionary(dictionary: want))
      }
    }
    // The same reference twice is one, and England is the one where none is named.
    let twice = try answer("--method", method, "--reference", "England", "--reference", "ENGLAND")
    #expect(NSArray(array: twice) == NSArray(array: try answer("--method", method)))
  }

  /// The ratios of the reference program with its own reference value, 1.
  @Test func ratiosToOneAreThoseOfTheReference() throws {
    let folder = try TemporaryFolder()
    let text = try String(contentsOfFile: FileAnswers.vector("calculate_ISR_input"), encoding: .utf8)
    let file = try folder.write(text.replacing("\"55-69\"", with: "\"55-59\""), to: "input.csv")
    let rows = try FileAnswers.rows(
      ["standardise", file, "--method", "indirect-ratio", "--reference-value", "1", "--confidence", "95"])
    var compared = 0
    for want in try FileAnswers.csv(FileAnswers.vector("calculate_ISRatio_expected")) {
      guard want["confidence_arg"]?.hasPrefix("0.94") ?? false else { continue }
      let row = try #require(rows.first { $0.text("area") == want["area"] && $0.text("src") == want["src"] })
      // The vectors were made with a reference value of 100.
      for (column, reference) in [("value", "value"), ("lower_95", "lowercl"), ("upper_95", "uppercl")] {
        FileAnswers.expect(row[column], want[reference].flatMap(Double.init).map { String($0 / 100) }, "\(want)")
      }
      compared += 1
    }
    #expect(compared == 12 && rows.count == 12)
  }

  @Test func titlesNameTheReferences() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.file, to: "deaths.csv")
    for (options, title) in [
      ([], "Indirectly standardised ratios, England = 100: deaths.csv"),
      (["--reference-value", "1"], "Indirectly standardised ratios, England = 1: deaths.csv"),
      (
        ["--reference", "England", "--reference", "Solihull"],
        "Indirectly standardised ratios, England and Solihull = 100: deaths.csv"
      ),
    ] {
      let outcome = try BinaryUnderTest.run(
        ["standardise", file, "--method", "indirect-ratio"] + options + ["--format", "table"])
      #expect(outcome.output.hasPrefix(title + "\n"), "\(outcome.output)")
    }
  }

  @Test(arguments: [
    (["--method", "indirect-ratio", "--reference", "England", "--reference", "Leeds"], "is of Leeds"),
    (["--method", "indirect-ratio", "--reference-value", "0"], "--reference-value is above 0"),
    (["--method", "indirect-ratio", "--reference-value", "nan"], "--reference-value is above 0"),
    (["--method", "indirect-rate", "--reference-value", "1"], "--reference-value goes with --method indirect-ratio"),
    (["--reference-value", "1"], "--reference-value goes with --method indirect-ratio"),
    (["--reference", "England"], "--reference goes with --method"),
    (["--method", "indirect-ratio", "--multiplier", "1"], "--multiplier goes with rates"),
  ])
  func whatDoesNotFitIsRefused(options: [String], told: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try BinaryUnderTest.run(["standardise", try folder.write(Self.file, to: "deaths.csv")] + options)
    #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.contains(told), "\(outcome.errors)")
  }
}
