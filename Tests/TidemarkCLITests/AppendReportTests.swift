import Foundation
import Testing

/// What `append` tells people and programs, with full refreshes and several files.
@Suite struct AppendReportTests {
  private static let heading = "indicator_id,indicator,area_code,sex,age,period,value,lower_95,upper_95\n"

  /// Two areas and England over some years.
  private static func rows(_ years: ClosedRange<Int>, england: Double = 5) -> String {
    years.map { year in
      """
      7,Seven,E92000001,Persons,All,\(year),\(england),4.9,5.1
      7,Seven,E08000025,Persons,All,\(year),6,5.5,6.5
      7,Seven,E08000026,Persons,All,\(year),4.8,4.4,5.4

      """
    }.joined()
  }

  private func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(arguments + ["--store", "s"], in: folder.url)
  }

  private func object(_ outcome: BinaryUnderTest.Outcome) throws -> [String: Any] {
    #expect(outcome.output.split(separator: "\n").count == 1)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any], "\(outcome.output)")
  }

  private static let keys: Set<String> = [
    "outcome", "refusal", "release", "published", "files", "counts", "text_conflicts", "withdrawals", "rejects_file",
    "comparisons_turned_over",
  ]

  @Test func aJSONReportHasEverythingUnderKeysThatAreAlwaysThere() throws {
    let folder = try TemporaryFolder()
    let text = Self.heading + Self.rows(2001...2004) + "7,Seven,E08000026,Persons,All,2003,four,,\n"
    try folder.write(text, to: "a.csv")
    let first = try run(folder, "append", "a.csv", "--json", "--published", "2024-03-01")
    #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
    let made = try object(first)
    #expect(Set(made.keys) == Self.keys)
    #expect(made["outcome"] as? String == "committed" && made["release"] as? Int == 1)
    #expect(made["published"] as? String == "2024-03-01" && made["refusal"] is NSNull)
    #expect(made["rejects_file"] as? String == "a.csv.rejects.csv" && made["comparisons_turned_over"] as? Int == 0)
    let counts = try #require(made["counts"] as? [String: Int])
    #expect(
      counts == [
        "new": 12, "revised": 0, "unchanged": 0, "withdrawn": 0, "newly_suppressed": 0, "relabelled": 0,
        "collapsed": 0, "rejected": 1, "described": 0,
      ])
    let file = try #require((made["files"] as? [[String: Any]])?.first)
    let sum = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/usr/bin/sha256sum"), ["a.csv"], in: folder.url, environment: [:])
    #expect(file["sha256"] as? String == String(sum.output.prefix(64)))
    #expect(file["name"] as? String == "a.csv" && file["bytes"] as? Int == text.utf8.count)
    #expect(["rows", "accepted", "collapsed", "rejected"].map { file[$0] as? Int } == [13, 12, 0, 1])
    #expect(file["loaded_before"] is NSNull)

    let again = try object(try run(folder, "append", "a.csv", "--json"))
    #expect(again["outcome"] as? String == "already-loaded" && again["release"] as? Int == 1)
    #expect((again["files"] as? [[String: Any]])?.first?["loaded_before"] as? Int == 1)
    #expect(Set(again.keys) == Self.keys)

    // England falls below the limits of Birmingham, where it was already, and of Coventry, where it was inside: four times.
    try folder.write(Self.heading + Self.rows(2001...2004, england: 4.3), to: "b.csv")
    let dry = try object(try run(folder, "append", "b.csv", "--json", "--dry-run"))
    #expect(dry["outcome"] as? String == "dry-run" && dry["release"] is NSNull)
    #expect(dry["comparisons_turned_over"] is NSNull)
    #expect((dry["counts"] as? [String: Int])?["revised"] == 4)
    let revised = try object(try run(folder, "append", "b.csv", "--json"))
    let shown = try BinaryUnderTest.run(["revisions", "--store", "s", "--format", "csv"], in: folder.url)
    #expect(shown.errors.contains("4 revised; 4 comparisons with England turned over"), "\(shown.errors)")
    #expect(revised["comparisons_turned_over"] as? Int == 4)
    let strict = try run(folder, "append", "a.csv", "--json", "--strict", "--full-refresh")
    #expect(strict.status == 3 && strict.errors.contains("the append is strict"))
    #expect(try object(strict)["refusal"] as? String == "rejected-rows")
  }

  @Test func aFullRefreshThatWouldLoseTooMuchIsThreeAndSaysWhat() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.heading + Self.rows(2001...2020), to: "all.csv")
    try folder.write(Self.heading + Self.rows(2001...2018), to: "fewer.csv")
    #expect(try run(folder, "append", "all.csv").status == 0)
    let before = try run(folder, "export").output
    for extra in [[], ["--dry-run"], ["--json"]] {
      let refused = try BinaryUnderTest.run(
        ["append", "fewer.csv", "--full-refresh", "--store", "s"] + extra, in: folder.url)
      #expect(refused.status == 3)
      #expect(refused.errors.contains("more than 5% of an indicator's stored figures"), "\(refused.errors)")
      #expect(refused.errors.contains("Seven (7): 6 of 60 figures"), "\(refused.errors)")
      #expect(refused.errors.contains("--allow-withdrawals"))
    }
    #expect(try run(folder, "export").output == before)
    #expect(try run(folder, "releases", "--format", "jsonl").output.split(separator: "\n").count == 1)
  }

  @Test func withdrawnFiguresAreCountedListedAndKeptBack() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.heading + Self.rows(2001...2040), to: "all.csv")
    try folder.write(Self.heading + Self.rows(2001...2039), to: "fewer.csv")
    #expect(try run(folder, "append", "all.csv").status == 0)
    let dry = try run(folder, "append", "fewer.csv", "--full-refresh", "--dry-run")
    #expect(dry.output.hasPrefix("dry run, nothing was written: 0 new, 0 revised, 117 unchanged, 3 withdrawn\n"))
    #expect(dry.output.contains("\n  Seven (7): 3 of 120 figures withdrawn\n"), "\(dry.output)")
    let made = try run(folder, "append", "fewer.csv", "--full-refresh")
    #expect(made.output.hasPrefix("release 2: 0 new, 0 revised, 117 unchanged, 3 withdrawn\n"), "\(made.errors)")
    let releases = try run(folder, "releases", "--format", "csv").output.split(separator: "\n")
    #expect(releases[0].hasPrefix("release,published,recorded,new,revised,withdrawn,newly_suppressed,"))
    #expect(releases[2].split(separator: ",", omittingEmptySubsequences: false)[5] == "3")
    let revisions = try run(folder, "revisions", "--format", "csv")
    #expect(revisions.errors.contains("3 withdrawn;"), "\(revisions.errors)")
    func latest(_ arguments: String...) throws -> String {
      try BinaryUnderTest.run(
        ["export", "--period", "2040", "--format", "csv", "--store", "s"] + arguments, in: folder.url
      ).output
    }
    #expect(try latest("--as-of", "1").contains(",w,"))
    #expect(!(try latest("--as-of", "1").contains(",6,5.5,6.5,")))
    #expect(try latest("--as-of", "1", "--allow-withdrawn").contains(",6,5.5,6.5,"))
    #expect(try run(folder, "undo").status == 0)
    #expect(try latest().contains(",6,5.5,6.5,"))
    #expect(try run(folder, "verify").status == 0)
  }

  @Test func optionsThatDoNotFitAreUsageErrors() throws {
    let folder = try TemporaryFolder()
    #expect(try run(folder, "append", "a.csv", "--allow-withdrawals").status == 2)
    #expect(try run(folder, "compare", "--geography", "mars").status == 2)
  }

  @Test func severalFilesAreOneReleaseOrNone() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.heading + Self.rows(2001...2004), to: "a.csv")
    try folder.write(Self.heading + Self.rows(2005...2008), to: "b.csv")
    try folder.write(Self.heading + "7,\"Seven", to: "c.csv")
    #expect(try run(folder, "append", "a.csv", "b.csv", "c.csv").status == 3)
    #expect(!FileManager.default.fileExists(atPath: folder.path("s")))
    #expect(try run(folder, "append", "a.csv", "b.csv").output.hasPrefix("release 1: 24 new"))
    let before = try run(folder, "export").output
    try folder.write(Self.heading + Self.rows(2009...2010), to: "d.csv")
    #expect(try run(folder, "append", "d.csv", "c.csv").status == 3)
    #expect(try run(folder, "append", "d.csv", "missing.csv").status == 7)
    #expect(try run(folder, "export").output == before)
  }
}
