import Glibc
import TideInterchange

/// What the environment says about the screen.
enum Terminal {
  /// Whether standard input is a terminal.
  static var isInput: Bool { isatty(STDIN_FILENO) == 1 }

  /// Whether standard output is a terminal.
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard error is a terminal.
  static var isError: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether the terminal can do nothing but print.
  static var isDumb: Bool { variable("TERM") == "dumb" }

  /// Whether a line on standard error can be written over.
  static var canRedraw: Bool { isError && !isDumb }

  /// Columns of the terminal, or as COLUMNS says where that is set; nil for a file or a pipe.
  static var width: Int? {
    if let size, size.ws_col > 0 { return Int(size.ws_col) }
    if let columns = variable("COLUMNS").flatMap(Int.init), columns > 0 { return columns }
    return isOutput ? 80 : nil
  }

  /// Lines of the terminal; nil for a file or a pipe, or where it does not say.
  static var height: Int? { size.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } }

  private static var size: winsize? {
    var size = winsize()
    guard isOutput, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return size
  }

  /// Whether words may be coloured: on a terminal that is not dumb, unless NO_COLOR is set; CLICOLOR_FORCE asks for
  /// colour in a pipe as well.
  static var hasColour: Bool {
    if variable("NO_COLOR") != nil { return false }
    if let force = variable("CLICOLOR_FORCE"), force != "0" { return true }
    return isOutput && !isDumb && variable("CLICOLOR") != "0"
  }

  /// The characters that the locale has: all of them where it says UTF-8, else those of ASCII.
  static var repertoire: Repertoire {
    let locale = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") ?? ""
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8") ? .unicode : .ascii
  }

  /// A variable of the environment; nil when unset or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Whether a variable of the environment is set, be it to nothing.
  static func isSet(_ name: String) -> Bool { getenv(name) != nil }

  /// The most memory the process has held, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
