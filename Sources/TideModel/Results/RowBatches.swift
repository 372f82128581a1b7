/// Rows that come one by one, handed on as batches: tables of some thousand rows.
public enum RowBatches {
  /// How many rows a batch has, but the last.
  public static let size = 4096

  /// Gathers the rows of an answer that gives them one by one.
  /// - Parameters:
  ///   - header: takes the columns, title and footnotes, once and before any batch.
  ///   - batch: takes tables of those columns.
  ///   - produce: gives the header and then each row, of as many cells as there are columns.
  /// - Returns: what `produce` returns.
  /// - Throws: what the closures throw.
  public static func gather<Value>(
    header: (ResultTable) throws -> Void, batch: (ResultTable) throws -> Void,
    from produce: (_ header: (ResultTable) throws -> Void, _ row: ([ResultTable.Cell]) throws -> Void) throws -> Value
  ) throws -> Value {
    try withoutActuallyEscaping(batch) { batch in
      let gathering = Gathering(hand: batch)
      let value = try withoutActuallyEscaping(header) { header in
        try produce(
          {
            gathering.rows = $0.header
            try header($0)
          }, gathering.append)
      }
      try gathering.handOn()
      return value
    }
  }

  private final class Gathering {
    var rows = ResultTable(columns: [])
    private let hand: (ResultTable) throws -> Void

    init(hand: @escaping (ResultTable) throws -> Void) { self.hand = hand }

    func append(_ row: [ResultTable.Cell]) throws {
      rows.append(row)
      if rows.rowCount == RowBatches.size { try handOn() }
    }

    func handOn() throws {
      let full = rows
      rows = full.header
      if full.rowCount > 0 { try hand(full) }
    }
  }
}
