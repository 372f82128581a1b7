import Glibc

/// The file of a question.
enum QueryFile {
  /// A longer file is none.
  private static let longest = 64 << 20

  /// Its bytes; those of standard input for `-`.
  /// - Throws: `CommandFailure` where it cannot be read or is too long.
  static func bytes(_ path: String) throws -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &room, room.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { return bytes }
      bytes += room[..<count]
      guard bytes.count <= longest else {
        throw CommandFailure(.usage, "\(path) is too long for a question", remedy: "Give the file of one question.")
      }
    }
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(
      .usage, "cannot read the question \(path): \(String(cString: strerror(errno)))",
      remedy: "Any question prints one with --query-json.")
  }
}
