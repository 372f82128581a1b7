/// What the store asks of the operating system, call by call: the seam at which a test can put another one in its place.
///
/// Each requirement does once what the system's call of its comment does: it may be interrupted, take fewer bytes than it
/// was given, or fail. Repeating, and turning failures into a ``StoreError`` that names the file, is done by the
/// extension in `FileSystem+Store.swift`, the same for every implementation. SQLite does its own input and output; it
/// is told by ``databaseName(_:)`` whom to ask.
protocol FileSystem: Sendable {
  /// stat(2)
  func status(ofPath path: String) throws(SystemError) -> FileStatus
  /// access(2): whether the current user may.
  func mayRead(_ path: String) -> Bool
  /// access(2): whether the current user may.
  func mayWrite(_ path: String) -> Bool
  /// mkdir(2)
  func createFolder(_ path: String) throws(SystemError)
  /// rmdir(2)
  func deleteFolder(_ path: String) throws(SystemError)
  /// readdir(3): all names, without `.` and `..`, in any order.
  func names(inFolder path: String) throws(SystemError) -> [String]
  /// rename(2): in the place of a file that has the name.
  func moveFile(_ from: String, to: String) throws(SystemError)
  /// unlink(2)
  func deleteFile(_ path: String) throws(SystemError)

  /// open(2), close-on-exec.
  func openFile(_ path: String, _ mode: OpenMode) throws(SystemError) -> Descriptor
  /// close(2)
  func closeFile(_ file: Descriptor) throws(SystemError)
  /// fstat(2)
  func status(of file: Descriptor) throws(SystemError) -> FileStatus
  /// write(2): where the descriptor stands; how many bytes were taken.
  func writeSome(_ file: Descriptor, _ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int
  /// pread(2): how many bytes were read; 0 at the end of the file.
  func readSome(_ file: Descriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError)
    -> Int
  /// fsync(2), of a file or a folder.
  func sync(_ file: Descriptor) throws(SystemError)
  /// flock(2): exclusive, without waiting.
  func lockNow(_ file: Descriptor) throws(SystemError)
  /// mmap(2): the first bytes of a file, read-only; `length` is above 0.
  func map(_ file: Descriptor, length: Int) throws(SystemError) -> UnsafeRawBufferPointer
  /// munmap(2)
  func unmap(_ bytes: UnsafeRawBufferPointer)

  /// What SQLite is to open for the database at a path.
  func databaseName(_ path: String) -> String
  /// Seconds since 1970-01-01T00:00Z.
  func now() -> Int
  /// getrandom(2): bits that nobody can foresee.
  func randomBits() -> UInt64
  func pause(milliseconds: Int)
}

/// An open file or folder of a ``FileSystem``.
struct Descriptor: Hashable, Sendable {
  let number: Int32
}

/// How a file is opened.
enum OpenMode: Sendable {
  /// For reading.
  case read
  /// For writing from its start: made, or emptied.
  case create
  /// As `create`, and for reading back; nobody else may open it.
  case createPrivate
  /// As it is, or made.
  case lock
  /// A folder.
  case folder
}

/// What a path leads to.
struct FileStatus: Equatable, Sendable {
  enum Kind: Sendable { case file, folder, other }

  var kind: Kind
  /// Bytes.
  var length: Int
  /// Tells a file from another that has taken its name.
  var identity: UInt64
}
