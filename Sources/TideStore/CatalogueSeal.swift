/// `catalog.seal`: the SHA-256 of the catalogue's file as it was after the newest release.
///
/// The digests inside the catalogue find every change that could alter an answer; the seal finds the others too, in
/// pages SQLite does not use. It is written after the commit and is advice: a writer killed between the two leaves a
/// seal of an older release, which says nothing about the newer file and is ignored.
enum CatalogueSeal {
  static let fileName = "catalog.seal"
  static let temporaryName = fileName + ".tmp"
  /// In place of the digest while segments are compacted.
  static let pending = "-"

  static func write(store: String, newest: Int, digest: String, files: any FileSystem) throws(StoreError) {
    let temporary = store + "/" + temporaryName
    do throws(StoreError) {
      let file = try OutputFile(temporary, files: files)
      try file.append(Array("\(newest) \(digest)\n".utf8))
      try file.finish()
      // The folder is not made durable: after a power cut the older seal is as good.
      try files.move(temporary, to: store + "/" + fileName)
    } catch {
      try? files.remove(temporary)
      throw error
    }
  }

  /// The release and digest of the seal; nil when there is none.
  static func read(store: String, files: any FileSystem) throws(StoreError) -> (release: Int, digest: String)? {
    let path = store + "/" + fileName
    guard try files.kind(path) == .file else { return nil }
    let seal = try MappedFile(path, files: files)
    let parts = String(decoding: seal.bytes.prefix(200), as: UTF8.self).split(separator: " ")
    guard parts.count == 2, let release = Int(parts[0]), parts[1].last == "\n",
      parts[1].count == 65 || parts[1] == pending + "\n"
    else {
      throw StoreError(
        .damaged, "the seal of the catalogue is unreadable", file: fileName,
        remedy: "If the other checks pass, delete the file; the next append writes it anew.")
    }
    return (release, String(parts[1].dropLast()))
  }

  /// Refuses a catalogue that is older than its seal: segments of the releases it lacks would be taken for strays.
  static func checkNotNewer(store: String, newest: Int, files: any FileSystem) throws(StoreError) {
    if let seal = try? read(store: store, files: files), seal.release > newest {
      throw StoreError(
        .damaged, "the catalogue ends with release \(newest), but release \(seal.release) was sealed",
        file: Catalogue.fileName,
        remedy: "Restore the whole store from a backup; if this catalogue is the right one, delete \(fileName).")
    }
  }
}
