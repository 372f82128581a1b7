import Glibc
import TideStore

/// A file a command writes for its user: whole under its name when it is finished, and not there at all, or as it was before,
/// until then.
///
/// The bytes go to a temporary file beside it, which takes its name in one step. What is no ordinary file (a terminal, a pipe,
/// `/dev/null`) is written to as it is.
final class FileSink {
  private let descriptor: Int32
  private let path: String
  private let option: String
  /// The file that takes the path's name at the end; nil where the path is written to as it is.
  private let temporary: String?
  /// Where the name leads, past symbolic links.
  private let target: String
  private var isFinished = false

  /// Opens a file for writing.
  /// - Parameter option: the option that named it, for errors.
  init(_ path: String, option: String) throws {
    self.path = path
    self.option = option
    target = Self.target(of: path)
    guard !StoreFolder.contains(target) else {
      throw CommandFailure(
        .usage, "\(path) lies inside a store, whose folder holds nothing but the store",
        remedy: "Name a path outside it with \(option).")
    }
    var known = stat()
    let exists = stat(target, &known) == 0
    if exists, known.st_mode & S_IFMT != S_IFREG {
      temporary = nil
      descriptor = open(target, O_WRONLY | O_CLOEXEC)
    } else {
      let name = "\(target).\(getpid()).tmp"
      temporary = name
      // Told before it is there: an interrupt between the two would leave it.
      Interruption.willLeave(name)
      descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      if descriptor >= 0, exists { fchmod(descriptor, known.st_mode & 0o777) }
    }
    guard descriptor >= 0 else {
      Interruption.leavesNothing()
      throw failure()
    }
  }

  deinit {
    close(descriptor)
    if let temporary, !isFinished {
      unlink(temporary)
      Interruption.leavesNothing()
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      } else if errno != EINTR {
        throw failure()
      }
    }
  }

  /// Gives the file its name, with all that was written safely on the disk.
  func finish() throws {
    guard let temporary else { return }
    guard fsync(descriptor) == 0, rename(temporary, target) == 0 else { throw failure() }
    isFinished = true
    Interruption.leavesNothing()
  }

  /// Where a name leads, past links, also where nothing is there yet.
  private static func target(of path: String) -> String {
    if let known = resolved(path) { return known }
    var path = path
    for _ in 0..<Self.mostLinks {
      guard let next = link(path) else { break }
      path = next.hasPrefix("/") ? next : folder(path) + "/" + next
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return resolved(folder(path)).map { $0 == "/" ? "/" + name : $0 + "/" + name } ?? path
  }

  private static let mostLinks = 40

  private static func folder(_ path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// What a link says; nil for what is none.
  private static func link(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  private func failure() -> CommandFailure {
    CommandFailure(
      .io, "cannot write \(path): \(String(cString: strerror(errno)))",
      remedy: "Name another path with \(option), or change to a folder you may write to.")
  }
}
