public import ArgumentParser
public import TideInterchange
import TideModel

extension OutputFormat: ExpressibleByArgument {}

/// How an answer is written, and writing it.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("table, csv, tsv, json, jsonl or markdown (else table on a terminal, csv on a pipe)."))
  var format: OutputFormat?

  @Option(
    name: .long,
    help: ArgumentHelp("Decimals in tables for people, 0 to 15 (else as published).", valueName: "decimals"))
  var precision: Int?

  @Flag(
    name: .long,
    help: "Leave texts in csv and tsv as they are, also those that spreadsheets would run (=, +, -, @).")
  var raw = false

  @Flag(name: .long, help: "End with exit code 1 when the answer is empty.")
  var failIfEmpty = false

  func validate() throws {
    if let precision, !(0...15).contains(precision) { throw ValidationError("--precision is 0 to 15.") }
  }

  /// The format asked for, or the one that fits where standard output leads.
  var chosenFormat: OutputFormat { format ?? (Terminal.isOutput ? .table : .csv) }

  /// Writes a whole table; for people with the columns they read.
  func write(_ table: ResultTable, hint: String) throws {
    var table = table
    var cut = 0
    if chosenFormat.isForPeople {
      table = table.forPeople()
      if chosenFormat == .table, let width = Terminal.width { cut = table.shortenNames(to: Self.nameWidth(on: width)) }
    }
    try stream(hint: hint) { header, row in
      try header(table)
      for cells in table.rows { try row(cells) }
    }
    if cut > 0 {
      Console.tell("tidemark: \(cut) long names are cut with an ellipsis; --format csv has them whole.")
    }
  }

  /// How wide a name may be on a terminal, so that figures, benchmark and comparison stand beside it.
  private static func nameWidth(on terminal: Int) -> Int {
    terminal < 100 ? max(24, terminal * 2 / 5 - 8) : terminal * 2 / 5
  }

  /// Writes an answer as it comes: data to standard output; title, footnotes and what was left out to standard error,
  /// unless the format has a place for them.
  /// - Parameter hint: what to tell when there is not one row.
  func stream(
    hint: String,
    _ produce: (_ header: (ResultTable) throws -> Void, _ row: ([ResultTable.Cell]) throws -> Void) throws -> Void
  ) throws {
    let format = chosenFormat
    let options = OutputOptions(
      precision: precision.map { .decimals($0) } ?? .published, terminalWidth: Terminal.width,
      colour: Terminal.hasColour, isRaw: raw)
    let writer = makeWriter(format: format, options: options) { try Console.write($0) }
    var heading: ResultTable?
    var rows = 0
    try produce(
      { header in
        heading = header
        if !format.isForPeople { try writer.begin(header) }
      },
      { cells in
        if rows == 0, format.isForPeople, let heading { try writer.begin(heading) }
        rows += 1
        try writer.row(cells)
      })
    if rows > 0 || !format.isForPeople { try writer.end() }
    tell(heading, writer.report, format)
    guard rows == 0 else { return }
    Console.tell(lines: "tidemark: nothing to show. \(hint)".split(separator: "\n").map(String.init))
    if failIfEmpty { throw ExitCode(ExitStatus.empty.rawValue) }
  }

  private func tell(_ heading: ResultTable?, _ report: WriterReport, _ format: OutputFormat) {
    if let heading, !format.isForPeople, report.rows > 0 {
      if !heading.title.isEmpty { Console.tell(heading.title) }
      for note in heading.footnotes { Console.tell(note) }
    }
    if !report.droppedColumns.isEmpty {
      Console.tell(
        "tidemark: the terminal is too narrow for \(report.droppedColumns.joined(separator: ", ")); "
          + "--format csv has every column.")
    }
    if report.cutCells > 0 {
      Console.tell("tidemark: \(report.cutCells) texts are cut with an ellipsis; --format csv has them whole.")
    }
  }
}

extension ResultTable {
  /// Cuts the names of indicators and areas in the middle, so that other columns find room beside them: names often
  /// begin alike and differ at the end.
  /// - Returns: how many were cut.
  fileprivate mutating func shortenNames(to width: Int) -> Int {
    var cut = 0
    var table = ResultTable(columns: columns, title: title, footnotes: footnotes, groupColumn: groupColumn)
    for row in rows {
      table.append(
        zip(row, columns).map { cell, column in
          guard column.name == "indicator" || column.name == "area", case .text(let text) = cell, text.count > width
          else { return cell }
          cut += 1
          let tail = (width - 1) / 2
          return .text("\(text.prefix(width - 1 - tail))…\(text.suffix(tail))")
        })
    }
    self = table
    return cut
  }
}
