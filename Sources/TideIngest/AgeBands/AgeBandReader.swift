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
      var rows = RowCollector(columns, file: path)
      var fields: [CSVField] = []
      while scanner.next(&fields) {
        if fields.allSatisfy({ $0.length == 0 }) { continue }
        guard rows.count < mostRows else {
          throw IngestError(
            .rejected, "the file has more than \(mostRows) rows", file: path, line: scanner.recordLine,
            remedy: "Give a file of counts by age band; 'tidemark append' loads published figures.")
        }
        try rows.append(fields, of: scanner)
      }
      if scanner.fault != nil { throw source.fault(scanner) }
      guard rows.count > 0 else {
        throw IngestError(
          .rejected, "the file has no rows under its headings", file: path, remedy: "Download it again.")
      }
      return rows.table
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
}

/// The rows of a file while they are read.
private struct RowCollector {
  private let file: String
  private let columns: [AgeBandTable.Column]
  private let cells: [CellCollector]
  private var lines = AgeBandTable.Lines()

  init(_ columns: [AgeBandTable.Column], file: String) {
    self.file = file
    self.columns = columns
    cells = columns.map { CellCollector($0) }
  }

  /// Rows read so far.
  var count: Int { lines.count }

  var table: AgeBandTable { AgeBandTable(file: file, columns: columns, cells: cells.map(\.cells), lines: lines) }

  /// Adds the row that a scanner stands behind.
  mutating func append(_ fields: [CSVField], of scanner: CSVScanner) throws(IngestError) {
    let line = scanner.recordLine
    guard fields.count <= columns.count else {
      throw refusal(
        "the row has \(fields.count) fields under \(columns.count) headings", line, columns.count,
        "Put texts with commas between quotation marks.")
    }
    for place in columns.indices {
      do throws(CellCollector.Fault) {
        try append(place < fields.count ? fields[place] : nil, at: place, of: scanner)
      } catch {
        throw refusal(error, line, place)
      }
    }
    lines.append(line)
  }

  /// Adds a cell; an empty one where the row has no such field.
  private func append(_ field: CSVField?, at place: Int, of scanner: CSVScanner) throws(CellCollector.Fault) {
    guard let field else { return try cells[place].append(UnsafeRawBufferPointer(start: nil, count: 0)) }
    guard field.hasDoubledQuotes else { return try cells[place].append(scanner.bytes(of: field)) }
    guard let text = scanner.text(of: field) else { throw .notUTF8 }
    try Array(text.utf8).withUnsafeBufferPointer { bytes throws(CellCollector.Fault) in
      try cells[place].append(UnsafeRawBufferPointer(bytes))
    }
  }

  private func refusal(_ fault: CellCollector.Fault, _ line: Int, _ place: Int) -> IngestError {
    switch fault {
    case .notUTF8: refusal("the text is not UTF-8", line, place, "Save the file as CSV UTF-8.")
    case .notANumber(let text):
      refusal(
        "'\(text.prefix(40))' in \(columns[place].heading) is neither a number nor a known marker", line, place,
        "Write a plain number, nothing where there is none, or c where it is suppressed.")
    }
  }

  private func refusal(_ message: String, _ line: Int, _ place: Int, _ remedy: String) -> IngestError {
    IngestError(.rejected, message, file: file, line: line, column: place + 1, remedy: remedy)
  }
}
