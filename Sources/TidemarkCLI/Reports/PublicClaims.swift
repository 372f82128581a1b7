import TideModel
import TideQuery
import TideReport
import TideStore

/// What the city's health-research partnership says of Birmingham in public, beside what the store's figures say.
struct PublicClaims {
  private let asked: Asking
  private let query: Query
  private let comparison: ResultTable

  init(_ asked: Asking, _ query: Query, _ comparison: ResultTable) {
    self.asked = asked
    self.query = query
    self.comparison = comparison
  }

  /// Each claim that figures bear on; nil where none does.
  func section() throws -> Report.Section? {
    let lines = [try infantMortality(), try cancer(), try lifeExpectancy()].compactMap { $0 }
    return lines.isEmpty ? nil : Report.Section("Public claims beside the figures", [.list(lines)])
  }

  private func infantMortality() throws -> String? {
    guard let row = comparison.rows(naming: "infant mortality").first,
      let id = comparison.words("indicator_id", row).flatMap({ Int($0) })
    else { return nil }
    var ranks = query
    ranks.question = .rank
    ranks.indicators = [id]
    let table = try asked.engine.table(ranks)
    guard let own = table.rows.first(where: { table.words("area_code", $0) == query.area }),
      let value = table.figure("value", own), let period = table.words("period", own)
    else { return nil }
    let known = table.rows.filter { table.figure("value", $0) != nil }
    let higher = known.filter { (table.figure("value", $0) ?? 0) > value }.compactMap { table.words("area", $0) }
    let name = table.words("area", own) ?? ""
    let verdict =
      higher.isEmpty
      ? "no area's figure is higher"
      : "\(higher.count == 1 ? "one area's figure is" : "the figures of \(higher.count) areas are") higher "
        + "(\(higher.prefix(5).joined(separator: "; "))\(higher.count > 5 ? " and others" : ""))"
    return
      "Said: infant mortality is the highest in England. The figures: of \(known.count) areas of \(name)'s kind with a "
      + "figure for \(period), \(verdict)."
  }

  private func cancer() throws -> String? {
    let themes = comparison.distinct("theme").filter { Priority.cancer.includes(theme: $0) }
    guard let theme = themes.first else { return nil }
    return "Said: cancer outcomes are below the England average. The figures: "
      + (try Headlines(comparison.keeping("theme", theme)).tally)
  }

  private func lifeExpectancy() throws -> String? {
    let rows = comparison.rows(naming: "life expectancy at birth")
    guard let row = rows.first(where: { comparison.words("indicator", $0)?.hasPrefix("Life") ?? false }),
      let id = comparison.words("indicator_id", row).flatMap({ Int($0) })
    else { return nil }
    var trends = query
    trends.question = .trend
    trends.indicators = [id]
    let table = try asked.engine.table(trends)
    let sentences = table.distinct("sex").compactMap { sex in
      (try? Chart(.gap, of: table.keeping("sex", sex))).map { "\(sex): \($0.title)" }
    }
    guard !sentences.isEmpty else { return nil }
    return
      "Said: there is a gap in life expectancy. The figures: \(sentences.joined(separator: " "))"
  }
}
