import TideCore
import TideModel

/// A small file of descriptions, read record by record as texts.
struct ListFile {
  /// A record with its headings.
  struct Record {
    let source: SourceFile
    let line: Int
    fileprivate let columns: [String: Int]
    fileprivate let texts: [String]

    /// The cleaned text under the first of these headings (given as keys) that the file has; empty for none.
    func text(_ keys: String...) -> String { text(keys) }

    private func text(_ keys: [String]) -> String {
      guard let column = column(keys), column < texts.count else { return "" }
      return CleanText.key(texts[column])
    }

    private func column(_ keys: [String]) -> Int? { keys.lazy.compactMap { columns[$0] }.first }

    /// A rejection of this record for the text under the first of these headings that the file has.
    func reject(_ keys: String..., for rule: RejectedRow.Rule, _ reason: String) -> RejectedRow {
      RejectedRow(
        file: source.name, line: line, column: (column(keys) ?? -1) + 1, rule: rule, value: text(keys), reason: reason)
    }
  }

  /// Calls `body` with every record of a file. A record that is not UTF-8 is rejected.
  static func read(
    _ source: SourceFile, _ rejected: inout [RejectedRow], _ body: (Record) -> RejectedRow?
  ) throws(IngestError) {
    try source.withBytes { bytes throws(IngestError) in
      var scanner = CSVScanner(bytes)
      var columns: [String: Int] = [:]
      for (index, heading) in try source.headings(&scanner).enumerated() {
        let key = Vocabulary.key(heading)
        if columns[key] == nil { columns[key] = index }
      }
      var fields: [CSVField] = []
      while scanner.next(&fields) {
        if fields.count == 1, fields[0].length == 0 { continue }
        source.rows += 1
        let texts = fields.compactMap { scanner.text(of: $0) }
        let record = Record(source: source, line: scanner.recordLine, columns: columns, texts: texts)
        if texts.count != fields.count {
          rejected.append(
            RejectedRow(
              file: source.name, line: scanner.recordLine, column: 0, rule: .notUTF8, value: "",
              reason: "the text is not UTF-8; save the file as CSV UTF-8"))
        } else if let rejection = body(record) {
          rejected.append(rejection)
        }
      }
      if scanner.fault != nil { throw source.fault(scanner) }
    }
  }
}
