#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why the operating system refused a call: its `errno`.
struct SystemError: Error, Equatable {
  let code: Int32

  init(_ code: Int32) { self.code = code }

  /// The call was interrupted by a signal before it did anything.
  static let interrupted = SystemError(EINTR)
  /// Nothing has the name.
  static let missing = SystemError(ENOENT)
  /// Something has the name already.
  static let exists = SystemError(EEXIST)
  /// The folder holds something.
  static let notEmpty = SystemError(ENOTEMPTY)
  /// Somebody else holds the lock.
  static let heldByAnother = SystemError(EWOULDBLOCK)

  /// The store's error for it.
  func failure(_ what: String, _ path: String) -> StoreError {
    let remedy =
      switch code {
      case ENOSPC, EDQUOT: "Free some space and run the command again; what was stored before is intact."
      case EFBIG: "Raise the limit of a file's size (ulimit -f) and run the command again."
      case EACCES, EPERM, EROFS: "Check who may read and write it, or copy the store to a folder of your own."
      case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n) and run the command again."
      default: "What was stored before is intact; put the cause right and run the command again."
      }
    return StoreError(.io, "\(what): \(String(cString: strerror(code)))", file: path, remedy: remedy)
  }
}
