/// Sentences that state what a row of an answer finds, in its own words: nothing is judged here.
struct Finding {
  let rows: TableRows
  let row: Int

  /// `8.8 per 1,000 live births`.
  static func figure(_ value: Double, unit: String) -> String {
    let text = FigureText.published(value)
    if unit == "%" { return text + "%" }
    if unit.isEmpty || unit == "proportion (0-1)" { return text }
    // `487 (England = 100)`: what a ratio is to.
    return "\(text) \(unit.hasPrefix("ratio (") ? String(unit.dropFirst(6)) : unit)"
  }

  /// `Infant mortality rate in Birmingham was 8.8 per 1,000 live births in 2023, 2.3 times England's 3.9`.
  var sentence: String {
    let subject = "\(rows.text("indicator", row)) in \(rows.text("area", row))"
    let period = rows.text("period", row)
    guard let value = rows.number("value", row) else {
      return "\(subject): no figure is published for \(period)\(status)"
    }
    let figure = Self.figure(value, unit: rows.text("unit", row))
    return "\(subject) was \(figure) in \(period)\(against(value))"
  }

  private var status: String {
    let marker = rows.text("status", row)
    return marker.isEmpty ? "" : " [\(marker)]"
  }

  /// How the value stands to the benchmark's: by the comparison where there is one, else by the two numbers alone.
  private func against(_ value: Double) -> String {
    let name = rows.text("benchmark", row)
    guard let reference = rows.number("benchmark_value", row), !name.isEmpty else { return "" }
    let other = Self.own(FigureText.published(reference), of: name)
    let times = Self.times(rows.number("ratio", row))
    let comparison = rows.text("comparison", row)
    if rows.text("compared_by", row) == "goal", let goal = Self.goals[comparison] {
      return ", the goal\(GoalFigures.words(rows, row)) \(goal); \(name) \(FigureText.published(reference))"
    }
    switch comparison {
    case "better", "worse", "higher", "lower":
      return ", \(comparison) than \(other)\(times.map { " (\($0))" } ?? "")"
    case "similar": return ", similar to \(other)"
    case "", "not compared":
      if let times { return ", \(times) \(other)" }
      return value == reference ? ", the same as in \(name)" : ", \(value > reference ? "above" : "below") \(other)"
    default: return ", \(comparison); \(name) \(FigureText.published(reference))"
    }
  }

  /// What the words of a comparison say of a goal.
  private static let goals = ["better": "reached", "similar": "reached in part", "worse": "not reached"]

  /// `England's 3.9`, `the 3.9 of England (pooled from 126 of 152 areas)` or `the median of 153 areas (3.1)`.
  private static func own(_ figure: String, of name: String) -> String {
    if name.hasPrefix("mean ") || name.hasPrefix("median ") { return "the \(name) (\(figure))" }
    return name.contains("(") || name.contains(" of ") ? "the \(figure) of \(name)" : "\(name)'s \(figure)"
  }

  /// `2.3 times`, for ratios of one and a half or more; nil for others.
  private static func times(_ ratio: Double?) -> String? {
    guard let ratio, ratio >= 1.5, ratio < 1000 else { return nil }
    return "\(FigureText.rounded(ratio, decimals: 1)) times"
  }

  /// What several rows of one indicator and period find, in one sentence: `Suicide rate in Birmingham, 2019 - 21, per 100,000:
  /// Female 3.54, below England's 5.20; Male 14.1, below England's 15.9`.
  static func together(_ rows: TableRows, _ group: [Int]) -> String {
    guard let first = group.first else { return "" }
    let telling = ["sex", "age", "category"].filter { column in Set(group.map { rows.text(column, $0) }).count > 1 }
    let unit = rows.text("unit", first)
    let head = ["\(rows.text("indicator", first)) in \(rows.text("area", first))", rows.text("period", first)]
    let parts = group.map { row in
      let who = telling.map { rows.text($0, row) }.filter { !$0.isEmpty }.joined(separator: ", ")
      let value = rows.number("value", row) ?? 0
      return "\(who) \(figure(value, unit: unit == "%" ? unit : ""))\(Finding(rows: rows, row: row).against(value))"
    }
    let isNamed = !["", "%", "proportion (0-1)"].contains(unit)
    return (head + (isNamed ? [unit] : [])).joined(separator: ", ") + ": " + parts.joined(separator: "; ")
  }

  /// What is said of the recent trend; empty where it cannot be told.
  var trend: String {
    let text = rows.text("trend", row)
    if text.isEmpty || text.hasPrefix("Cannot") { return "" }
    if text.hasPrefix("No ") { return "There is no significant recent change." }
    return "It is \(text.lowercased())."
  }
}
