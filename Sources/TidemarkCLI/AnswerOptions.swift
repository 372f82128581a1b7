public import ArgumentParser
public import TideInterchange
import TideModel
import TideQuery

extension OutputFormat: @retroactive ExpressibleByArgument {
  /// A format by its name; `md` is short for markdown.
  public init?(argument: String) {
    let name = argument.lowercased()
    self.init(rawValue: name == "md" ? "markdown" : name)
  }
}

/// How an answer is written.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "table, csv, tsv, json, jsonl, markdown or html (else as --output's name ends; else table on a terminal, csv on a "
        + "pipe)."))
  var format: OutputFormat?

  @Option(
    name: .long,
    help: ArgumentHelp("Only these columns, in this order, named as in csv: area,value.", valueName: "columns"))
  var columns: NameList?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Order rows by columns; a minus puts the greatest first: -value,area.", valueName: "columns"))
  var sort: NameList?

  @Option(name: .long, help: ArgumentHelp("At most so many rows; how many there are is told.", valueName: "rows"))
  var limit: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Write to a file, which is there whole or not at all; it is replaced.", valueName: "file"))
  var output: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Decimals in tables for people, 0 to 15 (else as published).", valueName: "decimals"))
  var precision: Int?

  @Flag(name: .long, help: "Add the release, its files and their SHA-256, the command and the version.")
  var provenance = false

  @Flag(name: .long, help: "A table as lines of text for a screen reader: no shapes, colours or columns.")
  var plain = false

  @Flag(name: .long, help: "Show a long table without a pager (else TIDEMARK_PAGER, PAGER or less).")
  var noPager = false

  @Flag(name: .long, help: "Begin csv and tsv with a byte-order mark, so that Excel reads them as UTF-8.")
  var bom = false

  @Flag(
    name: .long,
    help: "Leave texts in csv and tsv as they are, also those that spreadsheets would run (=, +, -, @).")
  var raw = false

  @Flag(name: .long, help: "End with exit code 1 when the answer is empty.")
  var failIfEmpty = false

  func validate() throws {
    if let precision, !(0...15).contains(precision) { throw ValidationError("--precision is 0 to 15.") }
    if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
    if output == "" { throw ValidationError("--output needs the name of a file.") }
    if plain, chosenFormat != .table { throw ValidationError("--plain goes with --format table.") }
    if bom, chosenFormat != .csv, chosenFormat != .tsv { throw ValidationError("--bom goes with --format csv or tsv.") }
  }

  /// The format asked for, or the one that fits where the answer goes.
  var chosenFormat: OutputFormat {
    if let format { return format }
    if plain { return .table }
    if let output { return OutputFormat(path: output) ?? .csv }
    if let setting = Settings.current[.format], let format = OutputFormat(argument: setting) { return format }
    return Terminal.isOutput ? .table : .csv
  }

  /// Whether columns were asked for by name: then they are those of machine formats for people as well.
  var namesColumns: Bool { columns != nil || sort != nil }

  /// Whether series are drawn.
  var drawsSeries: Bool { chosenFormat.drawsSeries && !plain && columns == nil }

  /// The columns, order and number of rows asked for.
  var shape: TableShape { TableShape(columns: columns?.names ?? [], sort: sort?.names ?? [], limit: limit) }

  /// The same as a query says it.
  var queryShape: Query.Shape { Query.Shape(columns: shape.columns, order: shape.sort, limit: limit) }

  /// The columns, order and number of rows of a question, where no option says otherwise.
  func shaped(as shape: Query.Shape) -> AnswerOptions {
    var options = self
    if columns == nil, !shape.columns.isEmpty { options.columns = NameList(names: shape.columns) }
    if sort == nil, !shape.order.isEmpty { options.sort = NameList(names: shape.order) }
    if limit == nil { options.limit = shape.limit }
    return options
  }

  /// How the answer is laid out.
  func layout(_ origin: Origin) throws -> OutputOptions {
    OutputOptions(
      precision: precision.map { .decimals($0) } ?? .published, terminalWidth: output == nil ? Terminal.width : nil,
      colour: output == nil && Terminal.hasColour, repertoire: output == nil ? Terminal.repertoire : .unicode,
      isPlain: plain, isRaw: raw, hasByteOrderMark: bom, provenance: provenance ? try origin.provenance() : nil)
  }

  /// Names with commas between them.
  struct NameList: ExpressibleByArgument {
    let names: [String]

    init(names: [String]) { self.names = names }

    init?(argument: String) {
      names = argument.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
      if names.contains(where: { $0.isEmpty || $0 == "-" }) { return nil }
    }
  }
}

extension String {
  /// Without spaces at either end.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
