/// A file to put bytes aside in and read them back. It has no name: its space is free again when this object goes, also
/// when the process is killed.
public final class ScratchFile {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  /// Bytes appended so far.
  public private(set) var length = 0

  private static let bufferBytes = 1 << 20

  /// Makes the file under a name that it loses at once.
  init(_ path: String) throws(StoreError) {
    self.path = path
    descriptor = try System.openUnnamed(path)
  }

  deinit { System.close(descriptor) }

  /// Appends bytes.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    buffer.append(contentsOf: bytes)
    length += bytes.count
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Makes what was appended readable.
  public func flush() throws(StoreError) {
    try System.write(descriptor, buffer, path)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Reads back bytes appended earlier and flushed; several threads may.
  public func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(StoreError) {
    try System.read(descriptor, into: bytes, at: offset, path)
  }
}
