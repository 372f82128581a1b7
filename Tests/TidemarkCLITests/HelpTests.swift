import ArgumentParser
import Foundation
import Testing

@testable import TidemarkCLI

/// Help: topics, what to do next, and the manual page.
@Suite struct HelpTests {
  @Test(arguments: HelpTopic.allCases)
  func topicsBeginWithExamplesThatRun(topic: HelpTopic) throws {
    let outcome = try BinaryUnderTest.run(["help", topic.rawValue])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("EXAMPLES\n"))
    #expect(!RootCommand.configuration.subcommands.contains { $0.configuration.commandName == topic.rawValue })
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(outcome.output)")
    #expect(try BinaryUnderTest.run(["help", "topics"]).output.contains("  \(topic.rawValue) "))
    #expect(try BinaryUnderTest.run(["--help"]).output.contains("  \(topic.rawValue) "))
  }

  /// Every example of a question in the topics is one that the program takes.
  @Test func examplesOfTopicsRun() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("tidemark"), withDestinationURL: BinaryUnderTest.url)
    var tried = 0
    for line in HelpTopic.allCases.flatMap({ $0.text.split(separator: "\n") }) {
      guard
        let command = line.wholeMatch(
          of: #/  (tidemark (compare|trend|rank|find|inequality|export|gap|chart|config --show).*)/#)?.1
      else { continue }
      let outcome = try BinaryUnderTest.run(
        program: URL(fileURLWithPath: "/bin/sh"), ["-c", String(command)], in: folder.url,
        environment: BinaryUnderTest.environment(
          store: try DatasetsStore.url, ["PATH": "\(folder.url.path):/usr/bin:/bin"]))
      // The datasets have one release, so that a vintage of an earlier day is empty, which is an answer.
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      tried += 1
    }
    #expect(tried > 20)
  }

  @Test(arguments: [
    (["comapre"], "there is no command 'comapre'; did you mean compare?"),
    (["help", "stauses"], "there is no command or topic 'stauses'; did you mean statuses?"),
    (["help", "tren"], "did you mean trend?"), (["zzzz"], "there is no command 'zzzz'\n"),
    ([""], "there is no command ''"),
  ])
  func unknownCommandsAndTopicsAreTwo(arguments: [String], message: String) throws {
    let outcome = try BinaryUnderTest.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.contains("'tidemark --help' lists the commands"))
  }

  @Test func theManualHoldsEveryCommandAndOption() throws {
    let page = try BinaryUnderTest.run(["manual"]).output
    for command in RootCommand.configuration.subcommands {
      #expect(page.contains(".SS tidemark \(command.configuration.commandName ?? "?")\n"))
    }
    #expect(page.contains("\\fB\\-\\-area <area>\\fR"))
    for line in page.split(separator: "\n") {
      #expect(!line.hasPrefix("'"), "\(line)")
      if line.hasPrefix(".") {
        #expect([".TH", ".SH", ".SS", ".PP", ".nf", ".fi", ".TP", ".B ", ".I "].contains { line.hasPrefix($0) })
      }
    }
  }

  /// Names that fall short of their column by up to three letters, fill it, and reach up to three beyond.
  private struct LongNames: ParsableArguments {
    @Option(name: .customLong("abcdefghijklm"), help: "Means 13.") var value13 = 0
    @Option(name: .customLong("abcdefghijklmn"), help: "Means 14.") var value14 = 0
    @Flag(name: .customLong("abcdefghijklmnopqrs"), help: "Means 19.") var flag19 = false
    @Flag(name: .customLong("abcdefghijklmnopqrst"), help: "Means 20.") var flag20 = false
    @Flag(name: .customLong("abcdefghijklmnopqrstu"), help: "Means 21.") var flag21 = false
    @Flag(name: .customLong("abcdefghijklmnopqrstuv"), help: "Means 22.") var flag22 = false
    @Flag(name: .customLong("abcdefghijklmnopqrstuvw"), help: "Means 23.") var flag23 = false
    @Flag(name: .customLong("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"), help: "Means 52.")
    var flag52 = false
    @Flag(help: "Means 1.") var x = false
  }

  @Test func optionsWithLongNamesKeepTheirMeaning() {
    let options = ManualPage.options(in: LongNames.helpMessage(columns: 4000))
    let letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
    let flags = [19, 20, 21, 22, 23, 52].map { "--\(letters.prefix($0)): Means \($0)." }
    #expect(
      options.map { "\($0.name): \($0.meaning)" } == [
        "--abcdefghijklm <abcdefghijklm>: Means 13. (default: 0)",
        "--abcdefghijklmn <abcdefghijklmn>: Means 14. (default: 0)",
      ] + flags + ["--x: Means 1.", "-h, --help: Show help information."])
  }

  /// By groff(7): a control line begins with a dot or an apostrophe, and \\& before it makes it text.
  @Test(arguments: [
    (".SH NAME", "\\&.SH NAME"), ("'br", "\\&'br"), ("...", "\\&..."), ("a.b 'c'", "a.b 'c'"), (" .x", " .x"),
    ("--area", "\\-\\-area"), ("C:\\n", "C:\\en"), (".\\-", "\\&.\\e\\-"), ("", ""),
  ])
  func nothingInATextIsAnInstructionToRoff(text: String, escaped: String) {
    #expect(ManualPage.escaped(text) == escaped)
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/man"), "man is missing: make extras installs it"))
  func theManualIsSetWithoutComplaint() throws {
    let folder = try TemporaryFolder()
    let page = try folder.write(try BinaryUnderTest.run(["manual"]).output, to: "tidemark.1")
    let outcome = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/usr/bin/man"), ["--warnings", "-l", "-Tutf8", page], in: folder.url,
      environment: BinaryUnderTest.environment(["MANWIDTH": "100", "MANPAGER": "cat"]))
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    let plain = outcome.output.replacing(/.\u{8}/, with: "").replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain.contains("EXIT CODES"))
    #expect(plain.contains("--benchmark <benchmark>"))
  }
}
