import Foundation
import Testing

/// `audit`, `--method`, `--goal` and `trend --test` as a user types them, over the committed figures.
@Suite struct AuditCommandTests {
  private func run(_ arguments: [String]) throws -> BinaryUnderTest.Outcome {
    let outcome = try BinaryUnderTest.run(arguments, store: try DatasetsStore.url)
    #expect(!outcome.wasKilled, "\(arguments)")
    return outcome
  }

  @Test(arguments: [
    ["audit"], ["audit", "91547", "--rows"], ["audit", "90284", "--area", "Birmingham"],
    ["trend", "90284", "--test", "--sex", "persons"], ["compare", "--method", "interval95-998"],
    ["rank", "91547", "--method", "control-limits"], ["rank", "91547", "--goal", "10..15"],
    ["compare", "91547", "--goal", "last-year"], ["export", "91547", "--compare", "--method", "overlap95"],
    ["profile", "--method", "quintiles", "--category", "none"],
  ])
  func everyFormatHasTheSameRows(arguments: [String]) throws {
    func lines(_ format: String) throws -> [String] {
      let outcome = try run(arguments + ["--format", format])
      #expect(outcome.status == 0, "\(arguments) \(format): \(outcome.errors)")
      return outcome.output.split(separator: "\n").map(String.init)
    }
    let rows = try lines("csv").count - 1
    #expect(rows > 0, "\(arguments)")
    #expect(try lines("tsv").count == rows + 1)
    #expect(try lines("jsonl").count == rows)
    let json = try JSONSerialization.jsonObject(with: Data(try lines("json").joined(separator: "\n").utf8))
    #expect((json as? [[String: Any]])?.count == rows)
    #expect(try lines("markdown").filter { $0.hasPrefix("|") }.count == rows + 2)
    let table = try lines("table")
    #expect(table.count > rows)
    for line in table { #expect(!line.split(separator: " ").contains("nan"), "\(line)") }
  }

  /// What was published with counts and limits is recomputed to the last digit: Wilson's, Byar's with exact limits under ten, and
  /// for standardised rates the upper limit from the lower.
  @Test(arguments: [
    (92196, "Byar, exact under 10"), (20401, "Byar, exact under 10"), (20101, "Wilson"), (20601, "Wilson"),
    (20602, "Wilson"), (22001, "Wilson"), (91720, "Wilson"), (93560, "Wilson"), (93561, "Wilson"),
    (21001, "Dobson, upper from lower"), (40401, "Dobson, upper from lower"), (40501, "Dobson, upper from lower"),
    (41401, "Dobson, upper from lower"),
  ])
  func publishedLimitsAreRecomputed(id: Int, method: String) throws {
    let rows = try FileAnswers.rows(["audit", String(id)], store: try DatasetsStore.url)
    let limits = try #require(rows.first { $0.text("check") == "limits 95%" })
    #expect(limits.text("method") == method)
    #expect(limits.number("of") ?? 0 >= 132 && limits.number("agree") == limits.number("of"))
    #expect(rows.allSatisfy { $0.number("differ") == 0 })
  }

  @Test(arguments: [
    ["compare", "--method", "guess"], ["compare", "--goal", "soon"], ["compare", "--goal", "95..90"],
    ["compare", "--goal", "p10..p110"], ["compare", "--goal", "nan"], ["compare", "--goal", "inf"],
    ["compare", "--method", "none", "--goal", "5"], ["export", "--method", "overlap95"],
    ["trend", "90284", "--test", "--goal", "5"], ["audit", "no such indicator"], ["audit", "--area", "Nowhere"],
    ["audit", "--geography", "current"],
  ])
  func wrongUsageIsTwo(arguments: [String]) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("tidemark: error: "), "\(outcome.errors)")
  }

  @Test func whatDiffersIsListedWithBothFigures() throws {
    let outcome = try run(["audit", "91547", "--rows", "--format", "jsonl"])
    let rows = try outcome.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(rows.count == 20)
    for row in rows {
      #expect(row["check"] as? String == "limits 95%")
      #expect(row["lower"] as? Double ?? 0 < row["recomputed_lower"] as? Double ?? 0)
      #expect((row["reason"] as? String)?.hasPrefix("the interval is wider than count and denominator give") == true)
    }
  }

  @Test func anAreaWithoutFiguresHasNothingToAudit() throws {
    let outcome = try run(["audit", "91547", "--period", "1950"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("nothing to show"))
  }

  /// Over all areas none of these limits differs, since counts were rounded to five (as the test over whole files has it); one area
  /// alone has too few counts to show that.
  @Test func oneAreaIsAuditedByTheRoundingOfAll() throws {
    for area in ["Birmingham", "Solihull"] {
      let outcome = try run(["audit", "90284", "--area", area, "--format", "jsonl"])
      let rows = try outcome.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      #expect(rows.map { $0["check"] as? String ?? "" }.contains("limits 95%"))
      #expect(rows.allSatisfy { $0["differ"] as? Int == 0 }, "\(rows)")
      #expect(rows.contains { ($0["rounded"] as? Int ?? 0) > 0 })
    }
  }
}
