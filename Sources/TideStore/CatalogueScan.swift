import GRDB
import GRDBSQLite
import TideCore

/// Which rows of a table are wanted. All are read and checked against the table's digest, whichever they are.
enum CatalogueRows {
  case all
  /// Those of one id: of a text, a stratum, an area key, an indicator.
  case id(Int)
  /// Those of one area code.
  case code(String)
}

/// Reads a table of the catalogue row by row, as the bytes of its records, and makes records only of rows that are wanted.
struct CatalogueScan {
  /// A field of a record, and the column it stands in.
  private enum Field {
    case integer(Int32)
    case number(Int32)
    case text(Int32)
  }

  /// The fields of a table's record, in the order of the record.
  private let fields: [Field]
  private let tag: UInt8
  private let table: CatalogueSchema.Table

  /// Nil for tables whose records are made of several rows.
  init?(_ table: CatalogueSchema.Table) {
    self.table = table
    func texts(_ columns: ClosedRange<Int32>) -> [Field] { columns.map { .text($0) } }
    switch table {
    case .text: (tag, fields) = (1, [.integer(0), .text(1)])
    case .stratum: (tag, fields) = (2, [.integer(0)] + texts(1...4))
    case .areaKey: (tag, fields) = (3, [.integer(0), .text(1)])
    case .area: (tag, fields) = (4, [.integer(1), .text(0)] + texts(2...8))
    case .indicator:
      (tag, fields) = (5, [1, 0, 2, 3, 4, 5].map { .integer($0) } + [.number(6)] + texts(7...15))
    case .fact: (tag, fields) = (7, [.integer(0), .text(1), .integer(2)])
    case .release, .segment: return nil
    }
  }

  /// The wanted records, in the order of the table's key, and the digest of all rows.
  ///
  /// - Throws: `CatalogueDamage` for a row that makes no sense, `DatabaseError` for what SQLite cannot read.
  /// - Complexity: O(rows).
  func run(_ rows: CatalogueRows, _ db: Database) throws -> (records: [CatalogueRecord], digest: TableDigest) {
    let key =
      table == .area ? "code, release" : table == .indicator ? "id, release" : table == .fact ? "release, name" : "id"
    let prepared = try db.makeStatement(sql: "SELECT * FROM \(table.rawValue) ORDER BY \(key)")
    // SQLite's statement goes when GRDB's does.
    return try withExtendedLifetime(prepared) { try run(rows, prepared.sqliteStatement) }
  }

  private func run(
    _ rows: CatalogueRows, _ statement: OpaquePointer
  ) throws -> (records: [CatalogueRecord], digest: TableDigest) {
    defer { sqlite3_reset(statement) }
    var digest = TableDigest()
    var records: [CatalogueRecord] = []
    var bytes: [UInt8] = []
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { break }
      guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      bytes.removeAll(keepingCapacity: true)
      bytes.append(tag)
      for field in fields { try append(field, of: statement, to: &bytes) }
      digest.add(bytes)
      guard isWanted(statement, rows) else { continue }
      guard let record = bytes.withUnsafeBytes({ Self.record($0) }) else { throw damage }
      records.append(record)
    }
    return (records, digest)
  }

  private var damage: CatalogueDamage {
    CatalogueDamage(description: "a row of table \(table.rawValue) cannot be read")
  }

  private func isWanted(_ statement: OpaquePointer, _ rows: CatalogueRows) -> Bool {
    switch rows {
    case .all: return true
    case .id(let id): return sqlite3_column_int64(statement, 0) == Int64(id)
    case .code(let code):
      guard let text = sqlite3_column_text(statement, 0) else { return false }
      let length = Int(sqlite3_column_bytes(statement, 0))
      return UnsafeBufferPointer(start: text, count: length).elementsEqual(code.utf8)
    }
  }

  private func append(_ field: Field, of statement: OpaquePointer, to bytes: inout [UInt8]) throws {
    switch field {
    case .integer(let column):
      guard sqlite3_column_type(statement, column) == SQLITE_INTEGER else { throw damage }
      withUnsafeBytes(of: sqlite3_column_int64(statement, column).littleEndian) { bytes += $0 }
    case .number(let column):
      let isMissing = sqlite3_column_type(statement, column) == SQLITE_NULL
      let number = isMissing ? Double.nan : sqlite3_column_double(statement, column)
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
    case .text(let column):
      guard sqlite3_column_type(statement, column) == SQLITE_TEXT,
        let text = sqlite3_column_text(statement, column)
      else { throw damage }
      let length = Int(sqlite3_column_bytes(statement, column))
      withUnsafeBytes(of: UInt32(clamping: length).littleEndian) { bytes += $0 }
      bytes += UnsafeBufferPointer(start: text, count: length)
    }
  }

  private static func record(_ bytes: UnsafeRawBufferPointer) -> CatalogueRecord? {
    var reader = ByteReader(bytes)
    return CatalogueRecord(&reader)
  }
}
