import TestSupport
import Testing

@testable import TideCore

/// Damaged and malicious bytes: an error, never a trap, never a wrong number.
@Suite("Hostile bytes")
struct HostileTests {
  /// A small column of every codec, with and without nulls.
  private static func columns() -> [[UInt8]] {
    var generator = Seed.generator()
    let few = (0..<3).map { _ in Int64.random(in: .min ... .max, using: &generator) }
    let integers: [[Int64]] = [
      [5, 5, 5, 5], [Int64](repeating: .min, count: 30) + [Int64](repeating: .max, count: 30), [1, 5, 3, 9, 12],
      (0..<20).map { $0 * 1_000_003 }, (0..<40).map { few[$0 * 7 % 3] }, [.min, .max, 0], [],
    ]
    let doubles: [[Double]] = [[0.5, 1.25, -0.0, 3.75, .nan], [1.0 / 3, 2.0 / 7, -1e300, .pi * 1e-200]]
    let mixed = { (count: Int) in (0..<count).map { $0 % 3 != 1 } }
    return integers.flatMap {
      [ColumnEncoder.encode($0, valid: nil), ColumnEncoder.encode($0, valid: mixed($0.count))]
    }
      + doubles.flatMap { [ColumnEncoder.encode($0, valid: nil), ColumnEncoder.encode($0, valid: mixed($0.count))] }
      + [ColumnEncoder.encode([1.0, 2], valid: [false, false])]
  }

  @Test("every single flipped bit is noticed")
  func bitFlips() throws {
    var codecs: Set<BlockCodec> = []
    for column in HostileTests.columns() {
      let original = try read(column)
      try column.withUnsafeBytes { codecs.formUnion(try ColumnReader($0).codecs) }
      var silent = 0
      for bit in 0..<column.count * 8 {
        var damaged = column
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        if (try? read(damaged)) != nil { silent += 1 }
      }
      #expect(silent == 0, "column of \(original.words.count) values")
    }
    #expect(codecs == [.constant, .runLength, .frameOfReference, .delta, .dictionary, .decimal, .raw])
  }

  @Test("every truncation is noticed")
  func truncations() {
    for column in HostileTests.columns() {
      for length in 0..<column.count { #expect(throws: CoreError.self) { try read(Array(column[..<length])) } }
    }
  }

  @Test("one-value reads notice a flipped bit in what they read")
  func bitFlipsOfOneValue() throws {
    for column in HostileTests.columns() {
      guard try !read(column).words.isEmpty else { continue }
      let original = try read(column, at: 0)
      for bit in 0..<column.count * 8 {
        var damaged = column
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        if let value = try? read(damaged, at: 0) { #expect(value == original) }
      }
    }
  }

  @Test("random bytes never trap")
  func noise() {
    var generator = Seed.generator()
    for round in 0..<4000 {
      let noise = (0..<round % 97).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(throws: CoreError.self, "seed \(Seed.value) round \(round)") { try read(noise) }
      noise.withUnsafeBytes { noise in
        #expect(throws: CoreError.self) { try BytesBlock.decode(noise) }
        _ = try? BytesBlock.byteLength(of: noise)
      }
    }
  }

  @Test("any payload under a right checksum decodes or throws, and never traps")
  func forgedBlocks() {
    var generator = Seed.generator()
    var decoded = 0
    for round in 0..<20_000 {
      // Header fields near sense, so that the codecs are reached; payload lengths near those the codecs want.
      let count = [1, 3, 100, 255, 256, 1024, 2000].randomElement(using: &generator) ?? 1
      let payload = [0, 1, 2, 8, 10, 16, 18, 72, 138, 26].randomElement(using: &generator) ?? 0
      var block = (0..<16 + payload).map { _ in UInt8.random(in: 0...255, using: &generator) }
      block[0] = UInt8.random(in: 0...9, using: &generator)
      block[1] = UInt8.random(in: 1...3, using: &generator)
      block[2] = UInt8.random(in: 0...66, using: &generator) / (round % 2 == 0 ? 1 : 16)
      block[3] = UInt8.random(in: 0...24, using: &generator)
      put(UInt32(count), into: &block, at: 4)
      put(UInt32(payload), into: &block, at: 8)
      if payload >= 10, round % 3 == 0 {
        block[16] = UInt8.random(in: 0...3, using: &generator)
        block[17] = 0
      }
      if payload >= 10, round % 3 == 1 {
        block[24] = UInt8.random(in: 0...2, using: &generator)
        block[25] = 0
      }
      resealBlock(&block, at: 0, length: block.count)
      let result = try? withBlock(block) { block -> Int in
        guard block.kind != .bytes else { return try DeflateCodec.decode(block).count }
        _ = try? BlockDecoder.select(block, at: block.count - 1)
        return try BlockDecoder.withScratch { (words) throws(CoreError) in
          try BlockDecoder.decode(block, into: words)
          return block.count
        }
      }
      if result != nil { decoded += 1 }
    }
    #expect(decoded > 100, "the forgeries must reach the codecs; seed \(Seed.value)")
  }

  @Test("a changed payload under a right checksum decodes or throws, and never traps")
  func forgedPayloads() {
    var generator = Seed.generator()
    for column in HostileTests.columns() where column.count > 40 && column[9] == 0 {
      let start = 20
      for _ in 0..<300 {
        var forged = column
        for _ in 0..<3 {
          let place =
            [Int.random(in: start + 16..<column.count, using: &generator), start + 2, start + 3, start + 4]
            .randomElement(using: &generator) ?? start
          forged[place] = UInt8.random(in: 0...255, using: &generator)
        }
        resealBlock(&forged, at: start, length: column.count - start)
        _ = try? read(forged)
        _ = try? read(forged, at: 0)
      }
    }
  }

  // Offsets into a column of one block: block header at 20, payload at 36; the fields are those of the codec's comment.
  @Test("fields that contradict one another are refused under a right checksum")
  func forgedFields() throws {
    func refused(_ column: [UInt8], _ codec: BlockCodec, at place: Int, _ byte: UInt8, alsoAlone: Bool = true) throws {
      let codecs = try column.withUnsafeBytes { try ColumnReader($0).codecs }
      #expect(codecs == [codec])
      var forged = column
      #expect(forged[place] != byte)
      forged[place] = byte
      resealBlock(&forged, at: 20, length: forged.count - 20)
      #expect { try read(forged) } throws: {
        guard let error = $0 as? CoreError else { return false }
        return error.code == .malformed && error.offset == 20
      }
      if alsoAlone { #expect(throws: CoreError.self) { try read(forged, at: 0) } }
    }
    let far: [Int64] = [.min, 77, .max]
    let dictionary = ColumnEncoder.encode((0..<40).map { far[$0 * 7 % 3] }, valid: nil)
    try refused(dictionary, .dictionary, at: 36 + 2 + 24, 0xFF)  // indices 3 of 3 words
    try refused(dictionary, .dictionary, at: 22, 3)  // 3-bit indices for 3 words
    let runs = ColumnEncoder.encode([Int64](repeating: 1, count: 90) + [Int64](repeating: .max, count: 90), valid: nil)
    try refused(runs, .runLength, at: 38, 0, alsoAlone: false)  // a run that ends where it starts
    try refused(runs, .runLength, at: 40, 181, alsoAlone: false)  // a run past the last value
    try refused(runs, .runLength, at: 40, 179, alsoAlone: false)  // a value in no run
    let decimals = ColumnEncoder.encode([1.25, 1.5, 9.75, 3.1, -0.0], valid: nil)
    try refused(decimals, .decimal, at: 36 + 10 + 7, 5, alsoAlone: false)  // an exception past the last value
    try refused(decimals, .decimal, at: 23, 23)  // 10^23 is not a double
    let steps = ColumnEncoder.encode((0..<20).map { Int64($0 * 1_000_003 + $0 % 3) }, valid: nil)
    try refused(steps, .delta, at: 36 + 16, 1)  // a difference before the first value
    try refused(steps, .delta, at: 21, 2)  // delta is not a codec of doubles
    let constant = ColumnEncoder.encode([4, 4] as [Int64], valid: nil)
    try refused(constant, .constant, at: 24, 1)  // one value where the table has two
    try refused(constant, .constant, at: 22, 65)  // 65 bits
  }

  @Test("a bitmap with bits past the last value, or of another size, is refused")
  func forgedValidity() throws {
    // Header and table take 24 bytes; the validity block is 16 and one byte, its count at 28, its bits at 40.
    let column = ColumnEncoder.encode([7, 8, 7, 9] as [Int64], valid: [true, false, true, false])
    for (place, byte) in [(40, UInt8(0x15)), (28, 2)] {
      var forged = column
      #expect(forged[place] != byte)
      forged[place] = byte
      resealBlock(&forged, at: 24, length: 17)
      #expect(throws: CoreError.self) { try read(forged) }
    }
  }

  @Test("headers that claim the moon are refused before anything is allocated")
  func forgedHeaders() {
    for (count, blocks, nulls) in [
      (UInt32.max, UInt32(0), UInt8(1)), (UInt32.max, 4_194_304, 0), (1 << 28 + 1, 0, 1), (5, 0, 0), (0, 0, 2),
      (0, 0, 1),
      (5, 1, 3), (1025, 1, 0),
    ] {
      var header = [UInt8](repeating: 0, count: 24)
      put(count, into: &header, at: 0)
      put(blocks, into: &header, at: 4)
      header[8] = 2
      header[9] = nulls
      let covered = 16 + 4 * (blocks == 1 ? 1 : 0) + (nulls == 2 ? 4 : 0)
      let crc = header.withUnsafeBytes { all in
        CRC32.checksum(
          UnsafeRawBufferPointer(rebasing: all[16..<covered]),
          continuing: CRC32.checksum(UnsafeRawBufferPointer(rebasing: all[..<12])))
      }
      put(crc, into: &header, at: 12)
      #expect(throws: CoreError.self) { try read(header) }
    }
  }
}
