/// A path's kind.
enum PathKind { case missing, file, folder, other }

/// The calls as the store makes them: a failed one becomes a ``StoreError`` that names the file; an interrupted one is
/// repeated; a failed `fsync` never is: after it nobody knows what is on the disk.
extension FileSystem {
  func kind(_ path: String) throws(StoreError) -> PathKind {
    do {
      return switch try status(ofPath: path).kind {
      case .file: .file
      case .folder: .folder
      case .other: .other
      }
    } catch SystemError.missing {
      return .missing
    } catch {
      throw error.failure("cannot look at", path)
    }
  }

  /// Bytes of a file, asked of its folder: opening and closing it would give up locks the process holds on it.
  func length(_ path: String) throws(StoreError) -> Int {
    try naming("cannot read the size of", path) { () throws(SystemError) in try status(ofPath: path).length }
  }

  /// Makes a folder; one that is there already is no error.
  func makeFolder(_ path: String) throws(StoreError) {
    do { try createFolder(path) } catch SystemError.exists {} catch {
      throw error.failure("cannot create the folder", path)
    }
  }

  /// Names in a folder, sorted.
  func list(_ path: String) throws(StoreError) -> [String] {
    try naming("cannot read the folder", path) { () throws(SystemError) in try names(inFolder: path).sorted() }
  }

  /// Whether a store's folder of segments has any.
  func holdsSegments(_ store: String) throws(StoreError) -> Bool {
    guard try kind(store + "/segments") == .folder else { return false }
    return try list(store + "/segments").contains(where: SegmentLayout.isSegment)
  }

  func move(_ from: String, to: String) throws(StoreError) {
    try naming("cannot rename to", to) { () throws(SystemError) in try moveFile(from, to: to) }
  }

  /// Removes a file; one that is gone already is no error.
  func remove(_ path: String) throws(StoreError) {
    do { try deleteFile(path) } catch SystemError.missing {} catch { throw error.failure("cannot remove", path) }
  }

  /// Removes a folder; one that is not empty stays.
  func removeFolder(_ path: String) throws(StoreError) {
    do { try deleteFolder(path) } catch SystemError.missing, SystemError.notEmpty, SystemError.exists {} catch {
      throw error.failure("cannot remove", path)
    }
  }

  /// Makes the folder's entries durable.
  func syncFolder(_ path: String) throws(StoreError) {
    let folder = try naming("cannot open the folder", path) { () throws(SystemError) in try openFile(path, .folder) }
    defer { discard(folder) }
    try makeDurable(folder, path)
  }

  /// Makes durable that a path is in its folder.
  func syncFolder(holding path: String) throws(StoreError) {
    var parent = Substring(path)
    while parent.last == "/" { parent.removeLast() }
    while let last = parent.last, last != "/" { parent.removeLast() }
    while parent.count > 1, parent.last == "/" { parent.removeLast() }
    try syncFolder(parent.isEmpty ? "." : String(parent))
  }

  /// Makes durable what was written to a file.
  func makeDurable(_ file: Descriptor, _ path: String) throws(StoreError) {
    try naming("cannot make durable", path) { () throws(SystemError) in try sync(file) }
  }

  /// Closes a descriptor whose data nobody needs any more.
  func discard(_ file: Descriptor) { try? closeFile(file) }

  /// Writes all bytes where the descriptor stands.
  func writeAll(_ file: Descriptor, _ bytes: [UInt8], _ path: String) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      done += try repeating("cannot write", path) { () throws(SystemError) in
        try bytes.withUnsafeBufferPointer { (bytes) throws(SystemError) in
          try writeSome(file, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[done...]))
        }
      }
    }
  }

  /// Fills `bytes` from a place in a file.
  func readAll(
    _ file: Descriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: Int, _ path: String
  ) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      let count = try repeating("cannot read", path) { () throws(SystemError) in
        try readSome(file, into: UnsafeMutableRawBufferPointer(rebasing: bytes[done...]), at: offset + done)
      }
      if count == 0 { throw StoreError(.io, "the file ends early", file: path, remedy: "Run the command again.") }
      done += count
    }
  }

  /// Runs one call, again when it was interrupted.
  private func repeating<T>(
    _ what: String, _ path: String, _ call: () throws(SystemError) -> T
  ) throws(StoreError) -> T {
    while true {
      do { return try call() } catch SystemError.interrupted { continue } catch { throw error.failure(what, path) }
    }
  }

  /// Runs one call; the error of a failed one says what could not be done, and to which file.
  func naming<T>(_ what: String, _ path: String, _ call: () throws(SystemError) -> T) throws(StoreError) -> T {
    do { return try call() } catch { throw error.failure(what, path) }
  }
}
