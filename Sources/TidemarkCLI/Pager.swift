import Glibc

/// The program that shows a long table page by page.
struct Pager {
  /// The command, and what it is given.
  private let arguments: [String]

  /// The pager that the environment names: TIDEMARK_PAGER, else PAGER, else `less`; nil where the one that counts is set to
  /// nothing.
  init?() {
    for name in ["TIDEMARK_PAGER", "PAGER"] where Terminal.isSet(name) {
      guard let command = Terminal.variable(name) else { return nil }
      arguments = ["/bin/sh", "-c", command]
      return
    }
    arguments = ["less"]
  }

  /// Whether a text is to be shown page by page: on a terminal that is not dumb, where it has more lines than fit.
  static func isNeeded(for text: [UInt8]) -> Bool {
    guard Terminal.isOutput, Terminal.isInput, !Terminal.isDumb, let height = Terminal.height else { return false }
    // The prompt that follows takes a line.
    return text.lazy.filter { $0 == UInt8(ascii: "\n") }.count >= height
  }

  /// Shows a text and waits until its reader has seen enough.
  /// - Returns: false when the pager cannot be started; then nothing was shown.
  func show(_ text: [UInt8]) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = start(reading: ends[0])
    close(ends[0])
    guard let child else {
      close(ends[1])
      return false
    }
    return Interruption.leftToOthers {
      text.withUnsafeBytes { Self.write($0, to: ends[1]) }
      close(ends[1])
      return Self.outcome(of: child)
    }
  }

  private func start(reading end: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What we ignore, the pager need not.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    // Colours, and no pages for what fits after all.
    setenv("LESS", "FRX", 0)
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child = pid_t()
    return posix_spawnp(&child, words[0] ?? strdup(""), &actions, &attributes, &words, environ) == 0 ? child : nil
  }

  /// A reader who has seen enough closes the pipe: that is no error.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      } else if errno != EINTR {
        return
      }
    }
  }

  /// Waits for the pager's end.
  /// - Returns: false when the shell found no such command, or none that it may run.
  private static func outcome(of child: pid_t) -> Bool {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 { if errno != EINTR { return true } }
    let hasExited = status & 0x7F == 0
    return !(hasExited && [126, 127].contains((status >> 8) & 0xFF))
  }
}
