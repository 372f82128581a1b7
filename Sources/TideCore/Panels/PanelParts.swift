/// What is to be written of one panel: a dense matrix of areas x periods, cell = period x areas + area.
public struct PanelParts {
  /// Ids of the areas; at least one.
  public var areas: [Int64]
  /// Keys of the periods, ascending; at least one.
  public var periods: [Int64]
  /// Text ids of the labels; empty where all are canonical.
  public var labels: [Int64] = []
  /// For each cell 0 where nothing is said of it, else 1 + its status.
  public var states: [Int64]
  /// Seven matrices; empty where no cell has the measure.
  public var figures: [[Double]]
  /// Whether the cell has the measure; empty as above.
  public var present: [[Bool]]
  /// Text ids by cell, 0 for none; empty where no cell has one.
  public var notes: [Int64] = []
  /// As above, of the published trend.
  public var trends: [Int64] = []
  /// As above, of the published comparison.
  public var comparisons: [Int64] = []
  /// The release that said the cell, 0 where nothing is said; empty where one release said all.
  public var releases: [Int64] = []

  /// A panel of the given keys, states and measures.
  public init(areas: [Int64], periods: [Int64], states: [Int64], figures: [[Double]], present: [[Bool]]) {
    self.areas = areas
    self.periods = periods
    self.states = states
    self.figures = figures
    self.present = present
  }

  /// The columns of integers that say something.
  var integerColumns: [(PanelColumn, [Int64])] {
    [
      (.areas, areas), (.periods, periods), (.labels, labels), (.states, states), (.notes, notes), (.trends, trends),
      (.comparisons, comparisons), (.releases, releases),
    ].filter { !$0.1.isEmpty }
  }
}

extension PanelParts {
  /// All of a panel, as it was written; numbers that are not there are 0.
  ///
  /// - Throws: what its chunks say when they are damaged.
  /// - Complexity: O(cells).
  public init(_ image: PanelImage) throws(CoreError) {
    self.init(
      areas: try image.integers(.areas) ?? [], periods: try image.integers(.periods) ?? [],
      states: try image.integers(.states) ?? [], figures: Array(repeating: [], count: PanelColumn.measures),
      present: Array(repeating: [], count: PanelColumn.measures))
    labels = try image.integers(.labels) ?? []
    notes = try image.integers(.notes) ?? []
    trends = try image.integers(.trends) ?? []
    comparisons = try image.integers(.comparisons) ?? []
    releases = try image.integers(.releases) ?? []
    let measures = (0..<PanelColumn.measures).filter { image.has(.measure($0)) }
    for measure in measures {
      figures[measure] = Array(repeating: 0, count: states.count)
      present[measure] = Array(repeating: true, count: states.count)
    }
    let reader = TileReader()
    for chunk in 0..<image.shape.chunks {
      reader.open(image, chunk: chunk)
      for measure in measures { try copy(measure, from: reader) }
    }
  }

  private mutating func copy(_ measure: Int, from reader: TileReader) throws(CoreError) {
    guard let values = try reader.values(measure) else { return }
    let missing = try reader.missing(measure)
    let first = reader.firstCell
    for place in 0..<reader.count { figures[measure][first + place] = values[place] }
    for place in missing {
      figures[measure][first + Int(place)] = 0
      present[measure][first + Int(place)] = false
    }
  }
}

/// Which cells of a measure are there.
enum Presence: Equatable {
  /// Bit s is 1 where cells of state s have it; a bit may be set only if all cells of that state have it.
  case byState(UInt16)
  /// A column of its own says so.
  case column
  /// The same cells as of the measure with this number.
  case like(Int)

  /// States that can stand in a mask.
  static let states = 16

  /// How `present` is told in the fewest bytes, given the measures told before.
  static func tell(_ present: [Bool], states: [Int64], before: [(Int, [Bool])]) -> Presence {
    var with: UInt32 = 0
    var without: UInt32 = 0
    for (state, isThere) in zip(states, present) {
      let bit: UInt32 = state >= 0 && state < Int64(Self.states) ? 1 << UInt32(state) : 1 << UInt32(Self.states)
      if isThere { with |= bit } else { without |= bit }
    }
    if with & without == 0, with >> UInt32(Self.states) == 0 { return .byState(UInt16(with)) }
    if let same = before.first(where: { $0.1 == present }) { return .like(same.0) }
    return .column
  }

  func append(to bytes: inout [UInt8]) {
    switch self {
    case .byState(let mask): bytes += [0, UInt8(truncatingIfNeeded: mask), UInt8(truncatingIfNeeded: mask >> 8)]
    case .column: bytes.append(1)
    case .like(let measure): bytes += [2, UInt8(measure)]
    }
  }

  init?(_ fields: inout FieldReader) {
    switch fields.byte() {
    case 0?:
      guard let mask = fields.fixed(UInt16.self) else { return nil }
      self = .byState(mask)
    case 1?: self = .column
    case 2?:
      guard let measure = fields.byte(), measure < PanelColumn.measures else { return nil }
      self = .like(Int(measure))
    default: return nil
    }
  }
}
