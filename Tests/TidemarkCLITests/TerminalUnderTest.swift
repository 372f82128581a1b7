#if os(Linux)
  import Foundation
  import Testing

  /// A pseudo-terminal of a given size in which the built program runs, as on a screen.
  enum TerminalUnderTest {
    /// What a run left on the screen.
    struct Screen {
      let status: Int32
      let wasKilled: Bool
      /// All that was written to the terminal, standard output and standard error as they came; a line ends in LF.
      let text: String
    }

    /// Runs the program to its end with standard input, output and error on the terminal.
    /// - Parameter typing: what somebody types, read by the program when it asks.
    static func run(
      _ arguments: [String], columns: Int, lines: Int = 10_000, in folder: URL? = nil, store: URL? = nil,
      typing: String = "", environment more: [String: String] = [:]
    ) throws -> Screen {
      let (main, side) = try open(columns: columns, lines: lines)
      let terminal = FileHandle(fileDescriptor: side, closeOnDealloc: false)
      let process = Process()
      process.executableURL = BinaryUnderTest.url
      process.arguments = arguments
      process.environment = BinaryUnderTest.environment(store: store, ["TERM": "xterm-256color"].merging(more) { $1 })
      process.currentDirectoryURL = folder ?? FileManager.default.temporaryDirectory
      process.standardInput = terminal
      process.standardOutput = terminal
      process.standardError = terminal
      try process.run()
      close(side)
      if !typing.isEmpty { FileHandle(fileDescriptor: main, closeOnDealloc: false).write(Data(typing.utf8)) }
      let bytes = readAll(main)
      close(main)
      process.waitUntilExit()
      return Screen(
        status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
        text: String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n"))
    }

    /// TIOCSPTLCK and TIOCGPTN, which Swift does not import.
    private static let unlockRequest: UInt = 0x4004_5431
    private static let numberRequest: UInt = 0x8004_5430

    private static func open(columns: Int, lines: Int) throws -> (main: Int32, side: Int32) {
      let main = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var locked: Int32 = 0
      var number: Int32 = 0
      let isOpen =
        main >= 0 && ioctl(main, unlockRequest, &locked) == 0 && ioctl(main, numberRequest, &number) == 0
      try #require(isOpen)
      let side = Glibc.open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
      try #require(side >= 0)
      var size = winsize(
        ws_row: UInt16(clamping: lines), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
      try #require(ioctl(side, UInt(TIOCSWINSZ), &size) == 0)
      return (main, side)
    }

    /// Everything until the last program has let go of the terminal, which Linux tells as an input error.
    private static func readAll(_ descriptor: Int32) -> [UInt8] {
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 {
          bytes += chunk[..<count]
        } else if count == 0 || errno != EINTR {
          return bytes
        }
      }
    }
  }
#endif
