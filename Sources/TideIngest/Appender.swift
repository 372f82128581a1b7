import TideCore
public import TideModel
import TideStore

/// How an append is to be done.
public struct AppendOptions: Sendable {
  /// Refuse the whole append when a row is rejected.
  public var strict = false
  /// Find out what would change, and write nothing.
  public var dryRun = false
  /// Withdraw the stored figures of the indicators and kinds of area in the files that the files do not list. All files
  /// are read then, also those loaded before.
  public var fullRefresh = false
  /// Withdraw even where more than `mostWithdrawnPercent` of an indicator's figures would go.
  public var allowWithdrawals = false
  /// Up to this share of an indicator's covered figures may vanish without being allowed.
  public static let mostWithdrawnPercent = 5
  /// The day the figures were published; that of the recording when nil.
  public var published: CalendarDate?
  /// When the release is recorded, in seconds since the beginning of 1970 in Universal Time; as the clock says when nil.
  public var moment: Int?
  /// How long to wait for another writer, in seconds.
  public var waitSeconds = 0
  /// Name and version of the program, recorded in the release.
  public var tool = "tidemark"
  /// How many threads read and code the figures; what is stored does not depend on it.
  public var threads = Workers.processors
  /// About how many bytes of rows are held in memory; more go to a temporary file in the store's folder.
  public var memory = 1 << 30

  /// The usual way: rejects are set aside, the rest is committed.
  public init() {}
}

/// What an append did.
public struct AppendReport: Sendable {
  /// How it ended.
  public enum Outcome: Sendable, Equatable {
    /// A release was committed.
    case committed(Release)
    /// All files had been loaded before, the last of them by this release; nothing was written.
    case alreadyLoaded(release: Int)
    /// Every figure and description was stored already; nothing was written.
    case nothingNew
    /// This is what would have been done; nothing was written.
    case dryRun
    /// The append was refused as a whole; nothing was written. `refusal` tells why.
    case refused
  }

  /// Why an append was refused.
  public enum Refusal: Sendable, Equatable {
    /// No row of any file could be read.
    case noRowRead
    /// Rows were rejected and the append was strict.
    case strict
    /// Figures would be withdrawn while rows could not be read, which may be theirs.
    case unreadRows
    /// More figures of an indicator would be withdrawn than may be without being allowed.
    case withdrawals
  }

  /// What a full refresh takes back of one indicator.
  public struct Withdrawal: Sendable, Equatable {
    /// The indicator's id.
    public var indicator: Int
    /// Its name.
    public var name: String
    /// Figures stored that the files no longer list.
    public var withdrawn: Int
    /// Figures stored of the kinds of area in the files.
    public var stored: Int

    /// Whether so many may not go without being allowed.
    public var isSuspicious: Bool { withdrawn > stored * AppendOptions.mostWithdrawnPercent / 100 }
  }

  /// One file's share.
  public struct File: Sendable, Equatable {
    /// The file as named by the caller.
    public var name: String
    /// SHA-256 of its bytes, packed or not, in hexadecimal.
    public var sha256: String
    /// Length in bytes.
    public var bytes: Int
    /// Data rows in it.
    public var rows: Int
    /// Rows taken as figures or descriptions.
    public var accepted: Int
    /// Rows that repeated another and agreed with it.
    public var collapsed: Int
    /// Rows refused.
    public var rejected: Int
    /// The release that had loaded the file before; then nothing of it was read.
    public var loadedBefore: Int?
  }

  /// How it ended.
  public var outcome: Outcome
  /// The files, in the order given.
  public var files: [File]
  /// New, revised, unchanged and so on, over all files.
  public var counts: Release.Counts
  /// Rows refused, in order of reading.
  public var rejected: [RejectedRow]
  /// Repeated rows whose figures agree but whose published trend or comparison texts do not; the first was kept.
  public var textConflicts: Int
  /// What a full refresh takes back, by indicator; only those that lose a figure.
  public var withdrawals: [Withdrawal] = []
  /// Why it was refused; nil where it was not.
  public var refusal: Refusal?
  /// Files among the store's segments that are none of it and were put aside, in words.
  public var setAside: [String] = []
}

/// Appends files to a store as one release.
public enum Appender {
  /// Reads the files, tells what the store does not hold yet, and commits that as one release.
  ///
  /// Area lists and indicator metadata are read before figures, whatever their order. A file with the same bytes as
  /// one loaded before is passed over.
  /// - Parameter progress: told how far the work has come, per block of rows and per panel.
  /// - Throws: `IngestError` or `StoreError`; the store is then as it was.
  /// - Complexity: O(rows log rows of a panel); memory up to `options.memory` and a panel.
  public static func append(
    _ paths: [String], to store: String, options: AppendOptions = AppendOptions(),
    progress: (AppendProgress) -> Void = { _ in }
  ) throws -> AppendReport {
    // Files are opened and told apart before a store is made: a mistyped name leaves nothing behind.
    var files: [(source: SourceFile, kind: FileKind)] = []
    for path in paths {
      let source = try SourceFile(path)
      let headings = try source.headings()
      guard let kind = FileKind(headings: headings) else { throw unknownKind(path, headings) }
      files.append((source, kind))
    }
    let writer = try StoreWriter(
      store, waitingUpTo: options.waitSeconds, at: options.moment, tool: options.tool)
    do {
      var report = try append(files, writer, options, progress)
      // Digests are made while files are read: they are asked for last.
      for index in files.indices { report.files[index].sha256 = files[index].source.sha256 }
      return report
    } catch {
      writer.abandon()
      throw error
    }
  }

  private static func unknownKind(_ path: String, _ headings: [String]) -> IngestError {
    let shown = headings.prefix(6).map { "\"\(printable($0))\"" }.joined(separator: ", ")
    return IngestError(
      .rejected, "the headings are those of no file Tidemark reads (\(shown)\(headings.count > 6 ? ", ..." : ""))",
      file: path, line: 1,
      remedy:
        "Figures need an indicator, an area, a time period, and a value or a count and a denominator; see tidemark help append."
    )
  }

  private static func printable(_ text: String) -> String {
    String(text.prefix(40).map { $0.isASCII && !$0.isNewline && ($0.asciiValue ?? 32) >= 32 ? $0 : "?" })
  }

  private static func append(
    _ files: [(source: SourceFile, kind: FileKind)], _ writer: StoreWriter, _ options: AppendOptions,
    _ progress: (AppendProgress) -> Void
  ) throws -> AppendReport {
    var report = AppendReport(
      outcome: .nothingNew, files: [], counts: Release.Counts(), rejected: [], textConflicts: 0)
    let loaded = try loadedBefore(files.map(\.source), writer, isFullRefresh: options.fullRefresh)
    for ((source, _), before) in zip(files, loaded) {
      report.files.append(
        AppendReport.File(
          name: source.name, sha256: "", bytes: source.packedBytes, rows: 0, accepted: 0, collapsed: 0, rejected: 0,
          loadedBefore: before))
    }
    let fresh = files.indices.filter { report.files[$0].loadedBefore == nil }
    if fresh.isEmpty {
      report.outcome = .alreadyLoaded(release: report.files.compactMap(\.loadedBefore).max() ?? 0)
      return report
    }
    try describe(fresh.map { ($0, files[$0]) }, writer, &report, progress)
    try readFigures(fresh.map { ($0, files[$0]) }, files.map(\.source.name), writer, options, &report, progress)
    for index in fresh {
      report.files[index].rows = files[index].source.rows
      report.files[index].rejected = report.rejected.reduce(0) { $0 + ($1.file == files[index].source.name ? 1 : 0) }
      if files[index].kind != .figures {
        report.files[index].accepted = report.files[index].rows - report.files[index].rejected
      }
    }
    report.counts.rejected = report.rejected.count
    try conclude(fresh.map { files[$0].source }, writer, options, &report)
    return report
  }

  /// The release that had loaded each file, be it this very one by the same bytes under another name.
  ///
  /// Files are the same when their digests are. A file whose length no other has is not waited for. A full refresh has to
  /// read what other releases were read from, too, since only what it reads stays.
  private static func loadedBefore(
    _ sources: [SourceFile], _ writer: StoreWriter, isFullRefresh: Bool
  ) throws -> [Int?] {
    var lengths: [Int: Int] = [:]
    if !isFullRefresh {
      for source in try writer.before.releases().flatMap(\.sources) { lengths[source.bytes, default: 0] += 1 }
    }
    for source in sources { lengths[source.packedBytes, default: 0] += 1 }
    var seen: [String: Int] = [:]
    return try sources.map { source in
      guard lengths[source.packedBytes, default: 0] > 1 else { return nil }
      let stored = isFullRefresh ? nil : try writer.release(ofSource: source.sha256)?.sequence
      let before = stored ?? seen[source.sha256]
      seen[source.sha256] = seen[source.sha256] ?? writer.sequence
      return before
    }
  }

  /// Area lists, then indicator metadata.
  private static func describe(
    _ files: [(Int, (source: SourceFile, kind: FileKind))], _ writer: StoreWriter, _ report: inout AppendReport,
    _ progress: (AppendProgress) -> Void
  ) throws {
    for kind in [FileKind.areas, .indicators] {
      for (_, file) in files where file.kind == kind {
        progress(AppendProgress(.reading(file.source.name), done: 0, of: file.source.packedBytes))
        report.counts.described +=
          kind == .areas
          ? try AreaListReader.read(file.source, writer, &report.rejected)
          : try IndicatorListReader.read(file.source, writer, &report.rejected)
      }
    }
  }

  private static func readFigures(
    _ files: [(Int, (source: SourceFile, kind: FileKind))], _ names: [String], _ writer: StoreWriter,
    _ options: AppendOptions, _ report: inout AppendReport, _ progress: (AppendProgress) -> Void
  ) throws {
    var reader = FigureReader(writer: writer, memory: options.memory, threads: options.threads)
    for (index, file) in files where file.kind == .figures {
      try reader.read(file.source, number: index) { done, all, rows in
        progress(AppendProgress(.reading(file.source.name), done: done, of: all, rows: rows))
      }
    }
    var panels = try reader.finish()
    report.rejected += reader.rejected
    var periods = reader.periods
    let refresh = options.fullRefresh ? try FullRefresh(panels, of: reader, writer) : nil
    if let refresh {
      panels = refresh.panels
      try refresh.addPeriods(to: &periods, writer)
    }
    let tally = try addChanges(panels, reader.rows, files: names.count, writer, options, progress) {
      FigureDiff(writer: writer, periods: periods, fileNames: names, refresh: refresh)
    }
    report.withdrawals = tally.losses.values.filter { $0.withdrawn > 0 }.sorted { $0.indicator < $1.indicator }
    // A row that could not be read may be the one that lists a figure.
    if !reader.rejected.isEmpty, tally.counts.withdrawn > 0 { report.refusal = .unreadRows }
    report.rejected += tally.rejected
    report.textConflicts = tally.textConflicts
    report.counts.add(tally.counts)
    for index in names.indices {
      report.files[index].accepted += tally.acceptedByFile[index]
      report.files[index].collapsed += tally.collapsedByFile[index]
    }
  }

  /// Adds to the release what each panel's rows change, several panels at a time.
  private static func addChanges(
    _ panels: [(key: PanelKey, panels: [Int])], _ rows: RowStore, files: Int, _ writer: StoreWriter,
    _ options: AppendOptions, _ progress: (AppendProgress) -> Void, diff: () -> FigureDiff
  ) throws -> ChangeTally {
    var tally = ChangeTally(files: files)
    try OrderedWork.run(
      count: panels.count, threads: options.threads, ahead: 4 * options.threads, state: { (diff(), [FigureRow]()) },
      make: { number, state in
        let (key, numbers) = panels[number]
        try rows.get(panels: numbers, into: &state.1)
        let (draft, tally) = try state.0.draft(key, state.1)
        return (options.dryRun ? nil : draft.map { PreparedPanel($0) }, tally)
      },
      take: { number, change in
        progress(AppendProgress(.comparing, done: number, of: panels.count))
        if let panel = change.0 { try writer.add(panel) }
        tally.add(change.1)
      })
    return tally
  }

  private static func conclude(
    _ sources: [SourceFile], _ writer: StoreWriter, _ options: AppendOptions, _ report: inout AppendReport
  ) throws {
    let fresh = report.files.filter { $0.loadedBefore == nil }
    if !report.rejected.isEmpty, fresh.allSatisfy({ $0.accepted + $0.collapsed == 0 }) { report.refusal = .noRowRead }
    if options.strict, !report.rejected.isEmpty { report.refusal = .strict }
    if !options.allowWithdrawals, report.refusal == nil, report.withdrawals.contains(where: \.isSuspicious) {
      report.refusal = .withdrawals
    }
    if report.refusal != nil {
      writer.abandon()
      report.outcome = .refused
      return
    }
    if options.dryRun {
      writer.abandon()
      report.outcome = .dryRun
      return
    }
    let counts = report.counts
    guard counts.new + counts.revised + counts.relabelled + counts.described + counts.withdrawn > 0 else {
      writer.abandon()
      return
    }
    let release = try writer.commit(
      published: options.published, counts: counts,
      sources: sources.map {
        Release.Source(name: baseName($0.name), sha256: $0.sha256, bytes: $0.packedBytes, rows: $0.rows)
      })
    report.outcome = .committed(release)
    report.setAside = writer.setAside
  }

  private static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
