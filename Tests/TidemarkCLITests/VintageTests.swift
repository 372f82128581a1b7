import Foundation
import Testing

/// `releases`, `revisions`, `diff`, `undo` and older vintages, as a user runs them.
@Suite struct VintageTests {
  /// Two releases: England and Birmingham revised, Sandwell revised across England's figure, one new year.
  private static let first = """
    indicator_id,area_code,sex,age,period,value,lower_95,upper_95,status
    92196,E92000001,Persons,<1 yr,2016,3.9,3.8,4.0,
    92196,E08000025,Persons,<1 yr,2016,7.9,7.1,8.8,
    92196,E08000028,Persons,<1 yr,2016,3.8,3.0,4.5,
    92196,E08000029,Persons,<1 yr,2016,3.7,3.6,3.8,
    92196,E08000025,Persons,<1 yr,2015,7.2,6.5,8.0,

    """
  private static let second = """
    indicator_id,area_code,sex,age,period,value,lower_95,upper_95,status
    92196,E92000001,Persons,<1 yr,2016,3.5,3.4,3.55,
    92196,E08000025,Persons,<1 yr,2016,,,,c
    92196,E08000028,Persons,<1 yr,2016,4.4,4.1,5.0,
    92196,E08000025,Persons,<1 yr,2017,8.0,7.2,8.9,

    """
  private static let indicator = """
    indicator_id,name,unit,value_type,polarity,comparison_method
    92196,Infant mortality rate,"per 1,000",Crude rate,low is good,Confidence intervals overlapping reference value (95.0)

    """

  private let folder: URL
  private var store: URL { folder.appending(path: "store") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "vintages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in [("1.csv", Self.first), ("2.csv", Self.second), ("indicator.csv", Self.indicator)] {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
  }

  private func file(_ name: String) -> String { folder.appending(path: name).path }

  private func run(_ arguments: String...) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(arguments, store: store)
  }

  private func load() throws {
    let first = try run("append", file("indicator.csv"), file("1.csv"), "--published", "2025-01-01")
    #expect(first.status == 0 && !first.output.contains("rejected,"), "\(first.output)")
    #expect(try run("append", file("2.csv"), "--published", "2026-01-01").status == 0)
  }

  /// Some columns of a CSV answer without quotes, joined by a blank.
  private func columns(_ names: [String], _ outcome: BinaryUnderTest.Outcome) throws -> [String] {
    let lines = outcome.output.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first, "\(outcome.errors)")
    let places = try names.map { try #require(header.firstIndex(of: $0)) }
    return lines.dropFirst().map { line in places.map { line[$0] }.joined(separator: " ") }
  }

  @Test func revisionsListChangesAndComparisonsThatTurnedOver() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try load()
    let names = ["area_code", "period", "change", "old_value", "value", "old_comparison", "comparison", "flipped"]
    let shown = try run("revisions", "--format", "csv")
    // Solihull keeps its figure, but England fell past its lower limit. Birmingham's old value stays hidden.
    #expect(
      try columns(names, shown) == [
        "E92000001 2016 revised 3.9 3.5 not compared not compared ",
        "E08000025 2016 suppressed   not compared not compared ",
        "E08000028 2016 revised 3.8 4.4 similar worse yes",
        "E08000029 2016 comparison 3.7 3.7 better worse yes",
      ])
    #expect(shown.errors.contains("2 revised, 1 suppressed; 2 comparisons with England turned over; 1 new figures"))
    let allowed = try run("revisions", "2", "--allow-withdrawn", "--area", "E08000025", "--new", "--format", "csv")
    #expect(
      try columns(names, allowed) == [
        "E08000025 2016 suppressed 7.9  worse not compared ", "E08000025 2017 new  8  not compared ",
      ])
    #expect(try columns(["change"], try run("revisions", "1", "--new", "--format", "csv")).count == 5)
    #expect(try run("revisions", "3").status == 2)
    #expect(try run("diff", "1", "--format", "csv").output == shown.output)
    #expect(try run("diff", "2025-06-30", "2026-06-30", "--format", "csv").output == shown.output)
    #expect(try run("diff", "2", "2", "--fail-if-empty").status == 1)
  }

  @Test func undoRestoresTheFormerExportByteForByte() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try load()
    let former = try run("export", "--as-of", "1", "--allow-withdrawn").output
    #expect(try run("export", "--as-of", "1").output != former)
    let newest = try run("export").output
    let undone = try run("undo")
    #expect(undone.output == "release 3: release 2 is taken back; the figures before it stand again\n")
    #expect(try run("export").output == former)
    #expect(try run("export", "--as-of", "1").output == former)
    #expect(try run("export", "--as-of", "2").output == newest)
    #expect(try run("append", file("2.csv")).output.hasPrefix("release 4: 1 new, 3 revised"))
    #expect(try run("undo", "1").status == 2)
    let releases = try run("releases", "--format", "csv")
    #expect(
      try columns(["release", "published", "new", "revised", "newly_suppressed", "note"], releases).prefix(3) == [
        "1 2025-01-01 5 0 0 ", "2 2026-01-01 1 3 1 taken back by release 3",
        try columns(["release", "published"], releases)[2] + " 0 0 0 takes release 2 back",
      ])
    #expect(try run("verify").status == 0)
  }

  /// What is timed goes the way that every answer goes.
  @Test func benchKeepsBackWhatIsKeptBack() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try load()
    let command = ["summarise", "--by", "period", "--measures", "figures,max"]
    var answers: [String] = []
    for more in [[], ["--allow-withdrawn"]] {
      let words = command + ["--as-of", "1"] + more
      let timed = try BinaryUnderTest.run(
        ["bench", "--runs", "1", "--seconds", "0", "--answers", folder.path, "--"] + words, store: store)
      #expect(timed.status == 0, "\(timed.errors)")
      answers.append(try String(contentsOf: folder.appending(path: "summarise.csv"), encoding: .utf8))
      #expect(try answers.last == BinaryUnderTest.run(words + ["--format", "csv"], store: store).output)
    }
    #expect(answers[0] != answers[1])
  }

  /// Solihull keeps its figure, but England fell past its lower limit; Birmingham's former latest figure stays hidden.
  @Test func changesAreThoseOfOneAreasLatestFigures() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try load()
    func changes(_ arguments: String...) throws -> [String] {
      let names = ["what", "old_period", "old_value", "old_comparison", "period", "value", "comparison", "turned"]
      return try FileAnswers.rows(["changes"] + arguments, store: store).map { row in
        names.map { name in row.number(name).map { "\($0)" } ?? row.text(name) }.joined(separator: "|")
      }
    }
    #expect(try changes() == ["new-period|2016|||2017|8.0|not compared|"])
    #expect(try changes("--allow-withdrawn") == ["new-period|2016|7.9|worse|2017|8.0|not compared|"])
    #expect(try changes("--area", "E08000029", "--release", "2") == ["turned|2016|3.7|better|2016|3.7|worse|yes"])
    #expect(try changes("--area", "E08000029", "--as-of", "2") == ["turned|2016|3.7|better|2016|3.7|worse|yes"])
    #expect(try changes("--area", "E08000028") == ["revised|2016|3.8|similar|2016|4.4|worse|yes"])
    #expect(try changes("--release", "1") == ["first||||2015|7.2|not compared|"])
    #expect(try changes("--area", "E92000001", "--goal", "4") == ["revised|2016|3.9|better|2016|3.5|better|"])
    let told = try run("changes").errors
    #expect(told.contains("What release 2, published 2026-01-01, changed for "))
    #expect(told.contains("0 comparisons turned over; 1 new-period; 0 latest figures stand as before."))
    let nothing = try run("changes", "--area", "E08000029", "--goal", "4")
    #expect(nothing.status == 0, "\(nothing.errors)")
    #expect(nothing.errors.contains("nothing to show. 0 comparisons turned over; 1 latest figure stands as before."))
    #expect(try run("changes", "--release", "3").status == 2)
    #expect(try run("changes", "--release", "2", "--as-of", "1").status == 2)
    #expect(try run("undo").status == 0)
    #expect(try changes("--area", "E08000029") == ["turned|2016|3.7|worse|2016|3.7|better|yes"])
  }

  @Test("figures that stand while the publisher's text beside them changes are counted")
  func relabelled() throws {
    for (name, trend) in [("a", "No significant change"), ("b", "Increasing and getting worse")] {
      let text =
        "indicator_id,area_code,sex,age,period,value,recent_trend\n1,E08000025,Persons,<1 yr,2016,7.9,\(trend)\n"
      try text.write(to: folder.appending(path: "\(name).csv"), atomically: true, encoding: .utf8)
      #expect(try run("append", file("\(name).csv")).status == 0)
    }
    for command in [["revisions"], ["diff", "1"]] {
      let outcome = try BinaryUnderTest.run(command, store: store)
      #expect(outcome.errors.contains("; 1 figure that stands with another published text."), "\(outcome.errors)")
    }
    #expect(try !run("revisions", "1").errors.contains("published text"))
  }
}
