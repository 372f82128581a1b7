import TideCore
import TideModel
import TideStore

/// Q8: the least-squares slope of every series over the places of its periods.
///
/// slope = (n Σtv - Σt Σv) / (n Σt² - (Σt)²), with t counted from the middle period.
struct SeriesSlopes {
  private static let leastPoints = 3
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  /// Slopes of one panel's areas that have enough points.
  private struct Found {
    let indicator: Int
    let panel: Int
    var areas: [Int32] = []
    var points: [Int64?] = []
    var slopes: [Double] = []
  }

  private struct Share {
    let scanner = ChunkScanner()
    var sums: [Double] = []
    var found: [Found] = []
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    clock.step("open panels")
    let areas = engine.layout.areaCodes.count
    let shares = try Workers.run(count: scans.count, threads: engine.threads, state: { Share() }) { number, share in
      for panel in scans[number].panels.indices {
        var found = Found(indicator: number, panel: panel)
        try Self.scan(scans[number], panel, areas, &share.sums, share.scanner, &found)
        share.found.append(found)
      }
    }
    clock.step("scan")
    let found = shares.flatMap(\.found).sorted { ($0.indicator, $0.panel) < ($1.indicator, $1.panel) }
    return answer(found, scans, shares.map(\.scanner), &clock)
  }

  /// Sums by area number: Σv, Σtv, and what is to be taken from n, Σt and Σt² for the gaps.
  private static func scan(
    _ scan: IndicatorScan, _ number: Int, _ areas: Int, _ sums: inout [Double], _ scanner: ChunkScanner,
    _ found: inout Found
  ) throws {
    let panel = scan.panels[number]
    let middle = Double(scan.periods.count - 1) / 2
    sums.removeAll(keepingCapacity: true)
    sums.append(contentsOf: repeatElement(0, count: 5 * areas))
    try sums.withUnsafeMutableBufferPointer { buffer in
      let (sv, stv) = (buffer.baseAddress!, buffer.baseAddress! + areas)
      let (n, st, stt) = (stv + areas, stv + 2 * areas, stv + 3 * areas)
      try scanner.forEachChunk(panel) { layer, runs in
        guard let values = try scanner.values(0) else { return }
        let missing = try scanner.missing(0)
        for gap in missing { values[Int(gap)] = 0 }
        for run in runs {
          let t = Double(run.period) - middle
          add(values + run.start, run, layer.places, t, sv, stv, n, st, stt)
          for gap in missing.inside(run) {
            let area = layer.places.numbers[run.column + Int(gap) - run.start]
            n[area] -= 1
            st[area] -= t
            stt[area] -= t * t
          }
        }
      }
      var seen: Set<Int> = []
      for layer in panel.layers {
        for area in layer.places.numbers where n[area] >= Double(leastPoints) {
          if panel.layers.count > 1, !seen.insert(area).inserted { continue }
          found.areas.append(Int32(area))
          found.points.append(Int64(n[area]))
          found.slopes.append((n[area] * stv[area] - st[area] * sv[area]) / (n[area] * stt[area] - st[area] * st[area]))
        }
      }
    }
  }

  private static func add(
    _ values: UnsafePointer<Double>, _ run: CellRun, _ places: AreaPlaces, _ t: Double,
    _ sv: UnsafeMutablePointer<Double>, _ stv: UnsafeMutablePointer<Double>, _ n: UnsafeMutablePointer<Double>,
    _ st: UnsafeMutablePointer<Double>, _ stt: UnsafeMutablePointer<Double>
  ) {
    guard let base = places.base else {
      for place in 0..<run.count {
        let area = places.numbers[run.column + place]
        sv[area] += values[place]
        stv[area] += values[place] * t
        n[area] += 1
        st[area] += t
        stt[area] += t * t
      }
      return
    }
    let start = base + run.column
    Kernels.current.add(values, run.count, to: sv + start)
    Kernels.current.add(values, run.count, times: t, to: stv + start)
    Kernels.current.add(1, run.count, to: n + start)
    Kernels.current.add(t, run.count, to: st + start)
    Kernels.current.add(t * t, run.count, to: stt + start)
  }

  private func answer(
    _ found: [Found], _ scans: [IndicatorScan], _ scanners: [ChunkScanner], _ clock: inout StepClock
  ) -> AnalysisAnswer {
    let count = found.reduce(0) { $0 + $1.slopes.count }
    var (sexes, ages, categories) = (TextColumn(), TextColumn(), TextColumn())
    var indicators: [Int64?] = []
    var areas: [Int32] = []
    var points: [Int64?] = []
    var slopes: [Double] = []
    indicators.reserveCapacity(count)
    areas.reserveCapacity(count)
    points.reserveCapacity(count)
    slopes.reserveCapacity(count)
    for one in found {
      let stratum = scans[one.indicator].panels[one.panel].stratum
      indicators.append(contentsOf: repeatElement(Int64?(Int64(scans[one.indicator].id)), count: one.slopes.count))
      sexes.append(place: sexes.place(of: stratum.sex), times: one.slopes.count)
      ages.append(place: ages.place(of: stratum.age), times: one.slopes.count)
      categories.append(place: categories.place(of: stratum.category), times: one.slopes.count)
      areas += one.areas
      points += one.points
      slopes += one.slopes
    }
    return AnalysisAnswer(
      columns: [
        .integers(indicators), sexes.column, ages.column, categories.column,
        .text(areas, texts: engine.layout.areaCodes), .integers(points), .slopes(slopes),
      ],
      rowCount: count, work: clock.work(of: scanners))
  }
}
