import TideCore
import TideModel

/// A store as it stood at one moment, to be written elsewhere while appends and compactions go on.
struct StoreCopy {
  private let catalogue: [UInt8]
  private let seal: CatalogueSeal
  /// Why it may not be the newest state of the store.
  private let doubt: StoreError?
  private let segments: [Segment]
  private let files: any FileSystem
  private let original: (path: String, catalogue: Catalogue)

  /// Takes the catalogue and maps all its segments.
  init(of store: String, files: any FileSystem) throws(StoreError) {
    self.files = files
    // Read first: a writer who commits meanwhile seals later.
    let former = try? CatalogueSeal.read(store: store, files: files)
    let file = try Catalogue(store: store, writing: false, files: files)
    try file.checkFormat()
    original = (store, file)
    while true {
      let (bytes, seal, rows) = try file.copy()
      do throws(StoreError) {
        var segments: [Segment] = []
        for row in rows { segments.append(try Segment(store: store, name: row.name, files: files)) }
        (catalogue, self.segments, self.seal) = (bytes, segments, seal)
        doubt = former?.doubt(seal)
        return
      } catch {
        // A segment that was compacted away meanwhile is not listed any more.
        if try file.manifest().segments == rows { throw error }
      }
    }
  }

  /// Refuses a store that has had newer figures than its catalogue lists: a copy would be without them.
  func checkIsNewest() throws(StoreError) {
    if let doubt { throw doubt }
    try UnlistedSegment.refuse(try UnlistedSegment.all(original.path, original.catalogue, files))
  }

  /// The newest release; 0 for none.
  var newest: Int { seal.release }
  /// Bytes of the segments.
  var byteCount: Int { segments.reduce(0) { $0 &+ $1.byteCount } }
  /// Number of the segments.
  var segmentCount: Int { segments.count }

  /// Writes the store to a folder that does not exist, each segment's digest checked on the way.
  ///
  /// The folder has its name only when all of it is there and durable: until then it is called `<folder>.partial`, and
  /// locked. What a copy left behind that was cut short is taken away by the next one of that name.
  /// - Parameters:
  ///   - check: looks at the copy before it has its name.
  ///   - progress: called with the segments written, and all.
  func write(
    to folder: String, progress: (Int, Int) -> Void, check: (String) throws(StoreError) -> Void
  ) throws(StoreError) {
    let partial = folder + ".partial"
    let lock = try lockOfCopy(at: partial)
    defer { withExtendedLifetime(lock) {} }
    do throws(StoreError) {
      try files.makeFolder(partial + "/segments")
      for (number, segment) in segments.enumerated() {
        try segment.write(to: partial + "/segments/" + segment.name + SegmentLayout.fileExtension, files)
        progress(number + 1, segments.count)
      }
      try files.syncFolder(partial + "/segments")
      let file = try OutputFile(partial + "/" + Catalogue.fileName, files: files)
      try file.append(catalogue)
      try file.finish()
      try seal.write(store: partial, files: files)
      try check(partial)
      try files.move(partial, to: folder)
      try files.syncFolder(Self.parent(of: folder))
    } catch {
      clear(partial)
      throw error
    }
  }

  /// Makes the folder that a copy is made in, or takes over one in which nobody makes a copy any more.
  private func lockOfCopy(at partial: String) throws(StoreError) -> FileLock {
    let isNew = try files.kind(partial) == .missing
    if !isNew, try !isLeftByCopy(partial) {
      throw StoreError(
        .usage, "there is something at \(partial) already, where the copy would be made",
        remedy: "Move it away, or name another folder.")
    }
    try files.makeFolder(partial)
    let lock: FileLock
    do throws(StoreError) {
      lock = try FileLock(partial + "/" + StoreFolder.lockName, waitingUpTo: 0, files: files)
    } catch {
      guard error.code == .locked else { throw error }
      throw StoreError(
        .locked, "another process is making a copy of that name", file: partial,
        remedy: "Wait until it has finished, or name another folder.")
    }
    if !isNew { clear(partial, but: StoreFolder.lockName) }
    return lock
  }

  /// Whether a folder holds nothing but what a copy is made of.
  private func isLeftByCopy(_ folder: String) throws(StoreError) -> Bool {
    guard try files.kind(folder) == .folder else { return false }
    guard StoreFolder.owns(try files.list(folder)) else { return false }
    let segments = folder + "/segments"
    if try files.kind(segments) == .missing { return true }
    return try files.list(segments).allSatisfy { $0.hasSuffix(SegmentLayout.fileExtension) }
  }

  /// Takes away what was written of a copy that failed.
  private func clear(_ partial: String, but kept: String? = nil) {
    for folder in [partial + "/segments", partial] {
      for name in (try? files.list(folder)) ?? [] where name != "segments" && name != kept {
        try? files.remove(folder + "/" + name)
      }
      try? files.removeFolder(folder)
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension Segment {
  /// Writes a copy of the file, durable, and checks its digest.
  fileprivate func write(to path: String, _ files: any FileSystem) throws(StoreError) {
    let copy = try OutputFile(path, files: files)
    let end = file.bytes.count - 48
    var digest = SHA256()
    digest.update(UnsafeRawBufferPointer(rebasing: file.bytes[0..<end]))
    guard SHA256.hex(digest.finalize()) == name else {
      throw Self.damage("the file's SHA-256 is not the one it was written with", relativePath, end)
    }
    let step = 1 << 20
    for start in stride(from: 0, to: file.bytes.count, by: step) {
      try copy.append(Array(file.bytes[start..<min(start + step, file.bytes.count)]))
    }
    try copy.finish()
  }
}
