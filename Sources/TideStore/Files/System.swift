#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The operating system: the one place that calls it for files.
struct System: FileSystem {
  func status(ofPath path: String) throws(SystemError) -> FileStatus {
    var found = stat()
    try Self.check(stat(path, &found))
    return FileStatus(found)
  }

  func mayRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

  func mayWrite(_ path: String) -> Bool { access(path, W_OK) == 0 }

  func createFolder(_ path: String) throws(SystemError) { try Self.check(mkdir(path, 0o755)) }

  func deleteFolder(_ path: String) throws(SystemError) { try Self.check(rmdir(path)) }

  func names(inFolder path: String) throws(SystemError) -> [String] {
    guard let folder = opendir(path) else { throw SystemError(errno) }
    defer { closedir(folder) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    // At the end of the folder the number is left alone.
    guard errno == 0 else { throw SystemError(errno) }
    return names
  }

  func moveFile(_ from: String, to: String) throws(SystemError) { try Self.check(rename(from, to)) }

  func deleteFile(_ path: String) throws(SystemError) { try Self.check(unlink(path)) }

  func openFile(_ path: String, _ mode: OpenMode) throws(SystemError) -> Descriptor {
    let number =
      switch mode {
      case .read: open(path, O_RDONLY | O_CLOEXEC)
      case .create: open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      case .createPrivate: open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      case .lock: open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      case .folder: open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      }
    try Self.check(number)
    return Descriptor(number: number)
  }

  func closeFile(_ file: Descriptor) throws(SystemError) { try Self.check(close(file.number)) }

  func status(of file: Descriptor) throws(SystemError) -> FileStatus {
    var found = stat()
    try Self.check(fstat(file.number, &found))
    return FileStatus(found)
  }

  func writeSome(_ file: Descriptor, _ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    let count = write(file.number, bytes.baseAddress, bytes.count)
    guard count >= 0 else { throw SystemError(errno) }
    return count
  }

  func readSome(
    _ file: Descriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    let count = pread(file.number, bytes.baseAddress, bytes.count, off_t(offset))
    guard count >= 0 else { throw SystemError(errno) }
    return count
  }

  func sync(_ file: Descriptor) throws(SystemError) { try Self.check(fsync(file.number)) }

  func lockNow(_ file: Descriptor) throws(SystemError) { try Self.check(flock(file.number, LOCK_EX | LOCK_NB)) }

  func map(_ file: Descriptor, length: Int) throws(SystemError) -> UnsafeRawBufferPointer {
    guard let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.number, 0), address != MAP_FAILED else {
      throw SystemError(errno)
    }
    return UnsafeRawBufferPointer(start: address, count: length)
  }

  func unmap(_ bytes: UnsafeRawBufferPointer) {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }

  /// SQLite takes a name that begins with `file:` for a URI.
  func databaseName(_ path: String) -> String { path.hasPrefix("file:") ? "./" + path : path }

  func randomBits() -> UInt64 { .random(in: .min ... .max) }

  func now() -> Int {
    var moment = timespec()
    clock_gettime(CLOCK_REALTIME, &moment)
    return moment.tv_sec
  }

  func pause(milliseconds: Int) {
    var pause = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    nanosleep(&pause, nil)
  }

  private static func check(_ result: Int32) throws(SystemError) {
    if result < 0 { throw SystemError(errno) }
  }
}

extension FileStatus {
  fileprivate init(_ found: stat) {
    switch found.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    length = Int(found.st_size)
    identity = UInt64(found.st_ino)
  }
}
