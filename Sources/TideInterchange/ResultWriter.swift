public import TideModel

/// Takes the chunks of a written result, in order; UTF-8. What it throws ends the writing and reaches the caller.
public typealias ByteSink = (UnsafeRawBufferPointer) throws -> Void

/// What a writer did, for the caller to tell on standard error: nothing is left out silently.
public struct WriterReport: Sendable, Hashable {
  /// Rows written.
  public var rows = 0
  /// Names of columns left out because the terminal is too narrow, in the order they went.
  public var droppedColumns: [String] = []
}

/// Writes one result in one format: `begin` once, `batch` for every batch of rows, `end` once.
///
/// All but the tables and the page for people pass rows on as they come and hold no more than one chunk; those keep their
/// rows until `end`, because the layout depends on all of them. A sink's error leaves the writer useless.
public protocol ResultWriter: AnyObject {
  /// Starts the output with the columns, title, footnotes and group column of a table; its rows are not read.
  func begin(_ header: ResultTable) throws
  /// Writes some rows of a table that has the columns of the header.
  /// - Precondition: as many columns as the header has, and no row that is not there.
  /// - Complexity: O(cells); CSV, TSV and JSON word the cells of a lexicon once for all batches that share it.
  func batch(_ batch: ResultTable, rows: Range<Int>) throws
  /// Ends the output and hands the last chunk to the sink.
  func end() throws
  /// What was done; complete after `end`.
  var report: WriterReport { get }
}

extension ResultWriter {
  /// Writes a whole table.
  /// - Complexity: O(cells).
  public func write(_ table: ResultTable) throws {
    try begin(table)
    try batch(table)
    try end()
  }

  /// Writes all rows of a table that has the columns of the header.
  /// - Complexity: as ``batch(_:rows:)``.
  public func batch(_ batch: ResultTable) throws { try self.batch(batch, rows: batch.rows.indices) }
}

/// The writer of a format.
public func makeWriter(
  format: OutputFormat, options: OutputOptions = OutputOptions(), sink: @escaping ByteSink
) -> any ResultWriter {
  let output = ChunkedOutput(sink: sink)
  switch format {
  case .table where options.isPlain: return PlainWriter(options: options, output: output)
  case .table: return TableWriter(options: options, output: output)
  case .csv: return DelimitedWriter(dialect: .csv, options: options, output: output)
  case .tsv: return DelimitedWriter(dialect: .tsv, options: options, output: output)
  case .json: return JSONWriter(lines: false, provenance: options.provenance, output: output)
  case .jsonl: return JSONWriter(lines: true, provenance: options.provenance, output: output)
  case .markdown: return MarkdownWriter(options: options, output: output)
  case .html: return HTMLWriter(options: options, output: output)
  }
}

/// A table as one text.
/// - Complexity: O(cells) time and memory.
public func render(_ table: ResultTable, format: OutputFormat, options: OutputOptions = OutputOptions()) -> String {
  var bytes: [UInt8] = []
  let writer = makeWriter(format: format, options: options) { bytes.append(contentsOf: $0) }
  // A sink that only collects never throws, and nothing else in a writer does.
  try? writer.write(table)
  return String(decoding: bytes, as: UTF8.self)
}
