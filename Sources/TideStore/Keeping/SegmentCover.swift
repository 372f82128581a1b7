/// Whole segments of which each release is in one, and as many releases as can be are in any.
enum SegmentCover {
  /// - Parameter listed: names that a catalogue lists; those are preferred.
  /// - Returns: ascending by release.
  /// - Complexity: O(segments^2).
  static func choose(_ segments: [Segment], listed: Set<String>) -> [Segment] {
    // The best choice of segments that end with each one, and the one chosen before it.
    let sorted = segments.sorted { ($0.release, $0.name) < ($1.release, $1.name) }
    var best: [(releases: Int, listed: Int, before: Int?)] = []
    for segment in sorted {
      var chosen = (releases: segment.releases.count, listed: listed.contains(segment.name) ? 1 : 0, before: Int?.none)
      let alone = (chosen.releases, chosen.listed)
      for (index, other) in best.enumerated() where sorted[index].release < segment.releases.lowerBound {
        let together = (other.releases + alone.0, other.listed + alone.1)
        if together > (chosen.releases, chosen.listed) { chosen = (together.0, together.1, index) }
      }
      best.append(chosen)
    }
    var next = best.indices.max { (best[$0].releases, best[$0].listed) < (best[$1].releases, best[$1].listed) }
    var out: [Segment] = []
    while let index = next {
      out.append(sorted[index])
      next = best[index].before
    }
    return out.reversed()
  }
}
