import Glibc
import TideModel

/// The file in which a user's settings lie: a line `name = value` each, `#` before a comment.
///
/// Values are taken as they stand, without quotes or escapes, since names of areas and paths of folders need none; that is
/// also why it is no format that a library would have to read. Named groups of peers are lines `peers.NAME = ...`.
struct SettingsFile {
  /// A line that says something.
  struct Entry {
    let name: String
    let value: String
    /// Counted from 1.
    let line: Int
  }

  let path: String
  private(set) var lines: [String]

  /// Where the file is: `TIDEMARK_CONFIG`, else in the folder for settings of the XDG base directory specification. Nil
  /// where the environment names no home.
  static var usualPath: String? {
    if let path = Terminal.variable("TIDEMARK_CONFIG") { return path }
    if let folder = Terminal.variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder + "/tidemark/config" }
    return Terminal.variable("HOME").map { $0 + "/.config/tidemark/config" }
  }

  /// The path as people write it: `~` for their home.
  var shownPath: String {
    guard let home = Terminal.variable("HOME"), path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  /// Reads the file; one that is not there is empty.
  /// - Throws: `CommandFailure` when it cannot be read or is longer than 1 MiB.
  init(_ path: String) throws {
    self.path = path
    lines = try Self.read(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
  }

  /// What the lines say, in their order.
  /// - Throws: `CommandFailure` for a line that is none of `name = value`, a comment or blank.
  func entries() throws -> [Entry] {
    var entries: [Entry] = []
    for (index, line) in lines.enumerated() {
      let text = Self.trimmed(line[...])
      if text.isEmpty || text.hasPrefix("#") { continue }
      guard let sign = text.firstIndex(of: "=") else {
        throw CommandFailure(
          .usage, "\(shownPath):\(index + 1): '\(text)' is no setting",
          remedy: "A line is 'name = value', for example 'area = Solihull', or begins with #.")
      }
      let name = Self.trimmed(text[..<sign])
      entries.append(
        Entry(name: name.lowercased(), value: Self.trimmed(text[text.index(after: sign)...]), line: index + 1))
    }
    return entries
  }

  /// Puts a value in the place of an earlier one, or at the end; other lines stay as they are.
  mutating func set(_ name: String, to value: String) throws {
    let text = "\(name) = \(value)"
    if let entry = try entries().last(where: { $0.name == name }) {
      lines[entry.line - 1] = text
    } else {
      lines.append(text)
    }
  }

  /// Takes out every line that says something of a name.
  /// - Returns: whether there was one.
  mutating func unset(_ name: String) throws -> Bool {
    let found = try entries().filter { $0.name == name }
    for entry in found.reversed() { lines.remove(at: entry.line - 1) }
    return !found.isEmpty
  }

  /// Writes the file: whole or not at all.
  /// - Throws: `CommandFailure`.
  func save() throws {
    if let slash = path.lastIndex(of: "/") { try Self.makeFolder(String(path[..<slash])) }
    let file = try FileSink(path, option: "TIDEMARK_CONFIG")
    var text = lines.map { $0 + "\n" }.joined()
    try text.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
    try file.finish()
  }

  /// Makes a folder and those it lies in.
  private static func makeFolder(_ path: String) throws {
    if path.isEmpty || mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/") {
      try makeFolder(String(path[..<slash]))
      if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    }
    throw CommandFailure(
      .io, "cannot make the folder \(path): \(String(cString: strerror(errno)))",
      remedy: "Name another file for settings with TIDEMARK_CONFIG.")
  }

  private static func read(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return "" }
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
      if bytes.count > 1 << 20 {
        throw CommandFailure(
          .usage, "\(path) is no file of settings: it is longer than 1 MiB",
          remedy: "Name another with TIDEMARK_CONFIG.")
      }
    }
  }

  private static func unreadable(_ path: String) -> CommandFailure {
    CommandFailure(
      .io, "cannot read the settings in \(path): \(String(cString: strerror(errno)))",
      remedy: "Mend its permissions, or name another file with TIDEMARK_CONFIG.")
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text.drop { $0.isWhitespace })
  }
}
