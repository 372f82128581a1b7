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
