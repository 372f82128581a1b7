import Glibc

/// What the environment says about the screen.
enum Terminal {
  /// Whether standard output is a terminal.
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard error is a terminal.
  static var isError: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal, or as COLUMNS says where that is set; nil for a file or a pipe.
  static var width: Int? {
    if isOutput {
      var size = winsize()
      if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    }
    if let columns = variable("COLUMNS").flatMap(Int.init), columns > 0 { return columns }
    return isOutput ? 80 : nil
  }

  /// Whether words may be coloured: on a terminal that is not dumb, unless NO_COLOR is set; CLICOLOR_FORCE asks for
  /// colour in a pipe as well.
  static var hasColour: Bool {
    if variable("NO_COLOR") != nil { return false }
    if let force = variable("CLICOLOR_FORCE"), force != "0" { return true }
    return isOutput && variable("TERM") != "dumb" && variable("CLICOLOR") != "0"
  }

  /// A variable of the environment; nil when unset or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The most memory the process has held, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
