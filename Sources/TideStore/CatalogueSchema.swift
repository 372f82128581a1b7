import GRDB
import TideCore
import TideModel

/// The tables of `catalog.sqlite`, and how a record goes into and comes out of its table.
enum CatalogueSchema {
  /// "TIDE" in ASCII: SQLite's application id of a catalogue.
  static let applicationID = 0x5449_4445

  /// Tables whose rows are covered by a digest.
  enum Table: String, CaseIterable {
    case text, stratum, areaKey = "area_key", area, indicator, release, fact = "release_fact", segment
  }

  /// A small page: most tables of most stores fit into one or two, and each takes at least one.
  static let pageBytes = 1024

  /// Every reader reads whole tables and checks them, so that nothing is indexed but by the tables' own keys.
  static let creation = """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
    CREATE TABLE stratum (
      id INTEGER PRIMARY KEY, sex TEXT NOT NULL, age TEXT NOT NULL, category_type TEXT NOT NULL,
      category TEXT NOT NULL) STRICT;
    CREATE TABLE area_key (id INTEGER PRIMARY KEY, code TEXT NOT NULL) STRICT;
    CREATE TABLE area (
      code TEXT NOT NULL, release INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, parents TEXT NOT NULL,
      valid_from TEXT NOT NULL, valid_to TEXT NOT NULL, successors TEXT NOT NULL, aliases TEXT NOT NULL,
      PRIMARY KEY (code, release)) STRICT, WITHOUT ROWID;
    CREATE TABLE indicator (
      id INTEGER NOT NULL, release INTEGER NOT NULL, value_type INTEGER NOT NULL, polarity INTEGER NOT NULL,
      comparison_method INTEGER NOT NULL, year_type INTEGER NOT NULL, multiplier REAL, code TEXT NOT NULL,
      name TEXT NOT NULL, unit TEXT NOT NULL, interval_method TEXT NOT NULL, themes TEXT NOT NULL,
      definition TEXT NOT NULL, source TEXT NOT NULL, publisher TEXT NOT NULL, licence TEXT NOT NULL,
      PRIMARY KEY (id, release)) STRICT;
    CREATE TABLE release (
      sequence INTEGER PRIMARY KEY, published INTEGER NOT NULL, recorded_at INTEGER NOT NULL, tool TEXT NOT NULL,
      new INTEGER NOT NULL, revised INTEGER NOT NULL, relabelled INTEGER NOT NULL, unchanged INTEGER NOT NULL,
      newly_suppressed INTEGER NOT NULL, collapsed INTEGER NOT NULL, rejected INTEGER NOT NULL,
      described INTEGER NOT NULL) STRICT;
    CREATE TABLE source (
      release INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (release, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE segment (
      name TEXT PRIMARY KEY, release INTEGER NOT NULL, bytes INTEGER NOT NULL, panels INTEGER NOT NULL,
      cells INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    \(factCreation)
    """
  /// Stores have no such column before they have a segment of several releases.
  static let firstReleaseCreation = "ALTER TABLE segment ADD COLUMN first_release INTEGER NOT NULL DEFAULT 0"
  /// Stores of format 1 have no such table before they need one.
  static let factCreation = """
    CREATE TABLE IF NOT EXISTS release_fact (
      release INTEGER NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
      PRIMARY KEY (release, name)) STRICT, WITHOUT ROWID;
    """

  /// Writes a record's row.
  static func insert(_ record: CatalogueRecord, into db: Database) throws {
    switch record {
    case .text(let id, let text):
      try db.execute(sql: "INSERT INTO text VALUES (?, ?)", arguments: [id, text])
    case .stratum(let id, let s):
      try db.execute(
        sql: "INSERT INTO stratum VALUES (?, ?, ?, ?, ?)", arguments: [id, s.sex, s.age, s.categoryType, s.category])
    case .areaKey(let id, let code):
      try db.execute(sql: "INSERT INTO area_key VALUES (?, ?)", arguments: [id, code])
    case .area(let area, let release):
      let texts = AreaRow(area).texts
      var values: [(any DatabaseValueConvertible)?] = [texts[0], release]
      values += texts.dropFirst().map { $0 as (any DatabaseValueConvertible)? }
      try insert(values, into: "area", db)
    case .indicator(let indicator, let release):
      let row = IndicatorRow(indicator)
      var values: [(any DatabaseValueConvertible)?] = [indicator.id, release]
      values += row.numbers.map { $0 as (any DatabaseValueConvertible)? }
      values.append(indicator.multiplier)
      values += row.texts.map { $0 as (any DatabaseValueConvertible)? }
      try insert(values, into: "indicator", db)
    case .release(let release):
      var values: [(any DatabaseValueConvertible)?] = [
        release.sequence, Int(release.published.day), release.recordedAt, release.tool,
      ]
      values += release.counts.stored.map { $0 as (any DatabaseValueConvertible)? }
      try insert(values, into: "release", db)
      for (position, source) in release.sources.enumerated() {
        try insert(
          [release.sequence, position, source.name, source.sha256, source.bytes, source.rows], into: "source", db)
      }
    case .fact(let name, let release, let number):
      try db.execute(sql: factCreation)
      try insert([release, name, number], into: "release_fact", db)
    }
  }

  private static func insert(
    _ values: [(any DatabaseValueConvertible)?], into table: String, _ db: Database
  ) throws {
    let marks = Array(repeating: "?", count: values.count).joined(separator: ", ")
    try db.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(marks))").execute(arguments: StatementArguments(values))
  }

  /// The table a record lies in.
  static func table(of record: CatalogueRecord) -> Table {
    switch record {
    case .text: .text
    case .stratum: .stratum
    case .areaKey: .areaKey
    case .area: .area
    case .indicator: .indicator
    case .release: .release
    case .fact: .fact
    }
  }

  /// The releases, oldest first, with their sources; a row that makes no sense is an error.
  static func releases(_ db: Database) throws -> [CatalogueRecord] {
    let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM release ORDER BY sequence")
    var out: [CatalogueRecord] = []
    while let row = try cursor.next() {
      guard let release = try release(row, db) else {
        throw CatalogueDamage(description: "a row of table release cannot be read")
      }
      out.append(.release(release))
    }
    return out
  }

  private static func release(_ row: Row, _ db: Database) throws -> Release? {
    guard let sequence = int(row, 0), (1...Segment.lastRelease).contains(sequence),
      let published = int(row, 1).flatMap(Int32.init(exactly:)),
      let recordedAt = int(row, 2), let tool = text(row, 3), let numbers = integers(row, 4, 8),
      let counts = Release.Counts(stored: numbers)
    else { return nil }
    let rows = try Row.fetchAll(
      db, sql: "SELECT name, sha256, bytes, rows FROM source WHERE release = ? ORDER BY position",
      arguments: [sequence])
    var sources: [Release.Source] = []
    for row in rows {
      guard let name = text(row, 0), let sha256 = text(row, 1), let bytes = int(row, 2), let count = int(row, 3) else {
        return nil
      }
      sources.append(Release.Source(name: name, sha256: sha256, bytes: bytes, rows: count))
    }
    return Release(
      sequence: sequence, published: CalendarDate(day: published), recordedAt: recordedAt, tool: tool, counts: counts,
      sources: sources)
  }

  static func int(_ row: Row, _ index: Int) -> Int? { Int.fromDatabaseValue(row[index]) }
  static func text(_ row: Row, _ index: Int) -> String? { String.fromDatabaseValue(row[index]) }
  private static func integers(_ row: Row, _ first: Int, _ count: Int) -> [Int]? {
    let all = (first..<first + count).compactMap { int(row, $0) }
    return all.count == count ? all : nil
  }
}

/// A digest of a table that grows row by row: the wrapping sum of a 64-bit hash of each row's record.
///
/// It finds accidental damage; it is no defence against somebody who wants to forge a row.
struct TableDigest: Equatable {
  var sum: UInt64 = 0
  var rows: UInt64 = 0

  mutating func add(_ record: CatalogueRecord) {
    var out = ByteWriter()
    record.append(to: &out)
    add(out.bytes)
  }

  mutating func add(_ segment: SegmentRow) {
    var out = ByteWriter()
    out.append(segment.name)
    for number in [segment.release, segment.bytes, segment.panels, segment.cells] { out.append(Int64(number)) }
    if segment.releases.count > 1 { out.append(Int64(segment.releases.lowerBound)) }
    add(out.bytes)
  }

  mutating func add(_ bytes: [UInt8]) {
    sum &+= bytes.withUnsafeBytes { ContentHash(hashing: $0) }.low
    rows &+= 1
  }

  var text: String { "\(String(sum, radix: 16)):\(rows)" }

  init() {}

  init?(_ text: String) {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let sum = UInt64(parts[0], radix: 16), let rows = UInt64(parts[1]) else { return nil }
    self.sum = sum
    self.rows = rows
  }
}

/// A live segment as the manifest lists it.
struct SegmentRow: Equatable {
  let name: String
  /// The releases it holds.
  let releases: ClosedRange<Int>
  let bytes: Int
  let panels: Int
  let cells: Int

  /// The release it holds, or the newest of them.
  var release: Int { releases.upperBound }

  init(name: String, releases: ClosedRange<Int>, bytes: Int, panels: Int, cells: Int) {
    self.name = name
    self.releases = releases
    self.bytes = bytes
    self.panels = panels
    self.cells = cells
  }

  /// A segment of one release.
  init(name: String, release: Int, bytes: Int, panels: Int, cells: Int) {
    self.init(name: name, releases: release...release, bytes: bytes, panels: panels, cells: cells)
  }

  init(_ segment: Segment) {
    self.init(
      name: segment.name, releases: segment.releases, bytes: segment.byteCount, panels: segment.panelCount,
      cells: segment.cellCount)
  }
}
