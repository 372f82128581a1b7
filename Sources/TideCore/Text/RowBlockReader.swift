/// Reads CSV records as blocks of rows: fields found, texts numbered, decimals parsed. What they mean is for the caller.
public final class RowBlockReader {
  private let bytes: UnsafeRawBufferPointer
  private let plan: RowPlan
  private let end: Int
  /// The texts met so far, by their numbers.
  public let texts: TextNumbers
  private let fields = FieldList()
  private var scanner: CSVScanner

  /// Reads the records that start at or after `position` and before `end`; the last of them may go on behind it.
  ///
  /// - Parameters:
  ///   - bytes: the whole text; must outlive the reader.
  ///   - position: where a record starts.
  ///   - line: its line.
  ///   - end: the end of the text when nil.
  ///   - texts: what numbers the texts; nothing yet when nil.
  public init(
    _ bytes: UnsafeRawBufferPointer, from position: Int, line: Int, until end: Int? = nil, plan: RowPlan,
    texts: TextNumbers? = nil
  ) {
    self.bytes = bytes
    self.plan = plan
    self.end = end ?? bytes.count
    scanner = CSVScanner(bytes, from: position, line: line)
    self.texts = texts ?? TextNumbers(slots: plan.textSlots)
  }

  /// Where reading stands, and what stopped it.
  public var state: CSVScanner { scanner }

  /// Reads the next rows. Blank lines are passed over.
  /// - Returns: false when there are none.
  public func read(into block: RowBlock) -> Bool {
    var row = 0
    while row < RowBlock.mostRows, scanner.position < end {
      let offset = scanner.position
      guard scanner.next(fields) else { break }
      let fields = fields.fields
      if fields.count == 1, fields[0].length == 0 { continue }
      block.offsets[row] = offset
      block.lines[row] = scanner.recordLine
      readTexts(fields, block.texts + row &* block.textSlots)
      readNumbers(fields, block, row)
      block.overflows[row] =
        fields.count > plan.columnCount && fields[plan.columnCount...].contains { $0.length > 0 }
      row += 1
    }
    block.count = row
    return row > 0
  }

  private func readTexts(_ fields: UnsafeBufferPointer<CSVField>, _ texts: UnsafeMutablePointer<Int32>) {
    guard let base = bytes.baseAddress else { return }
    let known = self.texts
    for text in plan.texts {
      guard text.column < fields.count, fields[text.column].length > 0 else {
        texts[text.slot] = -1
        continue
      }
      if let other = text.unlessColumn, other < fields.count, fields[other].length > 0 {
        texts[text.slot] = -1
        continue
      }
      let field = fields[text.column]
      let bytes = UnsafeRawBufferPointer(start: base + field.start, count: field.length)
      let number =
        field.hasDoubledQuotes
        ? CSVScanner.undoubled(bytes).withUnsafeBytes { known.number(text.slot, $0) }
        : known.number(text.slot, bytes)
      texts[text.slot] = Int32(truncatingIfNeeded: number)
    }
  }

  private func readNumbers(_ fields: UnsafeBufferPointer<CSVField>, _ block: RowBlock, _ row: Int) {
    guard let base = bytes.baseAddress else { return }
    let numbers = block.numbers + row &* block.numberSlots
    var present: UInt8 = 0
    var worded: UInt8 = 0
    for (slot, column) in plan.numbers.enumerated() {
      numbers[slot] = 0
      guard column >= 0, column < fields.count, fields[column].length > 0 else { continue }
      let field = fields[column]
      switch DecimalParser.parse(UnsafeRawBufferPointer(start: base + field.start, count: field.length)) {
      case .empty: break
      case .number(let number):
        numbers[slot] = number
        present |= 1 << UInt8(truncatingIfNeeded: slot)
      case .text: worded |= 1 << UInt8(truncatingIfNeeded: slot)
      }
    }
    block.present[row] = present
    block.worded[row] = worded
  }
}
