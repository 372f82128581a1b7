import Foundation
import Testing
import TideModel

/// What is told of releases where figures are hidden: not whether they touched a hidden figure, nor anything by which a guess
/// of a file's figures could be seen to be right.
@Suite("Disclosure control and releases")
struct DisclosureRevisionTests {
  private static let areas =
    "area_code,name,area_type,parents\n"
    + ["E08000025", "E08000026", "E08000027", "E08000028"].map { "\($0),,,region=E12000005\n" }.joined()

  private static let indicator =
    "indicator_id,name,unit,multiplier,value_type,polarity\n500,Rare disease,per 1000,1000,Crude rate,Low is good\n"

  /// What a test sets of one area's figure.
  private struct Line {
    let code: String
    let name: String
    var count: Int?
    var note = ""
  }

  private static func file(_ lines: [Line]) -> String {
    let header = "indicator_id,indicator,area_code,area,sex,age,period,value,count,denominator,note"
    let rows = lines.map { line in
      let value = line.count.map { "\(Double($0) / 7919 * 1000)" } ?? ""
      let numbers = "\(value),\(line.count.map(String.init) ?? ""),\(line.count == nil ? "" : "7919"),\(line.note)"
      return "500,Rare disease,\(line.code),\(line.name),Persons,All ages,2022,\(numbers)"
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }

  /// The second release revises Sandwell, and as the test says Birmingham and Coventry, whose figures are hidden.
  private static func makeStore(_ birmingham: Int?, _ coventry: Int?) throws -> (TemporaryFolder, URL) {
    let folder = try TemporaryFolder()
    let store = folder.url.appendingPathComponent("store")
    let lines = [
      Line(code: "E12000005", name: "West Midlands", count: 3003),
      Line(code: "E08000025", name: "Birmingham", count: 3),
      Line(code: "E08000026", name: "Coventry", count: 611), Line(code: "E08000027", name: "Dudley", count: 977),
      Line(code: "E08000028", name: "Sandwell", count: 1412), Line(code: "E92000001", name: "England", count: 90_003),
    ]
    var later = lines
    (later[1].count, later[2].count) = (birmingham, coventry)
    if birmingham == nil { later[1].note = "taken out" }
    (later[0].count, later[4].count) = (3004, 1413)
    try folder.write(areas, to: "areas.csv")
    try folder.write(indicator, to: "indicators.csv")
    try folder.write(file(lines), to: "one.csv")
    try folder.write(file(later), to: "two.csv")
    for files in [["areas.csv", "indicators.csv", "one.csv"], ["two.csv"]] {
      let outcome = try BinaryUnderTest.run(["append"] + files, in: folder.url, store: store)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let pin = try BinaryUnderTest.run(["disclosure", "--pin", "k=5"], store: store)
    try #require(pin.status == 0)
    return (folder, store)
  }

  /// All that tells of releases, and of the figures with theirs.
  private static let questions: [[String]] = [
    ["export"], ["export", "--as-of", "1"], ["export", "--as-of", "1", "--allow-withdrawn"], ["export", "--compare"],
    ["export", "--geography", "current"], ["compare"], ["compare", "E08000026"], ["rank", "500"], ["trend", "500"],
    ["profile"], ["aggregate", "500"], ["diff", "0", "--new"], ["diff", "1", "--new"], ["revisions", "2", "--new"],
    ["changes"], ["changes", "E08000026"], ["audit", "--rows"], ["summarise"], ["watchlist"], ["describe", "500"],
    ["releases"], ["status"], ["compare", "--provenance"], ["export", "--provenance"], ["disclosure", "--provenance"],
    ["releases", "--provenance"],
  ]

  private static func answers(_ store: URL) throws -> [String] {
    var answers: [String] = []
    for question in questions {
      let outcome = try BinaryUnderTest.run(question + ["--format", "csv"], store: store)
      #expect(!outcome.wasKilled && [0, 2].contains(outcome.status), "\(question): \(outcome.errors)")
      answers.append("\(question): \(outcome.output)\(outcome.errors)".replacing(store.path, with: "STORE"))
    }
    let explained = try BinaryUnderTest.run(["compare", "--explain"], store: store)
    #expect(!explained.errors.contains("bytes") && explained.errors.contains("blocks"))
    let folder = store.deletingLastPathComponent()
    let report = try BinaryUnderTest.run(["report", "--output", "report.html"], in: folder, store: store)
    #expect(report.status == 0, "\(report.errors)")
    let page = try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    return answers + [page.replacing(store.path, with: "STORE")]
  }

  /// The file of the second release is another one each time, and so are its digest and its length.
  @Test("whether a release touched hidden figures makes no difference to anything that is shown")
  func touched() throws {
    let (quiet, first) = try Self.makeStore(3, 611)
    let plain = try Self.answers(first)
    #expect(plain[0].contains("Sandwell") && plain[0].contains(",c,"))
    // Revised; suppressed by the publisher in the later release.
    for (birmingham, coventry) in [(4, 610), (nil, nil)] as [(Int?, Int?)] {
      let (folder, second) = try Self.makeStore(birmingham, coventry)
      for (mine, theirs) in zip(plain, try Self.answers(second)) where mine != theirs {
        let differing = zip(mine.split(separator: "\n"), theirs.split(separator: "\n")).first { $0 != $1 }
        Issue.record("\(birmingham ?? -1): \(mine.prefix(40)): \(differing.map { "\($0)" } ?? "longer")")
      }
      withExtendedLifetime(folder) {}
    }
    withExtendedLifetime(quiet) {}
  }

  @Test("digests of files are told where nothing is hidden, and nowhere else")
  func digests() throws {
    let (folder, store) = try Self.makeStore(4, 611)
    defer { withExtendedLifetime(folder) {} }
    let sum = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/usr/bin/env"), ["sha256sum", "one.csv"], in: folder.url,
      environment: BinaryUnderTest.environment())
    let digest = String(sum.output.prefix(12))
    for answer in try Self.answers(store) { #expect(!answer.contains(digest)) }
    #expect(try BinaryUnderTest.run(["disclosure", "--unpin"], store: store).status == 0)
    for question in [["releases"], ["compare", "--provenance"], ["disclosure", "--provenance"]] {
      #expect(try BinaryUnderTest.run(question + ["--format", "csv"], store: store).output.contains(digest))
      let asked = question[0] == "compare" ? ["--disclosure", "k=5"] : nil
      if let asked {
        #expect(try !BinaryUnderTest.run(question + asked + ["--format", "csv"], store: store).output.contains(digest))
      }
    }
  }
}
