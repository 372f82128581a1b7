/// Bytes on their way to a sink, handed over in chunks of about 32 KiB.
final class ChunkedOutput {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0
  private let sink: ByteSink
  private static let chunk = 32 * 1024

  init(sink: @escaping ByteSink) {
    self.sink = sink
    capacity = Self.chunk + 1024
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  func append(_ byte: UInt8) {
    reserve(1)
    bytes[count] = byte
    count += 1
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  func append(_ other: UnsafeBufferPointer<UInt8>) {
    guard let start = other.baseAddress else { return }
    reserve(other.count)
    (bytes + count).update(from: start, count: other.count)
    count += other.count
  }

  /// Writes pieces of at most so many bytes each, and hands the bytes over when there are enough of them.
  /// - Parameter write: writes the next piece at a place and returns the place after it; nil where there is no other.
  func append(
    pieces most: Int, _ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>?
  ) throws {
    reserve(Self.chunk + most)
    while let end = write(bytes + count) {
      count = end - bytes
      if count >= Self.chunk {
        try flush()
        reserve(Self.chunk + most)
      }
    }
  }

  /// Hands the bytes over when there are enough of them: at the end of each row.
  func flushIfFull() throws {
    if count >= Self.chunk { try flush() }
  }

  func flush() throws {
    guard count > 0 else { return }
    let full = UnsafeRawBufferPointer(start: bytes, count: count)
    count = 0
    try sink(full)
  }

  /// Makes room for more bytes.
  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }
}
