import TideInterchange

/// What a user can set once instead of giving it with every command.
enum Setting: String, CaseIterable {
  case store, area, benchmark, peers, format, disclosure, log

  /// The variable of the environment that says it.
  var variable: String { "TIDEMARK_\(rawValue.uppercased())" }

  /// What holds where nobody says anything.
  var builtIn: String {
    switch self {
    case .store: "./tidemark-store"
    case .area: "Birmingham"
    case .benchmark: "England"
    case .peers: "all areas of the type"
    case .format: "table on a terminal, csv on a pipe"
    case .disclosure: "none"
    case .log: "text"
    }
  }

  /// What it decides, in a line of the help.
  var meaning: String {
    switch self {
    case .store: "the store's folder"
    case .area: "the area asked about, by code or name"
    case .benchmark: "what it is compared against: an area, mean, median or pooled"
    case .peers: "who it is ranked among: a group, or a file of areas"
    case .format: "how answers are written"
    case .disclosure: "the disclosure control that answers pass"
    case .log: "messages on standard error as text or json"
    }
  }

  /// The words it may be, where they are few.
  var choices: [String]? {
    switch self {
    case .format: OutputFormat.allCases.map(\.rawValue)
    case .log: ["text", "json"]
    default: nil
    }
  }
}
