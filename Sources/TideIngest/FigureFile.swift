import TideCore
import TideModel

/// Where the columns of one figure file stand, and how its rows are read.
struct FigureFile {
  /// The texts of a row, in the order of a block's slots.
  enum Slot: Int, CaseIterable {
    case areaCode, areaName
    case period, sortable, range
    case indicatorID, indicatorCode, indicatorName, unit, theme
    case sex, age, categoryType, category
    case note, status, trend, comparison

    fileprivate var role: ColumnRole {
      switch self {
      case .areaCode: .areaCode
      case .areaName: .areaName
      case .period: .period
      case .sortable: .sortable
      case .range: .range
      case .indicatorID: .indicatorID
      case .indicatorCode: .indicatorCode
      case .indicatorName: .indicatorName
      case .unit: .unit
      case .theme: .theme
      case .sex: .sex
      case .age: .age
      case .categoryType: .categoryType
      case .category: .category
      case .note: .note
      case .status: .status
      case .trend: .trend
      case .comparison: .comparison
      }
    }
  }

  let source: SourceFile
  /// The file's number among those appended.
  let number: Int
  /// What is read of a row.
  let plan: RowPlan
  private let columns: [ColumnRole: Int]

  init(headings: [String], source: SourceFile, number: Int) {
    self.source = source
    self.number = number
    var columns: [ColumnRole: Int] = [:]
    for (index, heading) in headings.enumerated() {
      guard let role = ColumnRole(heading: heading), columns[role] == nil else { continue }
      columns[role] = index
    }
    // A file of ours with benchmark columns holds results under `trend` and `comparison`, not publishers' texts.
    if headings.contains(where: { Vocabulary.key($0) == "benchmarkcode" }) {
      columns[.trend] = nil
      columns[.comparison] = nil
    }
    self.columns = columns
    let texts = Slot.allCases.compactMap { slot in
      columns[slot.role].map { column in
        // Areas are named by code; their names matter where the code is missing.
        RowPlan.TextColumn(
          column: column, slot: slot.rawValue, unlessColumn: slot == .areaName ? columns[.areaCode] : nil)
      }
    }
    plan = RowPlan(
      texts: texts, textSlots: Slot.allCases.count,
      numbers: Measure.allCases.map { columns[.measure($0)] ?? -1 }, columnCount: headings.count)
  }

  /// The column of a role, from 0; -1 for a column the file does not have.
  func column(_ role: ColumnRole) -> Int { columns[role] ?? -1 }

  /// The column that fills a slot; -1 for none.
  func column(of slot: Slot) -> Int { column(slot.role) }
}

/// One row of a block.
struct ReadRow {
  unowned(unsafe) let block: RowBlock
  unowned(unsafe) let known: TextNumbers
  /// The whole file.
  let bytes: UnsafeRawBufferPointer
  let row: Int
  /// The numbers of its texts, by slot.
  let texts: UnsafePointer<Int32>

  @inline(__always)
  init(_ block: RowBlock, _ row: Int, _ known: TextNumbers, _ bytes: UnsafeRawBufferPointer) {
    self.block = block
    self.known = known
    self.bytes = bytes
    self.row = row
    texts = UnsafePointer(block.texts + row &* FigureFile.Slot.allCases.count)
  }

  /// The number of a text; -1 where the field is empty or missing.
  @inline(__always)
  func number(_ slot: FigureFile.Slot) -> Int32 { texts[slot.rawValue] }

  /// A text of the row; nil for bytes that are not UTF-8.
  func text(_ slot: FigureFile.Slot) -> String? {
    number(slot) < 0 ? "" : known.text(slot.rawValue, Int(number(slot)))
  }

  /// The row's fields, split again: for rows that something is wrong with, or new in.
  func fields<T>(_ body: (CSVScanner, [CSVField]) -> T) -> T {
    var scanner = CSVScanner(bytes, from: block.offsets[row], line: block.lines[row])
    var fields: [CSVField] = []
    _ = scanner.next(&fields)
    return body(scanner, fields)
  }

  /// What stands in a column, as text; empty for a missing field or bytes that are no text.
  func text(inColumn column: Int) -> String {
    fields { scanner, fields in
      column >= 0 && column < fields.count ? scanner.text(of: fields[column]) ?? "" : ""
    }
  }

  /// What stands in a number column.
  func cell(inColumn column: Int) -> FigureCell {
    fields { scanner, fields in
      column >= 0 && column < fields.count ? FigureCell(scanner.bytes(of: fields[column])) : .missing
    }
  }

  /// A rejection of the row for what stands in a column.
  func rejection(_ file: FigureFile, _ column: Int, _ problem: Problem) -> Rejection {
    let value = fields { scanner, fields in
      column >= 0 && column < fields.count
        ? String(decoding: scanner.bytes(of: fields[column]).prefix(200), as: UTF8.self) : ""
    }
    return Rejection(
      row: RejectedRow(
        file: file.source.name, line: block.lines[row], column: column + 1, rule: problem.rule, value: value,
        reason: problem.reason))
  }

  /// The rejection of a row that goes on behind the table's last column.
  func overflow(_ file: FigureFile) -> Rejection {
    let count = file.plan.columnCount
    let extra = fields { _, fields in fields.indices.dropFirst(count).first { fields[$0].length > 0 } ?? count }
    return rejection(file, extra, Problem(rule: .tooManyFields, reason: "the heading has \(count) fields"))
  }
}

/// A rejection as an error.
struct Rejection: Error {
  let row: RejectedRow
}
