import TideCore
import TideModel
import TideStore

/// Q6: of each area and period, how many figures there are to compare with England's, and how many are above it.
struct AboveBenchmark {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  /// One thread's counts.
  private struct Share {
    let scanner = ChunkScanner()
    let counts: ComparisonCounts
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    let (periods, numbers) = Self.number(scans)
    clock.step("open panels")
    let shares = try Workers.run(
      count: scans.count, threads: engine.threads, state: { Share(counts: ComparisonCounts(periods: periods.count)) }
    ) { number, share in
      // Panels stand in the order of strata and classes: England's just before the others of its stratum.
      var (stratum, england) = (-1, [Double]())
      for panel in scans[number].panels where panel.stratum.isWhole {
        if panel.areaClass == .country {
          stratum = panel.stack.key.stratum
          england = try Self.england(panel, periods: scans[number].periods.count, share.scanner)
        } else if panel.stack.key.stratum == stratum {
          try Self.scan(panel, england, numbers[number], share)
        }
      }
    }
    clock.step("scan")
    return answer(shares, periods, &clock)
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

  /// - Parameter numbers: the indicator's periods among all.
  private static func scan(_ panel: PanelScan, _ benchmark: [Double], _ numbers: [Int], _ share: Share) throws {
    let scanner = share.scanner
    try scanner.forEachChunk(panel) { layer, runs in
      guard let values = try scanner.values(0) else { return }
      let missing = try scanner.missing(0)
      for gap in missing { values[Int(gap)] = -.infinity }
      for run in runs {
        let threshold = benchmark[run.period]
        guard !threshold.isNaN else { continue }
        let (compared, above) = share.counts.row(layer.places, period: numbers[run.period])
        Kernels.current.addAbove(values + run.start, run.count, threshold: threshold, to: above + run.column)
        Kernels.current.increment(compared + run.column, run.count)
        for gap in missing.inside(run) { compared[run.column + Int(gap) - run.start] -= 1 }
      }
    }
  }

  private func answer(_ shares: [Share], _ periods: [Period], _ clock: inout StepClock) -> AnalysisAnswer {
    let codes = engine.layout.areaCodes
    var (areas, labels) = (TextColumn(), TextColumn())
    var (compared, above): ([Int64?], [Int64?]) = ([], [])
    let places = codes.map { areas.place(of: $0) }
    // Period by period, so that the room needed is that of the areas, however many periods there are.
    var sums = [(compared: Int64, above: Int64)](repeating: (0, 0), count: codes.count)
    for (number, period) in periods.enumerated() {
      for area in sums.indices { sums[area] = (0, 0) }
      for share in shares {
        share.counts.forEach(period: number) { area, compared, above in
          sums[area].compared += compared
          sums[area].above += above
        }
      }
      let label = labels.place(of: period.label)
      for area in sums.indices where sums[area].compared > 0 {
        areas.append(place: places[area])
        labels.append(place: label)
        compared.append(sums[area].compared)
        above.append(sums[area].above)
      }
    }
    return AnalysisAnswer(
      columns: [areas.column, labels.column, .integers(compared), .integers(above)], rowCount: compared.count,
      work: clock.work(of: shares.map(\.scanner)))
  }
}

/// Comparisons made, and those above, of the areas of each list by period; room is taken when a period is first met.
private final class ComparisonCounts {
  private struct Lists {
    let places: AreaPlaces
    /// By period: counts of comparisons by column, then of those above.
    var rows: [UnsafeMutablePointer<Int64>?]
  }

  private let periods: Int
  private var lists: [Lists] = []
  private var last = 0

  init(periods: Int) { self.periods = periods }

  deinit {
    for list in lists { for row in list.rows { row?.deallocate() } }
  }

  /// Where the counts of a list and period start.
  func row(_ places: AreaPlaces, period: Int) -> (UnsafeMutablePointer<Int64>, UnsafeMutablePointer<Int64>) {
    if lists.isEmpty || lists[last].places !== places {
      last = lists.firstIndex { $0.places === places } ?? lists.count
      if last == lists.count { lists.append(Lists(places: places, rows: Array(repeating: nil, count: periods))) }
    }
    let columns = places.numbers.count
    if let row = lists[last].rows[period] { return (row, row + columns) }
    let row = UnsafeMutablePointer<Int64>.allocate(capacity: 2 * columns)
    row.initialize(repeating: 0, count: 2 * columns)
    lists[last].rows[period] = row
    return (row, row + columns)
  }

  /// Calls `body` with area, comparisons and those above for each column of each list in a period.
  func forEach(period: Int, _ body: (Int, Int64, Int64) -> Void) {
    for list in lists {
      guard let row = list.rows[period] else { continue }
      let columns = list.places.numbers.count
      for (column, area) in list.places.numbers.enumerated() { body(area, row[column], row[columns + column]) }
    }
  }
}
