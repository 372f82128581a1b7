import TideCore
public import TideModel

/// Reads files of counts with denominators, or of single values: CSV with a heading line, plain or gzip.
public enum CountReader {
  /// A file of more rows is refused.
  public static let mostRows = 5_000_000

  /// The table of a file.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - roles: the columns of numbers, which have to be there; all others tell rows apart, whatever they hold.
  /// - Throws: ``IngestError`` naming line and column: a file that cannot be read, a column that is missing or there twice, a
  ///   row with more fields than headings, a cell that should be a number and is none.
  /// - Complexity: O(bytes).
  public static func read(_ path: String, needs roles: [CountTable.Role]) throws(IngestError) -> CountTable {
    let source = try SourceFile(path)
    return try source.withBytes { bytes throws(IngestError) in
      var scanner = CSVScanner(bytes)
      var rows = try CountRows(source.headings(&scanner), roles, file: path)
      var fields: [CSVField] = []
      while scanner.next(&fields) {
        if fields.allSatisfy({ $0.length == 0 }) { continue }
        guard rows.count < mostRows else {
          throw IngestError(
            .rejected, "the file has more than \(mostRows) rows", file: path, line: scanner.recordLine,
            remedy: "Split the file; 'tidemark append' loads published figures of any number.")
        }
        try rows.append(fields, scanner)
      }
      if scanner.fault != nil { throw source.fault(scanner) }
      guard rows.count > 0 else {
        throw IngestError(
          .rejected, "the file has no rows under its headings", file: path, remedy: "Download it again.")
      }
      return rows.table
    }
  }
}

extension CountTable.Role {
  /// The spellings of its heading, as ``Vocabulary`` keys, the one to recommend first.
  var spellings: [String] {
    switch self {
    case .count: AgeBandTable.Role.count.spellings
    case .denominator: ["denominator"] + AgeBandTable.Role.population.spellings.filter { $0 != "denominator" }
    case .value: ["value", "values", "measurement", "measure", "result"]
    }
  }

  /// What the column holds, in words.
  var words: String {
    switch self {
    case .count: "counts"
    case .denominator: "denominators"
    case .value: "values"
    }
  }
}

/// The rows of a file as far as they are read.
private struct CountRows {
  /// Where the cells of a column go.
  private enum Target {
    case key(Int)
    case number(CountTable.Role)
  }

  private let file: String
  private let targets: [Target]
  private var keys: [CountTable.KeyColumn] = []
  private var numbers: [CountTable.Role: CountTable.NumberColumn] = [:]
  private var lines: [Int] = []

  var count: Int { lines.count }
  var table: CountTable { CountTable(file: file, keys: keys, numbers: numbers, lines: lines) }

  init(_ raw: [String], _ roles: [CountTable.Role], file: String) throws(IngestError) {
    self.file = file
    let headings = raw.map { CleanText.key($0) }
    var targets: [Target] = []
    for (place, heading) in headings.enumerated() {
      let key = Vocabulary.key(heading)
      guard let role = roles.first(where: { $0.spellings.contains(key) }) else {
        targets.append(.key(keys.count))
        keys.append(CountTable.KeyColumn(heading: heading, column: place + 1))
        continue
      }
      if let first = numbers[role] {
        throw IngestError(
          .rejected, "the columns \(first.heading) and \(heading) both hold \(role.words)", file: file, line: 1,
          column: place + 1, remedy: "Leave one of them out, or give it another heading.")
      }
      numbers[role] = CountTable.NumberColumn(heading: heading)
      targets.append(.number(role))
    }
    self.targets = targets
    for role in roles where numbers[role] == nil { throw Self.missing(role, headings, file) }
  }

  private static func missing(_ role: CountTable.Role, _ headings: [String], _ file: String) -> IngestError {
    IngestError(
      .rejected, "there is no column of \(role.words)", file: file, line: 1,
      remedy: "Head it \(role.spellings.prefix(3).joined(separator: ", ")); the columns here are: "
        + "\(headings.joined(separator: ", ")).")
  }

  /// Adds a row; fields that a short row lacks are blank.
  mutating func append(_ fields: [CSVField], _ scanner: CSVScanner) throws(IngestError) {
    let line = scanner.recordLine
    if fields.count > targets.count {
      throw refusal(
        "the row has \(fields.count) fields under \(targets.count) headings", line, targets.count,
        "Put texts with commas between quotation marks.")
    }
    for (place, target) in targets.enumerated() {
      var text = ""
      if place < fields.count {
        guard let raw = scanner.text(of: fields[place]) else {
          throw refusal("the text is not UTF-8", line, place, "Save the file as CSV UTF-8.")
        }
        text = CleanText.key(raw)
      }
      switch target {
      case .key(let key): keys[key].append(text)
      case .number(let role): try append(text, to: role, line, place)
      }
    }
    lines.append(line)
  }

  private mutating func append(
    _ text: String, to role: CountTable.Role, _ line: Int, _ place: Int
  ) throws(IngestError) {
    switch Array(text.utf8).withUnsafeBytes({ FigureCell($0) }) {
    case .number(let number): numbers[role]?.append(number)
    case .marked(let status): numbers[role]?.append(nil, status)
    case .missing: numbers[role]?.append(nil)
    case .unreadable:
      throw refusal(
        "'\(text.prefix(40))' in \(numbers[role]?.heading ?? "") is neither a number nor a known marker", line, place,
        "Write a plain number, nothing where there is none, or c where it is suppressed.")
    }
  }

  private func refusal(_ message: String, _ line: Int, _ column: Int, _ remedy: String) -> IngestError {
    IngestError(.rejected, message, file: file, line: line, column: column + 1, remedy: remedy)
  }
}
