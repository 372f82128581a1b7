import Glibc

/// A file that is there whole or not at all: its bytes go to a temporary file beside it, which takes its name in one step.
enum ChartFile {
  /// - Throws: `CommandFailure` when the system refuses; what was there before is then as it was.
  static func write(_ text: String, to path: String) throws {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    var bytes = text
    let isWritten = bytes.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) } && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWritten else {
      unlink(temporary)
      errno = code
      throw failure(path)
    }
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      errno = code
      throw failure(path)
    }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(
      .io, "cannot write \(path): \(String(cString: strerror(errno)))",
      remedy: "Name another path with --output, or change to a folder you may write to.")
  }
}
