/// Copies of whole stores. Neither way is anything overwritten.
public enum Backup {
  /// What was copied.
  public struct Report: Equatable, Sendable {
    /// The newest release in the copy; 0 for none.
    public var newest: Int
    /// Segments copied.
    public var segments: Int
    /// Their bytes.
    public var bytes: Int
  }

  /// Copies a store as it stands now, while others may append to it or compact it. The copy is a store itself, verified from
  /// the first byte to the last before it has its name.
  ///
  /// - Parameters:
  ///   - destination: a folder that does not exist yet, or an empty one.
  ///   - progress: called with the segments copied, and all.
  /// - Throws: `usage` where there is something at the destination; `damaged` where anything of it is; `noStore`, `io`.
  public static func make(
    of store: String, at destination: String, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> Report {
    try make(of: store, at: destination, files: System(), progress: progress)
  }

  static func make(
    of store: String, at destination: String, files: any FileSystem, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> Report {
    try Snapshot.requireStore(store, files)
    let destination = try vacant(destination, files)
    let copy = try StoreCopy(of: store, files: files)
    try copy.checkIsNewest()
    try copy.write(to: destination, progress: progress) { (folder) throws(StoreError) in
      _ = try Snapshot.open(folder, files: files).verify()
    }
    return Report(newest: copy.newest, segments: copy.segmentCount, bytes: copy.byteCount)
  }

  /// Makes a store from a backup, both verified from the first byte to the last.
  ///
  /// - Parameters:
  ///   - store: a folder that does not exist yet, or an empty one.
  ///   - progress: called with the segments copied, and all.
  /// - Throws: as `make`, and `damaged` where anything of the backup is.
  public static func restore(
    _ backup: String, to store: String, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> Report {
    try restore(backup, to: store, files: System(), progress: progress)
  }

  static func restore(
    _ backup: String, to store: String, files: any FileSystem, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> Report {
    try Snapshot.requireStore(backup, files)
    let store = try vacant(store, files)
    _ = try Snapshot.open(backup, files: files).verify()
    let copy = try StoreCopy(of: backup, files: files)
    try copy.checkIsNewest()
    try copy.write(to: store, progress: progress) { (folder) throws(StoreError) in
      _ = try Snapshot.open(folder, files: files).verify()
    }
    return Report(newest: copy.newest, segments: copy.segmentCount, bytes: copy.byteCount)
  }

  /// The path of a folder that is to be made, without slashes at its end; refuses one at which there is something.
  private static func vacant(_ path: String, _ files: any FileSystem) throws(StoreError) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let isVacant =
      switch try files.kind(path) {
      case .missing: true
      case .folder: try files.list(path).isEmpty
      case .file, .other: false
      }
    guard isVacant else {
      throw StoreError(
        .usage, "there is something at \(path) already, and nothing is overwritten",
        remedy: "Name a folder that does not exist yet, or an empty one.")
    }
    return path
  }
}
