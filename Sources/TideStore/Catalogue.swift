import GRDB
import TideCore
import TideModel

/// `catalog.sqlite`: what is committed. A release is visible from the moment its one transaction commits.
///
/// Every table is checked against its digest when it is read, so that a damaged catalogue is refused, not believed.
final class Catalogue {
  static let fileName = "catalog.sqlite"
  static let formatMajor = 4
  /// What to do about a damaged catalogue.
  static let remedy = "Run tidemark repair: it makes the catalogue anew from the segments and keeps the old file."

  let path: String
  let store: String
  let files: any FileSystem
  private let queue: DatabaseQueue

  /// Opens the catalogue of a store. A reader opens it for writing where it may, because only then can SQLite take
  /// back what a killed writer left half done; it never changes a row.
  ///
  /// - Parameter name: that of the file, where it is not yet, or no longer, the store's catalogue.
  init(store: String, name: String = Catalogue.fileName, writing: Bool, files: any FileSystem) throws(StoreError) {
    self.store = store
    self.files = files
    path = store + "/" + name
    let path = path
    var configuration = Configuration()
    configuration.readonly = !writing && !(files.mayWrite(store) && files.mayWrite(path))
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      if writing {
        // The page size is that of a new catalogue; one that is there keeps its own.
        try db.execute(
          sql: """
            PRAGMA page_size = \(CatalogueSchema.pageBytes); PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;
            """)
      } else {
        try db.execute(sql: "PRAGMA query_only = 1")
      }
    }
    let fixed = configuration
    let name = files.databaseName(path)
    queue = try Self.translating(path) { try DatabaseQueue(path: name, configuration: fixed) }
  }

  /// Makes the tables where there are none yet, unless there are segments: then the catalogue was lost.
  /// - Parameter identity: asked for where the tables are made.
  func createIfEmpty(
    tool: String, hasSegments: Bool, identity: () -> StoreIdentity
  ) throws(StoreError) {
    try write { db in
      guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 else { return }
      if hasSegments { throw CatalogueDamage(description: "it is empty, though the store has segments") }
      try db.execute(sql: CatalogueSchema.creation)
      try db.execute(sql: "PRAGMA application_id = \(CatalogueSchema.applicationID)")
      let identity = identity()
      try db.execute(
        sql: "INSERT INTO meta VALUES ('format', ?), ('created_by', ?)",
        arguments: [FormatVersion.plain.text(isIdentified: identity != .none), tool])
      if identity != .none {
        try db.execute(sql: "INSERT INTO meta VALUES ('identity', ?)", arguments: [identity.text])
      }
      for table in CatalogueSchema.Table.allCases {
        try Self.setDigest(TableDigest(), of: table, db)
      }
    }
  }

  private func isEmpty() throws(StoreError) -> Bool {
    try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 }
  }

  /// Refuses a catalogue that is none, or of a newer major version.
  func checkFormat() throws(StoreError) {
    let version: String? = try read { db in
      guard try Int.fetchOne(db, sql: "PRAGMA application_id") == CatalogueSchema.applicationID else { return nil }
      return try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'format'")
    }
    guard let version else {
      if try isEmpty(), try !files.holdsSegments(store) {
        // Its first writer was killed before it had made the tables.
        throw StoreError(
          .noStore, "the store at \(store) holds nothing yet", remedy: "Append figures to it: tidemark append FILE...")
      }
      throw StoreError(
        .damaged, "the file is not a Tidemark catalogue", file: Self.fileName, remedy: Self.remedy)
    }
    guard let major = Int(version.prefix { $0 != "." }), major >= 1 else {
      throw StoreError(
        .damaged, "the catalogue's format version is unreadable", file: Self.fileName, remedy: Self.remedy)
    }
    if major > Self.formatMajor {
      throw StoreError(
        .newerFormat, "the store has format \(version); this program reads up to format \(Self.formatMajor)",
        file: Self.fileName,
        remedy: "Use a newer tidemark.")
    }
  }

  /// Which store it is the catalogue of.
  func identity() throws(StoreError) -> StoreIdentity { try read { db in try Self.identity(db) } }

  static func identity(_ db: Database) throws -> StoreIdentity {
    let text = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'identity'")
    guard let text else { return .none }
    guard let identity = StoreIdentity(text) else {
      throw CatalogueDamage(description: "the store's identity is unreadable")
    }
    return identity
  }

  /// The committed releases and live segments, in one consistent view.
  func manifest() throws(StoreError) -> (releases: [Release], segments: [SegmentRow]) {
    try read { db in
      (try Self.releases(db), try Self.segments(db))
    }
  }

  /// The digests of all tables, and whether the segments are those named and no release is lost.
  func digests(of names: Set<String>) throws(StoreError) -> (Bool, [CatalogueSchema.Table: TableDigest]) {
    try read { db in
      let isSame = try Set(Self.segments(db).map(\.name)) == names && !Self.releases(db).contains(where: \.isLost)
      var digests: [CatalogueSchema.Table: TableDigest] = [:]
      for table in CatalogueSchema.Table.allCases { digests[table] = try Self.storedDigest(of: table, db) }
      return (isSame, digests)
    }
  }

  /// The wanted records of a table, the whole table checked.
  func records(
    _ table: CatalogueSchema.Table, _ rows: CatalogueRows = .all
  ) throws(StoreError) -> [CatalogueRecord] {
    try read { db in try Self.checkedRecords(table, rows, db) }
  }

  private static func checkedRecords(
    _ table: CatalogueSchema.Table, _ rows: CatalogueRows, _ db: Database
  ) throws -> [CatalogueRecord] {
    if table == .fact, try !db.tableExists(table.rawValue) {
      // A store of format 1 that never needed it; one that had it has its digest.
      try check(TableDigest(), table, db, orNone: true)
      return []
    }
    if let scan = CatalogueScan(table) {
      let (records, digest) = try scan.run(rows, db)
      try check(digest, table, db)
      return records
    }
    let records = try CatalogueSchema.releases(db)
    var digest = TableDigest()
    for record in records { digest.add(record) }
    try check(digest, table, db)
    return records
  }

  static func releases(_ db: Database) throws -> [Release] {
    var releases = try checkedRecords(.release, .all, db).compactMap { record in
      if case .release(let release) = record { release } else { nil }
    }
    for case .fact(let name, let sequence, let number) in try checkedRecords(.fact, .all, db) {
      guard let index = releases.firstIndex(where: { $0.sequence == sequence }) else {
        throw CatalogueDamage(description: "a fact of release \(sequence), which there is not")
      }
      switch ReleaseFact(rawValue: name) {
      case .undoes: releases[index].undoes = number
      case .withdrawn: releases[index].counts.withdrawn = number
      case .lost: releases[index].isLost = number != 0
      case .disclosure: releases[index].disclosurePin = number
      case .mark: releases[index].mark = number
      case nil: break
      }
    }
    return releases
  }

  static func segments(_ db: Database) throws -> [SegmentRow] {
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM segment ORDER BY release, name")
    var digest = TableDigest()
    let segments = rows.compactMap { row -> SegmentRow? in
      guard let name = CatalogueSchema.text(row, 0), let release = CatalogueSchema.int(row, 1),
        let bytes = CatalogueSchema.int(row, 2), let panels = CatalogueSchema.int(row, 3),
        let cells = CatalogueSchema.int(row, 4), [bytes, panels, cells].allSatisfy(Segment.sizes.contains),
        let first = row.count > 5 ? CatalogueSchema.int(row, 5) : 0,
        first == 0 || (1...max(1, release)).contains(first), release - first < Segment.mostReleases || first == 0
      else { return nil }
      let segment = SegmentRow(
        name: name, releases: (first == 0 ? release : first)...release, bytes: bytes, panels: panels, cells: cells)
      digest.add(segment)
      return segment
    }
    try check(digest, .segment, db)
    // A name becomes a path: nothing but a digest in hexadecimal is followed.
    for segment in segments where !(segment.name.utf8.count == 64 && segment.name.utf8.allSatisfy(isHexadecimal)) {
      throw CatalogueDamage(description: "a segment name is no digest")
    }
    return segments
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }

  private static func check(
    _ digest: TableDigest, _ table: CatalogueSchema.Table, _ db: Database, orNone: Bool = false
  ) throws {
    let stored = try storedDigest(of: table, db)
    guard stored == digest || orNone && stored == nil else {
      throw CatalogueDamage(description: "table \(table.rawValue) does not match its digest")
    }
  }

  private static func storedDigest(of table: CatalogueSchema.Table, _ db: Database) throws -> TableDigest? {
    try String.fetchOne(
      db, sql: "SELECT value FROM meta WHERE key = ?", arguments: ["digest.\(table.rawValue)"]
    ).flatMap(TableDigest.init)
  }

  private static func setDigest(_ digest: TableDigest, of table: CatalogueSchema.Table, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: ["digest.\(table.rawValue)", digest.text])
  }

  /// In the order of the tables: where a row comes to lie depends on which went before, and the same release is to have
  /// the same bytes.
  private static func setDigests(_ digests: [CatalogueSchema.Table: TableDigest], _ db: Database) throws {
    for table in CatalogueSchema.Table.allCases {
      if let digest = digests[table] { try setDigest(digest, of: table, db) }
    }
  }

  /// Makes a release visible: its records and its segment, in one transaction.
  func commit(_ records: [CatalogueRecord], segment: SegmentRow) throws(StoreError) {
    try write { db in
      var digests: [CatalogueSchema.Table: TableDigest] = [:]
      for record in records {
        try CatalogueSchema.insert(record, into: db)
        let table = CatalogueSchema.table(of: record)
        var digest = try digests[table] ?? Self.storedDigest(of: table, db) ?? TableDigest()
        digest.add(record)
        digests[table] = digest
      }
      try Self.insert(segment, db)
      // The segment is of this version; older and newer ones may be there.
      try Self.raise(to: .plain, db)
      if records.contains(where: \.isDisclosurePin) { try Self.makePinned(db) }
      var digest = try Self.storedDigest(of: .segment, db) ?? TableDigest()
      digest.add(segment)
      digests[.segment] = digest
      try Self.setDigests(digests, db)
    }
  }

  /// Fills a catalogue that has no rows yet.
  ///
  /// - Parameter needsNewest: whether older programs would misread the rows.
  func fill(_ records: [CatalogueRecord], segments: [SegmentRow], needsNewest: Bool) throws(StoreError) {
    try write { db in
      if needsNewest || segments.contains(where: { $0.releases.count > 1 }) { try Self.makeCompacted(db) }
      var digests: [CatalogueSchema.Table: TableDigest] = [:]
      for record in records {
        try CatalogueSchema.insert(record, into: db)
        digests[CatalogueSchema.table(of: record), default: TableDigest()].add(record)
      }
      for segment in segments {
        try Self.insert(segment, db)
        digests[.segment, default: TableDigest()].add(segment)
      }
      try Self.setDigests(digests, db)
      if records.contains(where: \.isDisclosurePin) { try Self.makePinned(db) }
    }
  }

  private static func insert(_ segment: SegmentRow, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO segment (name, release, bytes, panels, cells) VALUES (?, ?, ?, ?, ?)",
      arguments: [segment.name, segment.release, segment.bytes, segment.panels, segment.cells])
    if segment.releases.count > 1 {
      try db.execute(
        sql: "UPDATE segment SET first_release = ? WHERE name = ?",
        arguments: [segment.releases.lowerBound, segment.name])
    }
  }

  /// Lists one segment in the place of those whose releases it holds, in one transaction.
  func replace(_ old: [SegmentRow], by segment: SegmentRow) throws(StoreError) {
    try write { db in
      var rows = try Self.segments(db)
      let names = Set(old.map(\.name))
      rows.removeAll { names.contains($0.name) }
      try Self.makeCompacted(db)
      for row in old { try db.execute(sql: "DELETE FROM segment WHERE name = ?", arguments: [row.name]) }
      try Self.insert(segment, db)
      var digest = TableDigest()
      for row in rows + [segment] { digest.add(row) }
      try Self.setDigest(digest, of: .segment, db)
    }
  }

  /// Makes the store one of the version that older programs refuse, since they would show what is to be hidden.
  private static func makePinned(_ db: Database) throws {
    try makeCompacted(db)
    try raise(to: .pinned, db)
  }

  /// Gives the store a version, where it has not a newer one.
  private static func raise(to version: FormatVersion, _ db: Database) throws {
    let version = version.text(isIdentified: try identity(db) != .none)
    try db.execute(
      sql: "UPDATE meta SET value = ? WHERE key = 'format' AND CAST(value AS REAL) < CAST(? AS REAL)",
      arguments: [version, version])
  }

  /// Makes the store one of the newer version.
  private static func makeCompacted(_ db: Database) throws {
    if try !db.columns(in: "segment").contains(where: { $0.name == "first_release" }) {
      try db.execute(sql: CatalogueSchema.firstReleaseCreation)
    }
    try raise(to: .compacted, db)
  }

  /// The version of the format that the store has.
  func format() throws(StoreError) -> String {
    try read { db in try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'format'") ?? "" }
  }

  func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    try Self.translating(path) { try withoutActuallyEscaping(body) { body in try queue.read(body) } }
  }

  private func write(_ body: (Database) throws -> Void) throws(StoreError) {
    try Self.translating(path) {
      try queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          try body(db)
          return .commit
        }
      }
    }
  }
}
