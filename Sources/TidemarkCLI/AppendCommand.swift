import ArgumentParser
import TideIngest
import TideInterchange
import TideModel

/// `tidemark append`.
struct AppendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "append",
    abstract: "Load files of figures, areas or indicators as one release.",
    discussion: """
      EXAMPLES:
        tidemark append fingertips-download.csv
        tidemark append areas.csv indicators.csv figures.csv.gz
        tidemark append new-year.csv --published 2026-11-24 --strict --dry-run

      Files are told apart by their headings, whatever their order; gzip files
      are unpacked on the way.

      Figures name an indicator (id, code or name), an area (code or name), a
      time period and a value; also sex, age, category, 95% and 99.8% limits,
      count, denominator, note and status. All headings of the Fingertips
      service's files are known, and those of 'tidemark export'.
      Areas have the columns area_code, name, area_type, parents
      (region=E12000005;icb=E54000055), valid_from, valid_to, successors, aliases.
      Indicators have indicator_id, name, unit, multiplier, value_type, polarity,
      comparison_method, year_type, themes, definition and others.

      The store is made when there is none. A file loaded before is passed over;
      only what is new or changed is written. Rows that cannot be read go to a
      rejects file with line, column and reason; the rest is loaded, unless
      --strict.
      """)

  @Argument(help: ArgumentHelp("CSV files, plain or gzip.", valueName: "file"))
  var files: [String]

  @OptionGroup var store: StoreOptions

  @Flag(name: .long, help: "Load nothing when any row is rejected; exit code 3.")
  var strict = false

  @Flag(name: .long, help: "Say what would change and write nothing.")
  var dryRun = false

  @Option(name: .long, help: ArgumentHelp("The day the figures were published (else today).", valueName: "date"))
  var published: String?

  @Option(name: .long, help: ArgumentHelp("How long to wait for another writer.", valueName: "seconds"))
  var wait = 0

  @Option(name: .long, help: ArgumentHelp("Where rejected rows go (else FILE.rejects.csv here).", valueName: "path"))
  var rejects: String?

  @Option(
    name: .long,
    help: ArgumentHelp("MiB of rows held in memory, before some are put aside.", visibility: .hidden))
  var memory = 1024

  @Option(
    name: .long, help: ArgumentHelp("Threads that read and code the figures (else all processors).", valueName: "n"))
  var threads: Int?

  func validate() throws {
    guard (1...256).contains(threads ?? 1) else { throw ValidationError("--threads takes a number from 1 to 256.") }
    guard (1...1 << 20).contains(memory) else { throw ValidationError("--memory is 1 to 1048576 MiB.") }
    guard (0...86_400).contains(wait) else { throw ValidationError("--wait is 0 to 86400 seconds.") }
  }

  func run() throws {
    var options = AppendOptions()
    options.strict = strict
    options.dryRun = dryRun
    options.waitSeconds = wait
    options.tool = Program.tool
    options.memory = memory << 20
    if let threads { options.threads = threads }
    if let published {
      guard let day = CalendarDate(iso: published) else {
        throw CommandFailure(
          .usage, "'\(published)' is no date", remedy: "--published takes a date such as 2026-11-24.")
      }
      options.published = day
    }
    let isInteractive = Terminal.isError
    let report = try Appender.append(files, to: store.path, options: options) { step in
      if isInteractive { Console.tell(step) }
    }
    let rejectsPath = try writeRejects(report)
    try Console.write(AppendSummary(report: report, rejectsPath: rejectsPath).text)
    if report.outcome == .refused {
      throw CommandFailure(
        .rejected, "nothing was loaded: rows were rejected and the append is strict",
        remedy: "Mend the rows listed, or leave out --strict to load the others.")
    }
  }

  /// Writes the rejected rows to their file.
  /// - Returns: its path; nil when no row was rejected.
  private func writeRejects(_ report: AppendReport) throws -> String? {
    guard !report.rejected.isEmpty else { return nil }
    let first = files.first?.split(separator: "/").last.map(String.init) ?? "tidemark"
    let path = rejects ?? "\(first).rejects.csv"
    let file = try FileSink(path, option: "--rejects")
    let writer = makeWriter(format: .csv, options: OutputOptions()) { try file.write($0) }
    let table = report.rejectsTable
    try writer.begin(table)
    for row in table.rows { try writer.row(row) }
    try writer.end()
    return path
  }
}

extension AppendReport {
  /// The rejected rows, one a row.
  fileprivate var rejectsTable: ResultTable {
    var table = ResultTable(columns: [
      ResultTable.Column(name: "file", title: "File", kind: .text),
      ResultTable.Column(name: "line", title: "Line", kind: .integer),
      ResultTable.Column(name: "column", title: "Column", kind: .integer),
      ResultTable.Column(name: "rule", title: "Rule", kind: .text),
      ResultTable.Column(name: "value", title: "Value", kind: .text),
      ResultTable.Column(name: "reason", title: "Reason", kind: .text),
    ])
    for row in rejected {
      table.append([
        .text(row.file), .integer(row.line), row.column > 0 ? .integer(row.column) : .missing,
        .text(row.rule.rawValue), .text(row.value), .text(row.reason),
      ])
    }
    return table
  }
}

/// What `append` tells when it is done.
struct AppendSummary {
  let report: AppendReport
  let rejectsPath: String?

  var text: String {
    var lines = [headline]
    for file in report.files {
      if let release = file.loadedBefore {
        lines.append("  \(file.name): already loaded as release \(release)")
      } else {
        lines.append(
          "  \(file.name): \(file.rows.grouped) rows, \(file.accepted.grouped) accepted, "
            + "\(file.collapsed.grouped) repeated, \(file.rejected.grouped) rejected")
      }
    }
    if report.counts.relabelled > 0 {
      lines.append(
        "\(report.counts.relabelled.grouped) figures stand, but the publisher's trend or comparison text beside them "
          + "differs from the one stored; the new text is kept.")
    }
    if report.textConflicts > 0 {
      lines.append(
        "\(report.textConflicts.grouped) repeated rows agree in every figure, but not in the publisher's trend or "
          + "comparison text; the first was kept.")
    }
    if let rejectsPath, let first = report.rejected.first {
      let place = "\(first.file):\(first.line)" + (first.column > 0 ? ":\(first.column)" : "")
      lines.append("\(report.rejected.count.grouped) rows rejected, listed in \(rejectsPath)")
      lines.append("  the first: \(place): \(first.rule.rawValue): \(first.reason)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var headline: String {
    switch report.outcome {
    case .committed(let release): return "release \(release.sequence): \(changes)"
    case .alreadyLoaded(let release): return "already loaded as release \(release); nothing was written"
    case .nothingNew:
      return "nothing new: \(report.counts.unchanged.grouped) figures stored already; no release was made"
    case .dryRun: return "dry run, nothing was written: \(changes)"
    case .refused: return "refused, nothing was written: \(changes)"
    }
  }

  private var changes: String {
    let counts = report.counts
    var parts = [
      "\(counts.new.grouped) new", "\(counts.revised.grouped) revised", "\(counts.unchanged.grouped) unchanged",
    ]
    if counts.newlySuppressed > 0 { parts.append("\(counts.newlySuppressed.grouped) newly suppressed") }
    if counts.relabelled > 0 { parts.append("\(counts.relabelled.grouped) relabelled") }
    if counts.described > 0 { parts.append("\(counts.described.grouped) areas and indicators described") }
    return parts.joined(separator: ", ")
  }
}
