import GRDB
import GRDBSQLite
import TideCore
import TideModel

/// The catalogue as bytes: its seal, copies, and SQLite's own check.
extension Catalogue {
  /// The bytes of the database, what it lists, and a seal for them, in one consistent view.
  func copy() throws(StoreError) -> (bytes: [UInt8], seal: CatalogueSeal, segments: [SegmentRow]) {
    try read { db in
      var bytes: [UInt8] = []
      try Self.readPages(db) { bytes.append(contentsOf: $0) }
      let digest = bytes.withUnsafeBytes { SHA256.hex(of: $0) }
      return (bytes, try Self.seal(db, digest: digest), try Self.segments(db))
    }
  }

  /// Says before a change of segments that the catalogue's bytes will not be those that were sealed. That must last longer
  /// than the change: the newest release stays the same, and the older seal would be believed.
  func unseal() throws(StoreError) {
    let seal = try read { db in try Self.seal(db, digest: CatalogueSeal.pending) }
    try seal.write(store: store, files: files)
    try files.syncFolder(store)
  }

  /// Seals the catalogue as it is now.
  func seal() throws(StoreError) {
    let seal = try read { db in try Self.seal(db, digest: Self.digest(db)) }
    try seal.write(store: store, files: files)
  }

  private static func seal(_ db: Database, digest: String) throws -> CatalogueSeal {
    let newest = try releases(db).last
    return CatalogueSeal(
      release: newest?.sequence ?? 0, digest: digest, identity: try identity(db), mark: newest?.mark ?? 0)
  }

  /// Refuses a catalogue that is not the one sealed after its newest release. Done in one transaction, so that a
  /// writer who commits meanwhile is not taken for damage.
  func checkSeal() throws(StoreError) {
    try read { db in
      let newest = try Self.releases(db).last
      guard let seal = try CatalogueSeal.read(store: store, files: files) else { return }
      if let doubt = seal.doubt(identity: try Self.identity(db), newest: newest) { throw doubt }
      if seal.release == newest?.sequence ?? 0, seal.digest != CatalogueSeal.pending,
        try Self.digest(db) != seal.digest
      {
        throw CatalogueDamage(description: "its bytes are not those of release \(seal.release)")
      }
    }
  }

  /// The SHA-256 of the database's pages.
  private static func digest(_ db: Database) throws -> String {
    var digest = SHA256()
    try readPages(db) { digest.update($0) }
    return SHA256.hex(digest.finalize())
  }

  /// Hands over the bytes of the database, one stretch after the other. They are read through SQLite's own file: opening
  /// and closing it once more would give up every POSIX lock that the process holds on it.
  private static func readPages(_ db: Database, _ body: (UnsafeRawBufferPointer) -> Void) throws {
    // The first statement takes the lock under which the pages are read.
    let length =
      try (Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0) * (Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
    var found: UnsafeMutablePointer<sqlite3_file>?
    guard
      sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &found) == SQLITE_OK,
      let file = found, let read = file.pointee.pMethods?.pointee.xRead
    else { throw CatalogueDamage(description: "its pages cannot be read") }
    var chunk = [UInt8](repeating: 0, count: min(length, 1 << 18))
    for start in stride(from: 0, to: length, by: 1 << 18) {
      try chunk.withUnsafeMutableBytes { chunk in
        let count = min(chunk.count, length - start)
        let code = read(file, chunk.baseAddress, Int32(count), sqlite3_int64(start))
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
      }
    }
  }

  /// SQLite's own check of pages and indexes, and whether the file has all of them; empty when all is well.
  ///
  /// SQLite reads a page that is cut short as if zeros followed, which the last page may well end in.
  func integrityProblems() throws(StoreError) -> [String] {
    return try read { db in
      var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      let length = try files.length(path)
      if length != pages * size { problems.append("it has \(length) bytes where \(pages * size) are due") }
      return problems
    }
  }
}
