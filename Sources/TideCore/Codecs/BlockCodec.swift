/// How the values of one block are stored. The raw values are in the files and never change meaning.
public enum BlockCodec: UInt8, Sendable, CaseIterable {
  /// One value, repeated.
  case constant = 1
  /// Runs of equal values.
  case runLength = 2
  /// The minimum, and bit-packed offsets from it.
  case frameOfReference = 3
  /// The first value, and bit-packed differences.
  case delta = 4
  /// The distinct values, and bit-packed indices into them.
  case dictionary = 5
  /// Doubles that print as short decimals: bit-packed integers over a power of ten, with exceptions.
  case decimal = 6
  /// The values as they are.
  case raw = 7
  /// A zlib stream; bytes only.
  case deflate = 8
  /// One common value, and the places of a few others; integers of a panel's chunk only.
  case sparse = 9
  /// What is left of doubles that follow from other columns; a panel's chunk only.
  case derived = 10

  /// Whether a block of this kind may use the codec.
  func holds(_ kind: ColumnKind) -> Bool {
    switch self {
    case .raw: true
    case .deflate: kind == .bytes
    case .constant, .runLength, .frameOfReference, .dictionary: kind != .bytes
    case .delta, .sparse: kind == .integers
    case .decimal, .derived: kind == .doubles
    }
  }
}

/// The values of a block as 64-bit words: integers as they are, doubles as their bit patterns.
typealias Words = UnsafeBufferPointer<Int64>
/// Room for the words of a block.
typealias MutableWords = UnsafeMutableBufferPointer<Int64>

/// What analysis found: all that `encode` and the block header need.
struct BlockPlan {
  /// Exact length of the payload, bytes.
  var payloadBytes: Int
  /// Bit width of the packed part, 0 when there is none.
  var width = 0
  /// The codec's own parameter, e.g. the decimal exponent.
  var parameter = 0
}

/// The verbs of a codec of words, in the order every codec file has them.
///
/// `Words` are never empty and never more than `Block.maximumCount`.
protocol WordCodec {
  /// The payload this codec needs for `words`, or nil when it cannot hold them in fewer than `budget` bytes.
  static func analyse(_ words: Words, budget: Int) -> BlockPlan?
  /// Writes the payload `analyse` planned; `payload` is zeroed and has exactly the planned length.
  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer)
  /// Every value of the block; `words` has room for `block.count`.
  static func decode(_ block: Block, into words: MutableWords) throws(CoreError)
  /// The value at `index`, which is below `block.count`.
  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64
}
