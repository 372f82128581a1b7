import Foundation
import Testing

/// The README shows real commands and their real output. Set TIDEMARK_WRITE_README=1 to write the output anew.
@Suite struct ReadmeTests {
  private static let readme = BinaryUnderTest.packageRoot.appendingPathComponent("README.md")

  /// A line of the README, or a command with what it printed.
  private enum Piece {
    case line(String)
    case command(String, shown: [String])
  }

  private static func pieces() throws -> [Piece] {
    var pieces: [Piece] = []
    var isConsole = false
    for line in try String(contentsOf: readme, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("```") {
        isConsole = line == "```console"
        pieces.append(.line(String(line)))
      } else if isConsole, line.hasPrefix("$ ") {
        pieces.append(.command(String(line.dropFirst(2)), shown: []))
      } else if isConsole, case .command(let command, let shown)? = pieces.last {
        pieces[pieces.count - 1] = .command(command, shown: shown + [String(line)])
      } else {
        pieces.append(.line(String(line)))
      }
    }
    return pieces
  }

  @Test func everyCommandPrintsWhatTheReadmeShows() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("tidemark"), withDestinationURL: BinaryUnderTest.url)
    try folder.write(Self.figures, to: "figures.csv")
    try folder.write(try Self.deaths, to: "deaths.csv")
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("tidemark-store"), withDestinationURL: try DatasetsStore.url)
    let environment = BinaryUnderTest.environment(
      ["PATH": "\(folder.url.path):/usr/bin:/bin", "HOME": folder.url.path, "COLUMNS": "110"])
    var written: [String] = []
    var commands = 0
    for piece in try Self.pieces() {
      guard case .command(let command, let shown) = piece else {
        if case .line(let line) = piece { written.append(line) }
        continue
      }
      let outcome = try BinaryUnderTest.run(
        program: URL(fileURLWithPath: "/bin/sh"), ["-c", command + " 2>&1"], in: folder.url, environment: environment)
      #expect(!outcome.wasKilled, "\(command)")
      var lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      if !Self.isWriting { #expect(lines == shown, "\(command)") }
      written.append("$ " + command)
      written += lines
      commands += 1
    }
    #expect(commands >= 8)
    if Self.isWriting { try Data(written.joined(separator: "\n").utf8).write(to: Self.readme) }
  }

  private static var isWriting: Bool { ProcessInfo.processInfo.environment["TIDEMARK_WRITE_README"] == "1" }

  /// The targets of the first screen exist; `.ci/run` runs them.
  @Test func makeTargetsExist() throws {
    let makefile = try String(
      contentsOf: BinaryUnderTest.packageRoot.appendingPathComponent("Makefile"), encoding: .utf8)
    let readme = try String(contentsOf: Self.readme, encoding: .utf8)
    for match in readme.matches(of: /make ([a-z]+)/) where !["sure"].contains(match.1) {
      let target = match.1
      guard ["demo", "test", "install", "lint", "bench"].contains(String(target)) else { continue }
      #expect(makefile.contains("\n\(target):"), "make \(target)")
    }
  }

  /// The deaths by age and cause that the README calculates with: invented ones, from the tests of the methods.
  private static var deaths: String {
    get throws {
      try String(contentsOfFile: FileAnswers.vector("le_gap_arriaga_input"), encoding: .utf8)
        .replacing("\r\n", with: "\n")
        .replacing("\narea,", with: "\nOur town,").replacing("\ncomparator,", with: "\nThe country,")
    }
  }

  /// The file the README appends: three invented areas' worth of nothing but well-known published figures.
  private static let figures = """
    Indicator ID,Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note
    92196,Infant mortality rate,E92000001,England,England,Persons,<1 yr,2014 - 16,3.88,3.79,3.96,7710,1989052,
    92196,Infant mortality rate,E08000025,Birmingham,County & UA,Persons,<1 yr,2014 - 16,7.86,7.11,8.67,402,51157,
    92196,Infant mortality rate,E06000053,Isles of Scilly,County & UA,Persons,<1 yr,2014 - 16,,,,,,Value suppressed for disclosure control due to small count
    92196,Infant mortality rate,E08000029,Solihull,County & UA,Persons,<1 yr,2014 - 16,four,,,,,

    """
}
