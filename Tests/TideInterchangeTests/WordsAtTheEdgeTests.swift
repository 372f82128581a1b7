import Foundation
import Testing
import TideModel

/// Nothing that writes tables, charts or reports reads back the words that cells are written in.
@Suite struct WordsAtTheEdgeTests {
  private static let rooms = ["TideInterchange", "TideReport", "TidemarkCLI/Reports", "TidemarkCLI/Charts"]

  /// The lines of a room's files that are no comments, with the file's name.
  private static func lines(of room: String) throws -> [(file: String, line: Substring)] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/\(room)")
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.map { (file.lastPathComponent, $0) }
    }
  }

  @Test(arguments: rooms)
  func noTextIsTakenApartByItsWords(room: String) throws {
    let lines = try Self.lines(of: room)
    #expect(!lines.isEmpty)
    for (file, line) in lines where line.contains(/(hasPrefix|hasSuffix|starts)\((with: )?"[^"]*[A-Za-z]/) {
      Issue.record("\(file):\(line)")
    }
  }

  /// What typed cells say in words.
  private static let words: Set<String> = {
    let levels = ConfidenceLevel.allCases
    let verdicts: [Verdict.Kind] = [.better, .similar, .worse, .higher, .lower, .notCompared]
    let polarities = Polarity.allCases
    let trends = TrendDirection.allCases.flatMap { direction in
      polarities.map { TrendOutcome.figures(direction, $0).text }
    }
    let places = levels.flatMap { [FunnelPlace.high($0), .low($0)] } + [.notSignificant, .notApplicable]
    let rules = [ComparisonRule.goal, .controlLimits] + ComparisonMethod.allCases.map { .method($0) }
    let quantiles = [4, 5].flatMap { parts in (1...parts).compactMap { Quantile(position: $0, of: parts)?.text } }
    return Set(
      verdicts.map(\.text) + trends + GapDirection.allCases.map(\.text) + places.map(\.text) + rules.map(\.text)
        + quantiles + polarities.map(\.name) + Status.allCases.flatMap { [$0.marker, $0.meaning] } + ["yes", "no"]
    ).subtracting([""])
  }()

  @Test(arguments: rooms)
  func noCellIsKnownByItsWords(room: String) throws {
    for (file, line) in try Self.lines(of: room) {
      for match in line.matches(of: /(?:[=!]= |case |contains\()"([^"]*)"/) where Self.words.contains(String(match.1)) {
        Issue.record("\(file):\(line)")
      }
    }
  }
}
