public import TideModel

extension ResultTable {
  /// The same rows with the columns people read.
  ///
  /// Machine formats repeat on every row what is the same for all; for people that goes: columns without any cell, columns
  /// that only machines need, and keys that are the same in every row (they move to the title, unless it says them). Notes become
  /// footnotes with a letter on the row, and strata go into the names as ``StratumNames`` says. No row is left out.
  /// - Parameters:
  ///   - everyColumn: keeps all columns, and on a narrow terminal as well: they were asked for by name.
  ///   - notesInFull: leaves notes in their rows.
  /// - Complexity: O(cells).
  public func forPeople(everyColumn: Bool = false, notesInFull: Bool = false) -> ResultTable {
    var kept = columns.indices.filter { everyColumn || isForPeople($0) }
    let notes =
      notesInFull
      ? nil : index(of: "note").flatMap { column in kept.contains(column) ? FootnoteLetters(cells[column]) : nil }
    let names = everyColumn ? nil : StratumNames(self, kept: kept)
    kept.removeAll { names?.folded.contains($0) ?? false }
    let noteColumn = notes.flatMap { $0.isEmpty ? nil : index(of: "note") }
    var shown = kept.map { columns[$0] }
    for place in shown.indices where everyColumn || kept[place] == noteColumn { shown[place].priority = 0 }
    let shownCells = kept.map { column -> Cells in
      if column == noteColumn {
        return Cells((notes?.letters ?? []).map { $0.map { .text($0) } ?? .missing }, of: columns[column].kind)
      }
      var shown = cells[column]
      if let names, columns[column].name == "indicator" {
        shown = Cells(rows.map { names.name($0, of: self) }, of: columns[column].kind)
      }
      guard !everyColumn, let width = columns[column].width else { return shown }
      return Cells(shown.map { $0.shortened(to: width) }, of: columns[column].kind)
    }
    return ResultTable(
      columns: shown, cells: shownCells, title: title + (everyColumn ? "" : sharedSuffix),
      footnotes: (notes?.footnotes ?? []) + footnotes, groupColumn: groupColumn)
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
    if columns[column].isForMachines { return false }
    if Self.machineOnly.contains(name), index(of: "indicator_id") != nil { return false }
    if cells[column].allSatisfy({ $0 == .missing }) { return false }
    guard rowCount > 1, isConstant(column) else { return true }
    // A period that all rows share goes where the title names it.
    if name == "period", let period = cells[column].first?.words { return !title.contains(period) }
    return !Self.keys.contains(name)
  }

  private func isConstant(_ column: Int) -> Bool {
    guard let first = cells[column].first else { return false }
    return cells[column].allSatisfy { $0 == first }
  }

  /// What all rows share and the title does not say, as a tail of it: names, stratum, unit.
  private var sharedSuffix: String {
    guard rowCount > 1, !title.isEmpty else { return "" }
    let shared = ["indicator", "area", "sex", "age", "category", "unit"].compactMap { name -> String? in
      guard name != groupColumn, let column = index(of: name), isConstant(column),
        let text = cells[column].first?.words
      else { return nil }
      // Units are short enough to stand in a title by chance.
      return title.contains(name == "unit" ? ", \(text)" : text) ? nil : text
    }
    return shared.isEmpty ? "" : " (\(shared.joined(separator: ", ")))"
  }
}

extension ResultTable.Cell {
  /// A text cut after its last whole word that leaves room for an ellipsis; anything else as it is.
  fileprivate func shortened(to width: Int) -> ResultTable.Cell {
    guard case .text(let text) = self, text.count > width else { return self }
    let room = text.prefix(width - 1)
    let whole = room.lastIndex(of: " ").map { room[..<$0] } ?? room
    return .text((whole.count * 2 < width ? room : whole) + "…")
  }
}

/// Notes as footnotes: one letter for each different note.
struct FootnoteLetters {
  /// The letter of each row; nil for a row without a note.
  private(set) var letters: [String?] = []
  private var notes: [String] = []

  init(_ cells: ResultTable.Cells) {
    var known: [String: Int] = [:]
    for cell in cells {
      guard let note = cell.words else {
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

  var footnotes: [Footnote] {
    notes.enumerated().map { number, note in
      let letter = Self.letter(number)
      return Footnote("\(letter)  \(note)", about: .note(letter: letter))
    }
  }

  /// a ... z, aa, ab ...
  static func letter(_ number: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(number % 26)))
    return number < 26 ? last : letter(number / 26 - 1) + last
  }
}
