import TideModel

/// The periods of a block of groups, a row of groups each, and the windows that are told.
struct PeriodRows {
  /// Ascending; none where periods are not told apart.
  let periods: [Period]
  /// What each is called: of several labels the one that comes first.
  let labels: [String]
  /// How many rows there are; at least 1.
  let count: Int
  /// The windows, in the order of their last periods: the rows that each takes together.
  let windows: [[Int]]
  /// Periods that belong to no window because others of their length share days with them.
  let overlapping: Int
  /// The number of each window's last period among all of the summary.
  let numbers: [Int32]

  private let rows: [Period: Int]

  /// One row for everything.
  static let single = PeriodRows()

  private init() {
    (periods, labels, count, windows, overlapping, numbers, rows) = ([], [], 1, [[0]], 0, [], [:])
  }

  /// A row for each period.
  /// - Parameters:
  ///   - labelled: the periods under all labels that they have.
  ///   - rolling: how many follow each other in a window.
  ///   - all: those of the summary, which are added to.
  init(_ labelled: some Sequence<Period>, rolling: Int, among all: inout PeriodNumbers) {
    var names: [Period: String] = [:]
    for period in labelled { names[period] = names[period].map { min($0, period.label) } ?? period.label }
    let periods = names.keys.sorted()
    let labels = periods.map { names[$0] ?? $0.label }
    (self.periods, self.labels) = (periods, labels)
    count = max(1, periods.count)
    rows = Dictionary(periods.enumerated().map { ($1, $0) }) { first, _ in first }
    (windows, overlapping) = rolling > 1 ? Self.windows(periods, rolling) : (periods.indices.map { [$0] }, 0)
    numbers = windows.map { window in
      window.last.map { all.number(of: periods[$0], label: labels[$0]) } ?? 0
    }
  }

  /// The row of a period; nil for one that has none.
  func row(of period: Period) -> Int? { periods.isEmpty ? 0 : rows[period] }

  /// Runs of periods of one length and kind of year, each beginning the day the one before ends.
  private static func windows(_ periods: [Period], _ number: Int) -> ([[Int]], Int) {
    var kinds: [PeriodKind: [Int]] = [:]
    for (row, period) in periods.enumerated() { kinds[PeriodKind(period), default: []].append(row) }
    var windows: [[Int]] = []
    var overlapping = 0
    for rows in kinds.values {
      if zip(rows, rows.dropFirst()).contains(where: { periods[$1].start < periods[$0].end }) {
        overlapping += rows.count
        continue
      }
      for last in rows.indices.dropFirst(number - 1) {
        let run = Array(rows[last - number + 1...last])
        if zip(run, run.dropFirst()).allSatisfy({ periods[$0].end == periods[$1].start }) { windows.append(run) }
      }
    }
    return (windows.sorted { ($0.last ?? 0) < ($1.last ?? 0) }, overlapping)
  }
}

/// The periods of a summary's rows, each with its label.
struct PeriodNumbers {
  private(set) var periods: [(period: Period, label: String)] = []
  private var numbers: [Named: Int32] = [:]

  private struct Named: Hashable {
    let period: Period
    let label: String
  }

  /// The number of a period of a label.
  mutating func number(of period: Period, label: String) -> Int32 {
    let key = Named(period: period, label: label)
    if let known = numbers[key] { return known }
    numbers[key] = Int32(periods.count)
    periods.append((period, label))
    return Int32(periods.count - 1)
  }
}

/// Length and kind of year of a period: only periods of one kind make a series.
struct PeriodKind: Hashable {
  let unit: Period.Unit
  let count: Int
  let yearType: YearType

  init(_ period: Period) { (unit, count, yearType) = (period.unit, period.count, period.yearType) }
}

/// Where the periods of an indicator stand in time: the places that slopes are over.
struct PeriodPlaces {
  private let rows: [Period: Int]
  private var kinds: [Int]
  private var times: [Double]
  /// Whether all are of one length and kind of year.
  let areOfOneKind: Bool

  /// Of all periods that an indicator has figures for, ascending.
  init(_ periods: [Period]) {
    var byKind: [PeriodKind: [Int]] = [:]
    for (row, period) in periods.enumerated() { byKind[PeriodKind(period), default: []].append(row) }
    rows = Dictionary(periods.enumerated().map { ($1, $0) }) { first, _ in first }
    kinds = Array(repeating: 0, count: periods.count)
    times = Array(repeating: 0, count: periods.count)
    areOfOneKind = byKind.count <= 1
    for rows in byKind.values {
      for (place, row) in rows.enumerated() {
        // A kind is known by its first period.
        kinds[row] = rows[0]
        times[row] = Double(place) - Double(rows.count - 1) / 2
      }
    }
  }

  /// The kind of the period in a row of them.
  func kind(of row: Int) -> Int { kinds[row] }

  /// The place of the period in a row among those of its kind, counted from the middle of them.
  func t(of row: Int) -> Double { times[row] }

  /// Both of a period.
  subscript(period: Period) -> (kind: Int, t: Double) { rows[period].map { (kinds[$0], times[$0]) } ?? (0, 0) }
}
