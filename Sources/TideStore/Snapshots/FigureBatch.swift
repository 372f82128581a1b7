public import TideCore
public import TideModel

/// The figures of a window of a panel, in columns: what of each cell is known, and which numbers are there.
///
/// A cell is period by period, each with all areas of the window; `window.cell` gives its place.
public struct FigureBatch {
  /// What was read.
  public let window: FigureWindow
  /// States, presence and numbers by cell.
  public internal(set) var columns: CellColumns
  /// By kind, then by cell, the ids of texts, 0 for none; empty where no cell has one.
  var texts: [[Int64]] = Array(repeating: [], count: TextKind.allCases.count)
  /// By cell the release that said it, 0 for none that may be told; empty where they were not asked for.
  public internal(set) var releases: [Int32] = []
  /// Cells of which something else is shown than is stored.
  var shown: [Int: Observation] = [:]
  let table: any TextTable

  init(_ window: FigureWindow, _ table: any TextTable) {
    self.window = window
    self.table = table
    columns = CellColumns(count: window.count, measures: window.measures.rawValue)
  }

  /// Cells.
  public var count: Int { columns.count }

  /// Whether anything was published for a cell, be it only the status of an absent figure.
  public func isPresent(_ cell: Int) -> Bool { columns.states[cell] != 0 }

  /// The status of a cell; nil where nothing was published.
  public func status(_ cell: Int) -> Status? { Status(state: Int64(columns.states[cell])) }

  /// One number of a cell; nil where it is missing or was not read.
  public func number(_ measure: Measure, _ cell: Int) -> Double? { columns.number(Int(measure.rawValue), cell) }

  /// The numbers of a cell that were read.
  public func figures(_ cell: Int) -> Figures {
    var figures = Figures()
    for measure in Measure.allCases where columns.present[cell] >> measure.rawValue & 1 == 1 {
      figures[measure] = number(measure, cell)
    }
    return figures
  }

  /// The release that said a cell; nil where nothing was published, for a hidden figure, and where releases were not asked
  /// for.
  public func release(_ cell: Int) -> Int? { releases.isEmpty || releases[cell] == 0 ? nil : Int(releases[cell]) }

  /// The note of a cell; empty for none.
  public func note(_ cell: Int) throws(StoreError) -> String {
    if let other = shown[cell] { return other.note }
    return try text(.note, cell)
  }

  /// The notes of some cells: for each the place of its note among the texts, -1 for none.
  public func notes(of cells: [Int]) throws(StoreError) -> (places: [Int32], texts: [String]) {
    var places: [Int32] = []
    var texts: [String] = []
    var known: [Int64: Int32] = [:]
    let ids = self.texts[TextKind.note.rawValue]
    if ids.isEmpty, shown.isEmpty { return (Array(repeating: -1, count: cells.count), []) }
    places.reserveCapacity(cells.count)
    for cell in cells {
      let id = ids.isEmpty ? 0 : ids[cell]
      if shown.isEmpty || shown[cell] == nil {
        if id == 0 {
          places.append(-1)
          continue
        }
        if let place = known[id] {
          places.append(place)
          continue
        }
        known[id] = Int32(texts.count)
      }
      let text = try note(cell)
      places.append(text.isEmpty ? -1 : Int32(texts.count))
      if !text.isEmpty { texts.append(text) }
    }
    return (places, texts)
  }

  /// One measure of some cells: the numbers, and which of them are there; nil for all.
  public func numbers(_ measure: Measure, of cells: [Int]) -> (values: [Double], valid: [Bool]?) {
    let bit = UInt8(1) << measure.rawValue
    var isWhole = true
    let values = columns.withNumbers(Int(measure.rawValue)) { numbers in
      cells.map { cell in
        isWhole = isWhole && columns.present[cell] & bit != 0
        return columns.present[cell] & bit != 0 ? numbers[cell] : 0
      }
    }
    guard let values else { return (Array(repeating: 0, count: cells.count), cells.map { _ in false }) }
    return (values, isWhole ? nil : cells.map { columns.present[$0] & bit != 0 })
  }

  /// What was read of a cell; nil where nothing was published.
  public func observation(_ cell: Int) throws(StoreError) -> Observation? {
    guard let status = status(cell) else { return nil }
    if let other = shown[cell] {
      return Observation(
        figures: figures(cell), status: status, note: other.note, publishedTrend: other.publishedTrend,
        publishedComparison: other.publishedComparison)
    }
    return Observation(
      figures: figures(cell), status: status, note: try text(.note, cell),
      publishedTrend: try text(.trend, cell), publishedComparison: try text(.comparison, cell))
  }

  private func text(_ kind: TextKind, _ cell: Int) throws(StoreError) -> String {
    let id = textID(kind, cell)
    return id == 0 ? "" : try table.text(id)
  }

  /// The id of a text of a cell; 0 for none.
  func textID(_ kind: TextKind, _ cell: Int) -> Int64 {
    let ids = texts[kind.rawValue]
    return ids.isEmpty ? 0 : ids[cell]
  }

  /// Shows something else in the place of a cell that is there.
  mutating func show(_ observation: Observation, at cell: Int) {
    columns.set(cell, state: 1 + observation.status.rawValue) { measure in
      Measure(rawValue: UInt8(measure)).flatMap { observation.figures[$0] }
    }
    shown[cell] = observation
  }
}

/// What a text beside a figure is.
enum TextKind: Int, CaseIterable {
  case note, trend, comparison

  var column: PanelColumn {
    switch self {
    case .note: .notes
    case .trend: .trends
    case .comparison: .comparisons
    }
  }
}

/// The texts beside figures, by id.
protocol TextTable: AnyObject {
  func text(_ id: Int64) throws(StoreError) -> String
}
