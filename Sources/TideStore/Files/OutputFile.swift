/// A file being written from its start. Bytes are buffered; ``finish()`` makes them durable.
final class OutputFile {
  let path: String
  private let files: any FileSystem
  private var descriptor: Descriptor?
  private var buffer: [UInt8] = []
  /// Bytes appended so far.
  private(set) var length = 0

  private static let bufferBytes = 1 << 18

  /// Creates the file, or empties the one that is there.
  init(_ path: String, files: any FileSystem) throws(StoreError) {
    self.path = path
    self.files = files
    descriptor = try files.naming("cannot create", path) { () throws(SystemError) in
      try files.openFile(path, .create)
    }
    buffer.reserveCapacity(Self.bufferBytes)
  }

  deinit { if let descriptor { files.discard(descriptor) } }

  func append(_ bytes: [UInt8]) throws(StoreError) {
    buffer.append(contentsOf: bytes)
    length += bytes.count
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  private func flush() throws(StoreError) {
    guard let descriptor else { return }
    try files.writeAll(descriptor, buffer, path)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is buffered, makes the file durable and closes it.
  func finish() throws(StoreError) {
    try flush()
    guard let descriptor else { return }
    try files.makeDurable(descriptor, path)
    self.descriptor = nil
    try files.naming("cannot close", path) { () throws(SystemError) in try files.closeFile(descriptor) }
  }
}
