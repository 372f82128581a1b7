import TideModel

/// `catalog.seal`: which store it is, its newest release, and the SHA-256 of the catalogue's file as it was after that.
///
/// The digests inside the catalogue find every change that could alter an answer; the seal finds the others too, in
/// pages SQLite does not use, and a catalogue that is older or of another store. It is written after the commit and is
/// advice: a writer killed between the two leaves a seal of an older release, which says nothing about the newer file.
struct CatalogueSeal: Equatable {
  static let fileName = "catalog.seal"
  static let temporaryName = fileName + ".tmp"
  /// In place of the digest while segments are compacted.
  static let pending = "-"

  /// The newest release; 0 for none.
  let release: Int
  /// In hexadecimal, or `pending`.
  let digest: String
  let identity: StoreIdentity
  /// The mark of the newest release; 0 for none.
  let mark: Int

  /// The file's one line.
  var text: String {
    let lineage = identity == .none ? "" : " \(identity.text) \(mark)"
    return "\(release) \(digest)\(lineage)\n"
  }

  init(release: Int, digest: String, identity: StoreIdentity, mark: Int) {
    self.release = release
    self.digest = digest
    self.identity = identity
    self.mark = mark
  }

  /// Nil for what no program has written.
  init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard text.last == "\n", let release = parts.first.flatMap({ Int($0) }), release >= 0 else { return nil }
    switch parts.count {
    case 2: self.init(release: release, digest: String(parts[1].dropLast()), identity: .none, mark: 0)
    case 4:
      guard let identity = StoreIdentity(parts[2]), let mark = Int(parts[3].dropLast()) else { return nil }
      self.init(release: release, digest: String(parts[1]), identity: identity, mark: mark)
    default: return nil
    }
    guard digest == Self.pending || digest.utf8.count == 64, self.text == text else { return nil }
  }

  func write(store: String, files: any FileSystem) throws(StoreError) {
    let temporary = store + "/" + Self.temporaryName
    do throws(StoreError) {
      let file = try OutputFile(temporary, files: files)
      try file.append(Array(text.utf8))
      try file.finish()
      // The folder is not made durable: after a power cut the older seal is as good.
      try files.move(temporary, to: store + "/" + Self.fileName)
    } catch {
      try? files.remove(temporary)
      throw error
    }
  }

  /// The seal of a store; nil when there is none.
  static func read(store: String, files: any FileSystem) throws(StoreError) -> CatalogueSeal? {
    let path = store + "/" + fileName
    guard try files.kind(path) == .file else { return nil }
    let file = try MappedFile(path, files: files)
    guard let seal = CatalogueSeal(String(decoding: file.bytes.prefix(200), as: UTF8.self)) else {
      throw StoreError(
        .damaged, "the seal of the catalogue is unreadable", file: fileName,
        remedy: "If the other checks pass, delete the file; the next append writes it anew.")
    }
    return seal
  }

  /// Why a catalogue is not the one that was sealed last: it is of another store, older, or of a copy that has taken other
  /// releases since. Nil where nothing says so.
  func doubt(identity: StoreIdentity, newest: Release?) -> StoreError? {
    doubt(
      CatalogueSeal(
        release: newest?.sequence ?? 0, digest: Self.pending, identity: identity, mark: newest?.mark ?? 0))
  }

  /// The same, of a catalogue that would be sealed so.
  func doubt(_ now: CatalogueSeal) -> StoreError? {
    func doubt(_ what: String) -> StoreError {
      StoreError(.damaged, what, file: Catalogue.fileName, remedy: Self.remedy)
    }
    if identity != now.identity {
      return release == 0 ? nil : doubt("the catalogue is of one store and its seal of another")
    }
    if release > now.release {
      return doubt("the catalogue ends with release \(now.release), but release \(release) was sealed")
    }
    if release == now.release, mark != now.mark {
      return doubt("the catalogue's release \(release) is another one than the release of that number that was sealed")
    }
    return nil
  }

  private static let remedy =
    "tidemark repair brings back what the store's segments hold; else restore the whole store from a backup."
}
