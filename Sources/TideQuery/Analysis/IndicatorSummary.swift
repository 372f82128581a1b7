import TideCore
import TideModel
import TideStore

/// Q4: sums of counts and denominators, mean, least and greatest value of every indicator and period.
struct IndicatorSummary {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  private struct Group {
    var figures = 0
    var counts = 0.0
    var hasCounts = false
    var denominators = 0.0
    var hasDenominators = false
    var values = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity
  }

  private struct Share {
    let scanner = ChunkScanner()
    var groups: [(indicator: Int, groups: [Group])] = []
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    clock.step("open panels")
    let shares = try Workers.run(count: scans.count, threads: engine.threads, state: { Share() }) { number, share in
      var groups = [Group](repeating: Group(), count: scans[number].periods.count)
      for panel in scans[number].panels { try Self.scan(panel, share.scanner, &groups) }
      share.groups.append((number, groups))
    }
    clock.step("scan")
    let rows = shares.flatMap(\.groups).sorted { $0.indicator < $1.indicator }
    return answer(rows, scans, shares.map(\.scanner), &clock)
  }

  private static func scan(_ panel: PanelScan, _ scanner: ChunkScanner, _ groups: inout [Group]) throws {
    try scanner.forEachChunk(panel) { _, runs in
      if let values = try scanner.values(0) {
        let missing = try scanner.missing(0)
        for run in runs { add(values, missing, run, to: &groups[run.period]) }
      }
      if let counts = try scanner.values(5) {
        let missing = try scanner.missing(5)
        for run in runs where zero(counts, missing, run) < run.count {
          groups[run.period].counts += Kernels.current.sum(counts + run.start, run.count)
          groups[run.period].hasCounts = true
        }
      }
      if let denominators = try scanner.values(6) {
        let missing = try scanner.missing(6)
        for run in runs where zero(denominators, missing, run) < run.count {
          groups[run.period].denominators += Kernels.current.sum(denominators + run.start, run.count)
          groups[run.period].hasDenominators = true
        }
      }
    }
  }

  private static func add(
    _ values: UnsafeMutablePointer<Double>, _ missing: UnsafeBufferPointer<UInt16>, _ run: CellRun,
    to group: inout Group
  ) {
    let gaps = missing.inside(run)
    guard gaps.count < run.count else { return }
    // A gap takes a number that is there while extremes are sought, and 0 while numbers are added up.
    var present = run.start
    for gap in gaps where Int(gap) == present { present += 1 }
    for gap in gaps { values[Int(gap)] = values[present] }
    let (least, greatest) = Kernels.current.extremes(values + run.start, run.count)
    for gap in gaps { values[Int(gap)] = 0 }
    group.least = min(group.least, least)
    group.greatest = max(group.greatest, greatest)
    group.values += Kernels.current.sum(values + run.start, run.count)
    group.figures += run.count - gaps.count
  }

  /// Puts 0 into the gaps of a run and returns how many they are.
  private static func zero(
    _ values: UnsafeMutablePointer<Double>, _ missing: UnsafeBufferPointer<UInt16>, _ run: CellRun
  ) -> Int {
    let gaps = missing.inside(run)
    for gap in gaps { values[Int(gap)] = 0 }
    return gaps.count
  }

  private func answer(
    _ rows: [(indicator: Int, groups: [Group])], _ scans: [IndicatorScan], _ scanners: [ChunkScanner],
    _ clock: inout StepClock
  ) -> AnalysisAnswer {
    var indicators: [Int64?] = []
    var periods = TextColumn()
    var (figures, counts, denominators): ([Int64?], [Int64?], [Int64?]) = ([], [], [])
    var (means, leasts, greatests): ([Double], [Double], [Double]) = ([], [], [])
    for (number, groups) in rows {
      for (period, group) in groups.enumerated() {
        indicators.append(Int64(scans[number].id))
        periods.append(scans[number].periods[period].label)
        figures.append(Int64(group.figures))
        counts.append(group.hasCounts ? Int64(exactly: group.counts.rounded()) : nil)
        denominators.append(group.hasDenominators ? Int64(exactly: group.denominators.rounded()) : nil)
        let isEmpty = group.figures == 0
        means.append(isEmpty ? .nan : group.values / Double(group.figures))
        leasts.append(isEmpty ? .nan : group.least)
        greatests.append(isEmpty ? .nan : group.greatest)
      }
    }
    return AnalysisAnswer(
      columns: [
        .integers(indicators), periods.column, .integers(figures), .integers(counts), .integers(denominators),
        .floats(means), .floats(leasts), .floats(greatests),
      ],
      rowCount: indicators.count, work: clock.work(of: scanners))
  }
}
