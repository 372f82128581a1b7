public import TideModel

extension StoreWriter {
  /// Pins a profile of disclosure control in a store: commits a release without figures that says so.
  ///
  /// It holds for every vintage until another is pinned, survives whatever survives of releases, and is taken back by no
  /// undoing. Programs older than the format's version 4 refuse the store from then on.
  /// - Parameters:
  ///   - number: what stands for the profile, or for none; not 0.
  ///   - moment: when it is recorded, as for a writer.
  ///   - noting: told of each file among the segments that is none of the store's and was put aside.
  /// - Returns: the new release.
  /// - Throws: as opening a writer does.
  public static func pinDisclosure(
    _ path: String, number: Int, waitingUpTo seconds: Int = 0, at moment: Int? = nil, tool: String,
    noting: (String) -> Void = { _ in }
  ) throws(StoreError) -> Release {
    let files = System()
    try Snapshot.requireStore(path, files)
    let writer = try StoreWriter(path, waitingUpTo: seconds, at: moment, tool: tool, files: files)
    let release = try writer.commit(published: nil, counts: Release.Counts(), sources: [], disclosurePin: number)
    writer.setAside.forEach(noting)
    return release
  }
}
