import Foundation
import TideModel
import TideStore
import Testing

@testable import TideIngest

@Suite("Published files", .serialized, .enabled(if: Corpus.isPresent, "\(Corpus.skipped)"))
struct CorpusTests {
  @Test("every row is accounted for, and every accepted figure comes back bit for bit", arguments: CorpusFile.all)
  func load(_ file: CorpusFile) throws {
    let bench = try Workbench()
    for list in file.lists { try bench.append(Corpus.path(list)) }
    let report = try bench.append(Corpus.path(file.name))
    let rows = try PublishedRows(file)
    let share = try #require(report.files.first)
    #expect(share.rows == rows.count)
    #expect(share.accepted + share.collapsed + share.rejected == rows.count)
    #expect(share.collapsed == file.collapsed)
    #expect(report.rejected.allSatisfy { !$0.reason.isEmpty && $0.line > 1 && $0.file == Corpus.path(file.name) })
    let rules = Dictionary(grouping: report.rejected, by: \.rule).mapValues(\.count)
    #expect(rules == file.rejected)
    Self.print(share, rules)
    try Self.compare(rows, report, try Snapshot.open(bench.store), file)
  }

  private static func print(_ share: AppendReport.File, _ rules: [RejectedRow.Rule: Int]) {
    let name = URL(fileURLWithPath: share.name).lastPathComponent
    let reasons = rules.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }
    Swift.print(
      "\(name) | rows \(share.rows) | accepted \(share.accepted) | collapsed \(share.collapsed)"
        + " | rejected \(reasons.isEmpty ? "0" : reasons.joined(separator: ", "))")
  }

  /// The differential test: the independent reader's rows against what the store gives.
  private static func compare(
    _ rows: PublishedRows, _ report: AppendReport, _ snapshot: Snapshot, _ file: CorpusFile
  ) throws {
    let stored = try StoredFigures(snapshot)
    let refused = Set(report.rejected.map(\.line))
    var rows = rows
    var seen: Set<StoredFigures.Place> = []
    var wrong = 0
    while let row = try rows.next(stored) {
      if refused.contains(row.line) { continue }
      guard let place = try stored.place(row.key, area: row.area, period: row.period) else {
        wrong += 1
        if wrong < 5 { Issue.record("line \(row.line) is not stored: \(row)") }
        continue
      }
      seen.insert(place)
      for measure in Measure.allCases {
        let expected = row.figures[measure]
        let found = try stored.figure(measure, at: place)
        guard found?.bitPattern != expected?.bitPattern else { continue }
        wrong += 1
        if wrong < 5 { Issue.record("line \(row.line), \(measure): \(String(describing: found)) of \(row)") }
      }
      if row.figures.value == nil, try stored.status(at: place) == Status.none {
        wrong += 1
        if wrong < 5 { Issue.record("line \(row.line) has no value and no status") }
      }
    }
    #expect(wrong == 0)
    #expect(seen.count == report.counts.accepted)
    #expect(try snapshot.statistics().figures == seen.count)
  }

  // 703 repeated keys and, in the second file, 232 other trend texts: corpus/README.md. 6,847 rows share 6,505 keys.
  @Test("two files of one indicator: repeats collapse, and only what differs is written")
  func overlapping() throws {
    let bench = try Workbench()
    let first = try bench.append(Corpus.path(CorpusFile.authority.name))
    #expect(first.counts.new == 7208 - 703)
    #expect(first.textConflicts == 38)
    let second = try bench.append(Corpus.path(CorpusFile.region.name))
    #expect(second.counts.relabelled == 232)
    #expect(second.counts.new == 342)
    #expect(second.counts.unchanged == 6505 - 232)
    #expect(second.counts.revised == 0)
    #expect(try bench.append(Corpus.path(CorpusFile.authority.name)).outcome == .alreadyLoaded(release: 1))
  }

  @Test("the indicator and area lists load without a rejected row")
  func lists() throws {
    let bench = try Workbench()
    for name in [
      "areas.csv.gz", "authorities.csv", "upper-tier-authorities.csv", "mixed-indicators-areas.csv",
      "mixed-indicators-metadata.csv", "local-authority-measures-dictionary.csv.gz",
    ] {
      let report = try bench.append(Corpus.path(name))
      #expect(report.rejected.map { "\($0.line) \($0.rule) \($0.value)" } == [], "\(name)")
      #expect(report.files[0].rows == ReferenceCSV.read(try Corpus.bytes(name)).records.count - 1, "\(name)")
    }
    let snapshot = try Snapshot.open(bench.store)
    #expect(try snapshot.area(Area.birminghamCode)?.name == "Birmingham")
    #expect(try snapshot.indicator(41101)?.polarity == .lowIsGood)
  }
}
