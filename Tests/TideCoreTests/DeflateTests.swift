import TestSupport
import Testing

@testable import TideCore

@Suite("Deflate")
struct DeflateTests {
  private func sample(_ count: Int) -> [UInt8] {
    var generator = Seed.generator()
    return (0..<count).map { _ in UInt8.random(in: 97...101, using: &generator) }
  }

  private func decode(_ block: [UInt8]) throws -> [UInt8] {
    try block.withUnsafeBytes { try BytesBlock.decode($0) }
  }

  @Test("what is deflated inflates to itself", arguments: [0, 1, 2, 100, 70_000])
  func roundTrip(count: Int) throws {
    let bytes = sample(count)
    for level in [1, 6, 9] {
      let stream = bytes.withUnsafeBytes { Deflate.compress($0, level: level) }
      #expect(try stream.withUnsafeBytes { try Deflate.decompress($0, length: count) } == bytes)
    }
  }

  @Test("a stream made elsewhere, and every wrong length or cut of it")
  func foreign() throws {
    // Python: zlib.compress(b'hello, hello, hello\n')
    let stream = bytes(hex: "789ccb48cdc9c9d751c840a2b8004b0706df")
    let text = try stream.withUnsafeBytes { try Deflate.decompress($0, length: 20) }
    #expect(text == Array("hello, hello, hello\n".utf8))
    for length in [-1, 0, 19, 21, 1 << 40] {
      #expect(throws: CoreError.self) { try stream.withUnsafeBytes { try Deflate.decompress($0, length: length) } }
    }
    for cut in 0..<stream.count {
      #expect(throws: CoreError.self) {
        try Array(stream[..<cut]).withUnsafeBytes { try Deflate.decompress($0, length: 20) }
      }
    }
    #expect(throws: CoreError.self) { try (stream + [0]).withUnsafeBytes { try Deflate.decompress($0, length: 20) } }
  }

  @Test("blocks of bytes take the smaller of raw and deflate")
  func blocks() throws {
    for count in [0, 1, 16, 17, 100, 5000] {
      for bytes in [sample(count), [UInt8](repeating: 9, count: count)] {
        let block = BytesBlock.encode(bytes)
        #expect(try decode(block) == bytes)
        #expect(block.count <= 16 + count)
        #expect(try (block + [1, 2]).withUnsafeBytes { try BytesBlock.byteLength(of: $0) } == block.count)
        #expect(try decode(block + [1, 2]) == bytes)
      }
    }
    #expect(BytesBlock.encode([UInt8](repeating: 9, count: 5000)).count < 60)
  }

  @Test("every flipped bit and every cut of a block of bytes is noticed", arguments: [5, 300])
  func damage(count: Int) {
    let block = BytesBlock.encode(sample(count))
    for bit in 0..<block.count * 8 {
      var damaged = block
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: CoreError.self) { try decode(damaged) }
    }
    for cut in 0..<block.count { #expect(throws: CoreError.self) { try decode(Array(block[..<cut])) } }
  }

  @Test("a block that claims more than deflate can hold is refused")
  func bomb() {
    var block = BytesBlock.encode([UInt8](repeating: 0, count: 100_000))
    for claimed: UInt32 in [UInt32.max, UInt32(1032 * (block.count - 20) + 65), 100_001, 99_999] {
      put(claimed, into: &block, at: 4)
      put(claimed, into: &block, at: 16)
      resealBlock(&block, at: 0, length: block.count)
      #expect { try decode(block) } throws: { ($0 as? CoreError)?.code == .deflate }
    }
  }

  @Test("numbers are not bytes")
  func wrongKind() {
    let column = ColumnEncoder.encode([1, 2, 3] as [Int64], valid: nil)
    #expect { try decode(Array(column[20...])) } throws: { ($0 as? CoreError)?.code == .wrongKind }
  }
}

@Suite("Gzip reader")
struct GzipReaderTests {
  // Python: gzip.compress(b'hello, hello, hello\n', mtime=0) and gzip.compress(b'and again\n', mtime=0)
  private let first = bytes(hex: "1f8b0800000000000203cb48cdc9c9d751c840a2b800e7426e5214000000")
  private let second = bytes(hex: "1f8b08000000000002034bcc4b51484c4fcccce302008f729fe50a000000")

  private func inflate(_ bytes: [UInt8], piece: Int) throws -> String {
    let reader = GzipReader()
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: piece) {
      try bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes { try reader.inflate($0) { out += $0 } }
    }
    try reader.finish()
    return String(decoding: out, as: UTF8.self)
  }

  @Test("members behind one another are one stream, in pieces of any size", arguments: [1, 2, 7, 29, 30, 31, 1000])
  func members(piece: Int) throws {
    #expect(try inflate(first, piece: piece) == "hello, hello, hello\n")
    #expect(
      try inflate(first + second + first, piece: piece) == "hello, hello, hello\nand again\nhello, hello, hello\n")
    #expect(try inflate(second + [0, 0, 0], piece: piece) == "and again\n")
    #expect(try inflate(bytes(hex: "789ccb48cdc9c9d751c840a2b8004b0706df"), piece: piece) == "hello, hello, hello\n")
  }

  @Test("a stream cut anywhere is noticed at the end")
  func truncated() {
    for cut in 0..<first.count {
      #expect { try inflate(Array(first[..<cut]), piece: 5) } throws: { ($0 as? CoreError)?.code == .truncated }
      guard cut > 0 else { continue }
      #expect { try inflate(second + first[..<cut], piece: 5) } throws: { ($0 as? CoreError)?.code == .truncated }
    }
  }

  @Test("damage is noticed, and noticed again")
  func damage() throws {
    #expect(throws: CoreError.self) { try inflate(first + [1, 2, 3], piece: 4) }
    var wrongSum = first
    wrongSum[first.count - 5] ^= 1
    let reader = GzipReader()
    for _ in 0..<2 {
      #expect { try wrongSum.withUnsafeBytes { try reader.inflate($0) { _ in } } } throws: {
        ($0 as? CoreError)?.code == .deflate
      }
    }
    #expect { try reader.finish() } throws: { ($0 as? CoreError)?.code == .deflate }
  }

  @Test("what comes out of a long stream comes in pieces")
  func long() throws {
    let bytes = [UInt8](repeating: 65, count: 1_000_000)
    let stream = bytes.withUnsafeBytes { Deflate.compress($0) }
    let reader = GzipReader()
    var total = 0
    try stream.withUnsafeBytes { stream in
      try reader.inflate(stream) { piece in
        #expect(piece.count <= 65536 && piece.allSatisfy { $0 == 65 })
        total += piece.count
      }
    }
    try reader.finish()
    #expect(total == bytes.count)
  }
}
