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

  private let rows: [Period: Int]

  /// One row for everything.
  static let single = PeriodRows()

  private init() {
    (periods, labels, count, windows, overlapping, rows) = ([], [], 1, [[0]], 0, [:])
  }

  /// A row for each period.
  /// - Parameters:
  ///   - labelled: the periods under all labels that they have.
  ///   - rolling: how many follow each other in a window.
  init(_ labelled: some Sequence<Period>, rolling: Int) {
    var names: [Period: String] = [:]
    for period in labelled { names[period] = names[period].map { min($0, period.label) } ?? period.label }
    periods = names.keys.sorted()
    labels = periods.map { names[$0] ?? $0.label }
    count = max(1, periods.count)
    rows = Dictionary(periods.enumerated().map { ($1, $0) }) { first, _ in first }
    (windows, overlapping) = rolling > 1 ? Self.windows(periods, rolling) : (periods.indices.map { [$0] }, 0)
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

/// Length and kind of year of a period: only periods of one kind make a series.
struct PeriodKind: Hashable {
  let unit: Period.Unit
  let count: Int
  let yearType: YearType

  init(_ period: Period) { (unit, count, yearType) = (period.unit, period.count, period.yearType) }
}

/// Where the periods of an indicator stand in time: the places that slopes are over.
struct PeriodPlaces {
  /// The kind of each period, a number for each.
  private var kinds: [PeriodKind: Int] = [:]
  private var places: [Period: (kind: Int, t: Double)] = [:]

  /// Of all periods that an indicator has figures for.
  init(_ periods: some Sequence<Period>) {
    var byKind: [PeriodKind: [Period]] = [:]
    for period in Set(periods).sorted() { byKind[PeriodKind(period), default: []].append(period) }
    for (kind, periods) in byKind {
      kinds[kind] = kinds.count
      let middle = Double(periods.count - 1) / 2
      for (place, period) in periods.enumerated() { places[period] = (kinds[kind] ?? 0, Double(place) - middle) }
    }
  }

  /// The kind of a period, and its place among those of its kind, counted from the middle of them.
  subscript(period: Period) -> (kind: Int, t: Double) { places[period] ?? (0, 0) }
}
