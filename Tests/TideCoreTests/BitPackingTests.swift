import TestSupport
import Testing

@testable import TideCore

@Suite("Bit packing")
struct BitPackingTests {
  private func packed(_ offsets: [UInt64], width: Int, base: Int64 = 0) -> [UInt8] {
    let words = offsets.map { base &+ Int64(bitPattern: $0) }
    var target = [UInt8](repeating: 0, count: BitPacking.byteCount(count: words.count, width: width))
    guard !target.isEmpty else { return target }
    words.withUnsafeBufferPointer { words in
      target.withUnsafeMutableBytes {
        BitPacking.pack(words, subtracting: base, width: width, into: $0.baseAddress!)
      }
    }
    return target
  }

  @Test("fewer than 256 values are one stream of bits, least significant first")
  func stream() {
    // 1 + 2*8 + 3*64 + 4*512 + 5*4096 = 22737 = 0x58D1
    #expect(packed([1, 2, 3, 4, 5], width: 3) == [0xD1, 0x58])
    #expect(
      packed([1, 0xFFFF_FFFF_FFFF_FFFF], width: 64) == [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 8))
  }

  @Test("rows of 32-bit lanes fill words from the least significant bit")
  func rows32() {
    // Every lane packs the rows 0...15 in 4 bits each: words 0x76543210 and 0xFEDCBA98.
    let expected =
      [[UInt8]](repeating: [0x10, 0x32, 0x54, 0x76], count: 16)
      + [[UInt8]](repeating: [0x98, 0xBA, 0xDC, 0xFE], count: 16)
    #expect(packed((0..<256).map { UInt64($0 / 16) }, width: 4) == expected.flatMap { $0 })
  }

  @Test("value i is in lane i % 16")
  func lanes32() {
    let word = (0..<16).flatMap { [UInt8](repeating: UInt8($0 * 0x11), count: 4) }
    #expect(packed((0..<256).map { UInt64($0 % 16) }, width: 4) == word + word)
  }

  @Test("a value that does not fit a word goes on in the lane's next")
  func straddling() {
    // Width 5, row 6: bits 30...34 of lane 2. Words are 16 apart: 2 bits in word 2, 3 bits in word 18.
    var offsets = [UInt64](repeating: 0, count: 256)
    offsets[6 * 16 + 2] = 31
    var expected = [UInt8](repeating: 0, count: 3 * 64)
    expected[2 * 4 + 3] = 0xC0
    expected[18 * 4] = 7
    #expect(packed(offsets, width: 5) == expected)
  }

  @Test("33 bits and more take 8 lanes of 64-bit words")
  func lanes64() {
    // 32 rows of 33 bits are 1,056 bits, 17 words. Row 1 starts at bit 33 of word 0, row 31 at bit 63 of word 15.
    var offsets = [UInt64](repeating: 0, count: 256)
    offsets[8] = 0x1_0000_0001
    offsets[31 * 8 + 3] = 1
    var expected = [UInt8](repeating: 0, count: 17 * 64)
    expected[4] = 2
    expected[8 * 8] = 2
    expected[(15 * 8 + 3) * 8 + 7] = 0x80
    #expect(packed(offsets, width: 33) == expected)
  }

  @Test("every width at every boundary count comes back, whole and one by one", arguments: 0...64)
  func roundTrip(width: Int) {
    var generator = Seed.generator()
    for count in boundaryCounts {
      let mask = width == 0 ? 0 : UInt64.max >> UInt64(64 - width)
      let base = Int64.random(in: .min ... .max, using: &generator)
      let offsets = (0..<count).map { _ in UInt64.random(in: 0...UInt64.max, using: &generator) & mask }
      // One byte further, so that nothing is aligned.
      let bytes = [0xAA] + packed(offsets, width: width, base: base) + [0xAA]
      bytes.withUnsafeBytes { bytes in
        let source = bytes.baseAddress! + 1
        let out = [Int64](unsafeUninitializedCapacity: count + 1) { out, filled in
          out.baseAddress!.initialize(repeating: 0x5A5A, count: count + 1)
          BitPacking.unpack(source, count: count, width: width, adding: base, into: out.baseAddress!)
          filled = count + 1
        }
        #expect(
          out == offsets.map { base &+ Int64(bitPattern: $0) } + [0x5A5A], "seed \(Seed.value) count \(count)")
        let wrong = (0..<count).first {
          BitPacking.extract(source, at: $0, count: count, width: width) != offsets[$0]
        }
        #expect(wrong == nil, "seed \(Seed.value) count \(count)")
      }
    }
  }
}
