import TideCore

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

  /// A number that is not negative, of variable length.
  mutating func appendVariable(_ value: Int) { VariableInteger.append(value, to: &bytes) }
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

  /// A number of variable length.
  mutating func variable() -> Int? { VariableInteger.read { integer(UInt8.self) } }

  mutating func text() -> String? {
    guard let length = integer(UInt32.self), bytes.count - position >= Int(length) else { return nil }
    defer { position += Int(length) }
    return String(validating: UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)]), as: UTF8.self)
  }
}
