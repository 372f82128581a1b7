/// The columns coded so far that later ones may follow from.
struct DerivedOperands {
  /// The order measures are coded in: counts, then what follows from them.
  static let order = [5, 6, 0, 1, 2, 3, 4]

  private(set) var columns: [(values: [Double], present: [Bool])]

  init(cells: Int) { columns = Array(repeating: ([], []), count: PanelColumn.measures) }

  mutating func set(_ measure: Int, _ values: [Double], _ present: [Bool]) { columns[measure] = (values, present) }
}

/// Codes one measure of a panel: each chunk as what is left over from the prediction, or by itself, whichever is smaller.
struct MeasureCoder {
  private let measure: Int
  private let values: [Double]
  private let present: [Bool]
  private let operands: DerivedOperands
  private let model: DerivedModel?

  init(_ measure: Int, values: [Double], present: [Bool], operands: DerivedOperands) {
    self.measure = measure
    self.values = values
    self.present = present
    self.operands = operands
    model = nil
  }

  func appendModel(to bytes: inout [UInt8]) { bytes.append(0) }

  func chunks(_ shape: PanelShape) -> [[UInt8]] {
    let filled = Self.filled(values, present)
    return filled.withUnsafeBufferPointer { words in
      (0..<shape.chunks).map { chunk in
        let start = chunk * shape.cellsPerChunk
        var bytes: [UInt8] = []
        _ = BlockEncoder.appendChunk(
          Words(rebasing: words[start..<start + shape.cells(in: chunk)]), kind: .doubles, to: &bytes)
        return bytes
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

struct DerivedModel {
  let operands: [Int]
  init?(_ bytes: UnsafeRawBufferPointer, measure: Int) { return nil }
}
struct CellOperands {
  private var numbers = SIMD8<Double>(repeating: 0)
  subscript(measure: Int) -> Double { get { numbers[measure] } set { numbers[measure] = newValue } }
}
enum DerivedCodec {
  static func decode(_ block: Block, _ model: DerivedModel, operands: UnsafePointer<Double>, stride: Int, into: UnsafeMutablePointer<Double>) throws(CoreError) {}
  static func select(_ block: Block, _ model: DerivedModel, at: Int, _ operands: CellOperands) throws(CoreError) -> Double { 0 }
}
