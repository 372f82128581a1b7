import TideCore
import TideModel

/// Areas as a file lists them, to rank them together: one a line by code or name, or a column of a CSV file.
public struct NamedAreas: Sendable, Equatable {
  /// An area as the file names it.
  public struct Entry: Sendable, Equatable {
    /// The code or name, white space folded.
    public let text: String
    /// The line on which it stands, from 1.
    public let line: Int
  }

  /// In the file's order; the same area may come more than once.
  public let entries: [Entry]

  /// A longer list is none of peers.
  public static let mostEntries = 10_000
  /// A longer text is no name of an area.
  public static let longestText = 256

  private static let codes = ["areacode", "code", "gsscode", "onscode", "ladcd", "utlacd", "icbcd", "rgncd"]
  private static let names = ["areaname", "area", "name", "ladnm", "utlanm", "icbnm", "rgnnm"]

  /// The areas of a file.
  ///
  /// A first line with a heading of codes (`area_code`, `code`, `LAD23CD` ...) or else of names (`area`, `name` ...) tells the
  /// column to read; without one each line is an area, commas and all. Lines that begin with `#` are remarks.
  /// - Throws: ``IngestError`` naming the line: a file that cannot be read, is no text, or names no area.
  /// - Complexity: O(bytes).
  public static func read(_ path: String) throws(IngestError) -> NamedAreas {
    let source = try SourceFile(path)
    return try source.withBytes { bytes throws(IngestError) in
      var scanner = CSVScanner(bytes)
      var column: Int?
      var isFirst = true
      var entries: [Entry] = []
      var fields: [CSVField] = []
      while scanner.next(&fields) {
        let texts = try texts(of: fields, scanner, file: path)
        if texts.allSatisfy(\.isEmpty) || texts[0].hasPrefix("#") { continue }
        if isFirst {
          isFirst = false
          column = Self.column(texts)
          if column != nil { continue }
        }
        let text = column.map { $0 < texts.count ? texts[$0] : "" } ?? whole(texts)
        guard !text.isEmpty else { continue }
        let line = scanner.recordLine
        guard text.utf8.count <= longestText else {
          throw refusal("the text is too long for the name of an area", path, line)
        }
        guard entries.count < mostEntries else {
          throw refusal("the file lists more than \(mostEntries) areas", path, line)
        }
        entries.append(Entry(text: text, line: line))
      }
      if scanner.fault != nil { throw source.fault(scanner) }
      guard !entries.isEmpty else { throw refusal("the file lists no area", path, nil) }
      return NamedAreas(entries: entries)
    }
  }

  private static func refusal(_ message: String, _ file: String, _ line: Int?) -> IngestError {
    IngestError(
      .rejected, message, file: file, line: line,
      remedy: "A list of areas has a code or name on each line, or a heading area_code or area over a column of them.")
  }

  private static func texts(
    of fields: [CSVField], _ scanner: CSVScanner, file: String
  ) throws(IngestError) -> [String] {
    var texts: [String] = []
    for field in fields {
      guard let text = scanner.text(of: field) else {
        throw refusal("the text is not UTF-8", file, scanner.recordLine)
      }
      texts.append(CleanText.key(text))
    }
    return texts
  }

  /// The column of codes, else of names, where a line is one of headings. Years in headings of the Office for National Statistics
  /// (`LAD23CD`) do not matter.
  private static func column(_ headings: [String]) -> Int? {
    let keys = headings.map { heading in
      let key = Vocabulary.key(heading)
      return key.hasSuffix("cd") || key.hasSuffix("nm") ? String(key.filter { !$0.isNumber }) : key
    }
    return codes.lazy.compactMap { keys.firstIndex(of: $0) }.first
      ?? names.lazy.compactMap { keys.firstIndex(of: $0) }.first
  }

  /// The area of a line without headings: the code that comes first, or the line as it is, since names hold commas.
  private static func whole(_ texts: [String]) -> String {
    if let first = texts.first, AreaClass(code: first) != .other { return first }
    return texts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
