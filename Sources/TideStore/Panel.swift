public import TideModel

/// One indicator, stratum and class of areas as of a snapshot: a dense matrix of areas x periods.
///
/// The fragments of the releases are laid over each other, later ones on top. A measure is decoded when it is first
/// asked for and kept as long as the panel.
public final class Panel {
  /// Which panel.
  public let key: PanelKey
  /// Area codes, ascending.
  public let areas: [String]
  /// Periods, ascending, with the labels of the newest release that speaks of them.
  public let periods: [Period]

  private let fragments: [PanelFragment]
  /// For each fragment, the cell of this matrix that each of its cells lies on.
  private let placement: [[Int]]
  /// For each cell, 1 + the index of the newest fragment that speaks of it; 0 for none.
  private let owner: [Int]
  private let states: [Int64]
  private let text: (Int64) throws(StoreError) -> String
  private var figures: [Measure: (values: [Double], present: [Bool])] = [:]
  private var parts: [SegmentLayout.Part: [Int64]] = [:]

  init(
    key: PanelKey, fragments: [PanelFragment], code: (Int64) throws(StoreError) -> String,
    text: @escaping (Int64) throws(StoreError) -> String
  ) throws(StoreError) {
    self.key = key
    self.fragments = fragments
    self.text = text
    var areaLists: [[String]] = []
    var periodLists: [[Period]] = []
    for fragment in fragments {
      var codes: [String] = []
      for id in try fragment.areas() { codes.append(try code(id)) }
      areaLists.append(codes)
      periodLists.append(try Self.labelledPeriods(of: fragment, text))
    }
    let areas = Array(Set(areaLists.joined())).sorted()
    var newest: [Int64: Period] = [:]
    for period in periodLists.joined() { newest[period.key] = period }
    let periods = newest.values.sorted()
    let areaIndex = Dictionary(uniqueKeysWithValues: areas.enumerated().map { ($1, $0) })
    let periodIndex = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1.key, $0) })
    var placement: [[Int]] = []
    var owner = [Int](repeating: 0, count: areas.count * periods.count)
    var states = [Int64](repeating: 0, count: owner.count)
    for (index, fragment) in fragments.enumerated() {
      let columns = areaLists[index].map { areaIndex[$0] ?? 0 }
      var cells: [Int] = []
      cells.reserveCapacity(fragment.record.cellCount)
      for period in periodLists[index] {
        let row = (periodIndex[period.key] ?? 0) * areas.count
        for column in columns { cells.append(row + column) }
      }
      for (cell, state) in zip(cells, try fragment.part(.states) ?? []) where state != 0 {
        owner[cell] = index + 1
        states[cell] = state
      }
      placement.append(cells)
    }
    self.areas = areas
    self.periods = periods
    self.placement = placement
    self.owner = owner
    self.states = states
  }

  private static func labelledPeriods(
    of fragment: PanelFragment, _ text: (Int64) throws(StoreError) -> String
  ) throws(StoreError) -> [Period] {
    let periods = try fragment.periods()
    guard let labels = try fragment.labels() else { return periods }
    var out: [Period] = []
    for (period, label) in zip(periods, labels) {
      out.append(label == 0 ? period : period.labelled(try text(label)))
    }
    return out
  }

  /// The position of an area.
  /// - Complexity: O(log areas).
  public func areaIndex(_ code: String) -> Int? {
    let index = areas.partitioningIndex { $0 >= code }
    return index < areas.count && areas[index] == code ? index : nil
  }

  /// The position of a period, whatever its label.
  /// - Complexity: O(log periods).
  public func periodIndex(_ period: Period) -> Int? {
    let index = periods.partitioningIndex { $0 >= period }
    return index < periods.count && periods[index] == period ? index : nil
  }

  private func cell(_ area: Int, _ period: Int) -> Int? {
    guard areas.indices.contains(area), periods.indices.contains(period) else { return nil }
    return period * areas.count + area
  }

  /// Whether anything was published for an area and period, be it only the status of an absent figure.
  public func isPresent(area: Int, period: Int) throws(StoreError) -> Bool {
    guard let cell = cell(area, period) else { return false }
    return states[cell] != 0
  }

  /// The status of a cell; nil where nothing was published.
  public func status(area: Int, period: Int) throws(StoreError) -> Status? {
    guard let cell = cell(area, period), states[cell] != 0 else { return nil }
    guard let raw = UInt8(exactly: states[cell] - 1), let status = Status(rawValue: raw) else {
      let fragment = fragments[max(0, owner[cell] - 1)]
      throw Segment.damage(
        "a cell has a state that does not exist", fragment.segment.relativePath, fragment.record.areas)
    }
    return status
  }

  /// One number of a cell; nil where it is missing.
  public func figure(_ measure: Measure, area: Int, period: Int) throws(StoreError) -> Double? {
    guard let cell = cell(area, period) else { return nil }
    let matrix = try matrix(measure)
    return matrix.present[cell] ? matrix.values[cell] : nil
  }

  /// Everything published for a cell; nil where nothing was.
  public func observation(area: Int, period: Int) throws(StoreError) -> Observation? {
    guard let cell = cell(area, period), let status = try status(area: area, period: period) else { return nil }
    var row = Figures()
    for measure in Measure.allCases { row[measure] = try figure(measure, area: area, period: period) }
    return Observation(
      figures: row, status: status, note: try text(part(.notes), cell), publishedTrend: try text(part(.trends), cell),
      publishedComparison: try text(part(.comparisons), cell))
  }

  /// The sequence number of the release that last spoke of a cell.
  public func release(area: Int, period: Int) throws(StoreError) -> Int? {
    guard let cell = cell(area, period), owner[cell] > 0 else { return nil }
    return fragments[owner[cell] - 1].segment.release
  }

  /// A whole measure: values and presence by cell = period x areas.count + area.
  public func matrix(_ measure: Measure) throws(StoreError) -> (values: [Double], present: [Bool]) {
    if let known = figures[measure] { return known }
    var values = [Double](repeating: 0, count: owner.count)
    var present = [Bool](repeating: false, count: owner.count)
    for (index, fragment) in fragments.enumerated() {
      guard let column = try fragment.figures(measure) else { continue }
      for (position, cell) in placement[index].enumerated() where owner[cell] == index + 1 {
        guard column.valid?[position] ?? true else { continue }
        values[cell] = column.values[position]
        present[cell] = states[cell] != 0
      }
    }
    figures[measure] = (values, present)
    return (values, present)
  }

  private func part(_ part: SegmentLayout.Part) throws(StoreError) -> [Int64] {
    if let known = parts[part] { return known }
    var values: [Int64] = []
    for (index, fragment) in fragments.enumerated() {
      guard let column = try fragment.part(part) else { continue }
      if values.isEmpty { values = Array(repeating: 0, count: owner.count) }
      for (position, cell) in placement[index].enumerated() where owner[cell] == index + 1 {
        values[cell] = column[position]
      }
    }
    parts[part] = values
    return values
  }

  private func text(_ column: [Int64], _ cell: Int) throws(StoreError) -> String {
    column.isEmpty || column[cell] == 0 ? "" : try text(column[cell])
  }
}
