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

  /// Where one panel's slopes stand among those a thread has found.
  private struct Found {
    let indicator: Int
    let panel: Int
    let rows: Range<Int>
  }

  /// The slopes of series that have enough points.
  private struct Rows {
    var areas: [Int32] = []
    var points: [Int64?] = []
    var slopes: [Double] = []

    mutating func reserve(_ count: Int) {
      areas.reserveCapacity(count)
      points.reserveCapacity(count)
      slopes.reserveCapacity(count)
    }

    mutating func append(_ others: Rows, _ range: Range<Int>) {
      areas += others.areas[range]
      points += others.points[range]
      slopes += others.slopes[range]
    }
  }

  private struct Share {
    let scanner = ChunkScanner()
    var sums = SeriesSums()
    var found: [Found] = []
    var rows = Rows()
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    clock.step("open panels")
    let areas = engine.layout.areaCodes.count
    let shares = try Workers.run(count: scans.count, threads: engine.threads, state: { Share() }) { number, share in
      for panel in scans[number].panels.indices {
        let first = share.rows.slopes.count
        try Self.scan(scans[number], panel, areas, share.sums, share.scanner, &share.rows)
        share.found.append(Found(indicator: number, panel: panel, rows: first..<share.rows.slopes.count))
      }
    }
    clock.step("scan")
    return answer(shares, scans, &clock)
  }

  private static func scan(
    _ scan: IndicatorScan, _ number: Int, _ areas: Int, _ sums: SeriesSums, _ scanner: ChunkScanner,
    _ rows: inout Rows
  ) throws {
    let panel = scan.panels[number]
    // One layer's columns are summed as they stand; several meet at the numbers of the areas.
    let places = panel.layers.count == 1 ? panel.layers[0].places : nil
    sums.reset(series: places?.numbers.count ?? areas)
    let middle = Double(scan.periods.count - 1) / 2
    var counted: LayerScan?
    try scanner.forEachChunk(panel) { layer, runs in
      guard let values = try scanner.values(0) else { return }
      if counted !== layer {
        counted = layer
        sums.addPoints(layer.periods.map { Double($0) - middle }, places == nil ? layer.places.numbers : nil)
      }
      let missing = try scanner.missing(0)
      for gap in missing { values[Int(gap)] = 0 }
      for run in runs {
        let t = Double(run.period) - middle
        if places != nil || layer.places.base != nil {
          let first = run.column + (places == nil ? layer.places.base ?? 0 : 0)
          sums.add(values + run.start, run.count, at: first, t)
        } else {
          for place in 0..<run.count {
            sums.add(values + run.start + place, 1, at: layer.places.numbers[run.column + place], t)
          }
        }
        for gap in missing.inside(run) {
          let column = run.column + Int(gap) - run.start
          sums.remove(at: places == nil ? layer.places.numbers[column] : column, t)
        }
      }
    }
    let found = sums.slopes(leastPoints)
    rows.areas.append(contentsOf: found.lazy.map { Int32(places?.numbers[$0.series] ?? $0.series) })
    rows.points.append(contentsOf: found.lazy.map { Int64($0.points) })
    rows.slopes.append(contentsOf: found.lazy.map(\.slope))
  }

  private func answer(_ shares: [Share], _ scans: [IndicatorScan], _ clock: inout StepClock) -> AnalysisAnswer {
    let all = shares.indices.flatMap { share in shares[share].found.map { (share: share, found: $0) } }
      .sorted { ($0.found.indicator, $0.found.panel) < ($1.found.indicator, $1.found.panel) }
    let count = shares.reduce(0) { $0 + $1.rows.slopes.count }
    // One thread goes from indicator to indicator: its rows are in order.
    var rows = shares.count == 1 ? shares[0].rows : Rows()
    if shares.count > 1 {
      rows.reserve(count)
      for (share, found) in all { rows.append(shares[share].rows, found.rows) }
    }
    var (sexes, ages, categories) = (TextColumn(rows: count), TextColumn(rows: count), TextColumn(rows: count))
    var indicators: [Int64?] = []
    indicators.reserveCapacity(count)
    for (_, found) in all {
      let scan = scans[found.indicator]
      let stratum = scan.panels[found.panel].stratum
      indicators.append(contentsOf: repeatElement(Int64?(Int64(scan.id)), count: found.rows.count))
      sexes.append(place: sexes.place(of: stratum.sex), times: found.rows.count)
      ages.append(place: ages.place(of: stratum.age), times: found.rows.count)
      categories.append(place: categories.place(of: stratum.category), times: found.rows.count)
    }
    return AnalysisAnswer(
      columns: [
        .integers(indicators), sexes.column, ages.column, categories.column,
        .text(rows.areas, texts: engine.layout.areaCodes), .integers(rows.points), .slopes(rows.slopes),
      ],
      rowCount: count, work: clock.work(of: shares.map(\.scanner)))
  }
}

/// Sums over the points of many series at once.
private final class SeriesSums {
  private static let kinds = 5
  private var room = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var capacity = 0
  private var count = 0

  private var slopeRoom = UnsafeMutablePointer<Slope>.allocate(capacity: 0)

  /// What one series came to.
  struct Slope {
    let series: Int
    let points: Int
    let slope: Double
  }

  deinit {
    room.deallocate()
    slopeRoom.deallocate()
  }

  /// Starts anew, for so many series without points.
  func reset(series: Int) {
    count = series
    if series > capacity {
      room.deallocate()
      room = .allocate(capacity: Self.kinds * series)
      slopeRoom.deallocate()
      slopeRoom = .allocate(capacity: series)
      capacity = series
    }
    room.initialize(repeating: 0, count: Self.kinds * series)
  }

  /// Counts a point at each t for every series, or for those named; their values are added by themselves.
  func addPoints(_ points: [Double], _ series: [Int]?) {
    let n = Double(points.count)
    let st = points.reduce(0, +)
    let stt = points.reduce(0) { $0 + $1 * $1 }
    func add(_ series: Int) {
      room[2 * count + series] += n
      room[3 * count + series] += st
      room[4 * count + series] += stt
    }
    if let series { for one in series { add(one) } } else { for one in 0..<count { add(one) } }
  }

  /// Adds the values at t of neighbouring series.
  func add(_ values: UnsafePointer<Double>, _ number: Int, at first: Int, _ t: Double) {
    Kernels.current.add(values, number, to: room + first)
    Kernels.current.add(values, number, times: t, to: room + first + count)
  }

  /// Takes a point back whose value was added as 0.
  func remove(at series: Int, _ t: Double) {
    room[2 * count + series] -= 1
    room[3 * count + series] -= t
    room[4 * count + series] -= t * t
  }

  /// The slope of each series of enough points, and how many they are; good until the next call.
  func slopes(_ least: Int) -> UnsafeBufferPointer<Slope> {
    var found = 0
    for series in 0..<count where room[2 * count + series] >= Double(least) {
      let (sv, stv) = (room[series], room[count + series])
      let (n, st, stt) = (room[2 * count + series], room[3 * count + series], room[4 * count + series])
      (slopeRoom + found).initialize(
        to: Slope(series: series, points: Int(n), slope: (n * stv - st * sv) / (n * stt - st * st)))
      found += 1
    }
    return UnsafeBufferPointer(start: slopeRoom, count: found)
  }
}
