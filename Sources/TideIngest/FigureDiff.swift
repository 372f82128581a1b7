import TideCore
import TideModel
import TideStore

/// What came of the rows of one panel, or of several.
struct ChangeTally {
  var counts = Release.Counts()
  /// Rows that contradict an earlier row of the same append.
  var rejected: [RejectedRow] = []
  /// Repeated rows whose figures agree but whose published trend or comparison texts do not.
  var textConflicts = 0
  /// Rows accepted, by file.
  var acceptedByFile: [Int]
  /// Rows collapsed, by file.
  var collapsedByFile: [Int]
  /// What a full refresh takes back, by indicator.
  private(set) var losses: [Int: AppendReport.Withdrawal] = [:]

  init(files: Int) {
    acceptedByFile = Array(repeating: 0, count: files)
    collapsedByFile = acceptedByFile
  }

  /// Takes in what came of further panels of the same files.
  mutating func add(_ other: ChangeTally) {
    counts.add(other.counts)
    rejected += other.rejected
    textConflicts += other.textConflicts
    for file in acceptedByFile.indices {
      acceptedByFile[file] += other.acceptedByFile[file]
      collapsedByFile[file] += other.collapsedByFile[file]
    }
    for loss in other.losses.values { add(loss) }
  }

  /// Takes in what one more panel loses.
  mutating func add(_ loss: AppendReport.Withdrawal) {
    guard var known = losses[loss.indicator] else {
      losses[loss.indicator] = loss
      return
    }
    known.withdrawn += loss.withdrawn
    known.stored += loss.stored
    losses[loss.indicator] = known
  }
}

/// Tells new, revised and unchanged figures apart, panel by panel. Each thread has one of its own.
struct FigureDiff {
  private let writer: StoreWriter
  private let before: Snapshot
  private let fileNames: [String]
  private let periods: PeriodTable
  private var grid: PanelGrid
  /// What the files speak for; nil where they only add to what is stored.
  private let refresh: FullRefresh?
  private var tally: ChangeTally

  init(writer: StoreWriter, periods: PeriodTable, fileNames: [String], refresh: FullRefresh? = nil) {
    self.writer = writer
    before = Snapshot(of: writer.before)
    self.fileNames = fileNames
    self.periods = periods
    self.refresh = refresh
    grid = PanelGrid(periods)
    tally = ChangeTally(files: fileNames.count)
  }

  /// What of a panel's rows the store does not hold yet, nil when it holds all; and what came of each row.
  /// - Throws: `StoreError`, and ``IngestError`` for figures so far apart that no panel can hold them.
  mutating func draft(_ key: PanelKey, _ rows: [FigureRow]) throws -> (PanelDraft?, ChangeTally) {
    tally = ChangeTally(files: fileNames.count)
    let draft = try changedCells(key, rows)
    return (draft, tally)
  }

  private mutating func changedCells(_ key: PanelKey, _ rows: [FigureRow]) throws -> PanelDraft? {
    let kept = collapse(rows)
    for row in kept { tally.acceptedByFile[Int(rows[row].file)] += 1 }
    guard let stored = try before.panel(key) else {
      tally.counts.new += kept.count
      if kept.count < rows.count { grid.layOut(rows, kept) }
      return kept.isEmpty ? nil : try build(key, rows, kept)
    }
    var (rows, changed) = (rows, try changes(rows, kept, stored))
    let gone = try withdrawals(rows, kept, stored)
    if !gone.isEmpty {
      // Where a file names a period otherwise than the store does, its label is the one that holds.
      changed = Array(rows.count..<rows.count + gone.count) + changed
      rows += gone
      tally.counts.withdrawn += gone.count
    }
    if changed.isEmpty { return nil }
    grid.layOut(rows, changed)
    return try build(key, rows, changed)
  }

  /// Rows for the stored figures that a full refresh no longer lists. The grid is laid out for all rows.
  private mutating func withdrawals(
    _ rows: [FigureRow], _ kept: [Int], _ stored: Panel
  ) throws(StoreError) -> [FigureRow] {
    guard let refresh else { return [] }
    let (areas, spans) = places(in: stored)
    var isListed = [Bool](repeating: false, count: stored.areas.count * stored.periods.count)
    for row in kept {
      guard let period = spans[grid.periodIndex(rows[row].period)], let area = areas[grid.areaIndex(rows[row].area)]
      else { continue }
      isListed[period * stored.areas.count + area] = true
    }
    let (gone, loss) = try refresh.withdrawals(of: stored, isListed: isListed, periods: periods, writer)
    tally.add(loss)
    return gone
  }

  /// Where the grid's areas and periods stand in a stored panel; nil for those it does not have.
  private func places(in stored: Panel) -> (areas: [Int?], periods: [Int?]) {
    (
      grid.areas.map { writer.areaCode(Int64($0)).flatMap { stored.areaIndex($0) } },
      grid.spans.map { Period(key: periods.keys[$0]).flatMap { stored.periodIndex($0) } }
    )
  }

  /// The rows that say something else than the store does. The grid is laid out for them.
  private mutating func changes(_ rows: [FigureRow], _ kept: [Int], _ stored: Panel) throws(StoreError) -> [Int] {
    let (areaIndices, periodIndices) = places(in: stored)
    var changed: [Int] = []
    for row in kept {
      guard let period = periodIndices[grid.periodIndex(rows[row].period)],
        let area = areaIndices[grid.areaIndex(rows[row].area)],
        let old = try stored.observation(area: area, period: period)
      else {
        tally.counts.new += 1
        changed.append(row)
        continue
      }
      if isChange(rows[row], old) { changed.append(row) }
    }
    return changed
  }

  private mutating func isChange(_ row: FigureRow, _ old: Observation) -> Bool {
    let sameFigures = Measure.allCases.allSatisfy { old.figures[$0]?.bitPattern == row[$0]?.bitPattern }
    if sameFigures, old.status == row.status, writer.knownTextID(old.note) == Int64(row.note) {
      if writer.knownTextID(old.publishedTrend) == Int64(row.trend),
        writer.knownTextID(old.publishedComparison) == Int64(row.comparison)
      {
        tally.counts.unchanged += 1
        return false
      }
      tally.counts.relabelled += 1
      return true
    }
    tally.counts.revised += 1
    if old.figures.value != nil, row.status == .suppressed { tally.counts.newlySuppressed += 1 }
    return true
  }

  /// One row for each area and period, in their order. Of rows that agree the first stands; rows that contradict it
  /// are rejected. The grid is laid out for all.
  private mutating func collapse(_ rows: [FigureRow]) -> [Int] {
    let order = grid.inOrder(rows)
    var kept: [Int] = []
    kept.reserveCapacity(order.count)
    var lastCell = -1
    for row in order {
      let cell = grid.cell(area: rows[row].area, period: rows[row].period)
      guard cell == lastCell, let first = kept.last else {
        kept.append(row)
        lastCell = cell
        continue
      }
      if rows[first].agrees(with: rows[row]) {
        tally.counts.collapsed += 1
        tally.collapsedByFile[Int(rows[row].file)] += 1
        if rows[first].textsDiffer(from: rows[row]) { tally.textConflicts += 1 }
      } else {
        tally.rejected.append(conflict(rows[row], with: rows[first]))
      }
    }
    return kept
  }

  private func conflict(_ row: FigureRow, with first: FigureRow) -> RejectedRow {
    RejectedRow(
      file: fileNames[Int(row.file)], line: Int(row.line), column: 0, rule: .conflictingDuplicate,
      value: row[.value].map { "\($0)" } ?? "",
      reason: "the same indicator, area, stratum and period stands with other figures at "
        + "\(fileNames[Int(first.file)]):\(first.line), which was kept")
  }

  // MARK: Drafts

  /// That figures are of so many areas and so many periods that no panel has all of both.
  private func tooLarge(_ key: PanelKey, _ row: FigureRow, figures: Int) -> IngestError {
    let name = writer.indicator(key.indicator).map { "\($0.name) (\($0.id))" } ?? "indicator \(key.indicator)"
    return IngestError(
      .rejected,
      "\(figures) figures of \(name) are of \(grid.areas.count) areas and \(grid.spans.count) periods, one stratum; "
        + "areas times periods is at most \(PanelShape.maximumCells), and nothing was loaded",
      file: fileNames[Int(row.file)], line: Int(row.line),
      remedy: "Append them in parts, some areas or some periods in each file.")
  }

  /// A draft of some rows, one for each cell and in their order. The grid is laid out for them.
  private func build(_ key: PanelKey, _ rows: [FigureRow], _ chosen: [Int]) throws(IngestError) -> PanelDraft {
    guard PanelShape.holds(areas: grid.areas.count, periods: grid.spans.count) else {
      throw tooLarge(key, rows[chosen[0]], figures: chosen.count)
    }
    return rows.withUnsafeBufferPointer { rows in
      var labels = [Int64](repeating: 0, count: grid.spans.count)
      var mask: UInt8 = 0
      var texts: Int32 = 0
      let cells = chosen.map { row in
        let period = grid.periodIndex(rows[row].period)
        labels[period] = periods.entries[Int(rows[row].period)].label
        mask |= rows[row].mask
        texts |= rows[row].note | rows[row].trend | rows[row].comparison
        return period &* grid.areas.count &+ grid.areaIndex(rows[row].area)
      }
      // A key that no period has cannot come from a parsed label.
      let spans = grid.spans.compactMap { Period(key: periods.keys[$0]) }
      var draft = PanelDraft(key: key, areas: grid.areas.map { Int64($0) }, periods: spans, labels: labels)
      for (row, cell) in zip(chosen, cells) { draft.states[cell] = Int64(rows[row].state) }
      for measure in Measure.allCases where mask & 1 << measure.rawValue != 0 {
        let count = draft.states.count
        var column = [Double](repeating: 0, count: count)
        var present = [Bool](repeating: false, count: count)
        for (row, cell) in zip(chosen, cells) {
          column[cell] = rows[row][measure.rawValue]
          present[cell] = rows[row].mask & 1 << measure.rawValue != 0
        }
        draft.figures[Int(measure.rawValue)] = column
        draft.present[Int(measure.rawValue)] = present
      }
      if texts != 0 {
        fill(&draft.notes, cells, chosen) { rows[$0].note }
        fill(&draft.trends, cells, chosen) { rows[$0].trend }
        fill(&draft.comparisons, cells, chosen) { rows[$0].comparison }
      }
      return draft
    }
  }

  /// Fills a column of text ids, which stays empty where no row has a text.
  private func fill(_ column: inout [Int64], _ cells: [Int], _ chosen: [Int], _ text: (Int) -> Int32) {
    guard chosen.contains(where: { text($0) != 0 }) else { return }
    column = Array(repeating: 0, count: grid.cellCount)
    for (row, cell) in zip(chosen, cells) { column[cell] = Int64(text(row)) }
  }
}
