import TideCore
package import TideModel

/// Cells of one panel, by column, for a screen to edit in place: what stands in them afterwards may be shown.
///
/// A screen looks at the value, the count and the denominator of each cell, and at which of the seven measures there are:
/// these must be told in full, also where a question wants a limit alone.
package struct ScreenedCells: Sendable {
  /// What may be shown of a cell's note, published trend and published comparison.
  package enum Texts: UInt8, Sendable {
    /// All three, as published.
    case all
    /// The note alone.
    case note
    /// None of them.
    case none
    /// A note in the place of all: `withheldNote`.
    case withheld
  }

  /// The note of a figure that is withheld because no count stands beside it.
  package static let withheldNote = "withheld: no count stands beside it by which it could be judged"

  /// For each cell the position of its area in the panel's areas.
  package let areas: [Int32]
  /// For each cell the position of its period in the panel's periods.
  package let periods: [Int32]
  /// For each cell 0 where nothing was published, else 1 + the raw value of its status.
  package var states: [UInt8]
  /// For each cell a bit for each measure that there is, by the measure's raw value.
  package var present: [UInt8]
  /// For each cell the value; what stands where none is present means nothing.
  package var values: [Double]
  /// As above, the counts.
  package var counts: [Double]
  /// As above, the denominators.
  package var denominators: [Double]
  /// For each cell what of its texts may be shown.
  package var texts: [Texts]

  /// How many cells.
  package var count: Int { areas.count }

  /// Cells at these positions, with nothing published for any.
  package init(areas: [Int32], periods: [Int32]) {
    self.areas = areas
    self.periods = periods
    states = Array(repeating: 0, count: areas.count)
    present = states
    values = Array(repeating: 0, count: areas.count)
    counts = values
    denominators = values
    texts = Array(repeating: .all, count: areas.count)
  }

  /// The bit of a measure in `present`.
  @inlinable
  package static func bit(_ measure: Measure) -> UInt8 { 1 << measure.rawValue }
}

extension ScreenedCells {
  /// The cells of a batch in which all measures were read.
  init(_ batch: FigureBatch) {
    let window = batch.window
    self.init(
      areas: window.periods.flatMap { _ in window.areas.map { Int32($0) } },
      periods: window.periods.flatMap { repeatElement(Int32($0), count: window.areas.count) })
    states = batch.columns.states
    present = batch.columns.present
    func numbers(_ measure: Measure) -> [Double] {
      batch.columns.withNumbers(Int(measure.rawValue)) { Array($0) } ?? values
    }
    (values, counts, denominators) = (numbers(.value), numbers(.count), numbers(.denominator))
  }

  /// Whether a cell shows no figure, be it that the publisher suppressed it: the release that spoke of it last would tell
  /// whether a revision touched it.
  private func isHidden(_ cell: Int) -> Bool {
    present[cell] == 0 && Status(state: Int64(states[cell])) == .suppressed
  }

  /// Puts what may be shown into the batch that the cells were made of.
  func apply(to batch: inout FigureBatch) {
    let published = batch.columns
    for cell in 0..<count where states[cell] != 0 {
      batch.columns.set(cell, state: states[cell]) { number in
        guard let measure = Measure(rawValue: UInt8(number)), present[cell] & Self.bit(measure) != 0 else { return nil }
        return switch measure {
        case .value: values[cell]
        case .count: counts[cell]
        case .denominator: denominators[cell]
        default: published.number(number, cell)
        }
      }
      batch.keep(texts[cell], at: cell)
      if isHidden(cell), !batch.releases.isEmpty { batch.releases[cell] = 0 }
    }
  }
}

extension FigureBatch {
  /// Leaves out what may not be shown of the texts of a cell.
  fileprivate mutating func keep(_ kept: ScreenedCells.Texts, at cell: Int) {
    if kept == .all { return }
    for kind in TextKind.allCases where kind != .note || kept != .note {
      if !texts[kind.rawValue].isEmpty { texts[kind.rawValue][cell] = 0 }
    }
    if kept == .none { shown[cell] = nil }
    if kept == .withheld { shown[cell] = Observation(figures: Figures(), note: ScreenedCells.withheldNote) }
  }
}
