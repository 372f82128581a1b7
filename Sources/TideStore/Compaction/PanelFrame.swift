import TideCore

/// The matrix of all areas and periods of several matrices of one panel, and where the cells of each stand in it.
struct PanelFrame {
  let sources: [PanelParts]
  /// Ids, ascending.
  let areas: [Int64]
  /// Keys, ascending.
  let periods: [Int64]
  /// Area and period of the frame by column and row of each source.
  private let columns: [[Int]]
  private let rows: [[Int]]

  /// A cell of a source.
  struct Pick {
    /// Where it stands in the frame: period x areas + area.
    let place: Int
    let source: Int
    let cell: Int
  }

  init(_ sources: [PanelParts]) {
    self.sources = sources
    areas = Set(sources.flatMap(\.areas)).sorted()
    periods = Set(sources.flatMap(\.periods)).sorted()
    columns = Self.places(sources.map(\.areas), among: areas)
    rows = Self.places(sources.map(\.periods), among: periods)
  }

  private static func places(_ lists: [[Int64]], among all: [Int64]) -> [[Int]] {
    let place = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    return lists.map { list in list.compactMap { place[$0] } }
  }

  /// Cells of the frame.
  var cells: Int { areas.count * periods.count }

  /// The periods of the frame by row of a source.
  func rows(of source: Int) -> [Int] { rows[source] }

  /// Calls `body` with place and cell of each cell of a source of which something is said.
  func forEachCell(of source: Int, _ body: (_ place: Int, _ cell: Int) -> Void) {
    let width = sources[source].areas.count
    for (cell, state) in sources[source].states.enumerated() where state != 0 {
      body(rows[source][cell / width] * areas.count + columns[source][cell % width], cell)
    }
  }

  /// One matrix of the cells picked, each place once, and of no more areas and periods than they speak of.
  ///
  /// - Complexity: O(cells of the matrix + picks).
  func gather(_ picks: [Pick]) -> (parts: PanelParts, cells: [Int]) {
    let width = areas.count
    var (hasArea, hasPeriod) = (Array(repeating: false, count: width), Array(repeating: false, count: periods.count))
    for pick in picks {
      hasArea[pick.place % width] = true
      hasPeriod[pick.place / width] = true
    }
    let (areaPlaces, periodPlaces) = (Self.numbered(hasArea), Self.numbered(hasPeriod))
    let chosenAreas = areas.indices.filter { hasArea[$0] }
    let chosenPeriods = periods.indices.filter { hasPeriod[$0] }
    let cells = picks.map { periodPlaces[$0.place / width] * chosenAreas.count + areaPlaces[$0.place % width] }
    let count = chosenAreas.count * chosenPeriods.count
    let measures = PanelColumn.measures
    var parts = PanelParts(
      areas: chosenAreas.map { areas[$0] }, periods: chosenPeriods.map { periods[$0] },
      states: integers(\.states, picks, cells, count), figures: Array(repeating: [], count: measures),
      present: Array(repeating: [], count: measures))
    parts.notes = integers(\.notes, picks, cells, count)
    parts.trends = integers(\.trends, picks, cells, count)
    parts.comparisons = integers(\.comparisons, picks, cells, count)
    for measure in 0..<measures { gather(measure, picks, cells, count, into: &parts) }
    return (parts, cells)
  }

  private static func numbered(_ chosen: [Bool]) -> [Int] {
    var next = 0
    return chosen.map { isChosen in
      defer { if isChosen { next += 1 } }
      return next
    }
  }

  /// A column of integers; empty where all are 0.
  private func integers(
    _ column: KeyPath<PanelParts, [Int64]>, _ picks: [Pick], _ cells: [Int], _ count: Int
  ) -> [Int64] {
    let columns = sources.map { $0[keyPath: column] }
    guard columns.contains(where: { !$0.isEmpty }) else { return [] }
    var out = [Int64](repeating: 0, count: count)
    var isAny = false
    for (pick, cell) in zip(picks, cells) where !columns[pick.source].isEmpty {
      out[cell] = columns[pick.source][pick.cell]
      isAny = isAny || out[cell] != 0
    }
    return isAny ? out : []
  }

  private func gather(_ measure: Int, _ picks: [Pick], _ cells: [Int], _ count: Int, into parts: inout PanelParts) {
    let figures = sources.map { $0.figures[measure] }
    let present = sources.map { $0.present[measure] }
    for (pick, cell) in zip(picks, cells) where !present[pick.source].isEmpty && present[pick.source][pick.cell] {
      if parts.figures[measure].isEmpty {
        parts.figures[measure] = Array(repeating: 0, count: count)
        parts.present[measure] = Array(repeating: false, count: count)
      }
      parts.figures[measure][cell] = figures[pick.source][pick.cell]
      parts.present[measure][cell] = true
    }
  }
}
