import Dispatch
import Synchronization
import TideCore
import TideStore

/// The SHA-256 of a file, made on another thread while the file is read.
public final class FileDigest: Sendable {
  private let group = DispatchGroup()
  private let result = Mutex("")

  /// A file of fewer bytes is hashed at once: starting a thread takes as long.
  private static let leastBytes = 1 << 20

  /// Begins to hash a file.
  init(_ file: MappedFile) {
    guard file.bytes.count >= Self.leastBytes else {
      result.withLock { $0 = SHA256.hex(of: file.bytes) }
      return
    }
    DispatchQueue.global().async(group: group) { [self] in
      let digest = SHA256.hex(of: file.bytes)
      result.withLock { $0 = digest }
    }
  }

  /// The SHA-256 of a file's bytes as hexadecimal digits.
  /// - Throws: ``IngestError`` where the file cannot be read.
  public static func sha256(ofFile path: String) throws(IngestError) -> String {
    do {
      return FileDigest(try MappedFile(path)).value
    } catch {
      throw IngestError(.unreadable, error.message, file: path, remedy: error.remedy)
    }
  }

  /// The digest as hexadecimal digits; waits for it.
  var value: String {
    group.wait()
    return result.withLock { $0 }
  }
}

/// The SHA-256 of bytes that come piece by piece.
public struct StreamDigest {
  private var hash = SHA256()

  /// Of no bytes yet.
  public init() {}

  /// Takes more bytes in.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bytes) }

  /// The digest of what came as hexadecimal digits.
  public consuming func finish() -> String { SHA256.hex(hash.finalize()) }
}
