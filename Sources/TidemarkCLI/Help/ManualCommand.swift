import ArgumentParser

/// `tidemark manual`.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "The manual page, for man.",
    discussion: """
      EXAMPLES:
        tidemark manual | man -l -
        tidemark manual > ~/.local/share/man/man1/tidemark.1

      'make install' puts it in place.
      """)

  func run() throws { try Console.write(ManualPage().text) }
}

/// The manual page in the man macros of roff, made of the commands' own help.
struct ManualPage {
  private var lines: [String] = []

  /// The page.
  var text: String { lines.map { $0 + "\n" }.joined() }

  init() {
    lines.append(".TH TIDEMARK 1 \"\" \"tidemark \(Program.version)\" \"User Commands\"")
    section("NAME")
    prose("tidemark \\- how an area stands against England on published health indicators")
    section("SYNOPSIS")
    lines += [".B tidemark", ".I command", "[options]"]
    section("DESCRIPTION")
    prose(Self.escaped(RootCommand.configuration.abstract))
    verbatim(RootCommand.configuration.discussion)
    section("COMMANDS")
    for command in RootCommand.configuration.subcommands where command.configuration.shouldDisplay { describe(command) }
    section("TOPICS")
    for topic in HelpTopic.allCases {
      subsection(topic.rawValue)
      verbatim(topic.text)
    }
    section("SEE ALSO")
    prose("tidemark help \\fItopic\\fR, tidemark help \\fIcommand\\fR")
  }

  /// A command and those under it.
  private mutating func describe(_ command: any ParsableCommand.Type, under parent: String = "tidemark") {
    let name = "\(parent) \(command.configuration.commandName ?? "")"
    subsection(name)
    prose(Self.escaped(command.configuration.abstract))
    verbatim(command.configuration.discussion)
    for (name, meaning) in Self.options(in: RootCommand.helpMessage(for: command, columns: 4000)) {
      lines += [".TP", "\\fB\(Self.escaped(name))\\fR", Self.escaped(meaning)]
    }
    for subcommand in command.configuration.subcommands { describe(subcommand, under: name) }
  }

  /// The arguments and options that a command's help lists, each meaning on one line: after the name, or below a name that
  /// reaches into its column.
  static func options(in help: String) -> [(name: String, meaning: String)] {
    let nameWidth = 24
    var options: [(name: String, meaning: String)] = []
    for line in help.split(separator: "\n") {
      guard line.hasPrefix("  ") else { continue }
      let text = line.dropFirst(2)
      // Examples in the text above are not of options: those begin with < or -.
      if text.hasPrefix("<") || text.hasPrefix("-") {
        let name = text.prefix(nameWidth)
        let isBelow = name.count == nameWidth && name.last != " "
        options.append(isBelow ? (String(text), "") : (trimmed(name), String(text.dropFirst(nameWidth))))
      } else if let last = options.last, last.meaning.isEmpty, text.hasPrefix(String(repeating: " ", count: nameWidth))
      {
        options[options.count - 1].meaning = String(text.dropFirst(nameWidth))
      }
    }
    return options
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private mutating func section(_ title: String) { lines.append(".SH \(title)") }

  private mutating func subsection(_ title: String) { lines.append(".SS \(Self.escaped(title))") }

  private mutating func prose(_ text: String) { lines.append(text) }

  private mutating func verbatim(_ text: String) {
    guard !text.isEmpty else { return }
    lines += [".PP", ".nf"]
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.escaped(String($0)) }
    lines.append(".fi")
  }

  /// A text in which nothing is an instruction: backslashes and hyphens written out, dots and apostrophes at the start of a line
  /// shielded.
  static func escaped(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "\\": out += "\\e"
      case "-": out += "\\-"
      default: out.append(character)
      }
    }
    return out.hasPrefix(".") || out.hasPrefix("'") ? "\\&" + out : out
  }
}
