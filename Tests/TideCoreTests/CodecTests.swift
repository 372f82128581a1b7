import TestSupport
import Testing

@testable import TideCore

/// Every codec of words against the words themselves.
@Suite("Codecs")
struct CodecTests {
  /// Encodes with one codec, whatever its size, and reads back whole and value by value; nil when the codec cannot.
  private func roundTrip(_ type: any WordCodec.Type, _ codec: BlockCodec, _ words: [Int64]) throws -> Int? {
    try words.withUnsafeBufferPointer { source -> Int? in
      guard let plan = type.analyse(source, budget: .max) else { return nil }
      var bytes = [UInt8](repeating: 0, count: Block.headerBytes + plan.payloadBytes)
      bytes.withUnsafeMutableBytes { block in
        type.encode(source, plan: plan, into: UnsafeMutableRawBufferPointer(rebasing: block[Block.headerBytes...]))
        Block.seal(
          block, codec: codec, kind: codec == .decimal ? .doubles : .integers, width: plan.width,
          parameter: plan.parameter, count: words.count)
      }
      let (whole, single) = try withBlock(bytes) { block in
        var whole = [Int64](repeating: 0, count: words.count)
        try whole.withUnsafeMutableBufferPointer { try type.decode(block, into: $0) }
        // Delta decodes the block for each value: a few will do.
        let step = codec == .delta ? max(1, words.count / 7) : 1
        var single = words
        for i in stride(from: 0, to: words.count, by: step) { single[i] = try type.select(block, at: i) }
        return (whole, single)
      }
      #expect(whole == words, "\(codec), \(words.count) values, seed \(Seed.value)")
      #expect(single == words, "\(codec) select, \(words.count) values, seed \(Seed.value)")
      return plan.payloadBytes
    }
  }

  private static let codecs: [(any (WordCodec & Sendable).Type, BlockCodec)] = [
    (ConstantCodec.self, .constant), (RunLengthCodec.self, .runLength),
    (FrameOfReferenceCodec.self, .frameOfReference), (DeltaCodec.self, .delta), (DictionaryCodec.self, .dictionary),
    (DecimalCodec.self, .decimal), (RawCodec.self, .raw),
  ]

  @Test("every codec at every width and boundary count", arguments: 0...64)
  func everyWidth(width: Int) throws {
    var generator = Seed.generator()
    let mask = width == 0 ? 0 : UInt64.max >> UInt64(64 - width)
    for count in boundaryCounts.dropFirst() {
      let base = Int64.random(in: .min ... .max, using: &generator)
      let words = (0..<count).map { _ in base &+ Int64(bitPattern: generator.next() & mask) }
      for (type, codec) in CodecTests.codecs where codec != .decimal {
        let size = try roundTrip(type, codec, words)
        #expect(size != nil || codec == .constant || codec == .delta)
      }
    }
  }

  @Test("the ends of Int64")
  func extremes() throws {
    let ends: [Int64] = [.min, .max, 0, -1, 1, .max - 1, .min + 1]
    for count in boundaryCounts.dropFirst() {
      let words = (0..<count).map { ends[$0 * 5 % 7] }
      for (type, codec) in CodecTests.codecs where codec != .decimal { _ = try roundTrip(type, codec, words) }
    }
  }

  @Test("the constant codec takes constants only, in 8 bytes")
  func constant() throws {
    #expect(try roundTrip(ConstantCodec.self, .constant, [7, 7, 7]) == 8)
    #expect(try roundTrip(ConstantCodec.self, .constant, [7, 7, 8]) == nil)
  }

  @Test("decimals of any exponent, signs and magnitudes, with what is not one as exceptions", arguments: 0...22)
  func decimals(exponent: Int) throws {
    var generator = Seed.generator()
    let power = (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    let odd: [Double] = [
      -0.0, .nan, -.nan, .signalingNaN, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      Double(nan: 0x1234, signaling: false), 1.0 / 3.0, .leastNormalMagnitude,
    ]
    for count in boundaryCounts.dropFirst() {
      for digits in [1, 5, 9, 15] {
        let limit = (0..<digits).reduce(Int64(1)) { limit, _ in limit * 10 }
        let values = (0..<count).map { _ in
          Int.random(in: 0..<20, using: &generator) == 0
            ? odd[Int.random(in: 0..<odd.count, using: &generator)]
            : Double(Int64.random(in: -limit + 1..<limit, using: &generator)) / power
        }
        _ = try roundTrip(DecimalCodec.self, .decimal, values.map { Int64(bitPattern: $0.bitPattern) })
      }
    }
  }

  @Test("15 significant digits need no exception: 10 bytes and the packed integers")
  func fifteenDigits() throws {
    var generator = Seed.generator()
    let words = (0..<1024).map { _ in
      let integer = Int64.random(in: 100_000_000_000_000...999_999_999_999_999, using: &generator)
      // Parsed from its digits by the standard library, as a file's value would be.
      return Int64(bitPattern: (Double("\(integer)e-12") ?? .nan).bitPattern)
    }
    // 999999999999999 - 100000000000000 is below 2^50: at most 50 bits in 8 lanes of 128 rows, 100 words of 64 bytes.
    let size = try #require(try roundTrip(DecimalCodec.self, .decimal, words))
    #expect(size <= 10 + 6400, "seed \(Seed.value)")
  }

  @Test("integers up to 2^53 either way are decimals with exponent 0")
  func largeIntegers() throws {
    let values: [Double] = [
      9_007_199_254_740_991, -9_007_199_254_740_991, 4_503_599_627_370_497, 2_251_799_813_685_249, 0,
    ]
    let size = try roundTrip(DecimalCodec.self, .decimal, values.map { Int64(bitPattern: $0.bitPattern) })
    #expect(size == 10 + (5 * 54 + 7) / 8)
  }

  @Test("the smallest codec is chosen, the cheapest on a tie")
  func choice() throws {
    func codec(_ values: [Int64]) throws -> [BlockCodec] {
      try ColumnEncoder.encode(values, valid: nil).withUnsafeBytes { try ColumnReader($0).codecs }
    }
    var generator = Seed.generator()
    let far = (0..<3).map { _ in generator.next() >> 1 | 1 << 62 }.map { Int64(bitPattern: $0) }
    #expect(try codec([1]) == [.constant])
    #expect(try codec([Int64](repeating: 3, count: 500) + [9] + [Int64](repeating: .min, count: 500)) == [.runLength])
    #expect(try codec((0..<1000).map { Int64($0 * 7 % 13) }) == [.frameOfReference])
    #expect(try codec((0..<1000).map { Int64($0) * 1_000_003 }) == [.delta])
    #expect(try codec((0..<1000).map { far[$0 % 3] ^ Int64($0 % 3) }) == [.dictionary])
    #expect(try codec((0..<1000).map { _ in Int64.random(in: .min ... .max, using: &generator) }) == [.raw])
  }
}
