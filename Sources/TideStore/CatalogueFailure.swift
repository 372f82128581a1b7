import GRDB

/// A catalogue whose rows are not what was written.
struct CatalogueDamage: Error {
  let description: String
}

extension Catalogue {
  /// Runs a database call and turns what SQLite says into the store's own error.
  static func translating<T>(_ path: String, _ body: () throws -> T) throws(StoreError) -> T {
    do {
      return try body()
    } catch let error as StoreError {
      throw error
    } catch let damage as CatalogueDamage {
      throw StoreError(
        .damaged, "the catalogue is damaged: \(damage.description)", file: fileName,
        remedy: remedy)
    } catch let error as DatabaseError {
      throw translated(error, path)
    } catch {
      throw StoreError(.io, "the catalogue cannot be read: \(error)", file: path, remedy: "Run tidemark verify.")
    }
  }

  private static func translated(_ error: DatabaseError, _ path: String) -> StoreError {
    let message = "\(error.message ?? "an error of SQLite") (code \(error.extendedResultCode.rawValue))"
    switch error.extendedResultCode {
    case .SQLITE_READONLY_ROLLBACK, .SQLITE_READONLY_RECOVERY, .SQLITE_READONLY_CANTLOCK:
      return StoreError(
        .io, "a writer was stopped in the middle of a commit, and who may only read cannot put that right", file: path,
        remedy: "Run any tidemark command, such as status, as somebody who may write to the store's folder: it does.")
    default: break
    }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(
        .locked, "the catalogue is held by another process: \(message)", file: path, remedy: "Try again in a moment.")
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_NOMEM:
      return StoreError(
        .io, "the catalogue cannot be read or written: \(message)", file: path,
        remedy: "Check free space and who may read and write the store's folder.")
    default:
      return StoreError(
        .damaged, "the catalogue is damaged: \(message)", file: fileName,
        remedy: remedy)
    }
  }
}
