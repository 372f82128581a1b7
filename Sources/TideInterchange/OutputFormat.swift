/// The written forms of a result.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// Aligned columns for people, on a terminal.
  case table
  /// RFC 4180 with LF line ends and a header row.
  case csv
  /// Tab-separated values with a header row, one line a row.
  case tsv
  /// One array of objects.
  case json
  /// One object a line.
  case jsonl
  /// A GitHub-flavoured Markdown table.
  case markdown
  /// A page of its own, to be read in a browser, printed or sent.
  case html

  /// The format that the end of a file's name stands for; nil where it stands for none.
  public init?(path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    switch name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased() {
    case "csv"?: self = .csv
    case "tsv"?, "tab"?: self = .tsv
    case "json"?: self = .json
    case "jsonl"?, "ndjson"?: self = .jsonl
    case "md"?, "markdown"?: self = .markdown
    case "html"?, "htm"?: self = .html
    case "txt"?: self = .table
    default: return nil
    }
  }

  /// Whether numbers are rounded and laid out for people; the other formats carry every digit.
  public var isForPeople: Bool { self == .table || self == .markdown || self == .html }

  /// Whether the last figures of a series are drawn beside the latest; the other formats leave their column out.
  public var drawsSeries: Bool { self == .table || self == .html }
}
