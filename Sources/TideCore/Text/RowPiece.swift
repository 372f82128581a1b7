/// The rows of one stretch of a table, read by itself: texts are numbered, and lines counted, within the piece.
struct RowPiece {
  /// Where the first record starts.
  let start: Int
  /// Records that start before this offset belong to the piece.
  let stop: Int
  /// The line the piece's first record is said to be on.
  let firstLine: Int
  let blocks: [RowBlock]
  let texts: TextNumbers
  /// Where reading ended, and what stopped it.
  let state: CSVScanner

  /// Reads the records that start in `start..<stop`.
  /// - Complexity: O(bytes); memory for the rows.
  init(
    _ bytes: UnsafeRawBufferPointer, from start: Int, line: Int, until stop: Int, plan: RowPlan, blocks spare: RowBlocks
  ) {
    self.start = start
    self.stop = stop
    firstLine = line
    texts = TextNumbers(slots: plan.textSlots)
    let reader = RowBlockReader(bytes, from: start, line: line, until: stop, plan: plan, texts: texts)
    var read: [RowBlock] = []
    while true {
      let block = spare.take()
      guard reader.read(into: block) else {
        spare.put([block])
        break
      }
      read.append(block)
    }
    blocks = read
    state = reader.state
  }

  /// Renumbers the texts as `whole` numbers them, and the lines as if the piece started on `line`.
  func settle(in whole: TextNumbers, line: Int, plan: RowPlan) {
    let columns = plan.texts.map(\.slot)
    let numbers = columns.map { whole.numbers($0, of: texts) }
    // One list behind the other, so that a row is renumbered in one go.
    let starts = numbers.indices.map { place in numbers[..<place].reduce(0) { $0 + $1.count } }
    let all = Array(numbers.joined())
    for block in blocks {
      for row in 0..<block.count {
        let texts = block.texts + row &* plan.textSlots
        for (column, start) in zip(columns, starts) where texts[column] >= 0 {
          texts[column] = all[start &+ Int(texts[column])]
        }
      }
    }
    let shift = line - firstLine
    for block in blocks where shift != 0 {
      for row in 0..<block.count { block.lines[row] &+= shift }
    }
  }
}

/// Blocks of rows to be filled again.
final class RowBlocks {
  private let monitor = Monitor()
  private let plan: RowPlan
  private var spare: [RowBlock] = []

  init(_ plan: RowPlan) { self.plan = plan }

  func take() -> RowBlock { monitor.locked { spare.popLast() } ?? RowBlock(plan) }

  func put(_ blocks: [RowBlock]) { monitor.locked { spare += blocks } }
}
