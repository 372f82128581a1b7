import ArgumentParser
import TideInterchange
import TideModel

extension AnswerOptions {
  /// Writes a whole table; for people with the columns they read.
  /// - Parameters:
  ///   - hint: what to tell when there is not one row.
  ///   - origin: what the answer was made from.
  func write(_ table: ResultTable, hint: @autoclosure () -> String, from origin: Origin) throws {
    let plan = try plan(for: table)
    var shown = plan.applied(to: table)
    let rows = shown.rowCount
    if chosenFormat.isForPeople {
      shown = shown.forPeople(everyColumn: columns != nil, notesInFull: plain)
    }
    let sink = try AnswerSink(self)
    let writer = makeWriter(format: chosenFormat, options: try layout(origin)) { try sink.write($0) }
    if rows > 0 || writesEmpty { try writer.write(shown) }
    try sink.finish()
    tell(shown, writer.report, rows: rows, of: table.rowCount)
    try end(rows: rows, hint: hint())
  }

  /// Writes an answer as it comes: data to standard output or its file; title, footnotes and what was left out to standard
  /// error, unless the format has a place for them.
  /// - Parameters:
  ///   - hint: what to tell when there is not one row.
  ///   - origin: what the answer was made from.
  ///   - produce: gives the header once, and then the rows in batches, tables of the header's columns.
  func stream(
    hint: @autoclosure () -> String, from origin: Origin,
    _ produce: (_ header: (ResultTable) throws -> Void, _ batch: (ResultTable) throws -> Void) throws -> Void
  ) throws {
    // A layout for people and another order need all rows.
    if chosenFormat.isForPeople || sort != nil {
      var table = ResultTable(columns: [])
      try produce({ table = $0.header }, { table.append(contentsOf: $0) })
      return try write(table, hint: hint(), from: origin)
    }
    let sink = try AnswerSink(self)
    let writer = makeWriter(format: chosenFormat, options: try layout(origin)) { try sink.write($0) }
    var table = ResultTable(columns: [])
    var shape: ShapePlan?
    var all = 0
    try produce(
      { header in
        table = header.header
        let plan = try plan(for: header)
        shape = plan
        try writer.begin(plan.header(header))
      },
      { batch in
        let left = max(0, (limit ?? .max) - all)
        all += batch.rowCount
        guard left > 0, let shape else { return }
        try writer.batch(shape.columns(of: batch), rows: 0..<min(left, batch.rowCount))
      })
    try writer.end()
    try sink.finish()
    tell(table, writer.report, rows: writer.report.rows, of: all)
    try end(rows: all, hint: hint())
  }

  /// Whether an answer without rows is written as well: a file has its headings and a page its title, a screen would have
  /// nothing to read.
  private var writesEmpty: Bool { output != nil || chosenFormat != .table && chosenFormat != .markdown }

  /// The columns, order and number of rows asked for, found in a table.
  func plan(for table: ResultTable) throws -> ShapePlan {
    do {
      return try shape.plan(for: table)
    } catch {
      let isNear = !error.suggestions.isEmpty
      throw CommandFailure(
        .usage, "there is no column '\(error.name)'" + (isNear ? "; did you mean:" : ""), details: error.suggestions,
        remedy: "The columns are: \(error.columns.joined(separator: ", ")).")
    }
  }

  private func tell(_ shown: ResultTable, _ report: WriterReport, rows: Int, of all: Int) {
    if !chosenFormat.isForPeople, rows > 0 {
      if !shown.title.isEmpty { Console.tell(shown.title) }
      for note in shown.footnotes { Console.tell(note.text) }
    }
    if rows < all { Console.tell("tidemark: \(rows.grouped) of \(all.grouped) rows shown.") }
    if !report.droppedColumns.isEmpty { Console.tell(lines: Self.lines(on: report.droppedColumns)) }
  }

  /// What a narrow terminal has no room for; the last to go were wanted most.
  private static func lines(on dropped: [String]) -> [String] {
    let named = dropped.reversed().prefix(3)
    let rest = dropped.count - named.count
    let list = named.joined(separator: ", ") + (rest > 0 ? " and \(rest.counted("more column"))" : "")
    return ["tidemark: no room for \(list).", "  --columns picks some, --format csv has every column."]
  }

  private func end(rows: Int, hint: @autoclosure () -> String) throws {
    guard rows == 0 else { return }
    Console.tell(lines: "tidemark: nothing to show. \(hint())".split(separator: "\n").map(String.init))
    if failIfEmpty { throw ExitCode(ExitStatus.empty.rawValue) }
  }
}

/// Where the bytes of an answer go: standard output, a file, or a pager once it is known how long they are.
private final class AnswerSink {
  private let file: FileSink?
  private let pager: Pager?
  private var held: [UInt8] = []

  init(_ options: AnswerOptions) throws {
    file = try options.output.map { try FileSink($0, option: "--output") }
    let mayPage = options.output == nil && options.chosenFormat == .table && !options.plain && !options.noPager
    pager = mayPage && Terminal.isOutput ? Pager() : nil
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if let file { return try file.write(bytes) }
    if pager == nil { return try Console.write(bytes) }
    held.append(contentsOf: bytes)
  }

  func finish() throws {
    try file?.finish()
    guard let pager else { return }
    if Pager.isNeeded(for: held), pager.show(held) { return }
    try held.withUnsafeBytes { try Console.write($0) }
  }
}
