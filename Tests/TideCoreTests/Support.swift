@testable import TideCore

/// Bytes from hexadecimal digits.
func bytes(hex: String) -> [UInt8] {
  let digits = Array(hex.filter { !$0.isWhitespace })
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0 }
}

/// Everything a column says, read in whole.
struct Contents: Equatable {
  var words: [Int64]
  var valid: [Bool]?
}

/// Reads all of a column, doubles as bit patterns.
func read(_ column: [UInt8]) throws -> Contents {
  try column.withUnsafeBytes { bytes in
    let reader = try ColumnReader(bytes)
    try reader.check()
    let valid = try reader.validity()
    if reader.kind == .doubles {
      var values = [Double](repeating: 0, count: reader.count)
      try values.withUnsafeMutableBufferPointer { try reader.doubles(into: $0) }
      return Contents(words: values.map { Int64(bitPattern: $0.bitPattern) }, valid: valid)
    }
    var values = [Int64](repeating: 0, count: reader.count)
    try values.withUnsafeMutableBufferPointer { try reader.integers(into: $0) }
    return Contents(words: values, valid: valid)
  }
}

/// Reads one value of a column, a double as its bit pattern.
func read(_ column: [UInt8], at index: Int) throws -> Int64? {
  try column.withUnsafeBytes { bytes in
    let reader = try ColumnReader(bytes)
    if reader.kind == .integers { return try reader.integer(at: index) }
    return try reader.double(at: index).map { Int64(bitPattern: $0.bitPattern) }
  }
}

/// Verifies the block in `bytes`.
func withBlock<Result>(_ bytes: [UInt8], _ body: (Block) throws -> Result) throws -> Result {
  try bytes.withUnsafeBytes { try body(Block($0, offset: 0)) }
}

/// Writes the CRC-32 that the (altered) bytes of a block at `start` ought to have.
func resealBlock(_ bytes: inout [UInt8], at start: Int, length: Int) {
  let crc = bytes.withUnsafeBytes { all in
    let head = CRC32.checksum(UnsafeRawBufferPointer(rebasing: all[start..<start + 12]))
    return CRC32.checksum(UnsafeRawBufferPointer(rebasing: all[start + 16..<start + length]), continuing: head)
  }
  put(crc, into: &bytes, at: start + 12)
}

func put(_ value: UInt32, into bytes: inout [UInt8], at place: Int) {
  for i in 0..<4 { bytes[place + i] = UInt8(truncatingIfNeeded: value >> UInt32(8 * i)) }
}

func get32(_ bytes: [UInt8], at place: Int) -> UInt32 {
  (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
}

/// Counts at and around every boundary of the layouts.
let boundaryCounts = [0, 1, 15, 16, 17, 255, 256, 257, 600, 1023, 1024]
