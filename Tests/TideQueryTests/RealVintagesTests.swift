import Foundation
import TestSupport
import Testing
import TideDisclosure
import TideIngest
import TideModel
import TideQuery
import TideStore

/// Published figures that were published more than once, loaded one after the other: what `revisions` has to count.
///
/// Expected numbers were counted with Python's csv module, keys and figures compared as texts.
@Suite(.enabled(if: CorpusFolder.has("priority-figures.csv.gz"), "\(CorpusFolder.skipped)"))
struct RealVintagesTests {
  private let folder: URL
  private var store: String { folder.appending(path: "store").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "vintages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func append(_ path: String, isFullRefresh: Bool = false) throws -> AppendReport {
    var options = AppendOptions()
    options.fullRefresh = isFullRefresh
    return try Appender.append([path], to: store, options: options)
  }

  private func file(_ name: String, _ lines: [Substring]) throws -> String {
    let path = folder.appending(path: name).path
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// What changed from one release to another.
  private func totals(_ from: Int, _ to: Int) throws -> VintageDifference.Totals {
    let after = try ScreenedSnapshot.open(store, asOf: .release(to), withholding: false)
    return try VintageDifference(after.vintage(.release(from)), after).stream { _ in }
  }

  /// 6,505 keys in both files with the same figures, 232 of them with another trend text; 342 more for the nine regions.
  @Test func injuriesByAuthorityAndByRegion() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try append(CorpusFolder.path("child-injury-admissions-by-authority.csv"))
    let second = try append(CorpusFolder.path("child-injury-admissions-by-region.csv"), isFullRefresh: true)
    #expect(first.counts.new == 6505)
    #expect(second.counts.new == 342 && second.counts.revised == 0 && second.counts.withdrawn == 0)
    #expect(second.counts.relabelled == 232 && second.counts.unchanged == 6273)
    let totals = try totals(1, 2)
    #expect(totals.count(.new) == 342 && totals.flipped == 0)
    #expect([.revised, .suppressed, .withdrawn, .removed].allSatisfy { totals.count($0) == 0 })
  }

  /// The file without Birmingham, its 38 figures taken back.
  @Test func anAuthorityThatIsNoLongerListed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = CorpusFolder.path("child-injury-admissions-by-authority.csv")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.contains(",E08000025,Birmingham,") }
    _ = try append(path)
    let report = try append(file("fewer.csv", lines), isFullRefresh: true)
    #expect(report.counts.withdrawn == 38 && report.counts.unchanged + report.counts.relabelled == 6505 - 38)
    #expect(report.withdrawals.map(\.stored) == [6505])
    let totals = try totals(1, 2)
    #expect(totals.count(.withdrawn) + totals.count(.revised) == 38)
    let key = try #require(try Snapshot.open(store).panelKeys().first { $0.areaClass == .authority })
    let panel = try #require(try Snapshot.open(store).panel(key))
    let area = try #require(panel.areaIndex("E08000025"))
    #expect(try panel.status(area: area, period: 0) == .withdrawn)
  }

  /// One download holds 308 of its 41,345 keys twice and more with other figures: 596 rows against the first of each. As a
  /// release of their own they revise those 308.
  @Test func figuresOfOneDownloadThatContradictEachOther() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = CorpusFolder.path("mixed-indicators-no-names.csv")
    let first = try append(path)
    #expect(first.counts.new == 41_345 && first.counts.rejected == 596)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
    let second = try append(file("again.csv", [lines[0]] + first.rejected.map { lines[$0.line - 1] }))
    #expect(second.counts.revised == 308 && second.counts.new == 0 && second.counts.unchanged == 0)
    let totals = try totals(1, 2)
    #expect(totals.count(.revised) + totals.count(.suppressed) == 308 && totals.count(.new) == 0)
    #expect(try self.totals(1, 1) == VintageDifference.Totals())
  }

  /// The table of priorities joins 53 sources, and gives each key once: loaded source by source, by the newest period of
  /// each, all 107,262 figures are new and none is revised. The vintages were joined by leaving the older figures out.
  ///
  /// The short form has the 16,244 figures of the two series that change source part-way, suicide and preventable
  /// mortality, from 14 sources.
  @Test func joinedSourcesOneAfterTheOther() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (figures, releases) = Seed.isLong ? (107_262, 53) : (16_244, 14)
    let joined = [",Suicide rate,", ",Under 75 mortality rate from causes considered preventable,"]
    let all = try unpacked("priority-figures.csv.gz").split(separator: "\n")
    let lines = all.prefix(1) + all.dropFirst().filter { line in Seed.isLong || joined.contains { line.contains($0) } }
    let sources = Dictionary(grouping: lines.dropFirst()) { $0[$0.index(after: $0.lastIndex(of: ",")!)...] }
    #expect(sources.count == releases)
    func newest(_ rows: [Substring]) -> Substring {
      // Seventh from the end: behind it stand numbers and the source.
      rows.map { row in row.split(separator: ",", omittingEmptySubsequences: false).suffix(7).first ?? "" }.max() ?? ""
    }
    var loaded = 0
    for (source, rows) in sources.sorted(by: { (newest($0.value), $0.key) < (newest($1.value), $1.key) }) {
      let report = try append(file("\(loaded).csv", [lines[0]] + rows))
      #expect(report.counts.new == rows.count, "\(source)")
      #expect(report.counts.revised + report.counts.unchanged + report.counts.rejected == 0, "\(source)")
      loaded += rows.count
    }
    #expect(loaded == figures)
    let snapshot = try Snapshot.open(store)
    let statistics = try snapshot.statistics()
    #expect(statistics.releases == releases && statistics.figures == figures)
    let totals = try totals(1, releases)
    #expect([.revised, .suppressed, .withdrawn, .removed].allSatisfy { totals.count($0) == 0 })
    let before = try Snapshot.open(store, asOf: .release(1)).statistics().figures
    #expect(totals.count(.new) == figures - before)
  }

  private func unpacked(_ name: String) throws -> String {
    let process = Process()
    let output = folder.appending(path: "unpacked")
    try Data().write(to: output)
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-dc", CorpusFolder.path(name)]
    process.environment = ["PATH": "/usr/bin:/bin"]
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try String(contentsOf: output, encoding: .utf8)
  }
}
