import Glibc
import TideInterchange

/// The reader of standard output has gone; the program ends quietly.
struct ClosedPipe: Error {}

/// Standard output and standard error, without buffers of their own.
enum Console {
  /// Makes a closed pipe an error to be handled, and Ctrl-C an exit with 130.
  static func prepareSignals() {
    signal(SIGPIPE, SIG_IGN)
    // A file that may grow no further is an error of the write, which names it and leaves nothing half done.
    signal(SIGXFSZ, SIG_IGN)
    Interruption.prepare()
  }

  /// Writes all bytes to standard output.
  /// - Throws: `ClosedPipe`, or `CommandFailure` when the system refuses.
  static func write(_ bytes: UnsafeRawBufferPointer) throws {
    if let code = writeAll(bytes, to: STDOUT_FILENO) {
      if code == EPIPE { throw ClosedPipe() }
      throw CommandFailure(
        .io, "cannot write the answer: \(String(cString: strerror(code)))",
        remedy: "Check the space and the permissions of what standard output leads to.")
    }
  }

  /// Writes a text to standard output.
  static func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Writes a line to standard error, where there is one. What would move the cursor or hide in it is written out: names
  /// come from files, and file names from anywhere.
  static func tell(_ line: String) { tell(lines: [line]) }

  /// Writes lines to standard error, each as `tell(_:)` does.
  static func tell(lines: [String]) {
    if JobLog.isOn { return lines.forEach(JobLog.tell) }
    writeError(lines.map { VisibleText.escaped($0) + "\n" }.joined())
  }

  /// Writes a text to standard error as it is; if it cannot be written nobody reads it.
  static func writeError(_ text: String) {
    var text = text
    text.withUTF8 { _ = writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  /// Says that a file among a store's segments was put aside.
  static func tellSetAside(_ what: String) { tell("tidemark: warning: \(what)") }

  /// Puts a question to whoever sits at the terminal, without ending the line.
  static func prompt(_ text: String) { writeError(text) }

  /// Puts a text in the place of the last line of a terminal, without ending it.
  static func tellInPlace(_ text: String) {
    var text = "\r\u{1B}[K" + text
    text.withUTF8 { _ = writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  /// Tells a failure: the message, at most twenty details, and what to do next.
  static func tellFailure(_ failure: CommandFailure) {
    if JobLog.isOn { return JobLog.tell(failure) }
    let limit = 20
    tell("tidemark: error: \(failure.message)")
    for detail in failure.details.prefix(limit) { tell("  \(detail)") }
    if failure.details.count > limit { tell("  and \(failure.details.count - limit) more") }
    tell(lines: failure.remedy.split(separator: "\n").map(String.init))
  }

  /// - Returns: nil when everything was written, else the system's error number.
  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
