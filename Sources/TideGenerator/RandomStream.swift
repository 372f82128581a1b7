/// A stream of random bits that is the same on every machine: xoshiro256** (Blackman and Vigna, ACM TOMS 47, 2021),
/// its state filled by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct RandomStream {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// The stream of one thing: equal seed and path give equal bits, whatever else was drawn before.
  init(seed: UInt64, _ path: Int...) {
    var state = seed
    for step in path { state = Self.mix(state &+ UInt64(bitPattern: Int64(step)) &* 0xD6E8_FEB8_6659_FD93) }
    s0 = Self.next(&state)
    s1 = Self.next(&state)
    s2 = Self.next(&state)
    s3 = Self.next(&state)
  }

  private static func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mix(state)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// 64 random bits.
  @inline(__always)
  mutating func bits() -> UInt64 {
    let product = s1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = s3 << 45 | s3 >> 19
    return result
  }

  /// A whole number in 0..<`bound`; `bound` is above 0. The bias is below bound / 2^64.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: bits().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in 0..<1, a multiple of 2^-53.
  @inline(__always)
  mutating func unit() -> Double { Double(bits() >> 11) / 9_007_199_254_740_992 }

  /// A number in `range`.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + unit() * (range.upperBound - range.lowerBound)
  }

  /// A deviate of mean 0 and standard deviation 1, within ±3.5: the sum of four 16-bit numbers (Irwin and Hall), so
  /// that no logarithm or cosine of a mathematics library stands between the seed and the figure.
  @inline(__always)
  mutating func deviate() -> Double {
    let word = bits()
    let sum = Int(word & 0xFFFF) + Int(word >> 16 & 0xFFFF) + Int(word >> 32 & 0xFFFF) + Int(word >> 48)
    return Double(sum - 131_070) / 37_837
  }

  /// The items in random order.
  mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, below(last + 1)) }
    return items
  }
}

/// What a stream is for: the first step of its path.
enum StreamUse: Int {
  case shares = 1
  case populations
  case deprivation
  case denominators
  case indicators
  case counts
  case means
  case standardisation
  case suppression
}
