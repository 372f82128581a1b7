import TideCore
import TideModel
import TideStore

/// Q4: sums of counts and denominators, mean, least and greatest value of every indicator and period.
struct IndicatorSummary {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  private struct Share {
    let scanner = ChunkScanner()
    var groups: [(indicator: Int, groups: [PeriodSummary])] = []
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    clock.step("open panels")
    let shares = try Workers.run(count: scans.count, threads: engine.threads, state: { Share() }) { number, share in
      var groups = [PeriodSummary](repeating: PeriodSummary(), count: scans[number].periods.count)
      for panel in scans[number].panels { try Self.scan(panel, share.scanner, &groups) }
      share.groups.append((number, groups))
    }
    clock.step("scan")
    let rows = shares.flatMap(\.groups).sorted { $0.indicator < $1.indicator }
    return answer(rows, scans, shares.map(\.scanner), &clock)
  }

  private static func scan(_ panel: PanelScan, _ scanner: ChunkScanner, _ groups: inout [PeriodSummary]) throws {
    for layer in panel.layers.indices where try !scanner.summaries(panel, layer: layer, to: &groups) {
      try scanner.forEachChunk(panel, layer: layer) { _, runs in
        for measure in [0, 5, 6] {
          guard let numbers = try scanner.values(measure) else { continue }
          let missing = try scanner.missing(measure)
          for run in runs {
            let (numbers, gaps) = (numbers + run.start, missing.inside(run))
            switch measure {
            case 0: groups[run.period].addValues(numbers, run.count, gaps: gaps, start: run.start)
            case 5: groups[run.period].addCounts(numbers, run.count, gaps: gaps, start: run.start)
            default: groups[run.period].addDenominators(numbers, run.count, gaps: gaps, start: run.start)
            }
          }
        }
      }
    }
  }

  private func answer(
    _ rows: [(indicator: Int, groups: [PeriodSummary])], _ scans: [IndicatorScan], _ scanners: [ChunkScanner],
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
        counts.append(group.counted > 0 ? Int64(exactly: group.counts.rounded()) : nil)
        denominators.append(group.based > 0 ? Int64(exactly: group.denominators.rounded()) : nil)
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
