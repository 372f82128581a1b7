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
        // A panel of upper-tier areas has fewer than 1,024 areas, so that its runs are whole periods.
        guard run.column == 0, run.count == layer.image.shape.areas else { continue }
        let start = run.period * regions
        columns.withUnsafeBufferPointer { columns in
          groups.withUnsafeBufferPointer { groups in
            guard let columns = columns.baseAddress, let groups = groups.baseAddress else { return }
            sums.counts.withUnsafeMutableBufferPointer {
              Kernels.current.gatherAdd(
                counts + run.start, places: columns, groups: groups, layer.places.inRegions.columns.count,
                to: $0.baseAddress! + start)
            }
            sums.denominators.withUnsafeMutableBufferPointer {
              Kernels.current.gatherAdd(
                denominators + run.start, places: columns, groups: groups, layer.places.inRegions.columns.count,
                to: $0.baseAddress! + start)
            }
          }
        }
      }
    }
  }

  private func answer(
    _ sums: [Sums], _ scans: [IndicatorScan], _ scanners: [ChunkScanner], _ clock: inout StepClock
  ) -> AnalysisAnswer {
    let regions = engine.layout.regions
    var indicators: [Int64?] = []
    var (sexes, ages, places, periods) = (TextColumn(), TextColumn(), TextColumn(), TextColumn())
    var (counts, denominators): ([Int64?], [Int64?]) = ([], [])
    var rates: [Double] = []
    let regionPlaces = regions.map { places.place(of: $0) }
    for sum in sums {
      let scan = scans[sum.indicator]
      let (sex, age) = (sexes.place(of: sum.stratum.sex), ages.place(of: sum.stratum.age))
      for last in scan.periods.indices.dropFirst(Self.window - 1) {
        let label = periods.place(of: scan.periods[last].label)
        for region in regions.indices {
          var (count, denominator) = (0.0, 0.0)
          for period in last - Self.window + 1...last {
            count += sum.counts[period * regions.count + region]
            denominator += sum.denominators[period * regions.count + region]
          }
          // A figure that has both has a denominator above 0: without one there was none.
          guard denominator > 0 else { continue }
          indicators.append(Int64(scan.id))
          sexes.append(place: sex)
          ages.append(place: age)
          places.append(place: regionPlaces[region])
          periods.append(place: label)
          counts.append(Int64(exactly: count.rounded()))
          denominators.append(Int64(exactly: denominator.rounded()))
          rates.append(count / denominator)
        }
      }
    }
    return AnalysisAnswer(
      columns: [
        .integers(indicators), sexes.column, ages.column, places.column, periods.column, .integers(counts),
        .integers(denominators), .floats(rates),
      ],
      rowCount: rates.count, work: clock.work(of: scanners))
  }
}
