import TideModel

/// The rows read for one panel, in order of reading: parallel arrays, one element a row.
struct PanelRows {
  var areas: [Int64] = []
  var periods: [Int64] = []
  var labels: [Int32] = []
  var states: [UInt8] = []
  var masks: [UInt8] = []
  var figures: [[Double]] = Array(repeating: [], count: Measure.allCases.count)
  var notes: [Int32] = []
  var trends: [Int32] = []
  var comparisons: [Int32] = []
  var files: [UInt16] = []
  var lines: [UInt32] = []

  var count: Int { areas.count }

  /// The numbers of a row.
  func figures(at row: Int) -> Figures {
    var out = Figures()
    for measure in Measure.allCases where masks[row] & 1 << measure.rawValue != 0 {
      out[measure] = figures[Int(measure.rawValue)][row]
    }
    return out
  }

  /// Whether two rows publish the same figure: numbers bit for bit, status and note.
  func agree(_ first: Int, _ second: Int) -> Bool {
    guard states[first] == states[second], masks[first] == masks[second], notes[first] == notes[second] else {
      return false
    }
    return Measure.allCases.allSatisfy { measure in
      let column = figures[Int(measure.rawValue)]
      return masks[first] & 1 << measure.rawValue == 0
        || column[first].bitPattern == column[second].bitPattern
    }
  }

  /// Whether the publisher's texts about two rows differ.
  func textsDiffer(_ first: Int, _ second: Int) -> Bool {
    trends[first] != trends[second] || comparisons[first] != comparisons[second]
  }

  mutating func append(contentsOf other: PanelRows) {
    areas += other.areas
    periods += other.periods
    labels += other.labels
    states += other.states
    masks += other.masks
    for index in figures.indices { figures[index] += other.figures[index] }
    notes += other.notes
    trends += other.trends
    comparisons += other.comparisons
    files += other.files
    lines += other.lines
  }
}
