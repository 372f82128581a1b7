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
        tidemark append whole-indicator.csv --full-refresh --dry-run
        tidemark append new-year.csv --json > report.json

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
      --strict. All files together are one release, or none.

      A release tells when it was recorded. SOURCE_DATE_EPOCH, in seconds since
      1970, takes the place of the clock: the same files at the same moment make
      a store of the same bytes.

      With --full-refresh the files are all there is of their indicators and kinds
      of area: stored figures that they do not list become withdrawn ([w]). Older
      vintages keep them for --allow-withdrawn.
      """)

  @Argument(help: ArgumentHelp("CSV files, plain or gzip.", valueName: "file"))
  var files: [String]

  @OptionGroup var store: StoreOptions

  @Flag(name: .long, help: "Load nothing when any row is rejected; exit code 3.")
  var strict = false

  @Flag(name: .long, help: "Say what would change and write nothing.")
  var dryRun = false

  @Flag(
    name: .long, help: "Withdraw stored figures of the same indicators and kinds of area that the files do not list.")
  var fullRefresh = false

  @Flag(name: .long, help: "Let --full-refresh withdraw more than 5% of an indicator's figures.")
  var allowWithdrawals = false

  @Flag(name: .long, help: "Report as one JSON object on standard output.")
  var json = false

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
    guard fullRefresh || !allowWithdrawals else { throw ValidationError("--allow-withdrawals needs --full-refresh.") }
  }

  func run() throws {
    var options = AppendOptions()
    options.strict = strict
    options.dryRun = dryRun
    options.fullRefresh = fullRefresh
    options.allowWithdrawals = allowWithdrawals
    options.waitSeconds = wait
    options.tool = Program.tool
    options.moment = try Moment.given.get()
    options.memory = memory << 20
    if let threads { options.threads = threads }
    if let published {
      guard let day = CalendarDate(iso: published) else {
        throw CommandFailure(
          .usage, "'\(published)' is no date", remedy: "--published takes a date such as 2026-11-24.")
      }
      options.published = day
    }
    let progress = AppendProgressLine()
    let report = try Appender.append(files, to: store.path, options: options, progress: progress.show)
    progress.clear()
    report.setAside.forEach(Console.tellSetAside)
    do {
      try tell(report)
    } catch let failure as CommandFailure {
      throw Self.unheard(failure, report)
    }
    if let refusal = report.refusal { throw Self.failure(refusal, report) }
  }

  private func tell(_ report: AppendReport) throws {
    let rejectsPath = try writeRejects(report)
    if json {
      let object = AppendObject(
        report: report, rejectsPath: rejectsPath, turnedOver: try AppendObject.turnedOver(report, store.path))
      try Console.write(object.value.line + "\n")
    } else {
      try Console.write(AppendSummary(report: report, rejectsPath: rejectsPath).text)
    }
  }

  /// That a report cannot be written, which says so where the release is there all the same.
  private static func unheard(_ failure: CommandFailure, _ report: AppendReport) -> CommandFailure {
    guard case .committed(let release) = report.outcome else { return failure }
    return CommandFailure(
      failure.status, "release \(release.sequence) is committed, but its report cannot be written: \(failure.message)",
      remedy: "The figures are loaded; 'tidemark releases' lists them. \(failure.remedy)")
  }

  private static func failure(_ refusal: AppendReport.Refusal, _ report: AppendReport) -> CommandFailure {
    switch refusal {
    case .noRowRead:
      CommandFailure(
        .rejected, "nothing was loaded: not one row could be read",
        remedy: "The first row rejected says what is the matter; mend the file, or give another.")
    case .strict:
      CommandFailure(
        .rejected, "nothing was loaded: rows were rejected and the append is strict",
        remedy: "Mend the rows listed, or leave out --strict to load the others.")
    case .unreadRows:
      CommandFailure(
        .rejected,
        "nothing was loaded: \(report.counts.withdrawn.grouped) figures would be withdrawn while rows cannot be read "
          + "that may list them",
        remedy: "Mend the rows listed, or leave out --full-refresh to load the others.")
    case .withdrawals:
      CommandFailure(
        .rejected,
        "nothing was loaded: more than \(AppendOptions.mostWithdrawnPercent)% of an indicator's stored figures are not "
          + "in the files:",
        details: report.withdrawals.filter(\.isSuspicious).map(\.line),
        remedy:
          "Check that the files are whole. If the publisher took the figures back, add --allow-withdrawals; if the "
          + "files only add to what is stored, leave out --full-refresh.")
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
    try writer.write(report.rejectsTable)
    try file.finish()
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

/// The line that says how far an append has come.
private final class AppendProgressLine {
  private let line = ProgressLine("")
  private var step: AppendProgress.Step?

  func show(_ progress: AppendProgress) {
    if progress.step != step {
      step = progress.step
      switch progress.step {
      case .reading(let file): line.begin("reading \(VisibleText.escaped(file))")
      case .comparing: line.begin("comparing and coding panels")
      }
    }
    switch progress.step {
    case .reading: line.show(progress.done, progress.all, count: progress.rows, noun: "rows")
    case .comparing: line.show(progress.done, progress.all)
    }
  }

  func clear() { line.clear() }
}
