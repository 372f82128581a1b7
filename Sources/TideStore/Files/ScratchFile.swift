/// A file to put bytes aside in and read them back. It has no name: its space is free again when this object goes, also
/// when the process is killed.
public final class ScratchFile {
  private let files: any FileSystem
  private let descriptor: Descriptor
  private let path: String
  private var buffer: [UInt8] = []
  /// Bytes appended so far.
  public private(set) var length = 0

  private static let bufferBytes = 1 << 20

  /// Makes the file under a name that it loses at once.
  init(_ path: String, files: any FileSystem) throws(StoreError) {
    self.files = files
    self.path = path
    descriptor = try files.naming("cannot create", path) { () throws(SystemError) in
      try files.openFile(path, .createPrivate)
    }
    do {
      try files.deleteFile(path)
    } catch {
      files.discard(descriptor)
      throw error.failure("cannot remove", path)
    }
  }

  deinit { files.discard(descriptor) }

  /// Appends bytes.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    buffer.append(contentsOf: bytes)
    length += bytes.count
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Makes what was appended readable.
  public func flush() throws(StoreError) {
    try files.writeAll(descriptor, buffer, path)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Reads back bytes appended earlier and flushed; several threads may.
  public func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(StoreError) {
    try files.readAll(descriptor, into: bytes, at: offset, path)
  }
}
