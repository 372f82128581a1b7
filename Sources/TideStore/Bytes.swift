/// Builds the fixed and variable records of the format: little-endian integers, IEEE doubles and length-prefixed UTF-8.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ value: Double) { append(value.bitPattern) }

  mutating func append(_ text: String) {
    append(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// A number that is not negative, seven bits a byte, least significant first, the top bit set in all but the last.
  mutating func appendVariable(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads such records back. Every read is bounded; nil means that the record ends too early or holds no valid text.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T? {
    guard bytes.count - position >= MemoryLayout<T>.size else { return nil }
    defer { position += MemoryLayout<T>.size }
    return T(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: type))
  }

  mutating func double() -> Double? { integer(UInt64.self).map { Double(bitPattern: $0) } }

  /// A number of up to 56 bits, in no more bytes than it needs.
  mutating func variable() -> Int? {
    var value: UInt64 = 0
    for index in 0..<8 {
      guard let next = integer(UInt8.self) else { return nil }
      value |= UInt64(next & 0x7F) << UInt64(7 * index)
      if next & 0x80 == 0 { return next == 0 && index > 0 ? nil : Int(value) }
    }
    return nil
  }

  mutating func text() -> String? {
    guard let length = integer(UInt32.self), bytes.count - position >= Int(length) else { return nil }
    defer { position += Int(length) }
    return String(validating: UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)]), as: UTF8.self)
  }
}
