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
      acceptedByFile[Int(rows.files[row])] += 1
      guard let stored, let period = Period(key: rows.periods[row]),
        let periodIndex = stored.periodIndex(period),
        let areaIndex = areaCodes.value(for: rows.areas[row], or: { stored.areaIndex(ofID: rows.areas[row], writer) }),
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
    let status = Status(rawValue: rows.states[row] - 1) ?? .none
    let sameFigures = old.figures.isIdentical(to: rows.figures(at: row))
    if sameFigures, old.status == status, writer.textID(old.note) == Int64(rows.notes[row]) {
      if writer.textID(old.publishedTrend) == Int64(rows.trends[row]),
        writer.textID(old.publishedComparison) == Int64(rows.comparisons[row])
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
    let order = (0..<rows.count).sorted {
      (rows.periods[$0], rows.areas[$0], $0) < (rows.periods[$1], rows.areas[$1], $1)
    }
    var kept: [Int] = []
    for row in order {
      guard let first = kept.last, rows.periods[first] == rows.periods[row], rows.areas[first] == rows.areas[row] else {
        kept.append(row)
        continue
      }
      if rows.agree(first, row) {
        counts.collapsed += 1
        collapsedByFile[Int(rows.files[row])] += 1
        if rows.textsDiffer(first, row) { textConflicts += 1 }
      } else {
        rejected.append(
          RejectedRow(
            file: fileNames[Int(rows.files[row])], line: Int(rows.lines[row]), column: 0, rule: .conflictingDuplicate,
            value: rows.figures(at: row).value.map { "\($0)" } ?? "",
            reason: "the same indicator, area, stratum and period stands with other figures at "
              + "\(fileNames[Int(rows.files[first])]):\(rows.lines[first]), which was kept"))
      }
    }
    return kept
  }

  private func build(_ key: PanelKey, _ rows: PanelRows, _ changed: [Int]) -> PanelDraft {
    let areas = Array(Set(changed.map { rows.areas[$0] })).sorted()
    var labels: [Int64: Int64] = [:]
    for row in changed { labels[rows.periods[row]] = Int64(rows.labels[row]) }
    let periods = labels.keys.compactMap { Period(key: $0) }.sorted()
    var draft = PanelDraft(key: key, areas: areas, periods: periods, labels: periods.map { labels[$0.key] ?? 0 })
    let areaIndex = Dictionary(uniqueKeysWithValues: areas.enumerated().map { ($1, $0) })
    let periodIndex = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1.key, $0) })
    for row in changed {
      guard let area = areaIndex[rows.areas[row]], let period = periodIndex[rows.periods[row]] else { continue }
      draft.set(
        cell: period * areas.count + area, status: Status(rawValue: rows.states[row] - 1) ?? .none,
        figures: rows.figures(at: row), note: Int64(rows.notes[row]), trend: Int64(rows.trends[row]),
        comparison: Int64(rows.comparisons[row]))
    }
    return draft
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
