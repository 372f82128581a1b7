import TideModel
import TideStore

/// Finds what the values of whole panels are set against: the benchmarks that other answers use.
///
/// A published figure of an area is read from its panel, all periods at once; where there is none, and for means, medians and
/// pooled figures, each benchmark is asked for by itself.
final class ThresholdFinder {
  private let asked: Asked
  private let benchmarks: Benchmarks
  private let scanner = ChunkScanner()
  /// The benchmark area's values by period, of the strata of the indicator at hand.
  private var published: [Int: [Double]] = [:]
  private var slices: [Stratum: Slice]?
  private var indicator = -1
  private var groups: [ObjectIdentifier: [PeerGroup]] = [:]

  init(_ asked: Asked) {
    self.asked = asked
    benchmarks = Benchmarks(asked.query.benchmark, catalogue: asked.catalogue)
  }

  /// By layer what the values of a panel are set against; nil for nothing.
  /// - Parameter rows: whether each of the indicator's periods is asked for.
  func thresholds(
    of panel: PanelScan, _ scan: IndicatorScan, _ number: Int, rows: [Bool]
  ) throws -> [ComparisonThresholds?] {
    if number != indicator {
      indicator = number
      published = [:]
      slices = nil
      benchmarks.reset()
    }
    let shared =
      try benchmarks.areaCode.map { try values(of: $0, panel.place, scan) }
      ?? Array(repeating: .nan, count: scan.periods.count)
    if panel.layers.count == 1 {
      return [try thresholds(of: panel.layers[0].places.list, panel.stratum, scan, shared, rows: rows)]
    }
    var known: [(list: AreaList, found: ComparisonThresholds?)] = []
    return try panel.layers.map { layer in
      let list = layer.places.list
      if let same = known.first(where: { $0.list === list }) { return same.found }
      let found = try thresholds(of: list, panel.stratum, scan, shared, rows: rows)
      known.append((list, found))
      return found
    }
  }

  private func thresholds(
    of list: AreaList, _ stratum: Stratum, _ scan: IndicatorScan, _ shared: [Double], rows: [Bool]
  ) throws -> ComparisonThresholds? {
    var thresholds = ComparisonThresholds(shared)
    let own = column(ofBenchmarkIn: list)
    // The benchmark by itself is set against nothing.
    if own != nil, list.codes.count == 1, stratum.isWhole { return nil }
    for row in scan.periods.indices where rows[row] {
      if own == nil, !shared[row].isNaN { continue }
      var columns =
        shared[row].isNaN
        ? try each(of: list, stratum, scan, row) : Array(repeating: shared[row], count: list.codes.count)
      if let own { columns[own] = try ofBenchmark(stratum, scan, row) }
      if own == nil, columns.allSatisfy(\.isNaN) { continue }
      thresholds.set(row, columns: columns)
    }
    return thresholds.isEmpty ? nil : thresholds
  }

  private var ownColumns: [ObjectIdentifier: Int?] = [:]

  private func column(ofBenchmarkIn list: AreaList) -> Int? {
    guard let code = benchmarks.areaCode else { return nil }
    if let known = ownColumns[ObjectIdentifier(list)] { return known }
    let column = list.codes.firstIndex(of: code)
    ownColumns[ObjectIdentifier(list)] = .some(column)
    return column
  }

  /// The benchmark area is set against nothing, but a category of it against its whole population.
  private func ofBenchmark(_ stratum: Stratum, _ scan: IndicatorScan, _ row: Int) throws -> Double {
    guard !stratum.isWhole, let code = benchmarks.areaCode else { return .nan }
    let whole = Stratum(sex: stratum.sex, age: stratum.age)
    guard let place = scan.strata.firstIndex(of: whole) else { return .nan }
    let value = try values(of: code, place, scan)[row]
    guard value.isNaN, let slice = try slice(whole) else { return value }
    let group = group(of: code)
    return try benchmarks.figure(
      for: slice, period: scan.periods[row], type: group.type, country: group.country
    ).figures.value ?? .nan
  }

  private func each(
    of list: AreaList, _ stratum: Stratum, _ scan: IndicatorScan, _ row: Int
  ) throws -> [Double] {
    guard let slice = try slice(stratum) else { return Array(repeating: .nan, count: list.codes.count) }
    let groups = groups(of: list)
    var known: [PeerGroup: Double] = [:]
    for group in Set(groups) {
      known[group] =
        try benchmarks.figure(
          for: slice, period: scan.periods[row], type: group.type, country: group.country
        ).figures.value ?? .nan
    }
    return groups.map { known[$0] ?? .nan }
  }

  private func groups(of list: AreaList) -> [PeerGroup] {
    if let known = groups[ObjectIdentifier(list)] { return known }
    let found = list.codes.map(group)
    groups[ObjectIdentifier(list)] = found
    return found
  }

  private func group(of code: String) -> PeerGroup {
    PeerGroup(
      of: code, type: asked.query.selection.areaType.flatMap { $0.contains(code: code) ? $0 : nil }, parent: nil)
  }

  private func slice(_ stratum: Stratum) throws -> Slice? {
    if slices == nil {
      let all = try Slice.all(
        of: asked.indicators[indicator], selection: Query.Selection(), catalogue: asked.catalogue)
      slices = Dictionary(all.map { ($0.stratum, $0) }) { first, _ in first }
    }
    return slices?[stratum]
  }

  /// The values of an area by period; not a number where one is missing.
  private func values(of code: String, _ stratum: Int, _ scan: IndicatorScan) throws -> [Double] {
    if let known = published[stratum] { return known }
    var values = [Double](repeating: .nan, count: scan.periods.count)
    let areaClass = AreaClass(code: code)
    if let panel = scan.panels.first(where: { $0.areaClass == areaClass && $0.place == stratum }) {
      for (index, layer) in panel.layers.enumerated() {
        guard let column = layer.places.list.codes.firstIndex(of: code) else { continue }
        try scanner.forEachChunk(panel, layer: index, of: nil) { _, runs in
          guard let numbers = try scanner.values(0) else { return }
          let missing = try scanner.missing(0)
          let absent = try scanner.absent()
          for run in runs where (run.column..<run.column + run.count).contains(column) {
            let place = UInt16(run.start + column - run.column)
            if absent.contains(place) { continue }
            values[run.period] = missing.contains(place) ? .nan : numbers[Int(place)]
          }
        }
      }
    }
    published[stratum] = values
    return values
  }

  /// What was read so far.
  var work: ScanWork { scanner.work }
}
