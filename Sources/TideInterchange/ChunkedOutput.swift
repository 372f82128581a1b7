/// Bytes on their way to a sink, handed over in chunks of about 32 KiB.
struct ChunkedOutput {
  private var bytes: [UInt8] = []
  private let sink: ByteSink
  private static let chunk = 32 * 1024

  init(sink: @escaping ByteSink) {
    self.sink = sink
    bytes.reserveCapacity(Self.chunk + 1024)
  }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Hands the bytes over when there are enough of them: at the end of each row.
  mutating func flushIfFull() throws {
    if bytes.count >= Self.chunk { try flush() }
  }

  mutating func flush() throws {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBytes(sink)
    bytes.removeAll(keepingCapacity: true)
  }
}
