/// Reads the rows of a table on several threads, and hands them over in their order.
///
/// The text is cut into pieces at line ends, each read by itself as if a record started there. Where the line end stood
/// inside a quoted field, the piece before it ends elsewhere: then the piece is read again from where it must start. What
/// is handed over does not depend on the threads.
public struct TableReader {
  private let bytes: UnsafeRawBufferPointer
  private let start: Int
  private let line: Int
  private let plan: RowPlan
  private let pieceBytes: Int
  /// The texts of the table; valid numbers of the rows handed over so far.
  public let texts: TextNumbers

  /// About a million bytes: the rows of a piece fit into a processor's caches, and their texts repeat often enough.
  public static let usualPieceBytes = 1 << 20

  /// A reader of the records from `position` on, the first of which stands on `line`.
  ///
  /// - Parameter bytes: the whole text; must outlive the reader.
  public init(
    _ bytes: UnsafeRawBufferPointer, from position: Int, line: Int, plan: RowPlan, pieceBytes: Int = usualPieceBytes
  ) {
    self.bytes = bytes
    self.plan = plan
    self.pieceBytes = max(1, pieceBytes)
    start = position
    self.line = line
    texts = TextNumbers(slots: plan.textSlots)
  }

  /// Hands every row to `take`, in blocks, on the calling thread.
  ///
  /// - Returns: where reading ended; its `fault` says what stopped it before the end of the text.
  /// - Complexity: O(bytes); memory for three pieces a thread, of at most 80 bytes of rows for each of text.
  public func read(threads: Int, _ take: (RowBlock) throws -> Void) throws -> CSVScanner {
    guard threads > 1 else { return try readAsOne(take) }
    let pieces = max(1, (bytes.count - start + pieceBytes - 1) / pieceBytes)
    let blocks = RowBlocks(plan)
    var state = CSVScanner(bytes, from: start, line: line)
    var line = line
    try OrderedWork.run(
      count: pieces, threads: threads, ahead: 3 * max(1, threads), state: {},
      make: { number, _ in
        RowPiece(
          bytes, from: boundary(number), line: 1, until: boundary(number + 1), plan: plan, blocks: blocks)
      },
      take: { _, guess in
        guard state.fault == nil, state.position < guess.stop else { return blocks.put(guess.blocks) }
        var piece = guess
        if guess.start != state.position || guess.state.fault != nil {
          blocks.put(guess.blocks)
          piece = RowPiece(bytes, from: state.position, line: line, until: guess.stop, plan: plan, blocks: blocks)
        }
        piece.settle(in: texts, line: line, plan: plan)
        for block in piece.blocks { try take(block) }
        line += piece.state.line - piece.firstLine
        state = piece.state
        blocks.put(piece.blocks)
      })
    return state
  }

  /// The same on one thread, where nothing need be numbered twice.
  private func readAsOne(_ take: (RowBlock) throws -> Void) throws -> CSVScanner {
    let reader = RowBlockReader(bytes, from: start, line: line, plan: plan, texts: texts)
    let block = RowBlock(plan)
    while reader.read(into: block) { try take(block) }
    return reader.state
  }

  /// Where a piece is taken to start: behind the first line end at or after its place.
  private func boundary(_ piece: Int) -> Int {
    let place = start + piece * pieceBytes
    guard piece > 0 else { return start }
    guard place < bytes.count else { return bytes.count }
    for offset in place..<bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\n") { return offset + 1 }
      if byte == UInt8(ascii: "\r"), offset + 1 < bytes.count, bytes[offset + 1] != UInt8(ascii: "\n") {
        return offset + 1
      }
      // A record this long is a fault, which the piece before will meet.
      if offset - place > CSVScanner.maximumRecordBytes { break }
    }
    return bytes.count
  }
}
