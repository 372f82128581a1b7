/// What lies in the folder of a store: names that no other program would give to a file there.
enum StoreFolder {
  static let lockName = "lock"
  static let segmentsName = "segments"

  /// Whether a store has written all of these. A power cut while a store is made may leave any of them without the
  /// others, since a folder's entries are made durable in no order.
  static func owns(_ names: [String]) -> Bool { names.allSatisfy(own.contains) }

  private static let own: Set<String> = {
    let databases = [Catalogue.fileName, FormerCatalogue.copyName, Repair.newName]
    return Set(databases + databases.map { $0 + "-journal" })
      .union([CatalogueSeal.fileName, CatalogueSeal.temporaryName, lockName, segmentsName])
  }()
}
