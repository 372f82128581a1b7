import TideCore
public import TideModel

/// Reads files of figures by age band: CSV with a heading line, plain or gzip.
public enum AgeBandReader {
  /// A file of more rows is none of age bands.
  public static let mostRows = 2_000_000

  /// The table of a file.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - roles: columns that have to be there.
  /// - Throws: ``IngestError`` naming line and column: a file that cannot be read, a column that is missing or there twice, a
  ///   row with more fields than headings, a cell that should be a number and is none.
  /// - Complexity: O(bytes).
  public static func read(_ path: String, needs roles: [AgeBandTable.Role]) throws(IngestError) -> AgeBandTable {
    let source = try SourceFile(path)
    return try source.withBytes { bytes throws(IngestError) in
      var scanner = CSVScanner(bytes)
      let columns = try columns(of: source.headings(&scanner), roles, file: path)
      var rows: [AgeBandTable.Row] = []
      var fields: [CSVField] = []
      var known = KnownCells(columns)
      while scanner.next(&fields) {
        if fields.allSatisfy({ $0.length == 0 }) { continue }
        guard rows.count < mostRows else {
          throw IngestError(
            .rejected, "the file has more than \(mostRows) rows", file: path, line: scanner.recordLine,
            remedy: "Give a file of counts by age band; 'tidemark append' loads published figures.")
        }
        rows.append(try row(fields, scanner, columns, &known, file: path))
      }
      if scanner.fault != nil { throw source.fault(scanner) }
      guard !rows.isEmpty else {
        throw IngestError(
          .rejected, "the file has no rows under its headings", file: path, remedy: "Download it again.")
      }
      return AgeBandTable(file: path, columns: columns, rows: rows)
    }
  }

  private static func columns(
    of headings: [String], _ needed: [AgeBandTable.Role], file: String
  ) throws(IngestError) -> [AgeBandTable.Column] {
    let columns = headings.map { heading in
      AgeBandTable.Column(heading: CleanText.key(heading), role: AgeBandTable.Role(heading: heading))
    }
    for (place, column) in columns.enumerated() {
      guard let role = column.role, let first = columns.firstIndex(where: { $0.role == role }), first < place else {
        continue
      }
      throw IngestError(
        .rejected, "the columns \(columns[first].heading) and \(column.heading) both hold \(role.words)", file: file,
        line: 1, column: place + 1, remedy: "Leave one of them out, or give it another heading.")
    }
    for role in needed where !columns.contains(where: { $0.role == role }) {
      throw IngestError(
        .rejected, "there is no column of \(role.words)", file: file, line: 1,
        remedy: "Head it \(role.spellings.prefix(3).joined(separator: ", ")); the columns here are: "
          + "\(columns.map(\.heading).joined(separator: ", ")).")
    }
    return columns
  }

  private static func row(
    _ fields: [CSVField], _ scanner: CSVScanner, _ columns: [AgeBandTable.Column], _ known: inout KnownCells,
    file: String
  ) throws(IngestError) -> AgeBandTable.Row {
    let line = scanner.recordLine
    func refusal(_ message: String, _ column: Int, _ remedy: String) -> IngestError {
      IngestError(.rejected, message, file: file, line: line, column: column + 1, remedy: remedy)
    }
    if fields.count > columns.count {
      throw refusal(
        "the row has \(fields.count) fields under \(columns.count) headings", columns.count,
        "Put texts with commas between quotation marks.")
    }
    var cells: [AgeBandTable.Cell] = []
    cells.reserveCapacity(columns.count)
    for (place, column) in columns.enumerated() {
      guard place < fields.count else {
        cells.append(AgeBandTable.Cell(text: ""))
        continue
      }
      guard let raw = scanner.text(of: fields[place]) else {
        throw refusal("the text is not UTF-8", place, "Save the file as CSV UTF-8.")
      }
      if let cell = known[place, raw] {
        cells.append(cell)
        continue
      }
      let text = CleanText.key(raw)
      let cell = cell(text)
      known.keep(cell, place, raw)
      if column.role?.isNumber ?? false, cell.number == nil, cell.status == .none, !text.isEmpty {
        throw refusal(
          "'\(text.prefix(40))' in \(column.heading) is neither a number nor a known marker", place,
          "Write a plain number, nothing where there is none, or c where it is suppressed.")
      }
      cells.append(cell)
    }
    return AgeBandTable.Row(line: line, cells: cells)
  }

  private static func cell(_ text: String) -> AgeBandTable.Cell {
    switch Array(text.utf8).withUnsafeBytes({ FigureCell($0) }) {
    case .number(let number): AgeBandTable.Cell(text: text, number: number)
    case .marked(let status): AgeBandTable.Cell(text: text, status: status)
    case .missing, .unreadable: AgeBandTable.Cell(text: text)
    }
  }
}

/// Cells of columns that say the same again and again: names of areas, years, age bands.
private struct KnownCells {
  private var cells: [[String: AgeBandTable.Cell]]
  private let areKept: [Bool]
  /// A column of more different texts gains nothing.
  private static let most = 1 << 16

  init(_ columns: [AgeBandTable.Column]) {
    cells = columns.map { _ in [:] }
    areKept = columns.map { !($0.role?.isNumber ?? false) }
  }

  subscript(place: Int, text: String) -> AgeBandTable.Cell? { areKept[place] ? cells[place][text] : nil }

  mutating func keep(_ cell: AgeBandTable.Cell, _ place: Int, _ text: String) {
    if areKept[place], cells[place].count < Self.most { cells[place][text] = cell }
  }
}
