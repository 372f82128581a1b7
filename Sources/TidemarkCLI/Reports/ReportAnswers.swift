import TideMethods
import TideModel
import TideQuery
import TideStore

/// The answers that a report is made of, each to a question that can be asked by itself.
struct ReportAnswers {
  /// A ranking.
  struct Ranking {
    /// Who is ranked: `County & UA`, `Core cities`.
    let name: String
    let table: ResultTable
  }

  let asked: Asking
  /// The comparison that was asked.
  let query: Query
  /// The strata asked for, those of categories among them.
  let divided: Query.Selection
  /// The latest figures against the benchmark, with what is good in a column `polarity`.
  let comparison: ResultTable
  /// What becomes of each gap over the shorter and over the longer view, with `polarity`; Persons where there are persons.
  let gaps: (short: ResultTable, long: ResultTable)
  /// The ranks among all areas of the type, and then among smaller groups.
  let rankings: [Ranking]
  /// The indicators that the comparison has, by id.
  let indicators: [Int: Indicator]
  /// The area's name.
  let area: String
  /// What the area is set against, as sentences have it.
  let benchmark: String

  /// - Parameter peers: who is ranked besides all areas of the type; where that is all, the area's region and groups.
  /// - Throws: `CommandFailure` where the area has no figures.
  init(_ asked: Asking, peers: Query.Peers) throws {
    self.asked = asked
    let query = try asked.query(.compare, indicators: [])
    self.query = query
    var words = asked.options.words
    words.category = .all
    divided = try asked.resolver.selection(words, of: [])
    let compared = try asked.engine.table(query)
    guard let row = compared.rows.first, let code = query.area else {
      throw CommandFailure(
        .usage, "there is nothing to report", remedy: "'tidemark compare' with the same options says why.")
    }
    area = compared.words("area", row) ?? code
    benchmark = compared.benchmarkPhrase ?? "England"
    let ids = Set(compared.indicatorIDs)
    let known = Dictionary(try asked.snapshot.indicators().map { ($0.id, $0) }) { first, _ in first }
      .filter { ids.contains($0.key) }
    indicators = known
    comparison = Self.judged(compared, known)
    var tests = query
    tests.question = .trendTest
    let found = Self.judged(try asked.engine.table(tests).plain, known)
    func view(_ points: Int) -> ResultTable {
      found.keeping { row in
        if case .trend(.gap(_, points, _)) = found.cell("outcome", row.index) { true } else { false }
      }
    }
    gaps = (view(GapTrend.views.short), view(GapTrend.views.long))
    rankings = try Self.groups(asked, query, peers).map { name, peers in
      var ranks = query
      ranks.question = .rank
      ranks.peers = peers
      return Ranking(name: name, table: try asked.engine.table(ranks))
    }
  }

  private static func judged(_ table: ResultTable, _ indicators: [Int: Indicator]) -> ResultTable {
    table.adding(.init("polarity", "Polarity", .polarity)) { row in
      let indicator = table.words("indicator_id", row).flatMap { Int($0) }.flatMap { indicators[$0] }
      return indicator.map { .polarity($0.polarity) } ?? .missing
    }
  }

  /// All areas of the type; then the peers asked for, or else the region and the groups that hold the area and are no mere pair.
  private static func groups(
    _ asked: Asking, _ query: Query, _ peers: Query.Peers
  ) throws -> [(name: String, peers: Query.Peers)] {
    var question = query
    question.question = .peers(listing: false)
    let table = try asked.engine.table(question)
    let type = query.selection.areaType ?? query.area.map { AreaType.usual(forCode: $0) }
    let whole: [(name: String, peers: Query.Peers)] = [(type?.title ?? "All areas", .areaType)]
    switch peers {
    case .within(let code), .group(let code): return whole + [(try asked.snapshot.area(code)?.name ?? code, peers)]
    case .members(let codes, let title):
      return whole + [(title.isEmpty ? "\(codes.count) areas" : title, peers)]
    case .areaType: break
    }
    let held = table.rows.filter { row in
      guard case .integer(let members) = table.cell("members", row.index) else { return false }
      return table.cell("holds_area", row.index) == .flag(true) && members >= fewest
    }
    func groups(_ kind: String) -> [(name: String, peers: Query.Peers)] {
      held.filter { table.words("kind", $0) == kind }.compactMap { row in
        guard let code = table.words("code", row), let name = table.words("name", row) else { return nil }
        return (name, kind == "group" ? .group(code) : .within(code))
      }
    }
    return whole + groups("region") + groups("group").prefix(2)
  }

  /// A rank among fewer areas says little.
  private static let fewest = 5

  /// The ranks of an indicator among all areas of the type, with their intervals.
  func ranks(of indicator: Int) throws -> ResultTable {
    var query = query
    query.question = .rank
    query.peers = .areaType
    query.indicators = [indicator]
    query.rankIntervals = true
    return try asked.engine.table(query)
  }

  /// Another question about some of the indicators.
  func table(_ question: Query.Question, of ids: [Int], area: String? = nil) throws -> ResultTable {
    var query = query
    query.question = question
    query.indicators = ids
    if let area { query.area = area }
    return try asked.engine.table(query)
  }
}
