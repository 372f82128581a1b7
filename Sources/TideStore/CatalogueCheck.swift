import GRDB
import TideCore
import TideModel

extension Catalogue {
  /// The ids that panels may use, every table but that of segments checked.
  func checkedIDs() throws(StoreError) -> KnownIDs {
    var known = KnownIDs()
    for table in CatalogueSchema.Table.allCases where table != .segment {
      for record in try records(table) { known.insert(record) }
    }
    return known
  }

  /// Refuses a catalogue that contradicts itself: releases are 1, 2, 3 ..., each that is not lost is in one segment, and
  /// only earlier ones are taken back.
  func checkManifest() throws(StoreError) {
    let (releases, segments) = try manifest()
    func damaged(_ what: String) -> StoreError {
      StoreError(.damaged, "the catalogue is damaged: \(what)", file: Self.fileName, remedy: Self.remedy)
    }
    guard releases.map(\.sequence) == Array(1..<releases.count + 1) else {
      throw damaged("its releases are not numbered 1, 2, 3 ...")
    }
    guard releases.allSatisfy({ $0.undoes.map { other in (1..<releases.count + 1).contains(other) } ?? true }),
      releases.allSatisfy({ release in release.undoes.map { $0 < release.sequence } ?? true })
    else { throw damaged("a release takes back one that did not come before it") }
    let held = segments.flatMap { Array($0.releases) }.sorted()
    guard Set(held).count == held.count, Set(held).isSubset(of: releases.map(\.sequence)),
      Set(held).isSuperset(of: releases.filter { !$0.isLost }.map(\.sequence))
    else {
      throw damaged("its segments do not hold each release once")
    }
  }

  /// Refuses a catalogue whose rows are not those its segments carry, which it could be made again from. Says nothing
  /// where others have changed the store since, or a release is lost.
  func check(records carried: [CatalogueSchema.Table: TableDigest], of names: Set<String>) throws(StoreError) {
    let (isComparable, stored) = try digests(of: names)
    guard isComparable else { return }
    for table in CatalogueSchema.Table.allCases where table != .segment {
      guard stored[table] ?? TableDigest() == carried[table] ?? TableDigest() else {
        throw StoreError(
          .damaged, "table \(table.rawValue) of the catalogue does not hold the rows that the segments carry",
          file: Self.fileName, remedy: Self.remedy)
      }
    }
  }
}
