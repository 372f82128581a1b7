import TideCore
import TideModel
import TideStore

/// Q5: rolling three-year rates by indicator, sex, age and region, from the counts and denominators of its authorities.
struct PooledRates {
  private static let window = 3
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  /// Sums by period and region of one stratum.
  private struct Sums {
    let indicator: Int
    let stratum: Stratum
    var counts: [Double]
    var denominators: [Double]
  }

  private struct Share {
    let scanner = ChunkScanner()
    var sums: [Sums] = []
  }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything().filter { scan in
      // Windows that overlap are never summed.
      scan.periods.allSatisfy { $0.unit == .year && $0.count == 1 }
    }
    clock.step("open panels")
    let regions = engine.layout.regions.count
    let shares = try Workers.run(count: scans.count, threads: engine.threads, state: { Share() }) { number, share in
      for panel in scans[number].panels where panel.areaClass == .authority && panel.stratum.isWhole {
        let size = scans[number].periods.count * regions
        var sums = Sums(
          indicator: number, stratum: panel.stratum, counts: Array(repeating: 0, count: size),
          denominators: Array(repeating: 0, count: size))
        try Self.scan(panel, share.scanner, regions, &sums)
        share.sums.append(sums)
      }
    }
    clock.step("scan")
    let sums = shares.flatMap(\.sums).sorted { ($0.indicator, $0.stratum) < ($1.indicator, $1.stratum) }
    return answer(sums, scans, shares.map(\.scanner), &clock)
  }

  private static func scan(_ panel: PanelScan, _ scanner: ChunkScanner, _ regions: Int, _ sums: inout Sums) throws {
    try scanner.forEachChunk(panel, upperTier: true) { layer, runs in
      guard let counts = try scanner.values(5), let denominators = try scanner.values(6) else { return }
      for gap in try scanner.missing(5) { (counts[Int(gap)], denominators[Int(gap)]) = (0, 0) }
      for gap in try scanner.missing(6) { (counts[Int(gap)], denominators[Int(gap)]) = (0, 0) }
      let (columns, groups) = layer.places.inRegions
      for run in runs {
        let start = run.period * regions
        guard run.column == 0, run.count == layer.image.shape.areas else {
          // Part of a period, in a panel of more areas than a chunk has cells.
          for (column, region) in zip(columns, groups) {
            let place = Int(column) - run.column
            guard (0..<run.count).contains(place) else { continue }
            sums.counts[start + Int(region)] += counts[run.start + place]
            sums.denominators[start + Int(region)] += denominators[run.start + place]
          }
          continue
        }
        gather(counts + run.start, columns, groups, to: &sums.counts, start)
        gather(denominators + run.start, columns, groups, to: &sums.denominators, start)
      }
    }
  }

  private static func gather(
    _ values: UnsafePointer<Double>, _ columns: [UInt16], _ groups: [UInt8], to sums: inout [Double], _ start: Int
  ) {
    columns.withUnsafeBufferPointer { columns in
      groups.withUnsafeBufferPointer { groups in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let places = columns.baseAddress, let regions = groups.baseAddress, let base = sums.baseAddress else {
            return
          }
          Kernels.current.gatherAdd(values, places: places, groups: regions, columns.count, to: base + start)
        }
      }
    }
  }

  private func answer(
    _ sums: [Sums], _ scans: [IndicatorScan], _ scanners: [ChunkScanner], _ clock: inout StepClock
  ) -> AnalysisAnswer {
    let regions = engine.layout.regions.count
    let most = sums.reduce(0) { $0 + max(0, scans[$1.indicator].periods.count - Self.window + 1) * regions }
    var (sexes, ages) = (TextColumn(rows: most), TextColumn(rows: most))
    var (places, periods) = (TextColumn(rows: most), TextColumn(rows: most))
    var (indicators, counts, denominators): ([Int64?], [Int64?], [Int64?]) = ([], [], [])
    var rates: [Double] = []
    indicators.reserveCapacity(most)
    counts.reserveCapacity(most)
    denominators.reserveCapacity(most)
    rates.reserveCapacity(most)
    let regionPlaces = engine.layout.regions.map { places.place(of: $0) }
    for sum in sums {
      let scan = scans[sum.indicator]
      let (sex, age) = (sexes.place(of: sum.stratum.sex), ages.place(of: sum.stratum.age))
      let first = rates.count
      for last in scan.periods.indices.dropFirst(Self.window - 1) {
        let label = periods.place(of: scan.periods[last].label)
        for region in 0..<regions {
          var (count, denominator) = (0.0, 0.0)
          for period in last - Self.window + 1...last {
            count += sum.counts[period * regions + region]
            denominator += sum.denominators[period * regions + region]
          }
          // A figure that has both has a denominator above 0: without one there was none.
          guard denominator > 0 else { continue }
          places.append(place: regionPlaces[region])
          periods.append(place: label)
          counts.append(Int64(exactly: count.rounded()))
          denominators.append(Int64(exactly: denominator.rounded()))
          rates.append(count / denominator)
        }
      }
      indicators.append(contentsOf: repeatElement(Int64?(Int64(scan.id)), count: rates.count - first))
      sexes.append(place: sex, times: rates.count - first)
      ages.append(place: age, times: rates.count - first)
    }
    return AnalysisAnswer(
      columns: [
        .integers(indicators), sexes.column, ages.column, places.column, periods.column, .integers(counts),
        .integers(denominators), .floats(rates),
      ],
      rowCount: rates.count, work: clock.work(of: scanners))
  }
}
