/// Which segments are laid together when a release has been committed.
///
/// Segments are sorted into tiers by their size, each tier eight times as large as the one before. Once eight of a tier
/// stand at the end, with none of a higher tier behind the first of them, those and the smaller ones among them become
/// one. A figure is so written again at most once in each tier, and in the lowest, where segments are of up to 64 KiB,
/// with every seventh append: what an append costs grows with the logarithm of the store, and no store has many segments.
enum CompactionRule {
  /// Segments of a tier that are laid together.
  static let fanIn = 8
  /// Bytes of the largest segment in the lowest tier.
  static let smallest = 64 << 10
  /// More bytes than these are left to `tidemark compact`.
  static let most = 256 << 20

  /// The newest segments that are due, in order; none where nothing is.
  ///
  /// - Parameter segments: all, ascending by release.
  static func due(_ segments: [SegmentRow]) -> [SegmentRow] {
    let tiers = segments.map { tier($0.bytes) }
    for chosen in Set(tiers).sorted(by: >) {
      let start = (tiers.lastIndex { $0 > chosen } ?? -1) + 1
      let run = segments[start...]
      let isFull = tiers[start...].count { $0 == chosen } >= fanIn
      if isFull, run.reduce(0, { $0 &+ $1.bytes }) <= most { return Array(run) }
    }
    return []
  }

  private static func tier(_ bytes: Int) -> Int {
    var (tier, limit) = (0, smallest)
    while bytes > limit {
      tier += 1
      limit = limit.multipliedReportingOverflow(by: fanIn).overflow ? .max : limit * fanIn
    }
    return tier
  }
}
