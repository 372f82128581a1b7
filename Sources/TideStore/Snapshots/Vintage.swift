import TideModel

/// Which releases a vintage sees, which of them hold, and which later ones keep figures of it back.
struct Vintage {
  /// Those up to the last one, oldest first.
  let releases: [Release]
  /// Those of them whose figures and descriptions hold.
  let inForce: Set<Int>
  /// Later ones that hold today; none where nothing is to be kept back.
  let withholding: Set<Int>

  /// - Parameter all: every release of the store, oldest first.
  init(_ all: [Release], asOf: AsOf, withholding: Bool) throws(StoreError) {
    let newest = all.last?.sequence ?? 0
    let last: Int
    switch asOf {
    case .latest: last = newest
    case .release(let sequence):
      guard sequence <= newest else {
        throw StoreError(
          .noSuchRelease, "there is no release \(sequence); the newest is \(newest)",
          remedy: "tidemark status lists the releases.")
      }
      last = sequence
    case .date(let date): last = all.last { $0.published <= date }?.sequence ?? 0
    }
    releases = all.filter { $0.sequence <= last }
    inForce = Self.inForce(releases)
    self.withholding = withholding ? Self.inForce(all).filter { $0 > last } : []
  }

  /// The releases that are not lost and that none takes back, or only one that is taken back itself.
  static func inForce(_ releases: [Release]) -> Set<Int> {
    var inForce: Set<Int> = []
    var undone: Set<Int> = []
    for release in releases.reversed() where !undone.contains(release.sequence) {
      if !release.isLost { inForce.insert(release.sequence) }
      if let other = release.undoes { undone.insert(other) }
    }
    return inForce
  }

  /// Whether a segment of these releases is read, were it only by `verify`.
  func needs(_ segment: ClosedRange<Int>) -> Bool {
    segment.lowerBound <= releases.last?.sequence ?? 0 || mayWithhold(segment)
  }

  /// Whether a segment of these releases may keep figures back.
  func mayWithhold(_ segment: ClosedRange<Int>) -> Bool { segment.contains { withholding.contains($0) } }
}
