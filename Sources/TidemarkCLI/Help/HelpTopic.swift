import TideModel
import TideQuery

/// What a reader may want to know beyond the options of one command: `tidemark help TOPIC`. No topic has a command's name.
enum HelpTopic: String, CaseIterable {
  case finding, areas, strata, periods, comparison, trends, statuses, vintages, loading, formats, queries, pictures,
    settings
  case smallNumbers = "small-numbers"
  case exitCodes = "exit-codes"

  /// In a line of a list.
  var summary: String {
    switch self {
    case .finding: "naming indicators and areas by words"
    case .areas: "area types, peers, boundary changes"
    case .strata: "sex, age, deprivation, ethnic group"
    case .periods: "how periods are written, and which one is the latest"
    case .comparison: "better, similar, worse: against what, and by what rule"
    case .trends: "increasing, decreasing, and when a trend cannot be told"
    case .statuses: "[c], [u], [p] and the other markers beside figures"
    case .vintages: "releases, --as-of, and what was changed since"
    case .loading: "files that append reads, and what it does with them"
    case .formats: "tables, CSV, JSON and the rest; what goes where"
    case .queries: "questions as JSON, to keep, send and ask again"
    case .pictures: "charts: which one for which question, sizes, documents"
    case .settings: "what holds when a command does not say"
    case .smallNumbers: "hiding small numbers in answers"
    case .exitCodes: "what a program that calls tidemark is told"
    }
  }

  /// The whole text, examples first.
  var text: String {
    switch self {
    case .finding: Self.findingText
    case .areas: Self.areasText
    case .strata: Self.strataText
    case .periods: Self.periodsText
    case .comparison: Self.comparisonText
    case .trends: Self.trendsText
    case .statuses: Self.statusesText
    case .vintages: Self.vintagesText
    case .loading: Self.loadingText
    case .formats: Self.formatsText
    case .queries: Self.queriesText
    case .pictures: Self.picturesText
    case .settings: Self.settingsText
    case .smallNumbers: Self.disclosureText
    case .exitCodes: Self.exitCodesText
    }
  }

  /// The topic, or what stands near it, that a word names.
  static func named(_ word: String) -> HelpTopic? { HelpTopic(rawValue: word.lowercased()) }

  /// All topics, a line each.
  static var list: String {
    let width = allCases.map(\.rawValue.count).max() ?? 0
    return allCases.map { topic in
      "  \(topic.rawValue)\(String(repeating: " ", count: width + 2 - topic.rawValue.count))\(topic.summary)"
    }.joined(separator: "\n")
  }

  private static var statusesText: String {
    let markers = Status.allCases.filter { $0 != .none }.map { status in
      "  [\(status.marker)]\(String(repeating: " ", count: 5 - status.marker.count))\(status.meaning)"
    }
    return """
      EXAMPLES
        tidemark export "infant mortality" --columns area,period,value,status,note

      A status stands beside a figure, never in its place. A suppressed figure has no
      value; it is not 0, and no answer counts it as 0. The markers are those of the
      Government Analysis Function:

      \(markers.joined(separator: "\n"))

      In machine formats the marker is in the column status, without brackets.
      """
  }

  private static var exitCodesText: String {
    """
    EXAMPLES
      tidemark compare --fail-if-empty || echo "no figures, or an error"
      tidemark append new-year.csv --strict; case $? in 3) mail-the-rejects;; esac

    \(ExitStatus.allCases.map { "  \($0.rawValue)\(String(repeating: " ", count: 5 - "\($0.rawValue)".count))\($0.meaning)" }.joined(separator: "\n"))

    A closed pipe (tidemark export | head) ends quietly with 0. Every error names what
    was wrong and what to do next, on standard error; standard output is left empty.
    """
  }

  private static var settingsText: String {
    """
    EXAMPLES
      tidemark config --show
      tidemark config area Solihull
      tidemark config peers.neighbours "Leeds, Sheffield, Manchester"
      TIDEMARK_FORMAT=json tidemark compare

    For each setting the first that says something holds: the option of the command,
    the variable of the environment, the line of the settings file, what is built in.

    \(Setting.allCases.map { setting in
      let name = setting.rawValue.padded(to: 12)
      return "  \(name)\(setting.variable.padded(to: 22))\(setting.meaning)"
    }.joined(separator: "\n"))

    The file is TIDEMARK_CONFIG, else $XDG_CONFIG_HOME/tidemark/config, else
    ~/.config/tidemark/config: lines 'name = value', and # before a comment.
    NO_COLOR, CLICOLOR_FORCE, TERM, COLUMNS and PAGER are heeded as usual.

    SOURCE_DATE_EPOCH, in seconds since 1970 as 'date +%s' prints them, takes the place
    of the clock in whatever is recorded: the same commands then make a store of the
    same bytes, and a release without --published is of that day (in Universal Time).
    """
  }
}

extension String {
  /// The text with spaces after it up to a width.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
