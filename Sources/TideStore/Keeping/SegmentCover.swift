import TideModel

/// Whole segments of which each release is in one, and as many releases as can be are in any; of which each follows the one
/// before it, as far as the marks of their releases tell.
enum SegmentCover {
  private struct Choice {
    var releases: Int
    var isSealed: Bool
    var listed: Int
    var before: Int?

    /// A line that ends with what was sealed goes before one of more releases.
    static func < (one: Choice, other: Choice) -> Bool {
      (one.isSealed ? 1 : 0, one.releases, one.listed) < (other.isSealed ? 1 : 0, other.releases, other.listed)
    }
  }

  /// - Parameters:
  ///   - listed: names that a catalogue lists; those are preferred.
  ///   - sealed: the seal of the store, if there is one.
  /// - Returns: ascending by release.
  /// - Complexity: O(segments^2).
  static func choose(
    _ segments: [Segment], listed: Set<String>, sealed: CatalogueSeal?
  ) throws(StoreError) -> [Segment] {
    // The best choice of segments that end with each one, and the one chosen before it.
    let sorted = segments.sorted { ($0.release, $0.name) < ($1.release, $1.name) }
    var ends: [Int] = []
    for segment in sorted { ends.append(try segment.marks()[segment.release] ?? 0) }
    var best: [Choice] = []
    for (place, segment) in sorted.enumerated() {
      let isSealed = sealed.map { $0.release == segment.release && $0.mark == ends[place] } ?? false
      let alone = Choice(
        releases: segment.releases.count, isSealed: isSealed, listed: listed.contains(segment.name) ? 1 : 0)
      var chosen = alone
      for (index, other) in best.enumerated() where sorted[index].release < segment.releases.lowerBound {
        let isNext = sorted[index].release + 1 == segment.releases.lowerBound
        if isNext, ends[index] != segment.lineage.follows { continue }
        let together = Choice(
          releases: other.releases + alone.releases, isSealed: isSealed || other.isSealed,
          listed: other.listed + alone.listed, before: index)
        if chosen < together { chosen = together }
      }
      best.append(chosen)
    }
    var next = best.indices.max { best[$0] < best[$1] }
    var out: [Segment] = []
    while let index = next {
      out.append(sorted[index])
      next = best[index].before
    }
    return out.reversed()
  }

  /// Those that are neither chosen nor, release for release, what others that are chosen hold.
  static func unfit(_ segments: [Segment], beside chosen: [Segment]) throws(StoreError) -> [Segment] {
    var held: [Int: Int] = [:]
    for segment in chosen {
      let marks = try segment.marks()
      for release in segment.releases { held[release] = marks[release] ?? 0 }
    }
    var unfit: [Segment] = []
    for segment in segments where !chosen.contains(where: { $0 === segment }) {
      let marks = try segment.marks()
      if !segment.releases.allSatisfy({ held[$0] == marks[$0] ?? 0 }) { unfit.append(segment) }
    }
    return unfit
  }
}
