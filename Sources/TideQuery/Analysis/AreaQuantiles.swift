import TideCore
import TideModel
import TideStore

/// Q7: percentiles of the upper-tier areas' values by indicator and period, all plain strata together.
struct AreaQuantiles {
  private static let probabilities = [0.1, 0.5, 0.9]
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  private struct Share {
    let scanner = ChunkScanner()
    var quantiles: [(indicator: Int, byPeriod: [[Double]?])] = []
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    clock.step("open panels")
    let shares = try Workers.run(count: scans.count, threads: engine.threads, state: { Share() }) { number, share in
      share.quantiles.append((number, try Self.quantiles(scans[number], share.scanner)))
    }
    clock.step("scan")
    var indicators: [Int64?] = []
    var periods = TextColumn()
    var numbers = [[Double]](repeating: [], count: Self.probabilities.count)
    for (number, byPeriod) in shares.flatMap(\.quantiles).sorted(by: { $0.indicator < $1.indicator }) {
      for (period, quantiles) in byPeriod.enumerated() {
        guard let quantiles else { continue }
        indicators.append(Int64(scans[number].id))
        periods.append(scans[number].periods[period].label)
        for column in numbers.indices { numbers[column].append(quantiles[column]) }
      }
    }
    return AnalysisAnswer(
      columns: [.integers(indicators), periods.column] + numbers.map { .floats($0) }, rowCount: indicators.count,
      work: clock.work(of: shares.map(\.scanner)))
  }

  private static func quantiles(_ scan: IndicatorScan, _ scanner: ChunkScanner) throws -> [[Double]?] {
    let panels = scan.panels.filter { $0.areaClass == .authority && $0.stratum.isWhole }
    let most = panels.reduce(0) { $0 + $1.layers.reduce(0) { $0 + $1.places.upperTier.count } }
    let room = UnsafeMutablePointer<Double>.allocate(capacity: max(1, most * scan.periods.count) + 2 * most + 1)
    defer { room.deallocate() }
    var filled = [Int](repeating: 0, count: scan.periods.count)
    for panel in panels {
      try scanner.forEachChunk(panel, upperTier: true) { layer, runs in
        guard let values = try scanner.values(0) else { return }
        for gap in try scanner.missing(0) { values[Int(gap)] = .nan }
        for run in runs {
          var target = room + run.period * most + filled[run.period]
          for members in layer.places.upperRuns {
            let columns = members.clamped(to: run.column..<run.column + run.count)
            var source = values + run.start + columns.lowerBound - run.column
            for _ in 0..<columns.count {
              target.pointee = source.pointee
              // A gap is written over by the next value.
              target += source.pointee == source.pointee ? 1 : 0
              source += 1
            }
          }
          filled[run.period] = target - (room + run.period * most)
        }
      }
    }
    let scratch = room + most * scan.periods.count
    let bins = UnsafeMutablePointer<Int32>.allocate(capacity: 128)
    defer { bins.deallocate() }
    return scan.periods.indices.map { period in
      filled[period] == 0 ? nil : quantiles(room + period * most, filled[period], scratch, bins)
    }
  }

  /// Interpolated between closest ranks, position 1 + (n - 1) p: type 7 of Hyndman and Fan 1996.
  private static func quantiles(
    _ values: UnsafePointer<Double>, _ count: Int, _ scratch: UnsafeMutablePointer<Double>,
    _ bins: UnsafeMutablePointer<Int32>
  ) -> [Double] {
    let positions = probabilities.map { Double(count - 1) * $0 }
    let ranks = positions.flatMap { [Int($0), min(count - 1, Int($0) + 1)] }
    let sorted = ranks.sorted()
    var found = [Double](repeating: 0, count: ranks.count)
    found.withUnsafeMutableBufferPointer { found in
      sorted.withUnsafeBufferPointer { sorted in
        Kernels.current.select(
          values, count, scratch: scratch, bins: bins, ranks: sorted.baseAddress!, sorted.count,
          into: found.baseAddress!)
      }
    }
    return positions.enumerated().map { index, position in
      let low = found[sorted.firstIndex(of: ranks[2 * index])!]
      let high = found[sorted.firstIndex(of: ranks[2 * index + 1])!]
      return low + (high - low) * (position - position.rounded(.down))
    }
  }
}
