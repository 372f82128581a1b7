import Glibc

/// What Ctrl-C does: the program ends at once with exit code 130, no temporary file is left behind, and a line of progress is
/// wiped away.
enum Interruption {
  /// The path of a temporary file, for the handler alone, which may not allocate; nil for none.
  nonisolated(unsafe) private static var leftover: UnsafeMutablePointer<CChar>?
  /// Whether a line of progress stands on the terminal.
  nonisolated(unsafe) private static var hasLine = false

  /// Takes Ctrl-C over.
  static func prepare() {
    // Touched here, so that the handler need not make them.
    leavesNothing()
    showsLine(false)
    signal(SIGINT) { _ in Interruption.end() }
    // A parent may have started us from a thread that blocks signals, and a blocked one is inherited.
    var interrupt = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    sigprocmask(SIG_UNBLOCK, &interrupt, nil)
  }

  /// A temporary file is to be made, and to be removed when the program is interrupted; one at a time.
  static func willLeave(_ path: String) {
    leavesNothing()
    leftover = strdup(path)
  }

  /// The temporary file has its name now, or is gone.
  static func leavesNothing() {
    let path = leftover
    leftover = nil
    free(path)
  }

  /// A line of progress is shown, or taken away.
  static func showsLine(_ isShown: Bool) { hasLine = isShown }

  /// Leaves Ctrl-C to another program that has the terminal, as long as `body` runs.
  static func leftToOthers<T>(_ body: () throws -> T) rethrows -> T {
    signal(SIGINT, SIG_IGN)
    defer { prepare() }
    return try body()
  }

  /// Only calls that a signal handler may make.
  private static func end() {
    if let leftover { unlink(leftover) }
    let wipe: StaticString = "\r\u{1B}[K"
    if hasLine { _ = wipe.withUTF8Buffer { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) } }
    _exit(ExitStatus.interrupted.rawValue)
  }
}
