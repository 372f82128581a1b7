import TideMethods
import TideModel

/// The rows of a summary as they are found, column by column.
struct SummaryRows {
  /// What stands in the columns of one measure.
  enum Cells {
    case integers([Int])
    /// Missing is not a number.
    case numbers([Double])
    /// Numbers of areas; -1 for none.
    case areas([Int32])
  }

  /// For each row the place of its block, the number of its group of areas and that of its period.
  private(set) var blocks: [Int32] = []
  private(set) var groups: [Int32] = []
  private(set) var periods: [Int32] = []
  /// For each measure its columns.
  private(set) var cells: [[Cells]]
  /// The status of a rate.
  private(set) var statuses: [Status] = []
  /// What has to be said of a row: a place among the texts, -1 for nothing.
  private(set) var notes: [Int32] = []
  private(set) var noteTexts = KeyTexts()
  /// How intervals were calculated.
  private(set) var methods: [IntervalMethod] = []

  private let measures: [Summary.Measure]
  private let rates: SummaryRate

  init(_ summary: Summary, _ indicators: [Indicator]) {
    measures = summary.measures
    rates = SummaryRate(indicators)
    cells = measures.map { measure in
      switch measure {
      case .figures, .missing, .compared, .above, .below, .judged: [.integers([])]
      case .count, .denominator, .mean, .min, .max, .median, .percentile, .slope: [.numbers([])]
      case .pooled: Array(repeating: .numbers([]), count: 3)
      case .rate: Array(repeating: .numbers([]), count: 7)
      case .minArea, .maxArea: [.areas([])]
      }
    }
  }

  /// How many there are.
  var count: Int { blocks.count }

  /// Whether rows have notes.
  var hasNotes: Bool { measures.contains(.rate) || measures.contains(.slope) }

  /// Groups of a block that become rows.
  struct Spots {
    /// Their cells in the tallies, as many for each row as periods are taken together.
    var cells: [Int] = []
    /// Periods taken together.
    let span: Int
    /// The group of each, in the block.
    var groups: [Int] = []
    /// The window of each.
    var windows: [Int] = []

    init(span: Int) { self.span = span }
  }

  /// Adds the rows of a block.
  /// - Parameters:
  ///   - block: its place among the blocks.
  ///   - periods: the number of each window's last period.
  mutating func add(
    _ spots: Spots, of shape: SummaryBlock, block: Int32, rows: PeriodRows, periods: [Int32], _ tallies: GroupTallies,
    sharing: (([Int]) throws -> String?)?
  ) throws {
    let count = spots.groups.count
    blocks.append(contentsOf: repeatElement(block, count: count))
    groups.append(contentsOf: spots.groups.lazy.map { shape.groups[$0] })
    if !periods.isEmpty { self.periods.append(contentsOf: spots.windows.lazy.map { periods[$0] }) }
    var remarks: [Int: String] = [:]
    for (place, measure) in measures.enumerated() {
      switch measure {
      case .figures: append(Self.sums(tallies.figures, spots), place)
      case .missing:
        append(zip(Self.sums(tallies.present, spots), Self.sums(tallies.figures, spots)).map { $0 - $1 }, place)
      case .count: append(Self.sums(tallies.counts, of: tallies.counted, spots), place)
      case .denominator: append(Self.sums(tallies.denominators, of: tallies.based, spots), place)
      case .pooled: appendPooled(tallies, spots, place)
      case .rate: try appendRates(tallies, spots, rows, sharing, place, &remarks)
      case .mean:
        let figures = Self.sums(tallies.figures, spots)
        append(zip(Self.sums(tallies.values, spots), figures).map { $1 > 0 ? $0 / Double($1) : .nan }, place)
      case .min, .max, .minArea, .maxArea: break
      case .median, .percentile: append(Self.percentiles(measure.fraction ?? 0, tallies.lists, spots), place)
      case .slope: appendSlopes(tallies, spots, place, &remarks)
      case .compared: append(Self.sums(tallies.compared, spots), place)
      case .above: append(Self.sums(tallies.above, spots), place)
      case .below: append(Self.sums(tallies.below, spots), place)
      case .judged(let judgement):
        let kinds = Summary.Judgement.allCases.count
        append(
          Self.folded(spots) { cells in
            cells.reduce(0) { $0 + tallies.verdicts[$1 * kinds + judgement.place] }
          }, place)
      }
    }
    appendExtremes(tallies, spots)
    if hasNotes { for row in 0..<count { note(remarks[row]) } }
  }

  private mutating func note(_ text: String?) { notes.append(text.map { noteTexts.number(of: $0) } ?? -1) }

  // MARK: Adding to columns

  private mutating func append(_ numbers: [Int], _ measure: Int) {
    guard case .integers(var known) = cells[measure][0] else { return }
    cells[measure][0] = .integers([])
    known += numbers
    cells[measure][0] = .integers(known)
  }

  private mutating func append(_ numbers: [Double], _ measure: Int, column: Int = 0) {
    guard case .numbers(var known) = cells[measure][column] else { return }
    cells[measure][column] = .numbers([])
    known.append(contentsOf: numbers.lazy.map { $0.isFinite ? $0 : .nan })
    cells[measure][column] = .numbers(known)
  }

  private mutating func append(_ areas: [Int32], _ measure: Int) {
    guard case .areas(var known) = cells[measure][0] else { return }
    cells[measure][0] = .areas([])
    known += areas
    cells[measure][0] = .areas(known)
  }

  private mutating func appendPooled(_ tallies: GroupTallies, _ spots: Spots, _ place: Int) {
    let counts = Self.sums(tallies.pairCounts, of: tallies.pairs, spots)
    let denominators = Self.sums(tallies.pairDenominators, of: tallies.pairs, spots)
    append(counts, place)
    append(denominators, place, column: 1)
    append(zip(counts, denominators).map { $0 / $1 }, place, column: 2)
  }

  private mutating func appendExtremes(_ tallies: GroupTallies, _ spots: Spots) {
    guard tallies.needs.contains(.extremes) else { return }
    for (place, measure) in measures.enumerated() {
      switch measure {
      case .min: append(Self.folded(spots) { tallies.least(of: $0).map { tallies.least[$0] } ?? .nan }, place)
      case .max: append(Self.folded(spots) { tallies.greatest(of: $0).map { tallies.greatest[$0] } ?? .nan }, place)
      case .minArea: append(Self.folded(spots) { tallies.least(of: $0).map { tallies.leastArea[$0] } ?? -1 }, place)
      case .maxArea:
        append(Self.folded(spots) { tallies.greatest(of: $0).map { tallies.greatestArea[$0] } ?? -1 }, place)
      default: break
      }
    }
  }

  private mutating func appendSlopes(
    _ tallies: GroupTallies, _ spots: Spots, _ place: Int, _ remarks: inout [Int: String]
  ) {
    var slopes: [Double] = []
    slopes.reserveCapacity(spots.groups.count)
    for row in spots.groups.indices {
      var sums = LineSums()
      var (kind, series) = (GroupTallies.none, GroupTallies.none)
      for cell in spots.cells[row * spots.span..<(row + 1) * spots.span] {
        sums.add(tallies.lines[cell])
        kind = GroupTallies.together(kind, tallies.kinds[cell])
        series = GroupTallies.together(series, tallies.series[cell])
      }
      let reason = Self.noSlope(sums, series: series, kind: kind)
      slopes.append(reason == nil ? sums.slope : .nan)
      if let reason { Self.add("no slope: \(reason)", to: &remarks[row]) }
    }
    append(slopes, place)
  }

  /// Fewer points make no slope.
  static let leastPoints = 3.0

  private static func noSlope(_ sums: LineSums, series: Int, kind: Int) -> String? {
    if sums.weight < leastPoints { return "fewer than 3 points" }
    if series == GroupTallies.several { return "several series" }
    return kind == GroupTallies.several ? "periods of several lengths" : nil
  }

  private static func add(_ text: String, to remark: inout String?) {
    remark = remark.map { "\($0); \(text)" } ?? text
  }

  // MARK: Rates

  private mutating func appendRates(
    _ tallies: GroupTallies, _ spots: Spots, _ rows: PeriodRows,
    _ sharing: (([Int]) throws -> String?)?, _ place: Int, _ remarks: inout [Int: String]
  ) throws {
    var columns = [[Double]](repeating: [], count: 7)
    for row in spots.groups.indices {
      let cells = Array(spots.cells[row * spots.span..<(row + 1) * spots.span])
      var members = Self.members(tallies, cells)
      if spots.span > 1 {
        let absent = zip(rows.windows[spots.windows[row]], cells).filter { tallies.present[$0.1] == 0 }
        members.absent = Succession.list(absent.map { rows.labels[$0.0] })
      }
      members.shared = try sharing?(cells)
      let figure = rates.figure(members)
      let figures = figure.figures
      let numbers = [
        figures.value, figures.lower95, figures.upper95, figures.lower998, figures.upper998, figures.count,
        figures.denominator,
      ]
      for (column, number) in numbers.enumerated() { columns[column].append(number ?? .nan) }
      statuses.append(figure.status)
      for remark in figure.remarks { Self.add(remark, to: &remarks[row]) }
      if let method = figure.method, !methods.contains(method) { methods.append(method) }
    }
    for (column, numbers) in columns.enumerated() { append(numbers, place, column: column) }
  }

  private static func members(_ tallies: GroupTallies, _ cells: [Int]) -> SummaryRate.Members {
    var members = SummaryRate.Members()
    for cell in cells {
      members.present += tallies.present[cell]
      members.pairs += tallies.pairs[cell]
      members.count += tallies.pairCounts[cell]
      members.denominator += tallies.pairDenominators[cell]
      members.suppressed += tallies.suppressed[cell]
      members.negative += tallies.negative[cell]
      members.isMixed = members.isMixed || tallies.isMixed[cell]
      guard tallies.indicator[cell] >= 0 else { continue }
      if members.indicator < 0 {
        (members.indicator, members.proof) = (tallies.indicator[cell], tallies.proofs[cell])
      } else {
        if !tallies.areOne(members.indicator, tallies.indicator[cell]) { members.isMixed = true }
        if let proof = tallies.proofs[cell] { members.proof?.add(proof) }
      }
    }
    return members
  }

  // MARK: Folding cells into rows

  private static func folded<Number>(_ spots: Spots, _ fold: (ArraySlice<Int>) -> Number) -> [Number] {
    spots.groups.indices.map { fold(spots.cells[$0 * spots.span..<($0 + 1) * spots.span]) }
  }

  private static func sums(_ numbers: [Int], _ spots: Spots) -> [Int] {
    if spots.span == 1 { return spots.cells.map { numbers[$0] } }
    return folded(spots) { cells in cells.reduce(0) { $0 + numbers[$1] } }
  }

  private static func sums(_ numbers: [Double], _ spots: Spots) -> [Double] {
    if spots.span == 1 { return spots.cells.map { numbers[$0] } }
    return folded(spots) { cells in cells.reduce(0) { $0 + numbers[$1] } }
  }

  /// Sums over so many numbers; missing over none.
  private static func sums(_ numbers: [Double], of counts: [Int], _ spots: Spots) -> [Double] {
    zip(sums(numbers, spots), sums(counts, spots)).map { $1 > 0 ? $0 : .nan }
  }

  private static func percentiles(_ fraction: Double, _ lists: [[Double]], _ spots: Spots) -> [Double] {
    folded(spots) { cells in
      let values = cells.count == 1 ? lists[cells[cells.startIndex]] : cells.flatMap { lists[$0] }
      return Percentile.interpolated(at: fraction, of: values) ?? .nan
    }
  }
}
