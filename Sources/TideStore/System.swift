#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The one place that calls the operating system for files. A failed call becomes a ``StoreError`` that names the file;
/// an interrupted one is repeated; a failed `fsync` never is: after it nobody knows what is on the disk.
enum System {
  /// A path's kind.
  enum Kind { case missing, file, folder, other }

  static func kind(_ path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Bytes of a file, asked of its folder: opening and closing it would give up locks the process holds on it.
  static func length(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Whether the current user may read (and pass through) the path.
  static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
  /// Whether the current user may write to the path.
  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  static func makeFolder(_ path: String) throws(StoreError) {
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw failure("cannot create the folder", path) }
  }

  /// Names in a folder, without `.` and `..`, sorted.
  static func list(_ path: String) throws(StoreError) -> [String] {
    guard let folder = opendir(path) else { throw failure("cannot read the folder", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether a store's folder of segments has any.
  static func holdsSegments(_ store: String) throws(StoreError) -> Bool {
    guard kind(store + "/segments") == .folder else { return false }
    return try list(store + "/segments").contains { $0.hasSuffix(SegmentLayout.fileExtension) }
  }

  static func rename(_ from: String, to: String) throws(StoreError) {
    #if canImport(Glibc)
      let result = Glibc.rename(from, to)
    #else
      let result = Darwin.rename(from, to)
    #endif
    if result != 0 { throw failure("cannot rename to", to) }
  }

  /// Removes a file; one that is gone already is no error.
  static func remove(_ path: String) throws(StoreError) {
    if unlink(path) != 0, errno != ENOENT { throw failure("cannot remove", path) }
  }

  /// Removes a folder; one that is not empty stays.
  static func removeFolder(_ path: String) throws(StoreError) {
    if rmdir(path) != 0, errno != ENOENT, errno != ENOTEMPTY, errno != EEXIST { throw failure("cannot remove", path) }
  }

  /// Makes the folder's entries durable.
  static func syncFolder(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot open the folder", path) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw failure("cannot make durable", path) }
  }

  /// Opens a new file for writing and reading back, and takes its name away: it is gone when it is closed.
  static func openUnnamed(_ path: String) throws(StoreError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("cannot create", path) }
    if unlink(path) != 0 {
      let error = failure("cannot remove", path)
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Closes a descriptor whose data nobody needs any more.
  static func close(_ descriptor: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }

  /// Writes all bytes where the descriptor stands.
  static func write(_ descriptor: Int32, _ bytes: [UInt8], _ path: String) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        #else
          Darwin.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        #endif
      }
      if written < 0, errno != EINTR { throw failure("cannot write", path) }
      done += max(0, written)
    }
  }

  /// Fills `bytes` from a place in a file.
  static func read(
    _ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, at offset: Int, _ path: String
  ) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      let count = pread(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw failure("cannot read", path) }
      if count == 0 {
        throw StoreError(.io, "the file ends early", file: path, remedy: "Run the command again.")
      }
      done += count
    }
  }

  /// Seconds since 1970-01-01T00:00Z.
  static func now() -> Int {
    var moment = timespec()
    clock_gettime(CLOCK_REALTIME, &moment)
    return moment.tv_sec
  }

  static func sleep(milliseconds: Int) {
    var pause = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    nanosleep(&pause, nil)
  }

  /// The error for the last failed call.
  static func failure(_ what: String, _ path: String) -> StoreError {
    let code = errno
    let reason = String(cString: strerror(code))
    let remedy =
      switch code {
      case ENOSPC, EDQUOT: "Free some space and run the command again; what was stored before is intact."
      case EACCES, EPERM, EROFS: "Check who may read and write it, or copy the store to a folder of your own."
      case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n) and run the command again."
      default: "What was stored before is intact; put the cause right and run the command again."
      }
    return StoreError(.io, "\(what): \(reason)", file: path, remedy: remedy)
  }
}

/// A file being written from its start. Bytes are buffered; ``finish()`` makes them durable.
final class OutputFile {
  let path: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  /// Bytes appended so far.
  private(set) var length = 0

  /// Creates the file, or empties the one that is there.
  init(_ path: String) throws(StoreError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw System.failure("cannot create", path) }
    buffer.reserveCapacity(Self.bufferBytes)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static let bufferBytes = 1 << 18

  func append(_ bytes: [UInt8]) throws(StoreError) {
    buffer.append(contentsOf: bytes)
    length += bytes.count
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  private func flush() throws(StoreError) {
    try System.write(descriptor, buffer, path)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is buffered, makes the file durable and closes it.
  func finish() throws(StoreError) {
    try flush()
    if fsync(descriptor) != 0 { throw System.failure("cannot make durable", path) }
    let result = close(descriptor)
    descriptor = -1
    if result != 0 { throw System.failure("cannot close", path) }
  }
}

/// A whole file mapped read-only into memory, as long as this object lives.
public final class MappedFile: @unchecked Sendable {
  // @unchecked: the mapping is never written and is unmapped only when the last reference goes.
  /// The file's path.
  public let path: String
  /// The file's bytes; empty for an empty file.
  public let bytes: UnsafeRawBufferPointer

  /// Maps a regular file.
  /// - Throws: `io` when it cannot be opened or is no regular file.
  public init(_ path: String) throws(StoreError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw System.failure("cannot open", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw System.failure("cannot read the size of", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.io, "not a regular file", file: path, remedy: "Name a file, not a folder or a device.")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw System.failure("cannot map", path)
    }
    bytes = UnsafeRawBufferPointer(start: address, count: size)
  }

  deinit {
    if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
  }
}

/// An exclusive lock on a store, held until this object goes or the process ends.
final class FileLock {
  private let descriptor: Int32

  /// Takes the lock, waiting up to `seconds` for another writer to finish.
  init(_ path: String, waitingUpTo seconds: Int) throws(StoreError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw System.failure("cannot open the lock", path) }
    var left = seconds * 1000
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      guard errno == EWOULDBLOCK else {
        let error = System.failure("cannot lock", path)
        close(descriptor)
        throw error
      }
      guard left > 0 else {
        close(descriptor)
        throw StoreError(
          .locked, "another process is writing to the store", file: path,
          remedy: "Wait until it has finished, or give --wait a longer time. Queries go on working meanwhile.")
      }
      System.sleep(milliseconds: 50)
      left -= 50
    }
    // A writer that gave up a store it had just made removes the lock's file: a lock on that locks nothing.
    var held = stat()
    var named = stat()
    guard fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino else {
      close(descriptor)
      throw StoreError(
        .locked, "the store was being taken away by another process", file: path, remedy: "Run the command again.")
    }
  }

  deinit { close(descriptor) }
}
