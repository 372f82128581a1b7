/// The columns coded so far that later ones may follow from.
struct DerivedOperands {
  /// The order measures are coded in: counts, then what follows from them.
  static let order = [5, 6, 0, 1, 2, 3, 4]

  private(set) var columns: [(values: [Double], present: [Bool])] =
    Array(repeating: ([], []), count: PanelColumn.measures)

  mutating func set(_ measure: Int, _ values: [Double], _ present: [Bool]) { columns[measure] = (values, present) }
}

/// Codes one measure of a panel: each chunk as what is left over from the prediction, or by itself, whichever is smaller.
struct MeasureCoder {
  /// How the measure follows from others; nil where it does not.
  let model: DerivedModel?
  private let values: [Double]
  private let present: [Bool]
  private let operands: DerivedOperands

  init(_ measure: Int, values: [Double], present: [Bool], operands: DerivedOperands) {
    self.values = values
    self.present = present
    self.operands = operands
    let isCounted = measure == 5 || measure == 6
    model =
      isCounted ? nil : ModelChoice(measure, values: values, present: present, operands: operands).best()
  }

  /// The model's length and its bytes.
  func appendModel(to bytes: inout [UInt8]) {
    bytes.append(UInt8(model == nil ? 0 : DerivedModel.codedBytes))
    model?.append(to: &bytes)
  }

  /// The measure's chunks.
  func chunks(_ shape: PanelShape) -> [[UInt8]] {
    let filled = Self.filled(values, present)
    return filled.withUnsafeBufferPointer { words in
      present.withUnsafeBufferPointer { present in
        (0..<shape.chunks).map { chunk in
          let cells = chunk * shape.cellsPerChunk..<chunk * shape.cellsPerChunk + shape.cells(in: chunk)
          return self.chunk(Words(rebasing: words[cells]), cells, isThere: present.baseAddress! + cells.lowerBound)
        }
      }
    }
  }

  private func chunk(_ words: Words, _ cells: Range<Int>, isThere: UnsafePointer<Bool>) -> [UInt8] {
    var derived: [UInt8]?
    if let model {
      derived = residual(model, words, cells, isThere)
      // Nothing else comes near four bits a value.
      if let derived, derived.count <= 8 + words.count / 2 { return derived }
    }
    var bytes: [UInt8] = []
    let isSmaller = BlockEncoder.appendChunk(words, kind: .doubles, below: derived?.count ?? .max, to: &bytes)
    return isSmaller ? bytes : derived ?? bytes
  }

  private func residual(
    _ model: DerivedModel, _ words: Words, _ cells: Range<Int>, _ isThere: UnsafePointer<Bool>
  ) -> [UInt8]? {
    let stride = Block.maximumCount
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: PanelColumn.measures * stride) { room in
      withUnsafeTemporaryAllocation(of: Bool.self, capacity: stride) { known in
        for cell in 0..<words.count { known[cell] = isThere[cell] }
        for operand in model.operands {
          let (values, present) = operands.columns[operand]
          let column = room.baseAddress! + operand * stride
          for (place, cell) in cells.enumerated() {
            column[place] = values[cell]
            known[place] = known[place] && present[cell]
          }
          // Whole rows of eight are read.
          for place in words.count..<min(stride, (words.count + 7) / 8 * 8) { column[place] = 0 }
        }
        return DerivedCodec.encode(
          words, isThere: isThere, isKnown: known.baseAddress!, model: model, operands: room.baseAddress!,
          stride: stride, below: 8 * words.count + 16)
      }
    }
  }

  /// Each missing slot given the last value before it that is there, so that it costs little; the leading ones the first.
  private static func filled(_ values: [Double], _ present: [Bool]) -> [Int64] {
    var last = Int64(bitPattern: (present.firstIndex(of: true).map { values[$0] } ?? 0).bitPattern)
    return [Int64](unsafeUninitializedCapacity: values.count) { filled, count in
      for i in 0..<values.count {
        if present[i] { last = Int64(bitPattern: values[i].bitPattern) }
        filled.initializeElement(at: i, to: last)
      }
      count = values.count
    }
  }
}
