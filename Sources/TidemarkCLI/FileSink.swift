import Glibc

/// A file a command writes for its user.
final class FileSink {
  private let descriptor: Int32
  private let path: String
  private let option: String

  /// Opens the file for writing, empty.
  /// - Parameter option: the option that named it, for errors.
  init(_ path: String, option: String) throws {
    self.path = path
    self.option = option
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure() }
  }

  deinit { close(descriptor) }

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

  private func failure() -> CommandFailure {
    CommandFailure(
      .io, "cannot write \(path): \(String(cString: strerror(errno)))",
      remedy: "Name another path with \(option), or change to a folder you may write to.")
  }
}
