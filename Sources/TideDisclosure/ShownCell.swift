import TideModel
import TideStore

/// One figure on its way through a screen. Limits are kept as they are or left out.
struct ShownCell {
  /// A bit for each measure that there is, as in `ScreenedCells`.
  private(set) var present: UInt8
  var value: Double
  var count: Double
  var denominator: Double
  var status: Status
  var texts = ScreenedCells.Texts.all

  init(present: UInt8, value: Double, count: Double, denominator: Double, status: Status) {
    (self.present, self.value, self.count, self.denominator) = (present, value, count, denominator)
    self.status = status
  }

  /// What stands in the place of a hidden figure: nothing but that it is.
  static var hidden: ShownCell {
    var cell = ShownCell(present: 0, value: 0, count: 0, denominator: 0, status: .suppressed)
    cell.texts = .none
    return cell
  }

  @inline(__always)
  func has(_ measure: Measure) -> Bool { present & ScreenedCells.bit(measure) != 0 }

  /// Leaves out all measures but one, two or three.
  @inline(__always)
  mutating func keep(_ one: Measure, _ two: Measure, _ three: Measure) {
    present &= ScreenedCells.bit(one) | ScreenedCells.bit(two) | ScreenedCells.bit(three)
  }
  @inline(__always)
  mutating func keep(_ one: Measure, _ two: Measure) { keep(one, two, two) }
  @inline(__always)
  mutating func keep(_ one: Measure) { keep(one, one, one) }

  mutating func add(_ measure: Measure) { present |= ScreenedCells.bit(measure) }

  /// Leaves out everything, since it cannot be judged.
  mutating func withhold() {
    present = 0
    (status, texts) = (.suppressed, .withheld)
  }
}

extension ShownCell {
  /// The figure of an observation.
  init(_ observation: Observation) {
    let figures = observation.figures
    var present: UInt8 = 0
    for measure in Measure.allCases where figures[measure] != nil { present |= ScreenedCells.bit(measure) }
    self.init(
      present: present, value: figures.value ?? 0, count: figures.count ?? 0, denominator: figures.denominator ?? 0,
      status: observation.status)
  }

  /// What of an observation is shown, where it has gone through a screen.
  func shown(of observation: Observation) -> Observation {
    var shown = observation
    shown.figures = Figures(value: value, count: count, denominator: denominator)
    for measure in Measure.allCases {
      if !has(measure) {
        shown.figures[measure] = nil
      } else if shown.figures[measure] == nil {
        shown.figures[measure] = observation.figures[measure]
      }
    }
    shown.status = status
    if texts != .all { (shown.publishedTrend, shown.publishedComparison) = ("", "") }
    if texts == .none { shown.note = "" }
    if texts == .withheld { shown.note = ScreenedCells.withheldNote }
    return shown
  }
}
