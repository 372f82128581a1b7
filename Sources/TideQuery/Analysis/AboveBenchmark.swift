import TideCore
import TideModel
import TideStore

/// Q6: of each area and period, how many figures there are to compare with England's, and how many are above it.
struct AboveBenchmark {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  /// Counts by period of all indicators, then area.
  private struct Counts {
    let scanner = ChunkScanner()
    let compared: UnsafeMutablePointer<Int64>
    let above: UnsafeMutablePointer<Int64>
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    let (periods, numbers) = Self.number(scans)
    let areas = engine.layout.areaCodes.count
    clock.step("open panels")
    let size = max(1, periods.count * areas)
    let room = UnsafeMutablePointer<Int64>.allocate(capacity: 2 * size * engine.threads)
    room.initialize(repeating: 0, count: 2 * size * engine.threads)
    defer { room.deallocate() }
    var taken = 0
    let shares = try Workers.run(
      count: scans.count, threads: engine.threads,
      state: {
        defer { taken += 2 * size }
        return Counts(compared: room + taken, above: room + taken + size)
      }
    ) { number, counts in
      let rows = numbers[number].map { $0 * areas }
      // Panels stand in the order of strata and classes: England's just before the others of its stratum.
      var (stratum, england) = (-1, [Double]())
      for panel in scans[number].panels where panel.stratum.isWhole {
        if panel.areaClass == .country {
          stratum = panel.stack.key.stratum
          england = try Self.england(panel, periods: scans[number].periods.count, counts.scanner)
        } else if panel.stack.key.stratum == stratum {
          try Self.scan(panel, england, rows, counts)
        }
      }
    }
    clock.step("scan")
    for share in shares.dropFirst() {
      for place in 0..<2 * size { shares[0].compared[place] += share.compared[place] }
    }
    return answer(shares[0], periods, shares, &clock)
  }

  /// All periods, and for each indicator the places of its own among them.
  private static func number(_ scans: [IndicatorScan]) -> ([Period], [[Int]]) {
    var known: [Period: Int] = [:]
    var periods: [Period] = []
    let numbers = scans.map { scan in
      scan.periods.map { period in
        if let number = known[period] { return number }
        known[period] = periods.count
        periods.append(period)
        return periods.count - 1
      }
    }
    return (periods, numbers)
  }

  /// England's values by period; NaN where one is missing.
  private static func england(_ panel: PanelScan, periods: Int, _ scanner: ChunkScanner) throws -> [Double] {
    var benchmark = [Double](repeating: .nan, count: periods)
    try scanner.forEachChunk(panel) { layer, runs in
      guard let column = layer.places.columns[Area.englandCode], let values = try scanner.values(0) else { return }
      let absent = try scanner.absent()
      for gap in try scanner.missing(0) { values[Int(gap)] = .nan }
      for run in runs where (run.column..<run.column + run.count).contains(column) {
        let place = run.start + column - run.column
        if !absent.contains(UInt16(place)) { benchmark[run.period] = values[place] }
      }
    }
    return benchmark
  }

  /// - Parameter rows: for each of the indicator's periods where its counts start.
  private static func scan(_ panel: PanelScan, _ benchmark: [Double], _ rows: [Int], _ counts: Counts) throws {
    let scanner = counts.scanner
    try scanner.forEachChunk(panel) { layer, runs in
      guard let values = try scanner.values(0) else { return }
      let missing = try scanner.missing(0)
      for gap in missing { values[Int(gap)] = -.infinity }
      for run in runs {
        let threshold = benchmark[run.period]
        guard !threshold.isNaN else { continue }
        let row = rows[run.period]
        let numbers = layer.places.numbers
        if let base = layer.places.base {
          let start = row + base + run.column
          Kernels.current.addAbove(values + run.start, run.count, threshold: threshold, to: counts.above + start)
          Kernels.current.increment(counts.compared + start, run.count)
        } else {
          for place in 0..<run.count {
            let cell = row + numbers[run.column + place]
            counts.compared[cell] += 1
            if values[run.start + place] > threshold { counts.above[cell] += 1 }
          }
        }
        for gap in missing.inside(run) {
          counts.compared[row + numbers[run.column + Int(gap) - run.start]] -= 1
        }
      }
    }
  }

  private func answer(
    _ total: Counts, _ periods: [Period], _ shares: [Counts], _ clock: inout StepClock
  ) -> AnalysisAnswer {
    let codes = engine.layout.areaCodes
    var (areas, labels) = (TextColumn(), TextColumn())
    var (compared, above): ([Int64?], [Int64?]) = ([], [])
    let places = codes.map { areas.place(of: $0) }
    for (number, period) in periods.enumerated() {
      let label = labels.place(of: period.label)
      for area in codes.indices where total.compared[number * codes.count + area] > 0 {
        areas.append(place: places[area])
        labels.append(place: label)
        compared.append(total.compared[number * codes.count + area])
        above.append(total.above[number * codes.count + area])
      }
    }
    var work = AnalysisWork()
    for share in shares { work.add(share.scanner.work) }
    return AnalysisAnswer(
      columns: [areas.column, labels.column, .integers(compared), .integers(above)], rowCount: compared.count,
      work: clock.work(of: work))
  }
}
