import TideModel
import TideStore

/// Tells new, revised and unchanged figures apart, panel by panel.
struct FigureDiff {
  private let writer: StoreWriter
  private let fileNames: [String]
  /// What was found so far.
  private(set) var counts = Release.Counts()
  /// Rows that contradict an earlier row of the same append.
  private(set) var rejected: [RejectedRow] = []
  /// Repeated rows whose figures agree but whose published trend or comparison texts do not.
  private(set) var textConflicts = 0
  /// Rows accepted, by file.
  private(set) var acceptedByFile: [Int]
  /// Rows collapsed, by file.
  private(set) var collapsedByFile: [Int]

  init(writer: StoreWriter, fileNames: [String]) {
    self.writer = writer
    self.fileNames = fileNames
    acceptedByFile = Array(repeating: 0, count: fileNames.count)
    collapsedByFile = Array(repeating: 0, count: fileNames.count)
  }

  /// What of these rows the store does not hold yet; nil when it holds all.
  mutating func draft(_ key: PanelKey, _ rows: PanelRows) throws(StoreError) -> PanelDraft? {
    let kept = collapse(rows)
    let stored = try writer.before.panel(key)
    var changed: [(row: Int, relabelled: Bool)] = []
    var areaCodes: [Int64: Int?] = [:]
    for row in kept {
      acceptedByFile[Int(rows[row].file)] += 1
      guard let stored, let period = Period(key: rows[row].period),
        let periodIndex = stored.periodIndex(period),
        let areaIndex = areaCodes.value(for: rows[row].area, or: { stored.areaIndex(ofID: rows[row].area, writer) }),
        let old = try stored.observation(area: areaIndex, period: periodIndex)
      else {
        counts.new += 1
        changed.append((row, false))
        continue
      }
      classify(row, rows, old, &changed)
    }
    return changed.isEmpty ? nil : build(key, rows, changed.map(\.row))
  }

  private mutating func classify(
    _ row: Int, _ rows: PanelRows, _ old: Observation, _ changed: inout [(row: Int, relabelled: Bool)]
  ) {
    let new = rows[row]
    let status = Status(rawValue: new.state - 1) ?? .none
    let sameFigures = old.figures.isIdentical(to: new.figures)
    if sameFigures, old.status == status, writer.textID(old.note) == Int64(new.note) {
      if writer.textID(old.publishedTrend) == Int64(new.trend),
        writer.textID(old.publishedComparison) == Int64(new.comparison)
      {
        counts.unchanged += 1
      } else {
        counts.relabelled += 1
        changed.append((row, true))
      }
      return
    }
    counts.revised += 1
    if old.figures.value != nil, status == .suppressed { counts.newlySuppressed += 1 }
    changed.append((row, false))
  }

  /// One row for each area and period, in their order. Of rows that agree the first stands; rows that contradict it
  /// are rejected.
  private mutating func collapse(_ rows: PanelRows) -> [Int] {
    var kept: [Int] = []
    kept.reserveCapacity(rows.count)
    for row in rows.order() {
      guard let first = kept.last, rows[first].period == rows[row].period, rows[first].area == rows[row].area else {
        kept.append(row)
        continue
      }
      if rows[first].agrees(with: rows[row]) {
        counts.collapsed += 1
        collapsedByFile[Int(rows[row].file)] += 1
        if rows[first].textsDiffer(from: rows[row]) { textConflicts += 1 }
      } else {
        rejected.append(
          RejectedRow(
            file: fileNames[Int(rows[row].file)], line: Int(rows[row].line), column: 0, rule: .conflictingDuplicate,
            value: rows[row].figures.value.map { "\($0)" } ?? "",
            reason: "the same indicator, area, stratum and period stands with other figures at "
              + "\(fileNames[Int(rows[first].file)]):\(rows[first].line), which was kept"))
      }
    }
    return kept
  }

  /// The matrix of the changed rows, which stand by period, then area.
  private func build(_ key: PanelKey, _ rows: PanelRows, _ changed: [Int]) -> PanelDraft {
    let areas = Self.areas(rows, changed)
    var labels: [(period: Int64, label: Int64)] = []
    for row in changed where labels.last?.period != rows[row].period {
      labels.append((rows[row].period, Int64(rows[row].label)))
    }
    let known = labels.compactMap { one in Period(key: one.period).map { (period: $0, label: one.label) } }
    var draft = PanelDraft(key: key, areas: areas, periods: known.map(\.period), labels: known.map(\.label))
    let cells = Self.cells(rows, changed, areas, known.map(\.period.key))
    for (row, cell) in zip(changed, cells) where cell >= 0 { draft.states[cell] = Int64(rows[row].state) }
    for measure in Measure.allCases {
      guard changed.contains(where: { rows[$0].has(measure) }) else { continue }
      let place = Int(measure.rawValue)
      var numbers = [Double](repeating: 0, count: draft.states.count)
      var present = [Bool](repeating: false, count: draft.states.count)
      for (row, cell) in zip(changed, cells) where cell >= 0 && rows[row].has(measure) {
        numbers[cell] = rows[row].numbers[place]
        present[cell] = true
      }
      draft.figures[place] = numbers
      draft.present[place] = present
    }
    func texts(_ id: (PanelRows.Row) -> Int32) -> [Int64] {
      guard changed.contains(where: { id(rows[$0]) != 0 }) else { return [] }
      var out = [Int64](repeating: 0, count: draft.states.count)
      for (row, cell) in zip(changed, cells) where cell >= 0 { out[cell] = Int64(id(rows[row])) }
      return out
    }
    draft.notes = texts(\.note)
    draft.trends = texts(\.trend)
    draft.comparisons = texts(\.comparison)
    return draft
  }

  /// The areas of rows by period, then area: most often those of the first period are those of all.
  private static func areas(_ rows: PanelRows, _ changed: [Int]) -> [Int64] {
    var areas: [Int64] = []
    var others: [Int64] = []
    var place = 0
    var period: Int64?
    for row in changed {
      let area = rows[row].area
      if period == nil || period == rows[changed[0]].period, rows[row].period == rows[changed[0]].period {
        areas.append(area)
      } else {
        if period != rows[row].period { place = 0 }
        while place < areas.count, areas[place] < area { place += 1 }
        if place == areas.count || areas[place] != area { others.append(area) }
      }
      period = rows[row].period
    }
    return others.isEmpty ? areas : Array(Set(areas + others)).sorted()
  }

  /// The cell of each changed row; -1 for a period that is none.
  private static func cells(_ rows: PanelRows, _ changed: [Int], _ areas: [Int64], _ periods: [Int64]) -> [Int] {
    var cells: [Int] = []
    cells.reserveCapacity(changed.count)
    var (column, period) = (0, 0)
    for row in changed {
      let (area, key) = (rows[row].area, rows[row].period)
      while period < periods.count, periods[period] < key {
        period += 1
        column = 0
      }
      while column < areas.count, areas[column] < area { column += 1 }
      cells.append(period < periods.count && periods[period] == key ? period * areas.count + column : -1)
    }
    return cells
  }
}

extension Figures {
  /// Whether the same numbers are present with the same bits.
  func isIdentical(to other: Figures) -> Bool {
    Measure.allCases.allSatisfy { self[$0]?.bitPattern == other[$0]?.bitPattern }
  }
}

extension Panel {
  /// The position of an area by its catalogue id.
  fileprivate func areaIndex(ofID id: Int64, _ writer: StoreWriter) -> Int? {
    writer.areaCode(id).flatMap { areaIndex($0) }
  }
}

extension Dictionary where Value == Int? {
  /// A value looked up once and remembered, also when there is none.
  fileprivate mutating func value(for key: Key, or make: () -> Int?) -> Int? {
    if let known = self[key] { return known }
    let made = make()
    self[key] = .some(made)
    return made
  }
}
