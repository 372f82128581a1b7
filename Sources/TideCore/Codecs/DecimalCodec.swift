/// Doubles that print as short decimals: value == Double(integer) / 10^exponent, with |integer| < 2^53 and exponent
/// 0...22, so that both operands are exact and the one division is correctly rounded on every CPU. Any decimal of up
/// to 15 significant digits is such a value (Clinger 1990; the idea of a column-wide exponent is ALP's, Afroozeh,
/// Kuffó and Boncz, SIGMOD 2024). Every value is verified bit for bit when encoded; the others (-0, NaN, infinities,
/// quotients of 17 digits) are exceptions.
///
///     i64 least integer | u16 exceptions | packed offsets | u16 position, rising | i64 bit pattern, per exception
///
/// The header's parameter is the exponent. An exception's offset is 0.
enum DecimalCodec: WordCodec {
  static let exponents = 0...22
  private static let fixedBytes = 10
  private static let exceptionBytes = 10

  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    guard var exponent = DecimalScale.likelyExponent(of: words) else { return nil }
    var best: BlockPlan?
    // The sample can miss values of more decimals than any it saw: they turn up as exceptions, and one of them names
    // the exponent to try next.
    for _ in 0..<3 {
      let limit = min(budget, best?.payloadBytes ?? budget)
      let (plan, exception) = measure(words, exponent: exponent, budget: limit)
      best = plan ?? best
      guard let exception, let deeper = DecimalScale.leastExponent(of: words[exception]), deeper > exponent else {
        break
      }
      exponent = deeper
    }
    return best
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    let base = payload.baseAddress!
    let scale = DecimalScale(exponent: plan.parameter)
    let packedBytes = BitPacking.byteCount(count: words.count, width: plan.width)
    let exceptions = (payload.count - fixedBytes - packedBytes) / exceptionBytes
    let positions = base + fixedBytes + packedBytes
    let originals = positions + 2 * exceptions
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: words.count) { integers in
      var least = Int64.max
      for i in 0..<words.count {
        if let integer = scale.integer(words[i]) { least = min(least, integer) }
      }
      if least == .max { least = 0 }
      var exception = 0
      for i in 0..<words.count {
        if let integer = scale.integer(words[i]) {
          integers[i] = integer
        } else {
          integers[i] = least
          positions.storeLittleEndian(UInt16(i), at: 2 * exception)
          originals.storeLittleEndian(words[i], at: 8 * exception)
          exception += 1
        }
      }
      base.storeLittleEndian(least, at: 0)
      base.storeLittleEndian(UInt16(exceptions), at: 8)
      BitPacking.pack(Words(integers), subtracting: least, width: plan.width, into: base + fixedBytes)
    }
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    let numbers = UnsafeMutableRawPointer(words.baseAddress!).assumingMemoryBound(to: Double.self)
    try decode(block, windows: [], into: numbers)
  }

  /// The values of some cells, each range from a multiple of 16 on, into their own places; all where no range is named.
  /// Other cells may be written too.
  static func decode(_ block: Block, windows: [Range<Int>], into out: UnsafeMutablePointer<Double>) throws(CoreError) {
    let parts = try Parts(block)
    if DecimalScale.fitsMagic(least: parts.least, width: block.width) {
      if BitPacking.hasLanes32(count: block.count, width: block.width) {
        if windows.isEmpty { parts.unpackLanes(block, 0..<block.count, into: out) }
        for cells in windows { parts.unpackLanes(block, cells, into: out) }
      } else {
        parts.unpackMagic(block, into: out)
      }
    } else {
      let words = UnsafeMutableRawPointer(out).assumingMemoryBound(to: Int64.self)
      BitPacking.unpack(parts.packed, count: block.count, width: block.width, adding: parts.least, into: words)
      for i in 0..<block.count { words[i] = parts.scale.word(words[i]) }
    }
    var floor = -1
    for exception in 0..<parts.exceptions {
      let position = parts.position(exception)
      guard position > floor, position < block.count else { throw block.malformed("exception at \(position)") }
      out[position] = Double(bitPattern: UInt64(bitPattern: parts.original(exception)))
      floor = position
    }
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    let parts = try Parts(block)
    var low = 0
    var high = parts.exceptions
    while low < high {
      let middle = (low + high) / 2
      let position = parts.position(middle)
      if position == index { return parts.original(middle) }
      if position > index { high = middle } else { low = middle + 1 }
    }
    let offset = BitPacking.extract(parts.packed, at: index, count: block.count, width: block.width)
    return parts.scale.word(parts.least &+ Int64(bitPattern: offset))
  }

  /// The plan for one exponent (nil when over budget), and the first value that is an exception under it.
  private static func measure(_ words: Words, exponent: Int, budget: Int) -> (BlockPlan?, exception: Int?) {
    let scale = DecimalScale(exponent: exponent)
    var least = Int64.max
    var greatest = Int64.min
    var exceptions = 0
    var first: Int?
    for i in 0..<words.count {
      if let integer = scale.integer(words[i]) {
        least = min(least, integer)
        greatest = max(greatest, integer)
      } else {
        if first == nil { first = i }
        exceptions += 1
        if exceptions * exceptionBytes >= budget { return (nil, first) }
      }
    }
    guard least <= greatest else { return (nil, first) }
    let width = FrameOfReferenceCodec.Range(least: least, greatest: greatest).width
    let bytes =
      fixedBytes + BitPacking.byteCount(count: words.count, width: width) + exceptions * exceptionBytes
    guard bytes < budget else { return (nil, first) }
    return (BlockPlan(payloadBytes: bytes, width: width, parameter: exponent), first)
  }

  /// The fields of the payload, their lengths verified against it.
  private struct Parts {
    let least: Int64
    let exceptions: Int
    let packed: UnsafeRawPointer
    let scale: DecimalScale
    private let positions: UnsafeRawPointer

    init(_ block: Block) throws(CoreError) {
      guard exponents.contains(block.parameter) else { throw block.malformed("exponent \(block.parameter)") }
      guard block.payload.count >= fixedBytes else { throw block.malformed("no room for the least integer") }
      let base = block.payload.baseAddress!
      least = base.littleEndian(Int64.self, at: 0)
      exceptions = Int(base.littleEndian(UInt16.self, at: 8))
      let packedBytes = BitPacking.byteCount(count: block.count, width: block.width)
      try block.requirePayload(fixedBytes + packedBytes + exceptions * exceptionBytes)
      packed = base + fixedBytes
      positions = packed + packedBytes
      scale = DecimalScale(exponent: block.parameter)
    }

    func unpackLanes(_ block: Block, _ cells: Range<Int>, into out: UnsafeMutablePointer<Double>) {
      if block.parameter == 0 {
        Kernels.current.unpack(
          packed, from: cells.lowerBound, to: cells.upperBound, width: block.width, base: least, into: out)
      } else {
        Kernels.current.unpack(
          packed, from: cells.lowerBound, to: cells.upperBound, width: block.width, base: least, power: scale.power,
          into: out)
      }
    }

    /// The offsets become bit patterns of 1.5 * 2^52 + integer; subtracting 1.5 * 2^52 leaves the integer as a double,
    /// exactly, without the integer-to-double conversion that SSE2 lacks in vectors.
    func unpackMagic(_ block: Block, into out: UnsafeMutablePointer<Double>) {
      let words = UnsafeMutableRawPointer(out).assumingMemoryBound(to: Int64.self)
      BitPacking.unpack(
        packed, count: block.count, width: block.width, adding: least &+ DecimalScale.magicBits, into: words)
      for i in 0..<block.count { out[i] = (out[i] - DecimalScale.magic) / scale.power }
    }

    func position(_ exception: Int) -> Int { Int(positions.littleEndian(UInt16.self, at: 2 * exception)) }

    func original(_ exception: Int) -> Int64 {
      positions.littleEndian(Int64.self, at: 2 * exceptions + 8 * exception)
    }
  }
}
