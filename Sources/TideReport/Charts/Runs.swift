import TideModel

/// The unbroken stretches of a panel's series: a line joins no figures over a missing one, a period left out or a break.
struct Runs {
  private let panel: SeriesPanel
  private let places: [Double]
  private let scale: Scale
  /// The periods before which something is left out.
  private let leaps: Set<Int>

  init(_ panel: SeriesPanel, places: [Double], scale: Scale) {
    (self.panel, self.places, self.scale) = (panel, places, scale)
    let steps = zip(panel.times, panel.times.dropFirst()).map { $1 - $0 }
    let step = steps.min() ?? 0
    leaps = step > 0 ? Set(steps.indices.filter { steps[$0] > step * 1.5 }.map { $0 + 1 }) : []
  }

  private func indices(_ isThere: [Bool], _ statuses: [Status]) -> [[Int]] {
    var runs: [[Int]] = []
    var run: [Int] = []
    for index in isThere.indices {
      let breaks = statuses.indices.contains(index) && statuses[index] == .seriesBreak
      if !run.isEmpty, breaks || leaps.contains(index) || !isThere[index] {
        runs.append(run)
        run = []
      }
      if isThere[index] { run.append(index) }
    }
    return run.isEmpty ? runs : runs + [run]
  }

  /// - Parameter statuses: those of the figures; may be empty.
  func lines(of values: [Double?], statuses: [Status]) -> [[Point]] {
    indices(values.map { $0 != nil }, statuses).map { run in
      run.compactMap { index in values[index].map { Point(x: places[index], y: scale.place($0)) } }
    }
  }

  /// Upper and lower limits, each from left to right.
  func bands(of series: Int) -> [(upper: [Point], lower: [Point])] {
    let series = panel.series[series]
    let hasLimits = series.points.map { $0.value != nil && $0.lower != nil && $0.upper != nil }
    return indices(hasLimits, series.points.map(\.status)).map { run in
      func edge(_ limit: (SeriesPoint) -> Double?) -> [Point] {
        run.compactMap { index in limit(series.points[index]).map { Point(x: places[index], y: scale.place($0)) } }
      }
      return (edge(\.upper), edge(\.lower))
    }
  }
}
