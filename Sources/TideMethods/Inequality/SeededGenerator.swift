/// Random numbers that can be had again from their seed: the SplitMix64 generator.
///
/// Source: Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The numbers of a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  /// A standard normal deviate, by the inverse of the distribution at a number strictly between 0 and 1.
  mutating func normalDeviate() -> Double {
    let share = (Double(next() >> 11) + 0.5) * 0x1p-53
    return NormalDistribution.quantile(share) ?? 0
  }
}
