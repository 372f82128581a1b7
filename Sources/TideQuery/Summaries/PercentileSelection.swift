import TideCore
import TideMethods

/// Picks percentiles out of many groups of values, one group after another in the same room.
final class PercentileSelection {
  private let fractions: [Double]
  private var scratch = Room<Double>()
  private let bins = Room<Int32>()
  /// Ranks asked for, ascending, and the values found.
  private let ranks = Room<Int>()
  private let found = Room<Double>()

  /// Of some shares, 0...1.
  init(_ fractions: [Double]) {
    self.fractions = fractions
    bins.reset(QuantileLoops.binRoom, 0)
  }

  /// The percentiles of some values, by the rule of `Percentile`; not a number without values.
  ///
  /// - Complexity: O(n) where values spread.
  func percentiles(of values: [Double]) -> [Double] {
    guard !values.isEmpty else { return fractions.map { _ in .nan } }
    let places = fractions.map { Percentile.place(at: $0, among: values.count) }
    let wanted = places.flatMap { [$0.lower, $0.upper] }.sorted()
    ranks.reset(wanted.count, 0)
    found.reset(wanted.count, 0)
    for (place, rank) in wanted.enumerated() { ranks[place] = rank }
    // Behind the values stands a byte for each.
    if scratch.count < 2 * values.count + 1 { scratch.reset(2 * values.count + 1, 0) }
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      Kernels.current.select(
        base, values.count, scratch: scratch.base, bins: bins.base, ranks: ranks.base, wanted.count, into: found.base)
    }
    func value(_ rank: Int) -> Double { found[wanted.firstIndex(of: rank) ?? 0] }
    return places.map { Percentile.interpolated(value($0.lower), value($0.upper), $0.part) }
  }
}
