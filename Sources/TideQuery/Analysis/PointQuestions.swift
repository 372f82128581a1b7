import TideCore
import TideModel
import TideStore

/// What Q1 and Q2 ask about: the middle indicator, its plain stratum of Persons and the age that sorts first.
struct MiddleIndicator {
  let scan: IndicatorScan
  let stratum: Int

  init(_ engine: AnalysisEngine) throws {
    let indicators = engine.layout.indicators
    guard !indicators.isEmpty else { throw QueryError.noFigures }
    scan = try engine.layout.scan(indicators[indicators.count / 2])
    let plain = scan.panels.filter { $0.stratum.isWhole && $0.stratum.sex == "Persons" }
    guard let first = plain.min(by: { $0.stratum.age.utf8.lexicographicallyPrecedes($1.stratum.age.utf8) }) else {
      throw QueryError.noFigures
    }
    stratum = first.stack.key.stratum
  }
}

extension QueryError {
  static let noFigures = QueryError(
    .usage, "the store does not hold the figures this question is about",
    remedy: "Make a store of such figures: 'tidemark generate --size S --store DIR'.")
}

/// Q1: one indicator, Birmingham and England, all periods.
struct OneIndicatorTrend {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let asked = try MiddleIndicator(engine)
    clock.step("open panels")
    var work = AnalysisWork()
    var (areas, periods) = (TextColumn(), TextColumn())
    var rows = FigureColumns()
    for code in [Area.birminghamCode, Area.englandCode] {
      guard let panel = asked.scan.panel(asked.stratum, AreaClass(code: code)) else { continue }
      var reader = CellReader(area: code)
      reader.count(panels: 1)
      for period in asked.scan.periods.indices {
        guard let numbers = try reader.numbers(panel, period: period, measures: FigureColumns.measures) else {
          continue
        }
        areas.append(code)
        periods.append(asked.scan.periods[period].label)
        rows.append(numbers)
      }
      work.add(reader.work)
    }
    return AnalysisAnswer(
      columns: [areas.column, periods.column] + rows.columns, rowCount: rows.count,
      indicator: asked.scan.id, work: clock.work(of: work))
  }
}

/// Value, 95% limits, count and denominator, as Q1 and Q3 list them.
private struct FigureColumns {
  static let measures: UInt8 = 0b110_0111
  private var value: [Double] = []
  private var lower: [Double] = []
  private var upper: [Double] = []
  private var counts: [Int64?] = []
  private var denominators: [Int64?] = []

  mutating func append(_ numbers: CellNumbers) {
    value.append(numbers[0] ?? .nan)
    lower.append(numbers[1] ?? .nan)
    upper.append(numbers[2] ?? .nan)
    counts.append(numbers[5].flatMap { Int64(exactly: $0.rounded()) })
    denominators.append(numbers[6].flatMap { Int64(exactly: $0.rounded()) })
  }

  var count: Int { value.count }

  var columns: [AnalysisAnswer.Column] {
    [.floats(value), .floats(lower), .floats(upper), .integers(counts), .integers(denominators)]
  }
}

/// Q2: one indicator, latest period, every upper-tier area: value, limits, rank, against England.
struct OneIndicatorRanks {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let asked = try MiddleIndicator(engine)
    clock.step("open panels")
    let latest = asked.scan.periods.count - 1
    var reader = CellReader(area: Area.englandCode)
    let england = try asked.scan.panel(asked.stratum, .country).flatMap {
      try reader.numbers($0, period: latest, measures: 1)?[0]
    }
    var areas = TextColumn()
    var numbers = [[Double]](repeating: [], count: 3)
    let scanner = ChunkScanner()
    if let panel = asked.scan.panel(asked.stratum, .authority) {
      try scanner.forEachRun(panel, period: latest) { layer, run in
        try Self.read(layer, run, scanner, &areas, &numbers)
      }
    }
    let ranks = Self.ranks(numbers[0])
    var against = TextColumn()
    for row in numbers[0].indices {
      against.append(Self.against(england, lower: numbers[1][row], upper: numbers[2][row], value: numbers[0][row]))
    }
    var work = scanner.work
    work.add(reader.work)
    return AnalysisAnswer(
      columns: [areas.column] + numbers.map { .floats($0) } + [.integers(ranks), against.column],
      rowCount: ranks.count, indicator: asked.scan.id, work: clock.work(of: work))
  }

  private static func read(
    _ layer: LayerScan, _ run: CellRun, _ scanner: ChunkScanner, _ areas: inout TextColumn, _ numbers: inout [[Double]]
  ) throws {
    let absent = try scanner.absent()
    let columns = layer.places.upperTier.filter { column in
      (run.column..<run.column + run.count).contains(column)
        && !absent.contains(UInt16(run.start + column - run.column))
    }
    for column in columns { areas.append(layer.places.list.codes[column]) }
    for measure in 0..<3 {
      guard let values = try scanner.values(measure) else {
        numbers[measure] += Array(repeating: .nan, count: columns.count)
        continue
      }
      for gap in try scanner.missing(measure) { values[Int(gap)] = .nan }
      for column in columns { numbers[measure].append(values[run.start + column - run.column]) }
    }
  }

  /// 1 + the number of lower values; nil for a missing one.
  private static func ranks(_ values: [Double]) -> [Int64?] {
    var less = [Int64](repeating: 0, count: values.count)
    Kernels.current.countLess(values, values.count, into: &less)
    return zip(values, less).map { $0.isNaN ? nil : 1 + $1 }
  }

  private static func against(_ england: Double?, lower: Double, upper: Double, value: Double) -> String {
    guard let england, !value.isNaN else { return "" }
    if england < lower { return "higher" }
    return england > upper ? "lower" : "similar"
  }
}

/// Q3: Birmingham, latest period of every indicator, every plain stratum, with England's value.
struct OneAreaProfile {
  private let engine: AnalysisEngine

  init(_ engine: AnalysisEngine) { self.engine = engine }

  func answer() throws -> AnalysisAnswer {
    var clock = StepClock()
    let scans = try engine.layout.everything()
    clock.step("open panels")
    var (reader, benchmarks) = (CellReader(area: Area.birminghamCode), CellReader(area: Area.englandCode))
    var indicators: [Int64?] = []
    var (sexes, ages, periods) = (TextColumn(), TextColumn(), TextColumn())
    var rows = FigureColumns()
    var england: [Double] = []
    for scan in scans {
      let latest = scan.periods.count - 1
      // Panels stand in the order of strata and classes: England's just before those of the same stratum.
      var country: PanelScan?
      for panel in scan.panels where panel.stratum.isWhole {
        if panel.areaClass == .country { country = panel }
        guard panel.areaClass == .authority,
          let numbers = try reader.numbers(panel, period: latest, measures: FigureColumns.measures)
        else { continue }
        reader.count(panels: 1)
        indicators.append(Int64(scan.id))
        sexes.append(panel.stratum.sex)
        ages.append(panel.stratum.age)
        periods.append(scan.periods[latest].label)
        rows.append(numbers)
        guard let country, country.stack.key.stratum == panel.stack.key.stratum else {
          england.append(.nan)
          continue
        }
        benchmarks.count(panels: 1)
        england.append(try benchmarks.numbers(country, period: latest, measures: 1)?[0] ?? .nan)
      }
    }
    var work = reader.work
    work.add(benchmarks.work)
    return AnalysisAnswer(
      columns: [.integers(indicators), sexes.column, ages.column, periods.column] + rows.columns + [.floats(england)],
      rowCount: rows.count, work: clock.work(of: work))
  }
}
