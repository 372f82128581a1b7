/// Unsigned integers in as few bytes as they need: seven bits a byte, least significant first, the top bit set in all
/// but the last (LEB128).
public enum VariableInteger {
  /// Writes a number that is not negative.
  public static func append(_ value: Int, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Reads a number of up to 56 bits, written in the shortest way.
  /// - Parameter next: gives the next byte, nil at the end.
  /// - Returns: nil where the bytes end, or are no such number.
  public static func read(_ next: () -> UInt8?) -> Int? {
    var value: UInt64 = 0
    for index in 0..<8 {
      guard let byte = next() else { return nil }
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte & 0x80 == 0 { return byte == 0 && index > 0 ? nil : Int(value) }
    }
    return nil
  }
}

/// Reads the fields of a panel's head one after the other; nil where the bytes end, or a number is no length.
struct FieldReader {
  let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number of variable length.
  mutating func integer() -> Int? { VariableInteger.read { byte() } }

  mutating func fixed<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T? {
    guard bytes.count - position >= MemoryLayout<T>.size, let base = bytes.baseAddress else { return nil }
    defer { position += MemoryLayout<T>.size }
    return base.littleEndian(type, at: position)
  }

  /// The next `length` bytes.
  mutating func part(_ length: Int) -> UnsafeRawBufferPointer? {
    guard let part = bytes.part(at: position, length: length) else { return nil }
    position += length
    return part
  }
}
