import Foundation

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a small generator whose whole state is its seed.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator that starts at a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A number of a range, each as likely as another.
  public mutating func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
}

/// The seed of this run: `TIDEMARK_SEED`, or a new one. Expectations on random values name it in their comment.
///
/// `TIDEMARK_LONG=1` runs the long forms of the tests.
public enum Seed {
  /// The seed, printed when it is first asked for.
  public static let value: UInt64 = {
    let given = ProcessInfo.processInfo.environment["TIDEMARK_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
    print("TIDEMARK_SEED=\(seed)")
    return seed
  }()

  /// A generator for one round of a test.
  public static func generator(_ round: Int = 0) -> SeededGenerator { SeededGenerator(seed: value &+ UInt64(round)) }

  /// Whether the nightly, long forms are asked for.
  public static let isLong = ProcessInfo.processInfo.environment["TIDEMARK_LONG"] == "1"
}
