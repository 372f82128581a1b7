import Glibc
import Synchronization

@testable import TideStore

/// The system's files up to the n-th call that changes anything: that call and all behind it fail, as if the process had
/// been killed there, so that nothing is tidied up either.
final class StoppedFiles: FileSystem {
  private let system = System()
  private let left: Atomic<Int>
  private let calls = Atomic(0)

  private let isWritable: Bool

  /// - Parameters:
  ///   - after: calls that succeed.
  ///   - isWritable: whether the user may write at all.
  init(after count: Int, isWritable: Bool = true) {
    left = Atomic(count)
    self.isWritable = isWritable
  }

  /// Calls that changed something, or tried to.
  var count: Int { calls.load(ordering: .relaxed) }

  private func step() throws(SystemError) {
    calls.add(1, ordering: .relaxed)
    if left.subtract(1, ordering: .relaxed).newValue < 0 { throw SystemError(ENOSPC) }
  }

  func status(ofPath path: String) throws(SystemError) -> FileStatus { try system.status(ofPath: path) }
  func mayRead(_ path: String) -> Bool { system.mayRead(path) }
  func mayWrite(_ path: String) -> Bool { isWritable && system.mayWrite(path) }
  func names(inFolder path: String) throws(SystemError) -> [String] { try system.names(inFolder: path) }
  func status(of file: Descriptor) throws(SystemError) -> FileStatus { try system.status(of: file) }
  func lockNow(_ file: Descriptor) throws(SystemError) { try system.lockNow(file) }
  func unmap(_ bytes: UnsafeRawBufferPointer) { system.unmap(bytes) }
  func databaseName(_ path: String) -> String { system.databaseName(path) }
  func now() -> Int { system.now() }
  func randomBits() -> UInt64 { system.randomBits() }
  func pause(milliseconds: Int) { system.pause(milliseconds: milliseconds) }
  func closeFile(_ file: Descriptor) throws(SystemError) { try system.closeFile(file) }
  func map(_ file: Descriptor, length: Int) throws(SystemError) -> UnsafeRawBufferPointer {
    try system.map(file, length: length)
  }
  func readSome(
    _ file: Descriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int { try system.readSome(file, into: bytes, at: offset) }

  func openFile(_ path: String, _ mode: OpenMode) throws(SystemError) -> Descriptor {
    if mode == .create || mode == .createPrivate { try step() }
    return try system.openFile(path, mode)
  }
  func createFolder(_ path: String) throws(SystemError) {
    // Folders that are there already are asked for too.
    if (try? system.status(ofPath: path)) == nil { try step() }
    try system.createFolder(path)
  }
  func deleteFolder(_ path: String) throws(SystemError) {
    try step()
    try system.deleteFolder(path)
  }
  func moveFile(_ from: String, to: String) throws(SystemError) {
    try step()
    try system.moveFile(from, to: to)
  }
  func deleteFile(_ path: String) throws(SystemError) {
    try step()
    try system.deleteFile(path)
  }
  func writeSome(_ file: Descriptor, _ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    try step()
    return try system.writeSome(file, bytes)
  }
  func sync(_ file: Descriptor) throws(SystemError) {
    try step()
    try system.sync(file)
  }
}
