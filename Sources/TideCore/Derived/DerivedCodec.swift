/// What is left of a chunk once its numbers were predicted from other columns.
///
///     u16 exceptions | u16 position, rising, per exception | i64 bit pattern, per exception | residuals
///
/// A number is (predicted whole + residual) over the predicted power of ten. The residuals are a chunk of integers of
/// their own (codec, width, parameter, payload), or nothing where all are 0. An exception's residual is 0.
enum DerivedCodec {
  private static let fixedBytes = 2
  private static let exceptionBytes = 10
  /// Residuals are below this, so that their sum with a whole number below 2^51 is exact.
  private static let mostResidual = 1.0e15

  /// The chunk of these words, or nil when it would take `budget` bytes or more.
  ///
  /// - Parameters:
  ///   - isKnown: by cell, whether the number and all its operands are there.
  ///   - isThere: by cell, whether the number is; what stands in the others is not kept.
  static func encode(
    _ words: Words, isThere: UnsafePointer<Bool>, isKnown: UnsafePointer<Bool>, model: DerivedModel,
    operands: UnsafePointer<Double>, stride: Int, below budget: Int
  ) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Block.maximumCount) { room in
      let wholes = room.baseAddress!
      let scales = wholes + Block.maximumCount
      model.predict(operands, stride: stride, cells: 0..<words.count, wholes: wholes, powers: scales)
      var residuals = [Int64](repeating: 0, count: words.count)
      var exceptions: [Int] = []
      var hasResiduals = false
      for cell in 0..<words.count where isThere[cell] {
        guard isKnown[cell], let residual = residual(words[cell], wholes[cell], scales[cell]) else {
          exceptions.append(cell)
          if exceptions.count * exceptionBytes >= budget { return nil }
          continue
        }
        residuals[cell] = residual
        hasResiduals = hasResiduals || residual != 0
      }
      return assemble(words, exceptions, hasResiduals ? residuals : [], below: budget)
    }
  }

  private static func assemble(_ words: Words, _ exceptions: [Int], _ residuals: [Int64], below budget: Int) -> [UInt8]?
  {
    var bytes = [BlockCodec.derived.rawValue, 0, 0]
    func append<T: FixedWidthInteger>(_ value: T) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
    append(UInt16(exceptions.count))
    for cell in exceptions { append(UInt16(cell)) }
    for cell in exceptions { append(words[cell]) }
    guard bytes.count < budget else { return nil }
    if residuals.isEmpty { return bytes }
    let isSmaller = residuals.withUnsafeBufferPointer {
      BlockEncoder.appendChunk($0, kind: .integers, below: budget - bytes.count, to: &bytes)
    }
    return isSmaller ? bytes : nil
  }

  /// How far the word's whole number lies from the predicted one; nil where it is none over this power of ten.
  @inline(__always)
  static func residual(_ word: Int64, _ whole: Double, _ scale: Double) -> Int64? {
    let number = Double(bitPattern: UInt64(bitPattern: word))
    let scaled = number * scale
    guard scaled.magnitude < 2_251_799_813_685_248 else { return nil }
    let actual = (scaled + DecimalScale.magic) - DecimalScale.magic
    let residual = actual - whole
    guard residual.magnitude < mostResidual, ((whole + residual) / scale).bitPattern == number.bitPattern else {
      return nil
    }
    return Int64(residual)
  }

  /// The numbers of some cells, each range from a multiple of eight on, into their own places; all where no range is
  /// named. Other cells may be written too. Buffers of operands, result and `room` have room for whole rows of eight.
  static func decode(
    _ block: Block, _ model: DerivedModel, windows: [Range<Int>], operands: UnsafePointer<Double>, stride: Int,
    room: MutableWords, into out: UnsafeMutablePointer<Double>
  ) throws(CoreError) {
    let parts = try Parts(block)
    var residuals: UnsafePointer<Int64>?
    if let packed = parts.residuals {
      try BlockDecoder.decode(packed, into: room)
      residuals = UnsafePointer(room.baseAddress)
    }
    if windows.isEmpty {
      model.numbers(operands, stride: stride, cells: 0..<block.count, residuals: residuals, into: out)
    }
    for cells in windows { model.numbers(operands, stride: stride, cells: cells, residuals: residuals, into: out) }
    var floor = -1
    for exception in 0..<parts.exceptions {
      let position = parts.position(exception)
      guard position > floor, position < block.count else { throw block.malformed("exception at \(position)") }
      out[position] = parts.original(exception)
      floor = position
    }
  }

  /// The number at an index, from the operands of its cell.
  static func select(
    _ block: Block, _ model: DerivedModel, at index: Int, _ operands: CellOperands
  ) throws(CoreError) -> Double {
    guard index >= 0, index < block.count else {
      throw CoreError(.outOfRange, "value \(index) of a chunk of \(block.count)", offset: block.offset)
    }
    let parts = try Parts(block)
    if let exception = parts.exception(at: index) { return parts.original(exception) }
    let residual =
      try parts.residuals.map { (block) throws(CoreError) in try BlockDecoder.select(block, at: index) } ?? 0
    return operands.withRows { columns, wholes, scales in
      model.predict(columns, stride: CellOperands.lanes, cells: 0..<1, wholes: wholes, powers: scales)
      return (wholes[0] + Double(residual)) / scales[0]
    }
  }

  /// The fields of the payload, their lengths verified against it.
  private struct Parts {
    let exceptions: Int
    /// Nil where all are 0.
    let residuals: Block?
    private let base: UnsafeRawPointer

    init(_ block: Block) throws(CoreError) {
      guard block.width == 0, block.parameter == 0, block.payload.count >= fixedBytes,
        let base = block.payload.baseAddress
      else { throw block.malformed("no number of exceptions") }
      self.base = base
      exceptions = Int(base.littleEndian(UInt16.self, at: 0))
      let start = fixedBytes + exceptions * exceptionBytes
      guard exceptions <= block.count, start <= block.payload.count else {
        throw block.malformed("\(exceptions) exceptions")
      }
      guard start < block.payload.count else {
        residuals = nil
        return
      }
      let rest = UnsafeRawBufferPointer(rebasing: block.payload[start...])
      let residuals = try Block(chunk: rest, kind: .integers, count: block.count, offset: block.offset + start)
      self.residuals = residuals
    }

    func position(_ exception: Int) -> Int {
      Int(base.littleEndian(UInt16.self, at: fixedBytes + 2 * exception))
    }

    func original(_ exception: Int) -> Double {
      Double(bitPattern: base.littleEndian(UInt64.self, at: fixedBytes + 2 * exceptions + 8 * exception))
    }

    /// The exception that stands at a position.
    /// - Complexity: O(log exceptions).
    func exception(at index: Int) -> Int? {
      var low = 0
      var high = exceptions
      while low < high {
        let middle = (low + high) / 2
        if position(middle) == index { return middle }
        if position(middle) > index { high = middle } else { low = middle + 1 }
      }
      return nil
    }
  }
}

/// The numbers of one cell that another follows from, by measure.
struct CellOperands {
  static let lanes = 8
  private var numbers = SIMD8<Double>.zero

  subscript(measure: Int) -> Double {
    get { numbers[measure] }
    set { numbers[measure] = newValue }
  }

  /// Calls `body` with seven columns of a row of eight equal cells, and two rows of room.
  func withRows(
    _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Double
  ) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 9 * Self.lanes) { room in
      let base = room.baseAddress!
      for measure in 0..<PanelColumn.measures {
        (base + measure * Self.lanes).update(repeating: numbers[measure], count: Self.lanes)
      }
      return body(base, base + 7 * Self.lanes, base + 8 * Self.lanes)
    }
  }
}
