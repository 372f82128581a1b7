/// A power of ten, and the exact two-way step between doubles and integers at that scale.
struct DecimalScale {
  /// 10^exponent, exact for exponents 0...22.
  let power: Double

  /// 1.5 * 2^52: adding it to a double below 2^51 leaves the nearest integer in the low bits of the sum.
  static let magic: Double = 6_755_399_441_055_744
  static let magicBits = Int64(bitPattern: magic.bitPattern)

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
  private static let integerLimit: Double = 9_007_199_254_740_992
  private static let wholeLimit: Double = 4_503_599_627_370_496
  private static let magicLimit: Double = 2_251_799_813_685_248

  init(exponent: Int) { power = DecimalScale.powers[exponent] }

  /// The integer that stands for the double with this bit pattern, or nil when none gives exactly these bits back.
  @inline(__always)
  func integer(_ word: Int64) -> Int64? {
    let value = Double(bitPattern: UInt64(bitPattern: word))
    let scaled = value * power
    let size = scaled.magnitude
    let integer: Int64
    if size < DecimalScale.magicLimit {
      integer = Int64(bitPattern: (scaled + DecimalScale.magic).bitPattern) &- DecimalScale.magicBits
    } else if size < DecimalScale.integerLimit {
      // As `rounded()` does, which would want libm: 2^52 pushes the fraction out, and from 2^52 on there is none.
      let whole = size < DecimalScale.wholeLimit ? (size + DecimalScale.wholeLimit) - DecimalScale.wholeLimit : size
      integer = Int64(scaled < 0 ? -whole : whole)
    } else {
      return nil  // NaN and infinities come here too
    }
    return self.word(integer) == word ? integer : nil
  }

  /// The bit pattern of integer / 10^exponent.
  @inline(__always)
  func word(_ integer: Int64) -> Int64 {
    Int64(bitPattern: (Double(integer) / power).bitPattern)
  }

  /// Whether least + offset is within ±2^51 for every offset of `width` bits, the range the magic number serves.
  static func fitsMagic(least: Int64, width: Int) -> Bool {
    width <= 50 && least > -(1 << 51) && least < 1 << 50
  }

  /// The least exponent at which the double is exact, or nil.
  static func leastExponent(of word: Int64) -> Int? {
    DecimalCodec.exponents.first { DecimalScale(exponent: $0).integer(word) != nil }
  }

  /// The exponent that makes the fewest bits of a sample of up to 32 values spread over the block.
  static func likelyExponent(of words: Words) -> Int? {
    let step = max(1, words.count / 32)
    var candidates: UInt32 = 0
    for i in stride(from: 0, to: words.count, by: step) {
      if let exponent = leastExponent(of: words[i]) { candidates |= 1 << UInt32(exponent) }
    }
    var best: (exponent: Int, bits: Int)?
    for exponent in DecimalCodec.exponents where candidates & 1 << UInt32(exponent) != 0 {
      let bits = sampleBits(words, step: step, exponent: exponent)
      if bits <= best?.bits ?? .max { best = (exponent, bits) }
    }
    return best?.exponent
  }

  private static func sampleBits(_ words: Words, step: Int, exponent: Int) -> Int {
    let scale = DecimalScale(exponent: exponent)
    var least = Int64.max
    var greatest = Int64.min
    var exact = 0
    var exceptions = 0
    for i in stride(from: 0, to: words.count, by: step) {
      if let integer = scale.integer(words[i]) {
        least = min(least, integer)
        greatest = max(greatest, integer)
        exact += 1
      } else {
        exceptions += 1
      }
    }
    guard exact > 0 else { return 80 * exceptions }
    return exact * FrameOfReferenceCodec.Range(least: least, greatest: greatest).width + 80 * exceptions
  }
}
