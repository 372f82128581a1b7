/// An exclusive lock on a store, held until this object goes or the process ends.
final class FileLock {
  private let descriptor: Descriptor
  private let files: any FileSystem

  /// Takes the lock, waiting up to `seconds` for another writer to finish.
  init(_ path: String, waitingUpTo seconds: Int, files: any FileSystem) throws(StoreError) {
    self.files = files
    descriptor = try files.naming("cannot open the lock", path) { () throws(SystemError) in
      try files.openFile(path, .lock)
    }
    do throws(StoreError) {
      try Self.wait(for: descriptor, path, seconds, files)
    } catch {
      files.discard(descriptor)
      throw error
    }
    // A writer that gave up a store it had just made removes the lock's file: a lock on that locks nothing.
    guard let held = try? files.status(of: descriptor), let named = try? files.status(ofPath: path),
      held.identity == named.identity
    else {
      files.discard(descriptor)
      throw StoreError(
        .locked, "the store was being taken away by another process", file: path, remedy: "Run the command again.")
    }
  }

  deinit { files.discard(descriptor) }

  private static func wait(
    for descriptor: Descriptor, _ path: String, _ seconds: Int, _ files: any FileSystem
  ) throws(StoreError) {
    var left = min(seconds, .max / 1000) * 1000
    while true {
      do {
        return try files.lockNow(descriptor)
      } catch SystemError.interrupted {
        continue
      } catch SystemError.heldByAnother {
        guard left > 0 else { break }
        files.pause(milliseconds: 50)
        left -= 50
      } catch {
        throw error.failure("cannot lock", path)
      }
    }
    throw StoreError(
      .locked, "another process is writing to the store", file: path,
      remedy: "Wait until it has finished, or give --wait a longer time. Queries go on working meanwhile.")
  }
}
