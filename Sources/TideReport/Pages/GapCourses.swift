public import TideModel

/// What becomes of the gaps between an area and its benchmark, from the answer to the test of trends.
///
/// A column `polarity`, where the table has one, tells whether a change is for the better.
public struct GapCourses: Sendable {
  /// Gaps that widen, close or cross significantly, in sentences; those for the worse first.
  public let changing: [String]
  /// The other gaps that could be tested, in sentences.
  public let steady: [String]
  /// How many widen, close, crossed, show no clear change and cannot be tested.
  public let tally: String
  /// Why gaps cannot be tested, with how many; empty where all can.
  public let reasons: String

  /// How many there are of each, and why some cannot be tested.
  public var sentences: String { reasons.isEmpty ? tally : "\(tally) Not tested: \(reasons)." }

  /// - Parameters:
  ///   - table: rows of tests of the gap alone, one a series.
  ///   - benchmark: what the figures are set against.
  /// - Throws: ``ChartError`` where it has not got the columns.
  public init(_ table: ResultTable, benchmark: String) throws(ChartError) {
    guard !table.rows.isEmpty else {
      (changing, steady, reasons) = ([], [], "")
      tally = "There is no gap to \(benchmark) to test."
      return
    }
    let rows = try TableRows(
      table, needs: ["indicator", "outcome", "gap", "slope", "slope_lower_95", "slope_upper_95"],
      chart: "gap course")
    let tested = rows.indices.filter { rows.number("slope", $0) != nil }
    let isChanging = { (row: Int) in Self.changes.contains(Self.direction(rows, row)) }
    let worse = tested.filter { isChanging($0) && Self.course(rows, $0) == .worse }
    let others = tested.filter { isChanging($0) && !worse.contains($0) }
    changing = (worse + others).map { Self.sentence(rows, $0, benchmark) }
    steady = tested.filter { !isChanging($0) }.map { Self.sentence(rows, $0, benchmark) }
    func count(_ direction: GapDirection) -> Int { tested.count { Self.direction(rows, $0) == direction } }
    let lost = rows.indices.count - tested.count
    let parts = [
      (count(.widening), "widens", "widen"), (count(.closing), "closes", "close"),
      (count(.crossed), "closed and is now on the other side", "closed and are now on the other side"),
      (steady.count, "shows no clear change", "show no clear change"), (lost, "cannot be tested", "cannot be tested"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
    let all = rows.indices.count
    tally =
      tested.isEmpty
      ? (all == 1 ? "The gap to \(benchmark) cannot be tested." : "None of \(all) gaps to \(benchmark) can be tested.")
      : "Of \(all) \(all == 1 ? "gap" : "gaps") to \(benchmark) \(parts.joined(separator: ", "))."
    reasons = Self.reasons(rows, benchmark)
  }

  /// What becomes of gaps that change significantly.
  private static let changes: [GapDirection?] = [.widening, .closing, .crossed]

  /// `The gap to England in A is widening by 1.76 per 10,000 a year (95% limits 0.55 to 2.98) from 2019/20 to 2023/24, for the worse.`
  private static func sentence(_ rows: TableRows, _ row: Int, _ benchmark: String) -> String {
    let slope = rows.number("slope", row) ?? 0
    let gap = rows.number("gap", row) ?? 0
    let isWidening = (slope >= 0) == (gap >= 0)
    let sign = slope < 0 ? -1.0 : 1.0
    let limits = [rows.number("slope_lower_95", row), rows.number("slope_upper_95", row)].compactMap {
      $0.map { $0 * sign }
    }
    .sorted()
    let all = [slope.magnitude] + limits
    let greatest = all.map(\.magnitude).max() ?? 0
    // Two decimals, and of numbers below one two digits.
    let places = (2...8).first { place in greatest * (0..<place).reduce(1.0) { power, _ in power * 10 } >= 10 } ?? 8
    let texts = all.map { FigureText.rounded($0, decimals: places) }
    let unit = rows.unit(row)
    let size =
      unit.isPercent ? "\(texts[0]) percentage points" : unit.isProportion ? texts[0] : "\(texts[0]) \(unit.text)"
    let span = "from \(rows.text("first_period", row)) to \(rows.text("last_period", row))"
    let range = limits.count == 2 ? " (95% limits \(texts[1]) to \(texts[2]))" : ""
    let word = isWidening ? "widening" : "closing"
    let sex = rows.text("sex", row)
    let who = sex.isEmpty || sex == Stratum.persons ? "" : "\(sex): "
    let subject = "\(who)\(rows.text("indicator", row)): the gap to \(benchmark)"
    let change = "by \(size) a year\(range) \(span)"
    let direction = direction(rows, row)
    if !changes.contains(direction) {
      return "\(subject) shows no clear change: \(word) \(change)."
    }
    let judgement =
      switch course(rows, row) {
      case .better?: ", for the better"
      case .worse?: ", for the worse"
      case nil: ""
      }
    if direction == .crossed {
      return "\(subject) closed and is now on the other side: moved \(change)\(judgement)."
    }
    return "\(subject) is \(word) \(change)\(judgement)."
  }

  /// Whether a change is for the better, where high or low is good.
  private static func course(_ rows: TableRows, _ row: Int) -> TrendCourse? {
    let slope = rows.number("slope", row) ?? 0
    switch rows.polarity(row) {
    case .lowIsGood: return slope > 0 ? .worse : .better
    case .highIsGood: return slope > 0 ? .better : .worse
    default: return nil
    }
  }

  /// What becomes of the gap; nil where the row is about none.
  private static func direction(_ rows: TableRows, _ row: Int) -> GapDirection? {
    if case .gap(let direction, _, _)? = rows.trend("outcome", row) { direction } else { nil }
  }

  private static func reasons(_ rows: TableRows, _ benchmark: String) -> String {
    var numbers: [String: Int] = [:]
    for row in rows.indices where rows.number("slope", row) == nil {
      var reason: Reason?
      if case .gap(_, _, let told)? = rows.trend("outcome", row) { reason = told }
      // How many points there are instead differs from series to series.
      numbers[PlainText.of(reason?.gist(benchmark: benchmark) ?? "no reason told"), default: 0] += 1
    }
    return numbers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value))" }
      .joined(separator: "; ")
  }
}
