import Foundation
import Testing

/// What jobs read: one object on standard output, messages as JSON lines on standard error.
@Suite struct JobLogTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(
      "indicator_id,area_code,period,value\n1,E92000001,2020,5\n1,E08000025,2020,6\n", to: "a.csv")
    _ = try folder.write("indicator_id,area_code,period,value\n1,E08000025,2021,6\n", to: "b.csv")
  }

  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(arguments, in: folder.url, environment: environment)
  }

  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  @Test func everyJobReportsOneObject() throws {
    let keys: [([String], Set<String>)] = [
      (["append", "a.csv"], ["outcome", "release", "published", "files", "counts", "refusal", "rejects_file"]),
      (["append", "b.csv"], ["outcome", "release"]),
      (["compact"], ["segments_before", "segments", "bytes_before", "bytes"]),
      (["undo"], ["release", "undone"]), (["verify"], ["store", "segments", "panels", "figures", "releases"]),
      (["repair"], ["outcome", "problems", "releases", "lost", "kept_aside"]),
      (["backup", "copy"], ["backup", "releases", "segments"]),
      (["restore", "copy", "--store", "again"], ["store", "releases", "segments"]),
    ]
    for (arguments, expected) in keys {
      let outcome = try BinaryUnderTest.run(arguments + ["--json"], in: folder.url)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      #expect(outcome.output.hasSuffix("}\n") && outcome.output.split(separator: "\n").count == 1)
      let missing = expected.subtracting(Set(try object(outcome.output).keys))
      #expect(missing.isEmpty, "\(arguments): no \(missing) in \(outcome.output)")
      #expect(outcome.errors.isEmpty, "\(arguments): \(outcome.errors)")
    }
  }

  @Test func failuresAreObjectsWithTheirExitCode() throws {
    for (arguments, code) in [
      (["append", "missing.csv"], 7), (["verify"], 4), (["append", "a.csv", "--wait", "-1"], 2), (["undo", "x"], 2),
    ] {
      let outcome = try BinaryUnderTest.run(arguments + ["--json"], in: folder.url)
      #expect(Int(outcome.status) == code)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count == 1, "\(outcome.errors)")
      let failure = try object(lines.first ?? "")
      #expect(failure["level"] as? String == "error")
      #expect(failure["exit_code"] as? Int == code)
      #expect(!(failure["message"] as? String ?? "").isEmpty)
      #expect(failure["remedy"] is String && failure["details"] is [Any])
    }
  }

  @Test func messagesAreLinesWithATimeAndALevel() throws {
    _ = try run("append", "a.csv")
    let outcome = try run("trend", "1", "--format", "csv", environment: ["TIDEMARK_LOG": "json"])
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      let message = try object(line)
      #expect(message["level"] as? String == "info")
      let time = try #require((message["time"] as? String).flatMap { ISO8601DateFormatter().date(from: $0) })
      #expect(time == Date(timeIntervalSince1970: Double(BinaryUnderTest.moment)))
    }
    // The answer is the same.
    #expect(outcome.output == (try run("trend", "1", "--format", "csv").output))
  }
}
