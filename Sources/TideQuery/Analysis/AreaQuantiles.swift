import TideCore
import TideModel
import TideStore

/// Q7: percentiles of the upper-tier areas' values by indicator and period, all plain strata together.
struct AreaQuantiles {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  /// The quantiles of one indicator and period.
  private struct Row {
    let indicator: Int
    let period: Int
    let quantiles: (Double, Double, Double)
  }

  private struct Share {
    let scanner = ChunkScanner()
    let selection = QuantileSelection()
    var rows: [Row] = []
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    clock.step("open panels")
    let shares = try Workers.run(count: scans.count, threads: engine.threads, state: { Share() }) { number, share in
      try Self.scan(scans[number], number, &share)
    }
    clock.step("scan")
    let rows = shares.flatMap(\.rows).sorted { ($0.indicator, $0.period) < ($1.indicator, $1.period) }
    var periods = TextColumn()
    for row in rows { periods.append(scans[row.indicator].periods[row.period].label) }
    return AnalysisAnswer(
      columns: [
        .integers(rows.map { Int64(scans[$0.indicator].id) }), periods.column, .floats(rows.map(\.quantiles.0)),
        .floats(rows.map(\.quantiles.1)), .floats(rows.map(\.quantiles.2)),
      ],
      rowCount: rows.count, work: clock.work(of: shares.map(\.scanner)))
  }

  private static func scan(_ scan: IndicatorScan, _ number: Int, _ share: inout Share) throws {
    let (scanner, selection) = (share.scanner, share.selection)
    let panels = scan.panels.filter { $0.areaClass == .authority && $0.stratum.isWhole }
    let most = panels.reduce(0) { $0 + $1.layers.reduce(0) { $0 + $1.places.upperTier.count } }
    selection.reset(periods: scan.periods.count, most: most)
    for panel in panels {
      try scanner.forEachChunk(panel, upperTier: true) { layer, runs in
        guard let values = try scanner.values(0) else { return }
        let missing = try scanner.missing(0)
        var gap = 0
        for run in runs {
          for members in layer.places.upperRuns {
            let columns = members.clamped(to: run.column..<run.column + run.count)
            var start = run.start + columns.lowerBound - run.column
            let end = start + columns.count
            while gap < missing.count, Int(missing[gap]) < end {
              let place = Int(missing[gap])
              if place >= start {
                selection.append(values + start, place - start, period: run.period)
                start = place + 1
              }
              gap += 1
            }
            selection.append(values + start, end - start, period: run.period)
          }
        }
      }
    }
    for period in scan.periods.indices {
      guard let quantiles = selection.quantiles(period: period) else { continue }
      share.rows.append(Row(indicator: number, period: period, quantiles: quantiles))
    }
  }
}

/// Values of one indicator by period, and their quantiles.
private final class QuantileSelection {
  private static let probabilities = (0.1, 0.5, 0.9)
  private var room = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var capacity = 0
  private var filled: [Int] = []
  private var most = 0
  private let bins = UnsafeMutablePointer<Int32>.allocate(capacity: QuantileLoops.binRoom)
  /// Ranks asked for, and the values found: two for each probability.
  private let ranks = UnsafeMutablePointer<Int>.allocate(capacity: 6)
  private let found = UnsafeMutablePointer<Double>.allocate(capacity: 6)

  deinit {
    room.deallocate()
    bins.deallocate()
    ranks.deallocate()
    found.deallocate()
  }

  /// Starts anew, for at most `most` values in each of so many periods.
  func reset(periods: Int, most: Int) {
    // Behind the values stands what selecting needs.
    let needed = most * periods + 2 * most + 1
    if needed > capacity {
      room.deallocate()
      room = .allocate(capacity: needed)
      capacity = needed
    }
    self.most = most
    filled = Array(repeating: 0, count: periods)
  }

  /// Takes values, all of them there.
  func append(_ values: UnsafePointer<Double>, _ count: Int, period: Int) {
    guard count > 0 else { return }
    (room + period * most + filled[period]).update(from: values, count: count)
    filled[period] += count
  }

  /// Interpolated between closest ranks, position 1 + (n - 1) p: type 7 of Hyndman and Fan 1996. Nil without values.
  func quantiles(period: Int) -> (Double, Double, Double)? {
    let count = filled[period]
    guard count > 0 else { return nil }
    func place(_ index: Int, _ probability: Double) -> Double {
      let position = Double(count - 1) * probability
      ranks[2 * index] = Int(position)
      ranks[2 * index + 1] = min(count - 1, Int(position) + 1)
      return position - position.rounded(.down)
    }
    let parts = (
      place(0, Self.probabilities.0), place(1, Self.probabilities.1), place(2, Self.probabilities.2)
    )
    sortRanks()
    Kernels.current.select(
      room + period * most, count, scratch: room + most * filled.count, bins: bins, ranks: ranks, 6, into: found)
    func number(_ probability: Double, _ part: Double) -> Double {
      let rank = Int(Double(count - 1) * probability)
      let low = value(rank)
      return low + (value(min(count - 1, rank + 1)) - low) * part
    }
    return (
      number(Self.probabilities.0, parts.0), number(Self.probabilities.1, parts.1),
      number(Self.probabilities.2, parts.2)
    )
  }

  /// Few values have ranks that are not yet in order.
  private func sortRanks() {
    for end in 1..<6 {
      var at = end
      while at > 0, ranks[at - 1] > ranks[at] {
        swap(&ranks[at - 1], &ranks[at])
        at -= 1
      }
    }
  }

  private func value(_ rank: Int) -> Double {
    var place = 0
    while ranks[place] != rank { place += 1 }
    return found[place]
  }
}
