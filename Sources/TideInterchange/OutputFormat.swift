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

  /// Whether numbers are rounded and laid out for people; the other formats carry every digit.
  public var isForPeople: Bool { self == .table || self == .markdown }
}
