import Foundation

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a small generator whose whole state is its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// The seed of this run: `TIDEMARK_SEED`, or a new one. Expectations on random values name it in their comment.
enum Seed {
  static let value: UInt64 = {
    let given = ProcessInfo.processInfo.environment["TIDEMARK_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
    print("TIDEMARK_SEED=\(seed)")
    return seed
  }()

  static func generator() -> SeededGenerator { SeededGenerator(seed: value) }
}
