import TideModel

/// Writes the rows of batches as bytes, a row at a time.
///
/// Before the rows of a batch are walked, all that is the same in each of them is made into one piece of bytes: what a format puts
/// between cells, and the cells of columns that repeat one. Each cell of a lexicon is worded once, and kept while batches come
/// with the same lexicon. What is left to do for a row is to copy pieces, and to write numbers where they go.
final class BatchEncoder {
  /// Positions of the columns that are written.
  let columns: [Int]
  private let frame: RowFrame
  private var worded: [Int: WordedLexicon] = [:]

  init(columns: [Int], _ frame: RowFrame) {
    self.columns = columns
    self.frame = frame
  }

  /// Writes some rows of a batch.
  /// - Parameter dropped: how many bytes of what stands before a row are left out before the first of these.
  func write(_ batch: ResultTable, rows: Range<Int>, to output: ChunkedOutput, dropping dropped: Int = 0) throws {
    precondition(batch.rows.indices.contains(rows), "rows that are not in the batch")
    guard !rows.isEmpty else { return }
    var plan = plan(of: batch)
    try plan.pinned { steps, most in
      var row = rows.lowerBound
      try output.append(pieces: most) { start in
        guard row < rows.upperBound else { return nil }
        let end = self.write(row, steps, at: start)
        row += 1
        guard row == rows.lowerBound + 1, dropped > 0 else { return end }
        start.update(from: start + dropped, count: end - start - dropped)
        return end - dropped
      }
    }
  }

  /// The steps to a row.
  private func plan(of batch: ResultTable) -> BatchPlan {
    var plan = BatchPlan(longestNumber: NumberBytes.most + max(frame.missing.count, frame.afterMinusZero.count))
    plan.append(frame.opening)
    for (place, lead) in zip(columns, frame.leads) {
      plan.append(lead)
      switch batch.cells[place] {
      case .repeated(let cell, _): plan.append(bytes(of: cell))
      case .coded(let coded): plan.append(coded, worded(coded.lexicon, place))
      case .integers(let values, let valid): plan.append(.integers(values), valid)
      case .numbers(let values, let valid): plan.append(.numbers(values), valid)
      }
    }
    plan.append(frame.tail)
    return plan
  }

  private func worded(_ lexicon: ResultTable.Lexicon, _ place: Int) -> WordedLexicon {
    if let known = worded[place], known.lexicon === lexicon { return known }
    let made = WordedLexicon(lexicon, missing: frame.missing, bytes)
    worded[place] = made
    return made
  }

  private func bytes(of cell: ResultTable.Cell) -> [UInt8] {
    switch cell {
    case .integer(let value): written { NumberBytes.write(value, at: $0) }
    case .number(let value):
      written {
        var decimals = 1
        return self.write(value, &decimals, at: $0)
      }
    default: frame.bytes(cell)
    }
  }

  private func written(_ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) -> [UInt8] {
    let most = NumberBytes.most + max(frame.missing.count, frame.afterMinusZero.count)
    return Array(unsafeUninitializedCapacity: most) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      count = write(start) - start
    }
  }

  /// Writes one row.
  private func write(
    _ row: Int, _ steps: UnsafeMutableBufferPointer<BatchStep>, at start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var place = start
    for number in steps.indices {
      place = steps[number].lead.copy(to: place)
      switch steps[number].source {
      case .none: break
      case .words(let places, let words, let spans):
        // Place -1, a missing cell, has the first span.
        let index = Int(places[row]) + 1
        place = BatchStep.Piece(words + spans[index], spans[index + 1] - spans[index]).copy(to: place)
      case .integers(let values, let valid):
        place = valid?[row] ?? true ? NumberBytes.write(values[row], at: place) : copy(frame.missing, to: place)
      case .numbers(let values, let valid):
        place =
          valid?[row] ?? true
          ? write(values[row], &steps[number].decimals, at: place) : copy(frame.missing, to: place)
      }
    }
    return place
  }

  private func write(
    _ value: Double, _ decimals: inout Int, at place: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    guard value.isFinite else { return copy(frame.missing, to: place) }
    let end = NumberBytes.write(value, at: place, decimals: &decimals)
    return value == 0 && value.sign == .minus ? copy(frame.afterMinusZero, to: end) : end
  }

  private func copy(_ bytes: [UInt8], to place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    for (offset, byte) in bytes.enumerated() { place[offset] = byte }
    return place + bytes.count
  }
}
