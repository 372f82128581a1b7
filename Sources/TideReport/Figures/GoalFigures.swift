/// The goal that figures are measured by, as the rows of an answer name it.
struct GoalFigures {
  let rows: TableRows
  let indices: [Int]

  /// The ends of the goal with what each is called, one of them where it is one value: `Goal 12`, or `Goal from 10` and
  /// `Goal to 12`. A value for each row, nil where it names none; empty where no row does.
  var ends: [(name: String, values: [Double?])] {
    let (lower, upper) = (values("goal_lower"), values("goal_upper"))
    if lower == upper { return lower.contains { $0 != nil } ? [("Goal", lower)] : [] }
    return [("Goal from", lower), ("Goal to", upper)]
  }

  private func values(_ column: String) -> [Double?] { indices.map { rows.number(column, $0) } }

  /// The goal of one row in words: ` of 12`, ` of 10 to 12`; empty where it names none.
  static func words(_ rows: TableRows, _ row: Int) -> String {
    guard let lower = rows.number("goal_lower", row), let upper = rows.number("goal_upper", row) else { return "" }
    let ends = [lower, upper].map(FigureText.published)
    return " of " + (lower == upper ? ends[0] : "\(ends[0]) to \(ends[1])")
  }
}
