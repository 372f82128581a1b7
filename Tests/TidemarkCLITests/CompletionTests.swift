import Foundation
import Testing

/// Completions, tried in the shells themselves.
@Suite struct CompletionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("tidemark"), withDestinationURL: BinaryUnderTest.url)
  }

  private var environment: [String: String] {
    get throws {
      BinaryUnderTest.environment(
        store: try DatasetsStore.url, ["PATH": "\(folder.url.path):/usr/bin:/bin", "TERM": "dumb"])
    }
  }

  /// A line with the cursor at its end, and one of the words that have to be offered.
  private static let lines: [(line: String, offered: String)] = [
    ("tidemark tre", "trend"), ("tidemark trend infant-m", "infant-mortality-rate"),
    ("tidemark trend 9028", "90284"), ("tidemark trend suicide --area solih", "solihull"),
    ("tidemark trend suicide --area E0800002", "E08000025"), ("tidemark compare --benchmark med", "median"),
    ("tidemark compare --benchmark west-midlands-r", "west-midlands-region"),
    ("tidemark rank suicide --peers core", "core-cities"), ("tidemark compare --priority mat", "maternal-health"),
    ("tidemark compare --theme cancer", "cancer-outcomes"), ("tidemark trend suicide --sex F", "Female"),
    ("tidemark compare --format js", "json"), ("tidemark describe inf", "infant-mortality-rate"),
    ("tidemark config bench", "benchmark"),
  ]

  /// What bash is given to put into a line.
  private func bashWords(_ line: String) throws -> (words: [String], errors: String) {
    let script = """
      source <(tidemark --generate-completion-script bash)
      COMP_LINE="$1"; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$1"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      function=$(complete -p tidemark | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      "$function" tidemark "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/bin/bash"), ["--norc", "-c", script, "bash", line], in: folder.url,
      environment: try environment)
    return (outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }, outcome.errors)
  }

  @Test(arguments: lines)
  func bashOffers(line: String, offered: String) throws {
    let (words, errors) = try bashWords(line)
    #expect(words.contains(offered), "\(line): \(words.prefix(8)) \(errors)")
    // Nothing that bash would take apart or run.
    #expect(words.allSatisfy { $0.wholeMatch(of: /[\w.-]*/) != nil }, "\(words)")
  }

  /// Ages and categories hold spaces, `<` and brackets. Bash puts a word into the line as it stands, and compares what is
  /// typed with it once its quotes are off, so that a quoted word could not be completed past its first space: none is
  /// offered. Zsh quotes by itself, and is given them.
  @Test(arguments: [
    ("--age", "10", "10+ yrs"),
    ("--category", "County", "County & UA deprivation deciles in England (IMD2019, 4/19 and 4/20 geog.)"),
  ])
  func bashIsNotOfferedWordsThatItWouldTakeApart(option: String, typed: String, word: String) throws {
    let words = try bashWords("tidemark compare \(option) \(typed)").words
    #expect(words.allSatisfy { $0.wholeMatch(of: /[\w.-]*/) != nil }, "\(words)")
    let line = ["tidemark", "compare", option, typed]
    let zsh = try BinaryUnderTest.run(
      ["---completion", "compare", "--", option, "3", "\(typed.count)"] + line, in: folder.url,
      environment: try environment.merging(["SAP_SHELL": "zsh"]) { $1 })
    #expect(zsh.output.contains(word), "\(zsh.output) \(zsh.errors)")
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh"), "zsh is missing: make extras installs it"))
  func zshOffers() throws {
    _ = try folder.write(try BinaryUnderTest.run(["--generate-completion-script", "zsh"]).output, to: "_tidemark")
    // An interactive zsh in a terminal of its own: what follows the Tab key is on the line then, or listed below it.
    let script = """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      receive() {
        local out= tries=$2; all=
        while [[ $all != *$1* ]] && ((tries-- > 0)); do
          if zpty -r -t shell out; then all+=$out; else sleep 0.05; fi
        done
        [[ $all == *$1* ]]
      }
      zpty -w shell "PS1= fpath=($1 \\$fpath); autoload -U compinit; compinit -u -D; stty -echo; print rea''dy"
      receive ready 6000 || exit 1
      shift
      for line offered in "$@"; do
        zpty -w -n shell $'\\C-u'"$line"$'\\t'
        receive "$offered" 6000 || { print -r -- "$line: no $offered in $all"; exit 1 }
      done
      """
    let tried = Self.lines.filter { !$0.line.hasSuffix("js") }
    let outcome = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/usr/bin/zsh"),
      ["-f", "-c", script, "zsh", folder.url.path] + tried.flatMap { [$0.line, $0.offered] }, in: folder.url,
      environment: try environment)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output) \(outcome.errors)")
  }

  @Test func aMissingStoreOffersNothingAndSaysNothing() throws {
    let outcome = try BinaryUnderTest.run(
      ["---completion", "trend", "--", "positional@0", "2", "3", "tidemark", "trend", "inf"], in: folder.url,
      environment: ["SAP_SHELL": "bash"])
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").isEmpty)
    #expect(outcome.status == 0)
  }
}
