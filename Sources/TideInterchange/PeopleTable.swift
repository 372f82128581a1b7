public import TideModel

extension ResultTable {
  /// The same rows with the columns people read.
  ///
  /// Machine formats repeat on every row what is the same for all; for people that goes: columns without any cell, columns
  /// that only machines need, and keys that are the same in every row (sex and age move to the title). Notes become
  /// footnotes with a letter on the row. No row is left out.
  /// - Parameters:
  ///   - everyColumn: keeps all columns, and on a narrow terminal as well: they were asked for by name.
  ///   - notesInFull: leaves notes in their rows.
  /// - Complexity: O(cells).
  public func forPeople(everyColumn: Bool = false, notesInFull: Bool = false) -> ResultTable {
    let notes = notesInFull ? nil : index(of: "note").map { column in FootnoteLetters(rows.map { $0[column] }) }
    let kept = columns.indices.filter { everyColumn || isForPeople($0) }
    let noteColumn = notes.flatMap { $0.isEmpty ? nil : index(of: "note") }
    var shown = kept.map { columns[$0] }
    for place in shown.indices where everyColumn || kept[place] == noteColumn { shown[place].priority = 0 }
    var table = ResultTable(
      columns: shown, title: title + (everyColumn ? "" : stratumSuffix),
      footnotes: (notes?.footnotes ?? []) + footnotes, groupColumn: groupColumn)
    for (number, row) in rows.enumerated() {
      table.append(
        kept.map { column in
          if column == noteColumn { return notes?.letters[number].map { .text($0) } ?? .missing }
          return row[column]
        })
    }
    return table
  }

  private static let machineOnly: Set<String> = [
    "area_type", "period_start", "benchmark_code", "benchmark", "lower_998", "upper_998", "compared_by",
    "release",
  ]
  private static let keys: Set<String> = [
    "indicator_id", "indicator", "area_code", "area", "sex", "age", "category_type", "category", "unit",
  ]

  private func isForPeople(_ column: Int) -> Bool {
    let name = columns[column].name
    if name == groupColumn { return true }
    if Self.machineOnly.contains(name), index(of: "indicator_id") != nil { return false }
    if rows.allSatisfy({ $0[column] == .missing }) { return false }
    guard rows.count > 1, isConstant(column) else { return true }
    // A period that all rows share goes where the title names it.
    if name == "period", case .text(let period)? = rows.first?[column] { return !title.contains(period) }
    return !Self.keys.contains(name)
  }

  private func isConstant(_ column: Int) -> Bool {
    guard let first = rows.first?[column] else { return false }
    return rows.allSatisfy { $0[column] == first }
  }

  /// Sex, age and category where all rows share them, as a tail of the title.
  private var stratumSuffix: String {
    guard rows.count > 1, !title.isEmpty else { return "" }
    let shared = ["sex", "age", "category"].compactMap { name -> String? in
      guard let column = index(of: name), isConstant(column), case .text(let text)? = rows.first?[column] else {
        return nil
      }
      return text
    }
    return shared.isEmpty ? "" : " (\(shared.joined(separator: ", ")))"
  }
}

/// Notes as footnotes: one letter for each different note.
struct FootnoteLetters {
  /// The letter of each row; nil for a row without a note.
  private(set) var letters: [String?] = []
  private var notes: [String] = []

  init(_ cells: [ResultTable.Cell]) {
    var known: [String: Int] = [:]
    for cell in cells {
      guard case .text(let note) = cell else {
        letters.append(nil)
        continue
      }
      let number = known[note] ?? notes.count
      if number == notes.count {
        notes.append(note)
        known[note] = number
      }
      letters.append(Self.letter(number))
    }
  }

  var isEmpty: Bool { notes.isEmpty }

  var footnotes: [String] { notes.enumerated().map { "\(Self.letter($0))  \($1)" } }

  /// a ... z, aa, ab ...
  static func letter(_ number: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(number % 26)))
    return number < 26 ? last : letter(number / 26 - 1) + last
  }
}
