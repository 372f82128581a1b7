import TideCore
import TideMethods
import TideModel

/// The rows of a summary as they are found, column by column.
struct SummaryRows {
  /// For each row the place of its block, the number of its group of areas and that of its period.
  private(set) var blocks: [Int32] = []
  private(set) var groups: [Int32] = []
  private(set) var periods: [Int32] = []
  /// Whole numbers; numbers, of which missing ones are not a number; and numbers of areas, -1 for none.
  private(set) var integers: [[Int]] = []
  private(set) var numbers: [[Double]] = []
  private(set) var areas: [[Int32]] = []
  /// For each measure its first column among those of its kind.
  let columns: [Int]
  /// The status of a rate.
  private(set) var statuses: [Status] = []
  /// What has to be said of a row: a place among the texts, -1 for nothing.
  private(set) var notes: [Int32] = []
  private(set) var noteTexts = KeyTexts()
  /// How intervals were calculated.
  private(set) var methods: [IntervalMethod] = []

  private let summary: Summary
  private let hasNotes: Bool
  private let rates: SummaryRate
  private let percentiles: PercentileSelection

  /// No rows yet.
  init(_ summary: Summary, _ indicators: [Indicator]) {
    self.summary = summary
    rates = SummaryRate(indicators)
    hasNotes = summary.measures.contains(.rate) || summary.measures.contains(.slope)
    percentiles = PercentileSelection(summary.measures.compactMap(\.fraction))
    var columns: [Int] = []
    for measure in summary.measures {
      switch measure.kind {
      case .integer:
        columns.append(integers.count)
        integers.append([])
      case .number(let count):
        columns.append(numbers.count)
        numbers += Array(repeating: [], count: count)
      case .area:
        columns.append(areas.count)
        areas.append([])
      }
    }
    self.columns = columns
  }

  /// How many there are.
  var count: Int { blocks.count }

  /// Makes room for so many rows, where they are not too many to be likely.
  mutating func reserve(_ count: Int) {
    let count = min(count, 1 << 20)
    blocks.reserveCapacity(count)
    groups.reserveCapacity(count)
    if summary.keys.contains(.period) { periods.reserveCapacity(count) }
    for place in integers.indices { integers[place].reserveCapacity(count) }
    for place in numbers.indices { numbers[place].reserveCapacity(count) }
    for place in areas.indices { areas[place].reserveCapacity(count) }
    if hasNotes { notes.reserveCapacity(count) }
  }

  /// What each block has, for each row of it.
  func spread<Number: BitwiseCopyable>(_ byBlock: [Number]) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { room, filled in
      var first = 0
      while first < count {
        let block = blocks[first]
        var end = first + 1
        while end < count, blocks[end] == block { end += 1 }
        room[first..<end].initialize(repeating: byBlock[Int(block)])
        first = end
      }
      filled = count
    }
  }

  /// Groups of a block that become rows.
  struct Spots {
    /// Their cells in the tallies, as many for each row as periods are taken together.
    var cells: [Int] = []
    /// Periods taken together.
    let span: Int
    /// The group of each, in the block.
    var groups: [Int32] = []
    /// The window of each.
    var windows: [Int32] = []

    init(span: Int) { self.span = span }

    var count: Int { groups.count }

    /// Calls `body` with each row and its cells.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ cells: UnsafeBufferPointer<Int>) throws -> Void) rethrows {
      try cells.withUnsafeBufferPointer { all in
        for row in 0..<count { try body(row, UnsafeBufferPointer(rebasing: all[row * span..<(row + 1) * span])) }
      }
    }

    /// The cells of a row.
    func cells(of row: Int) -> ArraySlice<Int> { cells[row * span..<(row + 1) * span] }
  }

  /// Where rows come from.
  struct Source {
    let block: SummaryBlock
    /// Its place among the blocks.
    let place: Int32
    let rows: PeriodRows
    let tallies: GroupTallies
    /// Which figures of some cells share people, in words; nil where none can.
    var sharing: (([Int]) throws -> String?)?
  }

  /// Adds the rows of a block.
  mutating func add(_ spots: Spots, from source: Source) throws {
    blocks.append(contentsOf: repeatElement(source.place, count: spots.count))
    let groups = source.block.frame.groups
    self.groups.append(contentsOf: spots.groups.lazy.map { groups[Int($0)] })
    if summary.keys.contains(.period) {
      periods.append(contentsOf: spots.windows.lazy.map { source.rows.numbers[Int($0)] })
    }
    var remarks: [Int: String] = [:]
    for (place, measure) in summary.measures.enumerated() { try add(measure, columns[place], spots, source, &remarks) }
    addPercentiles(spots, source.tallies)
    guard hasNotes else { return }
    if remarks.isEmpty { return notes.append(contentsOf: repeatElement(-1, count: spots.count)) }
    for row in 0..<spots.count { notes.append(remarks[row].map { noteTexts.number(of: $0) } ?? -1) }
  }

  /// Adds the rows of another part of the same summary.
  mutating func append(_ other: SummaryRows) {
    if count == 0 {
      self = other
      return
    }
    blocks += other.blocks
    groups += other.groups
    periods += other.periods
    for place in integers.indices { integers[place] += other.integers[place] }
    for place in numbers.indices { numbers[place] += other.numbers[place] }
    for place in areas.indices { areas[place] += other.areas[place] }
    statuses += other.statuses
    let texts = other.noteTexts.first.map { noteTexts.number(of: $0) }
    notes.append(contentsOf: other.notes.lazy.map { $0 < 0 ? -1 : texts[Int($0)] })
    for method in other.methods where !methods.contains(method) { methods.append(method) }
  }

  // MARK: Measures

  private mutating func add(
    _ measure: Summary.Measure, _ column: Int, _ spots: Spots, _ source: Source, _ remarks: inout [Int: String]
  ) throws {
    let tallies = source.tallies
    let (summaries, present) = (tallies.summaries, tallies.present)
    switch measure {
    case .figures:
      // The points of a line are the values there are.
      if tallies.needs.contains(.values) {
        addSums(column, spots) { summaries.base[$0].figures }
      } else {
        addSums(column, spots) { Int(tallies.points.base[$0]) }
      }
    case .missing: addSums(column, spots) { Int(present.base[$0]) - summaries.base[$0].figures }
    case .count: addSums(column, spots, of: { summaries.base[$0].counts }, count: { summaries.base[$0].counted })
    case .denominator:
      addSums(column, spots, of: { summaries.base[$0].denominators }, count: { summaries.base[$0].based })
    case .pooled: addPooled(column, spots, tallies)
    case .rate: try addRates(column, spots, source, &remarks)
    case .mean:
      fill(column, spots) { cells in
        let together = Self.together(cells, summaries)
        return together.figures > 0 ? together.values / Double(together.figures) : .nan
      }
    case .min:
      fill(column, spots) { cells in
        let together = Self.together(cells, summaries)
        return together.figures > 0 ? together.least : .nan
      }
    case .max:
      fill(column, spots) { cells in
        let together = Self.together(cells, summaries)
        return together.figures > 0 ? together.greatest : .nan
      }
    case .minArea:
      spots.forEach { _, cells in
        areas[column].append(cells.reduce(GroupTallies.Extreme()) { tallies.least($0, tallies.leasts[$1]) }.area)
      }
    case .maxArea:
      spots.forEach { _, cells in
        areas[column].append(
          cells.reduce(GroupTallies.Extreme()) { tallies.greatest($0, tallies.greatests[$1]) }.area)
      }
    case .median, .percentile: break
    case .slope: addSlopes(column, spots, tallies, &remarks)
    case .compared: addSums(column, spots) { Int(tallies.compared.base[$0]) }
    case .above: addSums(column, spots) { Int(tallies.above.base[$0]) }
    case .below: addSums(column, spots) { Int(tallies.below.base[$0]) }
    case .judged(let judgement):
      let (kinds, place) = (Summary.Judgement.allCases.count, judgement.place)
      addSums(column, spots) { Int(tallies.verdicts.base[$0 * kinds + place]) }
    }
  }

  private mutating func add(_ number: Double, _ column: Int) { numbers[column].append(Self.finite(number)) }

  private static func finite(_ number: Double) -> Double { number.isFinite ? number : .nan }

  /// Adds what `body` makes of each row's cells.
  @inline(__always)
  private mutating func fill(_ column: Int, _ spots: Spots, _ body: (UnsafeBufferPointer<Int>) -> Double) {
    numbers[column] += [Double](unsafeUninitializedCapacity: spots.count) { room, count in
      spots.forEach { row, cells in room.initializeElement(at: row, to: Self.finite(body(cells))) }
      count = spots.count
    }
  }

  private static func together(_ cells: UnsafeBufferPointer<Int>, _ summaries: Room<PeriodSummary>) -> PeriodSummary {
    if cells.count == 1 { return summaries[cells[0]] }
    return cells.reduce(into: PeriodSummary()) { $0.add(summaries[$1]) }
  }

  @inline(__always)
  private mutating func addSums(_ column: Int, _ spots: Spots, of number: (Int) -> Int) {
    if spots.span == 1 {
      integers[column].append(contentsOf: spots.cells.lazy.map(number))
      return
    }
    spots.forEach { _, cells in integers[column].append(cells.reduce(0) { $0 + number($1) }) }
  }

  /// Sums over so many numbers; missing over none.
  @inline(__always)
  private mutating func addSums(
    _ column: Int, _ spots: Spots, of number: (Int) -> Double, count: (Int) -> Int
  ) {
    fill(column, spots) { cells in
      let counted = cells.reduce(0) { $0 + count($1) }
      return counted > 0 ? cells.reduce(0) { $0 + number($1) } : .nan
    }
  }

  private mutating func addPooled(_ column: Int, _ spots: Spots, _ tallies: GroupTallies) {
    let (pairs, counts, denominators) = (tallies.pairs.base, tallies.pairCounts.base, tallies.pairDenominators.base)
    func sum(_ numbers: UnsafeMutablePointer<Double>, _ cells: UnsafeBufferPointer<Int>) -> Double {
      cells.contains { pairs[$0] > 0 } ? cells.reduce(0) { $0 + numbers[$1] } : .nan
    }
    fill(column, spots) { sum(counts, $0) }
    fill(column + 1, spots) { sum(denominators, $0) }
    let (summed, based) = (numbers[column].suffix(spots.count), numbers[column + 1].suffix(spots.count))
    numbers[column + 2].append(contentsOf: zip(summed, based).lazy.map { Self.finite($0 / $1) })
  }

  private mutating func addPercentiles(_ spots: Spots, _ tallies: GroupTallies) {
    let wanted = zip(summary.measures, columns).filter { $0.0.fraction != nil }.map(\.1)
    guard !wanted.isEmpty else { return }
    spots.forEach { _, cells in
      let values = cells.count == 1 ? tallies.lists[cells[0]] : cells.flatMap { tallies.lists[$0] }
      for (column, number) in zip(wanted, percentiles.percentiles(of: values)) { add(number, column) }
    }
  }

  // MARK: Slopes

  private mutating func addSlopes(
    _ column: Int, _ spots: Spots, _ tallies: GroupTallies, _ remarks: inout [Int: String]
  ) {
    let (kinds, series) = (tallies.kinds.base, tallies.series.base)
    numbers[column] += [Double](unsafeUninitializedCapacity: spots.count) { room, count in
      spots.forEach { row, cells in
        var sums = LineSums()
        var (kind, one) = (GroupTallies.none, GroupTallies.none)
        for cell in cells {
          sums.add(tallies.line(cell))
          kind = GroupTallies.together(kind, kinds[cell])
          one = GroupTallies.together(one, series[cell])
        }
        let reason = Self.noSlope(sums, series: one, kind: kind)
        if let reason { Self.add("no slope: \(reason)", to: &remarks[row]) }
        room.initializeElement(at: row, to: reason == nil ? Self.finite(sums.slope) : .nan)
      }
      count = spots.count
    }
  }

  /// Fewer points make no slope.
  private static let leastPoints = 3.0

  private static func noSlope(_ sums: LineSums, series: Int, kind: Int) -> String? {
    if sums.weight < leastPoints { return "fewer than 3 points" }
    if series == GroupTallies.several { return "several series" }
    return kind == GroupTallies.several ? "periods of several lengths" : nil
  }

  private static func add(_ text: String, to remark: inout String?) {
    remark = remark.map { "\($0); \(text)" } ?? text
  }

  // MARK: Rates

  private mutating func addRates(
    _ column: Int, _ spots: Spots, _ source: Source, _ remarks: inout [Int: String]
  ) throws {
    for row in 0..<spots.count {
      let cells = Array(spots.cells(of: row))
      var members = Self.members(source.tallies, cells)
      if spots.span > 1 {
        let absent = zip(source.rows.windows[Int(spots.windows[row])], cells).filter {
          source.tallies.present[$0.1] == 0
        }
        members.absent = Succession.list(absent.map { source.rows.labels[$0.0] })
      }
      members.shared = try source.sharing?(cells)
      let figure = rates.figure(members)
      let figures = figure.figures
      let parts = [
        figures.value, figures.lower95, figures.upper95, figures.lower998, figures.upper998, figures.count,
        figures.denominator,
      ]
      for (place, number) in parts.enumerated() { add(number ?? .nan, column + place) }
      statuses.append(figure.status)
      for remark in figure.remarks { Self.add(remark, to: &remarks[row]) }
      if let method = figure.method, !methods.contains(method) { methods.append(method) }
    }
  }

  private static func members(_ tallies: GroupTallies, _ cells: [Int]) -> SummaryRate.Members {
    var members = SummaryRate.Members()
    for cell in cells {
      members.present += Int(tallies.present[cell])
      members.pairs += Int(tallies.pairs[cell])
      members.count += tallies.pairCounts[cell]
      members.denominator += tallies.pairDenominators[cell]
      members.suppressed += Int(tallies.suppressed[cell])
      members.impossible += Int(tallies.impossible[cell])
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
}

extension Summary.Measure {
  /// What its columns hold.
  enum Kind {
    case integer
    /// So many columns of numbers.
    case number(Int)
    case area
  }

  /// What its columns hold.
  var kind: Kind {
    switch self {
    case .figures, .missing, .compared, .above, .below, .judged: .integer
    case .count, .denominator, .mean, .min, .max, .median, .percentile, .slope: .number(1)
    case .pooled: .number(3)
    case .rate: .number(7)
    case .minArea, .maxArea: .area
    }
  }
}
