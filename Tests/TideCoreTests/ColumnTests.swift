import TestSupport
import Testing

@testable import TideCore

@Suite("Columns")
struct ColumnTests {
  // Expected bytes made with Python's struct and zlib.crc32 from the layout in the documentation.
  @Test("the layout is a contract")
  func golden() {
    #expect(
      ColumnEncoder.encode([5, 5, 5] as [Int64], valid: nil)
        == bytes(
          hex: """
            030000000100000001000004e66a51f2 18000000 010100000300000008000000fbec74da 0500000000000000
            """))
    #expect(
      ColumnEncoder.encode([10, 11, 12, 15] as [Int64], valid: nil)
        == bytes(
          hex: """
            040000000100000001000004185aa1a5 1a000000 03010300040000000a000000fdb4107c 0a00000000000000 880a
            """))
    #expect(
      ColumnEncoder.encode([1.25, 1.5, 9.75, 3.1, -0.0], valid: nil)
        == bytes(
          hex: """
            050000000100000002000004ae53d1cd 2b000000 06020a02050000001b0000006c9c3efa
            7d00000000000000 0100 006420752e0000 0400 0000000000000080
            """))
    #expect(
      ColumnEncoder.encode([7, 8, 7, 9] as [Int64], valid: [true, false, true, false])
        == bytes(
          hex: """
            040000000100000001020004835f8e36 18000000 11000000 070300000100000001000000565be85f 05
            010100000400000008000000f313a865 0700000000000000
            """))
    #expect(
      ColumnEncoder.encode([1.0, 2, 3, 4], valid: [false, false, false, false])
        == bytes(hex: "040000000000000002010004b59b75d4"))
    #expect(ColumnEncoder.encode([] as [Int64], valid: nil) == bytes(hex: "000000000000000001000004136504c4"))
  }

  @Test("integers and their nulls come back", arguments: boundaryCounts + [1025, 2048, 3000])
  func integers(count: Int) throws {
    var generator = Seed.generator()
    let shapes: [(inout SeededGenerator, Int) -> Int64] = [
      { _, _ in 42 },
      { generator, _ in Int64.random(in: 0..<100, using: &generator) },
      { _, i in Int64(i) &* 365 },
      { generator, i in (Int64(i) / 30) &+ Int64.random(in: 0...1, using: &generator) &* .max },
      { generator, _ in Int64.random(in: .min ... .max, using: &generator) },
    ]
    for shape in shapes {
      let values = (0..<count).map { shape(&generator, $0) }
      for valid in validities(count, &generator) {
        try expect(ColumnEncoder.encode(values, valid: valid), holds: values, valid, nullWord: 0)
      }
    }
  }

  @Test("blocks end where they are asked to", arguments: [1, 3, 153, 462, 1024])
  func blockLength(each: Int) throws {
    let values = (0..<2000).map { Int64($0 % 97) }
    let column = ColumnEncoder.encode(values, valid: nil, valuesPerBlock: each)
    try column.withUnsafeBytes { bytes in
      let reader = try ColumnReader(bytes)
      #expect(reader.valuesPerBlock == each)
      #expect(reader.blockCount == (2000 + each - 1) / each)
      var block = [Int64](repeating: -1, count: 1024)
      let read = try block.withUnsafeMutableBufferPointer { try reader.integers(block: 1, into: $0) }
      #expect(Array(block[..<read]) == Array(values[each..<min(2 * each, 2000)]))
      #expect(try reader.integer(at: 1999) == values[1999])
      var all = [Int64](repeating: -1, count: 2000)
      try all.withUnsafeMutableBufferPointer { try reader.integers(into: $0) }
      #expect(all == values)
    }
  }

  @Test("doubles and their nulls come back bit for bit", arguments: boundaryCounts + [1025, 2048, 3000])
  func doubles(count: Int) throws {
    var generator = Seed.generator()
    let odd: [Double] = [
      -0.0, 0, .nan, .signalingNaN, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNormalMagnitude, 0.1,
    ]
    let shapes: [(inout SeededGenerator) -> Double] = [
      { _ in -0.0 },
      { generator in Double(Int64.random(in: 0..<10_000_000, using: &generator)) / 1e5 },
      { generator in Double(Int64.random(in: 0..<1_000_000_000_000_000, using: &generator)) / 1e13 },
      { generator in 100 * Double(Int.random(in: 1..<500, using: &generator)) / 503 },
      { generator in Double(bitPattern: generator.next()) },
      { generator in odd[Int.random(in: 0..<odd.count, using: &generator)] },
      { generator in Double(bitPattern: 0x7FF0_0000_0000_0000 | generator.next() >> 12) },
    ]
    for shape in shapes {
      let values = (0..<count).map { _ in shape(&generator) }
      for valid in validities(count, &generator) {
        try expect(
          ColumnEncoder.encode(values, valid: valid), holds: values.map { Int64(bitPattern: $0.bitPattern) }, valid,
          nullWord: Int64(bitPattern: Double.nan.bitPattern))
      }
    }
  }

  @Test("blocks are read one at a time")
  func blocks() throws {
    let values = (0..<2500).map { Double($0) / 8 }
    try ColumnEncoder.encode(values, valid: nil).withUnsafeBytes { bytes in
      let reader = try ColumnReader(bytes)
      #expect(reader.blockCount == 3)
      var read: [Double] = []
      for block in 0..<3 {
        var room = [Double](repeating: 0, count: 1024)
        let count = try room.withUnsafeMutableBufferPointer { try reader.doubles(block: block, into: $0) }
        read += room[..<count]
      }
      #expect(read == values)
    }
  }

  @Test("what does not fit the column is refused")
  func misuse() throws {
    try ColumnEncoder.encode([1, 2, 3] as [Int64], valid: nil).withUnsafeBytes { bytes in
      let reader = try ColumnReader(bytes)
      var doubles = [0.0, 0, 0]
      var short: [Int64] = [0, 0]
      #expect { try doubles.withUnsafeMutableBufferPointer { try reader.doubles(into: $0) } } throws: {
        ($0 as? CoreError)?.code == .wrongKind
      }
      #expect { try short.withUnsafeMutableBufferPointer { try reader.integers(into: $0) } } throws: {
        ($0 as? CoreError)?.code == .outOfRange
      }
      #expect { try short.withUnsafeMutableBufferPointer { try reader.integers(block: 1, into: $0) } } throws: {
        ($0 as? CoreError)?.code == .outOfRange
      }
      for index in [-1, 3, Int.max, Int.min] {
        #expect { try reader.integer(at: index) } throws: { ($0 as? CoreError)?.code == .outOfRange }
      }
      #expect { try reader.double(at: 0) } throws: { ($0 as? CoreError)?.code == .wrongKind }
    }
  }

  @Test("a column's length is read from its header, also with more behind it")
  func byteLength() throws {
    for valid in [nil, [true, false, true], [false, false, false]] {
      let column = ColumnEncoder.encode([1.5, 2.5, 1e300], valid: valid)
      let length = try (column + [1, 2, 3]).withUnsafeBytes { try ColumnReader.byteLength(of: $0) }
      #expect(length == column.count)
    }
  }

  private func validities(_ count: Int, _ generator: inout SeededGenerator) -> [[Bool]?] {
    let mixed = (0..<count).map { _ in Int.random(in: 0..<10, using: &generator) > 2 }
    let leading = (0..<count).map { $0 >= count / 2 }
    return [nil, mixed, leading, [Bool](repeating: true, count: count), [Bool](repeating: false, count: count)]
  }

  private func expect(_ column: [UInt8], holds words: [Int64], _ valid: [Bool]?, nullWord: Int64) throws {
    let contents = try read(column)
    let flags = valid ?? [Bool](repeating: true, count: words.count)
    #expect(contents.valid == (flags.contains(false) ? flags : nil))
    // A null slot holds the last value there was, the leading ones the first there is.
    var last = zip(words, flags).first { $1 }?.0 ?? nullWord
    let expected = zip(words, flags).map { word, isValid in
      if isValid { last = word }
      return last
    }
    #expect(contents.words == expected, "seed \(Seed.value)")
    for i in stride(from: 0, to: words.count, by: max(1, words.count / 11)) {
      #expect(try read(column, at: i) == (flags[i] ? words[i] : nil), "seed \(Seed.value) index \(i)")
    }
  }
}
