/// Nearness of words, for "did you mean".
public enum TextDistance {
  /// The number of insertions, deletions, replacements and swaps of neighbours that turn one text into the other
  /// (optimal string alignment distance), or nil when it exceeds `limit`.
  /// - Complexity: O(a x b) time, O(b) space; both texts are cut to 200 characters.
  public static func edits(_ first: String, _ second: String, limit: Int) -> Int? {
    let a = Array(first.lowercased().prefix(200))
    let b = Array(second.lowercased().prefix(200))
    if abs(a.count - b.count) > limit { return nil }
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + Array(repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var best = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, before[j - 2] + 1) }
        current[j] = best
      }
      before = previous
      previous = current
    }
    return previous[b.count] <= limit ? previous[b.count] : nil
  }
}
