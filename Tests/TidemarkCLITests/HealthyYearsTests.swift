import Foundation
import TestSupport
import Testing

/// Years in good health with the chance of the deaths counted, as a user would ask for them.
@Suite struct HealthyYearsTests {
  /// Limits of years in good health with the deaths counted: wider, told in the footnote, and only where there are shares.
  @Test func limitsOfYearsInGoodHealthMayCountTheDeaths() throws {
    let folder = try TemporaryFolder()
    let rows = try FileAnswers.csv(FileAnswers.vector("hle_both_variances")).filter { $0["set"] == "district" }
    func text(_ columns: [(heading: String, name: String)]) -> String {
      columns.map(\.heading).joined(separator: ",") + "\n"
        + rows.map { row in columns.map { row[$0.name] ?? "" }.joined(separator: ",") + "\n" }.joined()
    }
    let columns = [("age", "startage"), ("deaths", "deaths"), ("pop", "pops")].map { (heading: $0.0, name: $0.1) }
    let health = columns + [(heading: "good_health", name: "share")]
    let survey = try folder.write(text(health + [(heading: "respondents", name: "respondents")]), to: "survey.csv")
    let census = try folder.write(text(health), to: "census.csv")
    for (file, column) in [(survey, "se_both"), (census, "se_deaths")] {
      let answer = try FileAnswers.rows(["lifetable", file, "--mortality-variance"])
      for (row, want) in zip(answer, rows) {
        FileAnswers.expect(row["healthy_value"], want["hle"])
        let half = ((row.number("healthy_upper_95") ?? 0) - (row.number("healthy_lower_95") ?? 0)) / 2
        FileAnswers.expect(half / 1.959963984540054, want[column], within: 0.006, "\(want)")
      }
      #expect(answer.count == 20)
    }
    let usual = try FileAnswers.rows(["lifetable", survey, "--age", "0"])
    let counted = try FileAnswers.rows(["lifetable", survey, "--age", "0", "--mortality-variance"])
    #expect((usual[0].number("healthy_lower_95") ?? 0) > (counted[0].number("healthy_lower_95") ?? 0))
    for (file, options, told) in [
      (survey, [], "its limits are of the sampling alone"),
      (survey, ["--mortality-variance"], "its limits are of the sampling and of the deaths"),
      (census, ["--mortality-variance"], "its limits are of the deaths alone"),
    ] {
      let outcome = try BinaryUnderTest.run(["lifetable", file, "--format", "table"] + options)
      #expect(outcome.output.split(separator: "\n").joined(separator: " ").contains(told), "\(outcome.output)")
    }
    let none = try folder.write(text(columns), to: "none.csv")
    let refused = try BinaryUnderTest.run(["lifetable", none, "--mortality-variance"])
    #expect(refused.status == 2 && refused.errors.contains("has no column of the share in good health"))
  }
}
