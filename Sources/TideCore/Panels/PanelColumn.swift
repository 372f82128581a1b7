/// What a column of a panel holds. Raw values stand in the files and never change meaning.
///
/// 0...6 are the measures (doubles), 16...22 say for which cells the measure with that number less 16 is there. Those from
/// 64 on are left for what a reader can do without: one that does not know them passes them over.
public struct PanelColumn: Hashable, Sendable, Comparable {
  /// The number in the file.
  public let id: UInt8

  /// A column by its number.
  public init(id: UInt8) { self.id = id }

  /// How many measures there are.
  public static let measures = 7

  /// A measure by its number, 0..<7.
  public static func measure(_ number: Int) -> PanelColumn { PanelColumn(id: UInt8(number)) }
  /// For each cell 1 where the measure is there, else 0.
  static func presence(of measure: Int) -> PanelColumn { PanelColumn(id: 16 + UInt8(measure)) }

  /// For each period the text id of its label, 0 for the canonical one.
  public static let labels = PanelColumn(id: 8)
  /// For each cell 0 where nothing is said of it, else 1 + its status.
  public static let states = PanelColumn(id: 9)
  /// For each cell the text id of its note, 0 for none.
  public static let notes = PanelColumn(id: 10)
  /// For each cell the text id of its published trend, 0 for none.
  public static let trends = PanelColumn(id: 11)
  /// For each cell the text id of its published comparison, 0 for none.
  public static let comparisons = PanelColumn(id: 12)
  /// The ids of the areas.
  public static let areas = PanelColumn(id: 13)
  /// The keys of the periods.
  public static let periods = PanelColumn(id: 14)

  /// For each cell the number of the release that said it, 0 where nothing is said; only where several releases are
  /// laid together.
  public static let releases = PanelColumn(id: 15)

  /// Numbers above every column of keys, measures or cells.
  static let limit = 23

  /// What the areas of each period come to; only in large panels.
  static let summaries = PanelColumn(id: 64)

  /// Numbers from here on are passed over where they are not known.
  static let firstOptional: UInt8 = 64

  /// Whether such a column exists.
  var isKnown: Bool { id < 7 || (8...15).contains(id) || (16..<23).contains(id) }
  /// Whether it holds one double a cell.
  var isMeasure: Bool { id < 7 }

  /// By number, the order they stand in.
  public static func < (lhs: PanelColumn, rhs: PanelColumn) -> Bool { lhs.id < rhs.id }
}

/// How large a panel is, and how it is cut into chunks of whole periods.
public struct PanelShape: Hashable, Sendable {
  /// Areas, at least 1.
  public let areas: Int
  /// Periods, at least 1.
  public let periods: Int
  /// Cells in every chunk but the last: 1...`mostCellsPerChunk`.
  public let cellsPerChunk: Int

  /// No panel has more cells; a head that claims more is refused before anything is allocated.
  public static let maximumCells = 1 << 28

  /// Whether a panel may have so many areas and periods: a writer refuses what readers would.
  public static func holds(areas: Int, periods: Int) -> Bool {
    areas > 0 && periods > 0 && areas <= maximumCells && periods <= maximumCells / areas
  }

  /// No chunk has more cells.
  public static var mostCellsPerChunk: Int { Block.maximumCount }

  /// As many whole periods in a chunk as fit; for panels of more areas than a chunk has cells, full chunks.
  init(areas: Int, periods: Int) {
    self.areas = areas
    self.periods = periods
    let most = Block.maximumCount
    cellsPerChunk = areas > most ? most : most / max(1, areas) * areas
  }

  /// Nil for a shape that no panel has.
  init?(areas: Int, periods: Int, cellsPerChunk: Int) {
    guard Self.holds(areas: areas, periods: periods), (1...Block.maximumCount).contains(cellsPerChunk) else {
      return nil
    }
    self.areas = areas
    self.periods = periods
    self.cellsPerChunk = cellsPerChunk
  }

  /// Cells of the matrix: cell = period x areas + area.
  public var cells: Int { areas * periods }
  /// Chunks of every column of one value a cell.
  public var chunks: Int { (cells + cellsPerChunk - 1) / cellsPerChunk }
  /// Cells of one chunk.
  public func cells(in chunk: Int) -> Int { min(cellsPerChunk, cells - chunk * cellsPerChunk) }

  /// Values of a column, and how many stand in each chunk but the last.
  func extent(of column: PanelColumn) -> (values: Int, each: Int) {
    switch column {
    case .areas: (areas, Block.maximumCount)
    case .periods, .labels: (periods, Block.maximumCount)
    default: (cells, cellsPerChunk)
    }
  }
}
