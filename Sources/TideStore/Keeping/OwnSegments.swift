import TideModel

/// Which of the whole segments in a store's folder are its own, as far as its catalogue, its seal and the segments tell.
struct OwnSegments {
  /// Which store it is.
  let identity: StoreIdentity
  /// Its segments, by name.
  private(set) var own: [Segment] = []
  /// The others, and what each is.
  private(set) var alien: [(segment: Segment, what: String)] = []
  /// The seal, where it is this store's.
  let seal: CatalogueSeal?

  /// - Throws: `damaged` where nothing tells which store it is: there are segments of several, or none of the one that
  ///   catalogue and seal are of.
  init(_ whole: [Segment], _ former: FormerCatalogue, seal: CatalogueSeal?) throws(StoreError) {
    identity = try Self.identity(whole, former, seal)
    self.seal = seal?.identity == identity ? seal : nil
    let line = Self.line(identity, whole, former, self.seal)
    for segment in whole {
      if segment.lineage.identity != identity {
        alien.append((segment, UnlistedSegment.Kind.foreign.what))
      } else if try !line.isOfThisLine(segment) {
        alien.append((segment, UnlistedSegment.Kind.otherLine.what))
      } else {
        own.append(segment)
      }
    }
  }

  /// Takes a segment for another copy's after all.
  mutating func disown(_ segment: Segment) {
    own.removeAll { $0 === segment }
    alien.append((segment, "does not follow the others: it belongs to a copy of this store"))
  }

  /// What the catalogue lists by its digest is the store's. Where nothing of that is there the seal tells which store it is,
  /// then the catalogue, then the segments, where they are all of one.
  private static func identity(
    _ whole: [Segment], _ former: FormerCatalogue, _ seal: CatalogueSeal?
  ) throws(StoreError) -> StoreIdentity {
    let listed = Set((former.segments ?? []).map(\.name))
    if let segment = whole.first(where: { listed.contains($0.name) }) { return segment.lineage.identity }
    var claims: [StoreIdentity] = []
    if let seal, seal.release > 0 { claims.append(seal.identity) }
    if let identity = former.identity, former.releases?.isEmpty == false { claims.append(identity) }
    let found = Set(whole.map(\.lineage.identity))
    if let claim = claims.first(where: found.contains) { return claim }
    guard let only = found.first else { return claims.first ?? former.identity ?? .none }
    guard claims.isEmpty else {
      throw StoreError(
        .damaged, "the catalogue is of one store, and every whole segment of another", file: Catalogue.fileName,
        remedy: "Nothing has been changed. If the segments are the store's, move \(Catalogue.fileName) and "
          + "\(CatalogueSeal.fileName) away and run tidemark repair again; if the catalogue is, move the segments away."
      )
    }
    guard found.count == 1 else {
      throw StoreError(
        .damaged, "there are segments of \(found.count) stores, and neither catalogue nor seal tells which is the one",
        file: StoreFolder.segmentsName,
        remedy: "Move the segments of the others away, then run tidemark repair again. Nothing has been changed.")
    }
    return only
  }

  /// A catalogue that the seal does not vouch for is believed of those releases alone that are there.
  private static func line(
    _ identity: StoreIdentity, _ whole: [Segment], _ former: FormerCatalogue, _ seal: CatalogueSeal?
  ) -> KnownLine {
    var releases = former.releases ?? []
    let segments = former.segments ?? []
    let newest = releases.last
    let isVouched = seal.map { $0.release == newest?.sequence && $0.mark == newest?.mark ?? 0 } ?? false
    if !isVouched {
      let names = Set(whole.map(\.name))
      let there = Set(segments.filter { names.contains($0.name) }.flatMap { Array($0.releases) })
      releases.removeAll { !there.contains($0.sequence) }
    }
    return KnownLine(identity, releases, segments, sealed: seal)
  }
}
