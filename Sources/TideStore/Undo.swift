public import TideModel

extension StoreWriter {
  /// Takes a release back: commits a new one from which on the store answers as if it had never been.
  ///
  /// Only the newest release in force can go, since later ones say only what differs from it. Nothing is erased.
  /// - Parameters:
  ///   - release: its number; the newest in force when nil, which may itself have taken another back.
  ///   - moment: when it is recorded, as for a writer.
  ///   - noting: told of each file among the segments that is none of the store's and was put aside.
  /// - Returns: the new release, and the number of the one taken back.
  /// - Throws: `usage` where another release would have to go first; as opening a writer does.
  public static func undo(
    _ path: String, release: Int? = nil, waitingUpTo seconds: Int = 0, at moment: Int? = nil, tool: String,
    noting: (String) -> Void = { _ in }
  ) throws(StoreError) -> (made: Release, undone: Int) {
    try undo(path, release: release, waitingUpTo: seconds, at: moment, tool: tool, files: System(), noting: noting)
  }

  static func undo(
    _ path: String, release: Int? = nil, waitingUpTo seconds: Int = 0, at moment: Int? = nil, tool: String,
    files: any FileSystem, noting: (String) -> Void = { _ in }
  ) throws(StoreError) -> (made: Release, undone: Int) {
    try Snapshot.requireStore(path, files)
    let writer = try StoreWriter(path, waitingUpTo: seconds, at: moment, tool: tool, files: files)
    do throws(StoreError) {
      let undone = try writer.undoable(release)
      let made = try writer.commit(published: nil, counts: Release.Counts(), sources: [], undoes: undone)
      writer.setAside.forEach(noting)
      return (made, undone)
    } catch {
      writer.abandon()
      throw error
    }
  }

  private func undoable(_ wanted: Int?) throws(StoreError) -> Int {
    // A release that pins a profile of disclosure control has no figures, and stays whatever is taken back.
    let held = try before.releases().filter { before.holds($0) && $0.disclosurePin == nil }
    guard let newest = held.last else {
      throw StoreError(.usage, "the store has no release to take back", remedy: "'tidemark releases' lists them.")
    }
    guard let wanted, wanted != newest.sequence else { return newest.sequence }
    // Behind it there may be only releases that took others back.
    guard let release = held.last(where: { $0.undoes == nil }), release.sequence == wanted else {
      let next = held.last { $0.undoes == nil }?.sequence ?? newest.sequence
      throw StoreError(
        .usage, "release \(wanted) cannot be taken back now",
        remedy: "Only the newest release in force can be: that is \(next). 'tidemark releases' lists them.")
    }
    return wanted
  }
}
