import TideModel

extension TableRows {
  /// A figure of an answer on inequality with one decimal; of parts of one, three digits of the largest.
  func shortened(_ value: Double) -> String {
    let columns = ["most_deprived", "least_deprived", "sii"]
    let largest = columns.flatMap { column in indices.compactMap { number(column, $0)?.magnitude } }.max() ?? 1
    let decimals = largest >= 1 ? 1 : DecimalNumber(largest)?.places(significant: 3) ?? 1
    return FigureText.rounded(value, decimals: decimals)
  }
}

/// What is said of an inequality: its finding, how to read its picture, and its figures in words.
struct InequalityWords {
  let rows: TableRows
  let ladder: DeprivationLadder?

  private var lastKnown: Int? { rows.indices.last { rows.number("sii", $0) != nil } }

  /// The ends and the slope index of the latest period that has one, and whether it changed.
  var title: String {
    guard let last = lastKnown, let most = rows.number("most_deprived", last),
      let least = rows.number("least_deprived", last), let index = rows.number("sii", last)
    else { return titleWithoutIndex }
    var limits = ""
    if let (lower, upper) = self.limits(last) { limits = " (\(short(lower)) to \(short(upper)))" }
    return "\(subject(last)): \(ends(most, least, last)); slope index \(short(index))\(limits)\(since(last))."
  }

  private var titleWithoutIndex: String {
    guard let ladder,
      let last = rows.indices.last(where: { row in ladder.rungs.contains { $0[row].point.value != nil } })
    else { return "\(rows.text("indicator", 0)): inequality by deprivation in \(rows.text("area", 0))." }
    guard let most = ladder.rungs[0][last].point.value,
      let least = ladder.rungs[ladder.rungs.count - 1][last].point.value
    else { return "\(subject(last)): the figure of the most or of the least deprived is missing." }
    return "\(subject(last)): \(ends(most, least, last)); no slope index can be calculated."
  }

  private func subject(_ row: Int) -> String {
    "\(rows.text("indicator", row)) in \(rows.text("area", row)), \(rows.text("period", row))"
  }

  private func ends(_ most: Double, _ least: Double, _ row: Int) -> String {
    let unit = rows.unit(row)
    let figures = [most, least].map { unit.isPercent ? short($0) + "%" : short($0) }
    let shown = unit.isPercent || unit.text.isEmpty ? "" : " \(unit.text)"
    return "\(figures[0]) among the most deprived and \(figures[1])\(shown) among the least"
  }

  private func short(_ value: Double) -> String { rows.shortened(value) }

  /// Whether the slope index differs from that of the first period: only where their intervals lie apart.
  private func since(_ last: Int) -> String {
    guard let first = rows.indices.first(where: { rows.number("sii", $0) != nil }), first != last,
      let before = limits(first), let after = limits(last)
    else { return "" }
    let period = rows.text("period", first)
    if after.lower > before.upper { return ", higher than in \(period)" }
    if after.upper < before.lower { return ", lower than in \(period)" }
    return ", no clear change since \(period)"
  }

  private func limits(_ row: Int) -> (lower: Double, upper: Double)? {
    rows.number("sii_lower_95", row).flatMap { lower in rows.number("sii_upper_95", row).map { (lower, $0) } }
  }

  private var stratum: String {
    let parts = ["sex", "age", "category_type"].map { rows.text($0, 0) }.filter { !$0.isEmpty }
    return parts.isEmpty ? "" : parts.joined(separator: ", ") + ". "
  }

  /// How to read lines over time.
  var subtitleOverTime: String {
    let lines = ladder.map {
      "Strong lines: the most and (dashed) the least deprived \($0.noun); thin grey lines: the \($0.noun)s between. "
    }
    return stratum + (lines ?? "") + "Band: 95% confidence interval of the slope index."
  }

  /// How to read the figures of one period.
  func subtitle(hasLine: Bool) -> String {
    let noun = ladder?.noun ?? "decile"
    let line =
      hasLine
      ? " Dashed line: fitted through the marks, each weighted by its people; the slope index is the difference between its ends."
      : ""
    return stratum + "Each mark is a \(noun) of the people, from the most deprived (diamond) to the least (disc), with "
      + "its 95% confidence interval where it is published.\(line)"
  }

  /// The figures of every period, from the most deprived.
  var data: String {
    rows.indices.map { row in
      let index = "SII " + (rows.number("sii", row).map(short) ?? "no figure")
      guard let ladder else {
        let ends = ["most_deprived", "least_deprived"].map { rows.number($0, row).map(short) ?? "no figure" }
        return "\(rows.text("period", row)): most deprived \(ends[0]), least deprived \(ends[1]), \(index)"
      }
      let figures = ladder.rungs.map { rung in
        let point = rung[row].point
        return point.value.map(FigureText.published) ?? "no figure \(point.status.sign)"
      }
      return
        "\(rows.text("period", row)): \(ladder.noun)s from the most deprived \(figures.joined(separator: ", ")), \(index)"
    }.joined(separator: "; ")
  }

  /// Whether a figure of a part is missing without a status, which then stands as [x].
  var isMissingUnexplained: Bool {
    ladder?.rungs.contains { $0.contains { $0.point.value == nil && $0.point.status.isShownAsNotAvailable } } ?? false
  }
}
