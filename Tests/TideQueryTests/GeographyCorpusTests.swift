import Foundation
import TestSupport
import Testing
import TideIngest
import TideModel
import TideQuery
import TideStore

/// Sums into the areas of today against the publisher's own figures for them. Needs the corpus; skipped where it is absent.
///
/// The file publishes Bournemouth, Christchurch and Poole, Dorset, Somerset, North Yorkshire and Buckinghamshire worked back
/// to 2013/14 beside the areas that were there before. Without those rows, the sums must give them again.
@Suite struct GeographyCorpusTests {
  private static let file = CorpusFolder.path("smoking-prevalence-practices-to-england.csv")
  private static let isThere = FileManager.default.fileExists(atPath: file)

  /// By area: rows whose predecessors are published with counts in the same year and stratum, and how many of them have
  /// limits that are Wilson's of their own count and denominator. Counted in Python.
  private static let rows: [String: (all: Int, wilson: Int)] = [
    "E06000058": (6, 1), "E06000059": (6, 1), "E06000060": (6, 6), "E06000065": (9, 9), "E06000066": (9, 9),
  ]

  /// The fields of a line; none holds a line end.
  private static func fields(_ line: String) -> [String] {
    CSVText.rows(line)[0].map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func withStore(_ body: ([String: [String: Figures]], Snapshot) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "geography-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = try String(contentsOfFile: file, encoding: .utf8).replacingOccurrences(of: "\r\n", with: "\n")
    let lines = text.split(separator: "\n").map(String.init)
    let head = fields(lines[0])
    func place(_ name: String) throws -> Int { try #require(head.firstIndex(of: name)) }
    let (area, period) = (try place("Area Code"), try place("Time period"))
    let age = try place("Age")
    let measures: [(Measure, Int)] = [
      (.value, try place("Value")), (.lower95, try place("Lower CI 95.0 limit")),
      (.upper95, try place("Upper CI 95.0 limit")), (.count, try place("Count")),
      (.denominator, try place("Denominator")),
    ]
    var withheld: [String: [String: Figures]] = [:]
    let kept = lines.filter { line in
      let fields = fields(line)
      guard rows[fields[area]] != nil, fields[period] < "2021/22" else { return true }
      var figures = Figures()
      for (measure, column) in measures { figures[measure] = Double(fields[column]) }
      withheld[fields[area], default: [:]][fields[period] + fields[age]] = figures
      return false
    }
    let path = folder.appending(path: "figures.csv").path
    try kept.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Datasets")
    let lists = ["areas.csv", "indicators.csv"].map { root.appending(path: $0).path }
    let store = folder.appending(path: "store").path
    _ = try Appender.append(lists + [path], to: store)
    try body(withheld, Snapshot.open(store))
  }

  @Test(.enabled(if: isThere, "the corpus is not on this machine"))
  func sumsAreThePublishersOwnFiguresOfTodaysAreas() throws {
    try Self.withStore { withheld, snapshot in
      for (code, expected) in Self.rows {
        let answer = try Self.trend(code, snapshot)
        var agreed = (all: 0, wilson: 0)
        for row in answer.rows.indices {
          guard let published = withheld[code]?[answer.text(row, "period") + answer.text(row, "age")],
            let count = answer.number(row, "count"), let denominator = answer.number(row, "denominator")
          else { continue }
          let place: Comment = "\(code) \(answer.text(row, "period")): \(answer.text(row, "note"))"
          #expect(count == published.count, place)
          #expect(abs(denominator - (published.denominator ?? 0)) < 1e-3, place)
          // Some are printed with five decimals.
          func agrees(_ measure: Measure, _ column: String) throws -> Bool {
            abs(try #require(answer.number(row, column), place) - (published[measure] ?? 0)) < 6e-6
          }
          #expect(try agrees(.value, "value"), place)
          agreed.all += 1
          if try agrees(.lower95, "lower_95"), try agrees(.upper95, "upper_95") { agreed.wilson += 1 }
        }
        #expect(agreed.all == expected.all && agreed.wilson == expected.wilson, "\(code): \(agreed)")
      }
    }
  }

  /// Sums and Wilson limits by Python 3.11 over the file: Cumbria and Northamptonshire were split, their districts were not.
  @Test(
    .enabled(if: isThere, "the corpus is not on this machine"),
    arguments: [
      ("E06000063", "2021/22", [37263, 239_799, 15.539264133711983, 15.39481659290887, 15.6848157439828]),
      ("E06000064", "2013/14", [33691, 200890.68383, 16.770812542263226, 16.60807422067537, 16.934821665582295]),
      ("E06000061", "2018/19", [60577, 304_182, 19.91472210715953, 19.77318203868716, 20.05702204897499]),
      ("E06000062", "2019/20", [62325, 351_938, 17.709085122947794, 17.583316307028348, 17.835558852038506]),
    ])
  func districtsOfSplitCountiesAreSummed(_ code: String, _ period: String, _ expected: [Double]) throws {
    try Self.withStore { _, snapshot in
      let answer = try Self.trend(code, snapshot)
      let row = try #require(answer.rows.indices.first { answer.text($0, "period") == period })
      let found = ["count", "denominator", "value", "lower_95", "upper_95"].map { answer.number(row, $0) ?? .nan }
      for (mine, theirs) in zip(found, expected) { #expect(abs(mine - theirs) < 1e-9 * theirs, "\(found)") }
      // As published there is nothing for that year, and a mark where the area begins.
      let published = try QueryEngine(snapshot).table(Query(.trend, indicators: [91547], area: code))
      #expect(!published.cells("period").contains(.text(period)))
      let marked = published.rows.indices.filter { published.text($0, "status") == "b" }
      #expect(marked.map { published.text($0, "period") } == (code > "E06000062" ? [] : ["2021/22"]))
      #expect(published.notes.contains { $0.contains("are not joined to these") })
    }
  }

  private static func trend(_ code: String, _ snapshot: Snapshot) throws -> ResultTable {
    try QueryEngine(snapshot).table(Query(.trend, indicators: [91547], area: code, geography: .current))
  }
}
