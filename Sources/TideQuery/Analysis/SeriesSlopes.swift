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
    var points: [Int32] = []
    var slopes: [Double] = []
  }

  private struct Share {
    let scanner = ChunkScanner()
    var sums = SeriesSums()
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
        try Self.scan(scans[number], panel, areas, share.sums, share.scanner, &found)
        share.found.append(found)
      }
    }
    clock.step("scan")
    let found = shares.flatMap(\.found).sorted { ($0.indicator, $0.panel) < ($1.indicator, $1.panel) }
    return answer(found, scans, shares.map(\.scanner), &clock)
  }

  private static func scan(
    _ scan: IndicatorScan, _ number: Int, _ areas: Int, _ sums: SeriesSums, _ scanner: ChunkScanner,
    _ found: inout Found
  ) throws {
    let panel = scan.panels[number]
    // One layer's columns are summed as they stand; several meet at the numbers of the areas.
    let places = panel.layers.count == 1 ? panel.layers[0].places : nil
    sums.reset(series: places?.numbers.count ?? areas)
    let middle = Double(scan.periods.count - 1) / 2
    try scanner.forEachChunk(panel) { layer, runs in
      guard let values = try scanner.values(0) else { return }
      let missing = try scanner.missing(0)
      for gap in missing { values[Int(gap)] = 0 }
      for run in runs {
        let t = Double(run.period) - middle
        if places != nil || layer.places.base != nil {
          sums.add(values + run.start, run, at: run.column + (places == nil ? layer.places.base ?? 0 : 0), t)
        } else {
          for place in 0..<run.count {
            let one = CellRun(start: run.start + place, count: 1, period: run.period, column: 0)
            sums.add(values + one.start, one, at: layer.places.numbers[run.column + place], t)
          }
        }
        for gap in missing.inside(run) {
          let column = run.column + Int(gap) - run.start
          sums.remove(at: places == nil ? layer.places.numbers[column] : column, t)
        }
      }
    }
    let series = places?.numbers.count ?? areas
    found.areas.reserveCapacity(series)
    found.points.reserveCapacity(series)
    found.slopes.reserveCapacity(series)
    sums.forEachSlope(leastPoints) { series, points, slope in
      found.areas.append(Int32(places?.numbers[series] ?? series))
      found.points.append(Int32(points))
      found.slopes.append(slope)
    }
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
      points += one.points.lazy.map { Int64($0) }
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

/// Sums over the points of many series at once.
private final class SeriesSums {
  private static let kinds = 5
  private var room = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var capacity = 0
  private var count = 0

  deinit { room.deallocate() }

  /// Starts anew, for so many series without points.
  func reset(series: Int) {
    count = series
    if series > capacity {
      room.deallocate()
      room = .allocate(capacity: Self.kinds * series)
      capacity = series
    }
    room.initialize(repeating: 0, count: Self.kinds * series)
  }

  /// Adds one point at t to neighbouring series.
  func add(_ values: UnsafePointer<Double>, _ run: CellRun, at first: Int, _ t: Double) {
    let kernels = Kernels.current
    let sums = room + first
    kernels.add(values, run.count, to: sums)
    kernels.add(values, run.count, times: t, to: sums + count)
    kernels.add(1, run.count, to: sums + 2 * count)
    kernels.add(t, run.count, to: sums + 3 * count)
    kernels.add(t * t, run.count, to: sums + 4 * count)
  }

  /// Takes a point back that was added with value 0.
  func remove(at series: Int, _ t: Double) {
    room[2 * count + series] -= 1
    room[3 * count + series] -= t
    room[4 * count + series] -= t * t
  }

  /// Calls `body` with each series of enough points: its place, how many they are, and the slope.
  func forEachSlope(_ least: Int, _ body: (Int, Int, Double) -> Void) {
    for series in 0..<count where room[2 * count + series] >= Double(least) {
      let (sv, stv) = (room[series], room[count + series])
      let (n, st, stt) = (room[2 * count + series], room[3 * count + series], room[4 * count + series])
      body(series, Int(n), (n * stv - st * sv) / (n * stt - st * st))
    }
  }
}
