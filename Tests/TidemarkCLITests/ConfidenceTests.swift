import Foundation
import TestSupport
import Testing

/// `--confidence` of the commands that work on a file.
@Suite struct ConfidenceTests {
  private static let deaths = FileAnswers.vector("phe_life_expectancy_input")

  private static func commands(_ vector: String) -> [[String]] {
    [
      ["standardise", vector], ["standardise", vector, "--years-lost-to", "75"],
      ["standardise", vector, "--method", "indirect-ratio"], ["standardise", vector, "--method", "indirect-rate"],
      ["lifetable", vector], ["lifetable", vector, "--age", "0", "65"], ["rates", vector],
      ["rates", vector, "--kind", "proportion"],
    ]
  }

  /// A file with all that the commands need: two areas by age, a reference, and the share in good health.
  private static let figures: String = {
    var text = "area,age,deaths,population,ref_count,ref_pop,good_health,respondents\n"
    for (area, factor) in [("North", 1), ("South", 2)] {
      for (place, start) in ([0, 1] + Array(stride(from: 5, through: 90, by: 5))).enumerated() {
        let deaths = factor * (3 + place * place)
        text += "\(area),\(start),\(deaths),\(9000 - 300 * place),\(7 * deaths),90000,0.9,\(400 + place)\n"
      }
    }
    return text
  }()

  private func lines(_ arguments: [String]) throws -> [[String]] {
    let outcome = try BinaryUnderTest.run(arguments + ["--format", "csv"])
    try #require(outcome.status == 0 && !outcome.wasKilled, "\(arguments): \(outcome.errors)")
    return CSVText.rows(outcome.output)
  }

  /// The published levels asked for one at a time are the same figures, byte for byte, and nothing else changes.
  @Test(arguments: [("95", "95", "998"), ("0.95", "95", "998"), ("99.8", "998", "95"), ("99.8%", "998", "95")])
  func aPublishedLevelAloneIsHalfOfBoth(level: String, kept: String, left: String) throws {
    let folder = try TemporaryFolder()
    for command in Self.commands(try folder.write(Self.figures, to: "figures.csv")) {
      let (both, one) = (try lines(command), try lines(command + ["--confidence", level]))
      let heading = try #require(both.first)
      // Years in good health have one pair of limits: of 95%, unless another level is asked for.
      let places = heading.indices.filter {
        !heading[$0].hasSuffix("er_\(left)") && (kept == "95" || !heading[$0].hasPrefix("healthy_"))
      }
      let expected = both.map { row in places.map { row[$0] } }
      let names = try #require(one.first)
      let shown = names.indices.filter { kept == "95" || !names[$0].hasPrefix("healthy_") }
      #expect(expected == one.map { row in shown.map { row[$0] } }, "\(command)")
      #expect(names.count { $0.hasSuffix("er_\(kept)") } == (command[0] == "lifetable" ? 4 : 2), "\(command)")
    }
  }

  /// Limits at one level, and the normal ones of a life table at another: both lie z standard errors off.
  @Test(arguments: [
    ("99", "99", 2.5758293035489004), ("99.5", "99_5", 2.807033768343811), ("0.9", "90", 1.6448536269514722),
  ])
  func limitsOfALifeTableAreInProportionToTheDeviate(level: String, suffix: String, deviate: Double) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.figures, to: "figures.csv")
    let (both, one) = (
      try FileAnswers.rows(["lifetable", file]), try FileAnswers.rows(["lifetable", file, "--confidence", level])
    )
    for (row, want) in zip(one, both) {
      for prefix in ["", "healthy_"] {
        let value = try #require(want.number("\(prefix)value"))
        let error = (try #require(want.number("\(prefix)upper_95")) - value) / 1.959963984540054
        FileAnswers.expect(row["\(prefix)lower_\(suffix)"], String(value - deviate * error), within: 1e-11)
        FileAnswers.expect(row["\(prefix)upper_\(suffix)"], String(value + deviate * error), within: 1e-11)
      }
    }
    #expect(one.count == 40 && both.count == 40)
  }

  /// Dobson's limits at 99%, from Byar's of the count worked out here.
  @Test func limitsOfAStandardisedRateAreDobsonsAtAnyLevel() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "age,count,population,standard\n0-39,30,1000,3\n40+,90,500,1\n", to: "figures.csv")
    let answer = try FileAnswers.rows(["standardise", file, "--multiplier", "100", "--confidence", "99"])
    let (events, z) = (120.0, 2.5758293035489004)
    let (young, old) = (3.0 / 1000, 1.0 / 500)
    let rate: Double = 100 * (30 * young + 90 * old) / 4
    let scale: Double = 100 * ((30 * young * young + 90 * old * old) / events).squareRoot() / 4
    let low: Double = 1 - 1 / (9 * events) - z / (3 * events.squareRoot())
    let high: Double = 1 - 1 / (9 * (events + 1)) + z / (3 * (events + 1).squareRoot())
    FileAnswers.expect(answer[0]["value"], String(rate))
    FileAnswers.expect(answer[0]["lower_99"], String(rate + scale * (events * low * low * low - events)))
    FileAnswers.expect(answer[0]["upper_99"], String(rate + scale * ((events + 1) * high * high * high - events)))
  }

  @Test func titlesNameTheLevel() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.figures, to: "figures.csv")
    for command in Self.commands(file) {
      let outcome = try BinaryUnderTest.run(
        command + ["--confidence", "99.5", "--format", "markdown"])
      #expect(outcome.output.contains("Lower 99.5%") && outcome.output.contains("Upper 99.5%"), "\(command)")
      #expect(!outcome.output.contains("95%") && !outcome.output.contains("99.8%"), "\(command)")
    }
  }

  @Test(arguments: [
    "100", "1", "1.0", "100%", "80", "0.5", "-95", "nan", "inf", "1e309", "ninety", " ", "100.5", "99.99999999999999",
    "99.99999999999999999",
  ])
  func aLevelWithoutFiniteLimitsIsRefused(level: String) throws {
    for command in ["standardise", "lifetable", "rates"] {
      let outcome = try BinaryUnderTest.run([command, Self.deaths, "--confidence=\(level)"])
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(command) \(level)")
      #expect(outcome.errors.contains("--confidence is a level in per cent, 90 to below 100"), "\(outcome.errors)")
    }
  }

  /// Nothing infinite comes of a level next to 100.
  @Test(arguments: ["90", "99.9999999999", "0.999999999999"])
  func extremeLevelsHaveFiniteLimits(level: String) throws {
    let folder = try TemporaryFolder()
    for command in Self.commands(try folder.write(Self.figures, to: "figures.csv")) {
      let rows = try FileAnswers.rows(command + ["--confidence", level])
      #expect(rows.allSatisfy { row in row.allSatisfy { ($0.value as? NSNumber)?.doubleValue.isFinite ?? true } })
      #expect(!rows.isEmpty)
    }
  }
}
