import TideModel

/// Sentences that state what a row of an answer finds, in its own words: nothing is judged here.
struct Finding {
  let rows: TableRows
  let row: Int

  /// `8.8 per 1,000 live births`.
  static func figure(_ value: Double, unit: Unit) -> String {
    let text = FigureText.published(value)
    if unit.isPercent { return text + "%" }
    // `487 (England = 100)`: what a ratio is to.
    return unit.afterFigure.isEmpty ? text : "\(text) \(unit.afterFigure)"
  }

  /// `Infant mortality rate in Birmingham was 8.8 per 1,000 live births in 2023, 2.3 times England's 3.9`.
  var sentence: String {
    let subject = "\(rows.text("indicator", row)) in \(rows.text("area", row))"
    let period = rows.text("period", row)
    guard let value = rows.number("value", row) else {
      return "\(subject): no figure is published for \(period)\(status)"
    }
    let figure = Self.figure(value, unit: rows.unit(row))
    return "\(subject) was \(figure) in \(period)\(against(value))"
  }

  private var status: String {
    let status = rows.status(row)
    return status == .none ? "" : " \(status.sign)"
  }

  /// How the value stands to the benchmark's: by the comparison where there is one, else by the two numbers alone.
  private func against(_ value: Double) -> String {
    guard let reference = rows.number("benchmark_value", row), let benchmark = rows.benchmarkName(row) else {
      return ""
    }
    let name = rows.text("benchmark", row)
    let other = Self.own(FigureText.published(reference), of: benchmark, called: name)
    let times = Self.times(rows.number("ratio", row))
    let verdict = rows.verdict(row)?.kind ?? .notCompared
    if rows.isOfGoal(row), let goal = Self.reached(verdict) {
      return ", the goal\(GoalFigures.words(rows, row)) \(goal); \(name) \(FigureText.published(reference))"
    }
    switch verdict {
    case .better, .worse, .higher, .lower:
      return ", \(verdict.text) than \(other)\(times.map { " (\($0))" } ?? "")"
    case .similar: return ", similar to \(other)"
    case .notCompared:
      if let times { return ", \(times) \(other)" }
      return value == reference ? ", the same as in \(name)" : ", \(value > reference ? "above" : "below") \(other)"
    case .quantile: return ", \(verdict.text); \(name) \(FigureText.published(reference))"
    }
  }

  /// What a verdict says of a goal.
  private static func reached(_ verdict: Verdict.Kind) -> String? {
    switch verdict {
    case .better: "reached"
    case .similar: "reached in part"
    case .worse: "not reached"
    case .higher, .lower, .quantile, .notCompared: nil
    }
  }

  /// `England's 3.9`, `the 3.9 of England (pooled from 126 of 152 areas)` or `the median of 153 areas (3.1)`.
  private static func own(_ figure: String, of benchmark: BenchmarkName, called name: String) -> String {
    switch benchmark {
    case .mean, .median: return "the \(name) (\(figure))"
    case .pooled: return "the \(figure) of \(name)"
    case .area:
      return name.contains("(") || name.contains(" of ") ? "the \(figure) of \(name)" : "\(name)'s \(figure)"
    }
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
    let unit = rows.unit(first)
    let head = ["\(rows.text("indicator", first)) in \(rows.text("area", first))", rows.text("period", first)]
    let parts = group.map { row in
      let who = telling.map { rows.text($0, row) }.filter { !$0.isEmpty }.joined(separator: ", ")
      let value = rows.number("value", row) ?? 0
      return
        "\(who) \(figure(value, unit: unit.isPercent ? unit : Unit("")))\(Finding(rows: rows, row: row).against(value))"
    }
    let isNamed = !unit.isPercent && !unit.afterFigure.isEmpty
    return (head + (isNamed ? [unit.text] : [])).joined(separator: ", ") + ": " + parts.joined(separator: "; ")
  }

  /// What is said of the recent trend; empty where it cannot be told.
  var trend: String {
    guard let outcome = rows.trend("trend", row), case .figures(let direction, _) = outcome else { return "" }
    switch direction {
    case .cannotBeCalculated: return ""
    case .noSignificantChange: return "There is no significant recent change."
    case .increasing, .decreasing: return "It is \(outcome.text.lowercased())."
    }
  }
}
