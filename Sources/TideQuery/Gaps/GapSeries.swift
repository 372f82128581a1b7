import TideMethods
import TideModel
import TideStore

/// The figures of an area up to a period and the benchmark's beside them, oldest first.
struct GapSeries {
  /// The area's figures, of one length and kind of year.
  let own: [TrendPoint]
  /// The benchmark's of the same periods.
  let benchmark: [TrendPoint]

  /// All figures of an area up to a period.
  /// - Parameter group: the peers by whose type and country benchmarks are pooled.
  init(_ maker: RowMaker, _ slice: Slice, _ panel: AreaPanel, area: Int, upTo period: Int, group: PeerGroup) throws {
    own = try maker.points(of: panel, area: area, upTo: period, most: .max)
    benchmark = try own.compactMap { point in
      try maker.comparer.benchmark(of: panel.areas[area], period: point.period, slice, group).map {
        TrendPoint(period: point.period, figures: $0.figures, status: $0.status)
      }
    }
  }

  /// What becomes of the gap over the latest points that share no days.
  func trend(points: Int) -> GapTrend { GapTrend.of(area: own, benchmark: benchmark, points: points) }
}
