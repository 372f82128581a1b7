/// A whole file mapped read-only into memory, as long as this object lives.
public final class MappedFile: @unchecked Sendable {
  // @unchecked: the mapping is never written and is unmapped only when the last reference goes.
  /// The file's path.
  public let path: String
  /// The file's bytes; empty for an empty file.
  public let bytes: UnsafeRawBufferPointer
  private let files: any FileSystem

  /// Maps a regular file.
  /// - Throws: `io` when it cannot be opened or is no regular file.
  public convenience init(_ path: String) throws(StoreError) { try self.init(path, files: System()) }

  init(_ path: String, files: any FileSystem) throws(StoreError) {
    self.path = path
    self.files = files
    let descriptor = try files.naming("cannot open", path) { () throws(SystemError) in
      try files.openFile(path, .read)
    }
    defer { files.discard(descriptor) }
    let status = try files.naming("cannot read the size of", path) { () throws(SystemError) in
      try files.status(of: descriptor)
    }
    guard status.kind == .file else {
      throw StoreError(.io, "not a regular file", file: path, remedy: "Name a file, not a folder or a device.")
    }
    guard status.length > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    bytes = try files.naming("cannot map", path) { () throws(SystemError) in
      try files.map(descriptor, length: status.length)
    }
  }

  deinit { if !bytes.isEmpty { files.unmap(bytes) } }
}
