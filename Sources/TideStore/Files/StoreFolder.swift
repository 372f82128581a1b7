/// What lies in the folder of a store: names that no other program would give to a file there.
public enum StoreFolder {
  static let lockName = "lock"
  static let segmentsName = "segments"

  /// Whether a store has written all of these. A power cut while a store is made may leave any of them without the
  /// others, since a folder's entries are made durable in no order.
  static func owns(_ names: [String]) -> Bool { names.allSatisfy(own.contains) }

  /// Whether a file of this path would stand inside a store, where nothing but the store's own files may be.
  /// - Parameter path: of a file that need not exist, its folder with its links followed.
  public static func contains(_ path: String) -> Bool {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    if parts.last.map({ $0 == segmentsName }) ?? false, isStore(parts.dropLast()) { return true }
    while parts.last == "" || parts.last == "." { parts.removeLast() }
    return isStore(parts)
  }

  private static func isStore(_ folder: ArraySlice<Substring>) -> Bool {
    let path = folder.isEmpty ? "." : folder.joined(separator: "/")
    let files = System()
    return (try? files.kind(path + "/" + Catalogue.fileName)) == .file
      && (try? files.kind(path + "/" + segmentsName)) == .folder
  }

  private static let own: Set<String> = {
    let databases = [Catalogue.fileName, FormerCatalogue.copyName, Repair.newName]
    return Set(databases + databases.map { $0 + "-journal" })
      .union([CatalogueSeal.fileName, CatalogueSeal.temporaryName, lockName, segmentsName])
  }()
}
