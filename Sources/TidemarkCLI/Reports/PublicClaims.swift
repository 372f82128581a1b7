import TideModel
import TideQuery
import TideReport
import TideStore

/// What the city's health-research partnership says of Birmingham in public, beside what the store's figures say.
struct PublicClaims {
  private let answers: ReportAnswers
  private let comparison: ResultTable
  private var table = ResultTable(columns: [
    .init("claim", "Said", .text), .init("figures", "The figures", .text), .init("verdict", "Verdict", .text),
    .init("source", "From", .text),
  ])

  init(_ answers: ReportAnswers) throws {
    self.answers = answers
    comparison = answers.comparison
    try infantMortality()
    try cancer()
    try lifeExpectancy()
  }

  /// Each claim that figures bear on; nil where none does.
  func section() -> Report.Section? {
    guard !table.rows.isEmpty else { return nil }
    return Report.Section(
      "Public claims beside the figures",
      [
        .table(
          Report.Figures(table),
          caption: "What the city's health-research partnership says, and what the figures of this store say")
      ])
  }

  private mutating func add(_ claim: String, _ figures: String, _ verdict: String, _ row: ResultTable.Row) {
    table.append([.text(claim), .text(figures), .text(verdict), .text(source(row))])
  }

  private func source(_ row: ResultTable.Row) -> String {
    guard let id = comparison.words("indicator_id", row).flatMap({ Int($0) }), let indicator = answers.indicators[id]
    else { return "" }
    let source = indicator.source.isEmpty ? indicator.publisher : indicator.source
    return "\(source.isEmpty ? "Source not told" : source); indicator \(id)"
  }

  /// The sentences on some rows.
  private func sentences(_ rows: ResultTable) throws -> String {
    rows.rows.isEmpty ? "" : try Headlines(rows).all.joined(separator: " ")
  }

  /// Whether the rate of the latest period is the highest, by its value and by the interval of its place.
  private mutating func infantMortality() throws {
    guard let row = comparison.rows(naming: "infant mortality").first, comparison.figure("value", row) != nil,
      let id = comparison.words("indicator_id", row).flatMap({ Int($0) })
    else { return }
    let series = comparison.series(row)
    let table = try answers.ranks(of: id)
    let ranks = table.keeping { table.series($0) == series }
    guard let own = ranks.rows.first(where: { ranks.words("area_code", $0) == answers.query.area }),
      let value = ranks.figure("value", own), let period = ranks.words("period", own)
    else { return }
    let known = ranks.rows.count { ranks.figure("value", $0) != nil }
    let higher = ranks.keeping { (ranks.figure("value", $0) ?? 0) > value }.distinct("area")
    let among = "of \(known) areas of \(answers.area)'s kind with a figure for \(period)"
    // Counted from the highest figure, whichever the ranks begin with.
    let isLowestFirst = answers.indicators[id]?.polarity == .lowIsGood
    let places = [isLowestFirst ? "rank_upper_95" : "rank_lower_95", isLowestFirst ? "rank_lower_95" : "rank_upper_95"]
      .compactMap { column -> Int? in
        guard case .integer(let place) = ranks.cell(column, own.index) else { return nil }
        return isLowestFirst ? known + 1 - place : place
      }
    let figures = try sentences(comparison.keeping { comparison.series($0) == series })
    add(
      "Infant mortality is the highest in England.", figures,
      Self.highest(among, higher, places: places), row)
  }

  /// The verdict on "the highest".
  /// - Parameter places: the interval of the place, the highest figure's being 1; empty where it is not known.
  private static func highest(_ among: String, _ higher: [String], places: [Int]) -> String {
    let named = "\(higher.prefix(5).joined(separator: "; "))\(higher.count > 5 ? " and others" : "")"
    let byValue =
      higher.isEmpty
      ? "no figure is higher" : "\(higher.count) \(higher.count == 1 ? "figure is" : "figures are") higher (\(named))"
    guard places.count == 2 else {
      return "Not tested: \(among), \(byValue); there are no limits to tell how sure that is."
    }
    let (first, last) = (places[0], places[1])
    let place =
      first == last
      ? "the \(Ordinal.text(first)) highest"
      : "anything from the \(Ordinal.text(first)) to the \(Ordinal.text(last)) highest"
    let sureness = "with 95% certainty it is \(place)"
    if last == 1 { return "So it is: \(among), \(byValue), and \(sureness)." }
    if first == 1 { return "It may be, but that is not shown: \(among), \(byValue); \(sureness)." }
    return "Not so: \(among), \(byValue); \(sureness)."
  }

  private mutating func cancer() throws {
    let themes = comparison.distinct("theme").filter { Priority.cancer.includes(theme: $0) }
    let rows = comparison.keeping { row in comparison.words("theme", row).map(themes.contains) ?? false }
    for row in rows.rows where rows.figure("value", row) != nil {
      let series = rows.series(row)
      let own = rows.keeping { rows.series($0) == series }
      let verdict =
        switch rows.verdict(row)?.kind {
        case .worse?: "So it is: worse than \(answers.benchmark)."
        case .better?: "Not so: better than \(answers.benchmark)."
        case .similar?: "Not shown: similar to \(answers.benchmark)."
        default: "Not tested: \(try Headlines(own).reasons.replacing(" (1)", with: ""))."
        }
      add("Cancer outcomes are below the England average.", try sentences(own), verdict, row)
    }
  }

  /// Life expectancy and healthy life expectancy by sex: the gap is what the chart of it would be called.
  private mutating func lifeExpectancy() throws {
    for row in comparison.rows(naming: "life expectancy at birth")
    where Unit(comparison.words("unit", row) ?? "").isYears && comparison.figure("value", row) != nil
      && Vocabulary.words(comparison.words("indicator", row) ?? "").first != "inequality"
    {
      let series = comparison.series(row)
      let figures = try sentences(comparison.keeping { comparison.series($0) == series })
      let ids = comparison.words("indicator_id", row).flatMap { Int($0) }.map { [$0] } ?? []
      let gaps = try answers.table(.gap, of: ids)
      let own = gaps.keeping { gaps.series($0) == series }
      add("There is a gap in life expectancy.", figures, Self.gap(own), row)
    }
  }

  private static func gap(_ table: ResultTable) -> String {
    do throws(ChartError) { return try Chart(.gap, of: table).title } catch {
      return "No gap can be told: \(error.message)."
    }
  }
}
