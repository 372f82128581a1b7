import TideCore
public import TideDisclosure
public import TideModel
import TideStore

/// Answers queries from a source of figures, which shows of them what its disclosure control allows.
public struct QueryEngine {
  let source: any FigureSource
  private let known: KnownPanels
  /// What answers so far have read in whole panels, beside what the snapshot counts.
  public var scanned: ScanWork { known.scanned }
  /// How many threads may work at once on one answer; at least 1.
  public var threads = 1
  /// As many as pay on this machine.
  public static var usualThreads: Int { min(4, Workers.processors) }

  /// An engine over what a source has; what it has learnt of the store's panels is kept for the next question.
  public init(_ source: any FigureSource) {
    self.source = source
    known = KnownPanels(source)
  }

  /// Answers a query batch by batch.
  ///
  /// Exports and revisions are streamed panel by panel and need memory for one panel; the other answers are small and are
  /// sorted first.
  /// - Parameters:
  ///   - header: called once, before the first batch, with the columns, title and footnotes and no rows.
  ///   - batch: called for each batch of rows, a table of the header's columns.
  /// - Returns: what has to be said once all rows are known.
  /// - Throws: `QueryError` for what the store does not hold, `StoreError` for what cannot be read or for a query of more
  ///   disclosure control than the source is under, and whatever the closures throw.
  @discardableResult
  public func run(
    _ query: Query, header: (ResultTable) throws -> Void, batch: (ResultTable) throws -> Void
  ) throws -> [String] {
    try checkPolicy(of: query.vintage)
    switch query.question {
    case .export(let compared):
      try ExportAnswer(query, compared: compared, source: source).stream(header: header, batch: batch)
      return []
    case .revisions(let since, let kinds):
      let answer = try RevisionsAnswer(query, since: since, listing: kinds, source: source)
      return try RowBatches.gather(header: header, batch: batch) { try answer.stream(header: $0, row: $1) }
    default:
      let table = try self.table(query)
      try header(table.header)
      try batch(table)
      return []
    }
  }

  /// Answers a query as a table in memory.
  /// - Parameter drawsSeries: whether the column `series` is filled, which only people see, drawn as a line.
  /// - Throws: as ``run(_:header:batch:)``.
  public func table(_ query: Query, drawsSeries: Bool = false) throws -> ResultTable {
    try checkPolicy(of: query.vintage)
    switch query.question {
    case .compare, .profile: return try LatestAnswer(query, source: source, drawsSeries: drawsSeries).table()
    case .overview(let rows): return try OverviewAnswer(query, rows: rows, source: source).table()
    case .watchlist: return try WatchlistAnswer(query, source: source, drawsSeries: drawsSeries).table()
    case .gap: return try GapAnswer(query, source: source).table()
    case .peers(let listing): return try PeerAnswer(query, listing: listing, source: source).table()
    case .trend: return try TrendAnswer(query, source: source).table()
    case .trendTest: return try TrendTestAnswer(query, source: source).table()
    case .audit(let listing): return try AuditAnswer(query, listing: listing, source: source).table()
    case .rank: return try RankAnswer(query, source: source, drawsSeries: drawsSeries).table()
    case .aggregate(let aggregation):
      return try AggregateAnswer(query, aggregation, source: source).table()
    case .inequality(let choice): return try InequalityAnswer(query, choice, source: source).table()
    case .funnel(let showsLimits):
      return try FunnelAnswer(query, showsLimits: showsLimits, source: source).table()
    case .excess(let everyPeriod):
      return try ExcessAnswer(query, everyPeriod: everyPeriod, source: source).table()
    case .ratio(let counterpart, let everyPeriod):
      return try RatioAnswer(query, to: counterpart, everyPeriod: everyPeriod, source: source).table()
    case .summary(let summary):
      let (table, scan) = try answer(query, summary).answer()
      known.scanned.add(scan)
      return table
    case .changes(let since):
      return try LatestChanges(query, from: source.vintage(since), to: source).table()
    case .disclosure: return try disclosureTable()
    case .export, .revisions:
      var table = ResultTable(columns: [])
      try run(query, header: { table = $0 }, batch: { table.append(contentsOf: $0) })
      return table
    }
  }
}

extension QueryEngine {
  /// Refuses a query that asks for disclosure control which the source's figures do not go through.
  func checkPolicy(of vintage: Query.VintageChoice) throws {
    guard let asked = vintage.disclosure else { return }
    guard source.policy?.profiles.contains(where: { $0.isAtLeastAsStrict(as: asked) }) ?? false else {
      throw StoreError(
        .withheld, "the query asks for disclosure control (\(asked.name)), and the store is not open under it",
        remedy: "Open the store under the profile that the query names.")
    }
  }

  private func disclosureTable() throws -> ResultTable {
    guard let control = source.policy else {
      throw QueryError(
        .usage, "no disclosure control is in force", remedy: "Name a profile with --disclosure, or pin one with --pin.")
    }
    return try control.table(of: source)
  }

  /// What a query will read, found without reading a figure.
  /// - Throws: as ``run(_:header:batch:)``.
  public func plan(_ query: Query) throws -> QueryPlan {
    try checkPolicy(of: query.vintage)
    return try Planner(query, source, threads: threads).plan()
  }

  private func answer(_ query: Query, _ summary: Summary) throws -> SummaryAnswer {
    try SummaryAnswer(
      query, summary, catalogue: known.view(for: query, threads: threads), scans: known.allScans)
  }

  /// Answers a query without keeping the answer, for those who measure.
  /// - Throws: as ``run(_:header:batch:)``.
  public func work(_ query: Query) throws -> AnswerWork {
    let before = scanned
    var rows = 0
    try run(query, header: { _ in }, batch: { rows += $0.rowCount })
    return AnswerWork(rows: rows, scan: scanned.since(before))
  }
}

/// What an answer came to, and took.
public struct AnswerWork: Sendable, Equatable {
  /// Rows of the answer.
  public var rows = 0
  /// What was read in whole panels.
  public var scan = ScanWork()
}

/// What is known of a store's catalogue and panels, found when it is first needed and kept for the next question.
private final class KnownPanels {
  private let source: any FigureSource
  var scanned = ScanWork()
  private var scans: PanelScans?
  private var view: (view: CatalogueView, query: Query, threads: Int)?

  init(_ source: any FigureSource) { self.source = source }

  func allScans() -> PanelScans {
    if let scans { return scans }
    let found = PanelScans(source)
    scans = found
    return found
  }

  func view(for query: Query, threads: Int) throws -> CatalogueView {
    if let view, view.query == query, view.threads == threads { return view.view }
    let plan = try Planner(query, source, threads: threads).plan()
    let made = CatalogueView(source, plan, for: query)
    view = (made, query, threads)
    return made
  }
}

/// What every answer starts from.
struct Asked {
  let query: Query
  let catalogue: CatalogueView
  let indicators: [Indicator]
  let periods: PeriodReading
  let maker: RowMaker

  init(_ query: Query, source: any FigureSource, drawsSeries: Bool = false) throws {
    let plan = try Planner(query, source).plan()
    try self.init(query, catalogue: CatalogueView(source, plan, for: query), drawsSeries: drawsSeries)
  }

  /// - Parameter catalogue: of the query's indicators, in its geography.
  init(_ query: Query, catalogue: CatalogueView, drawsSeries: Bool = false) throws {
    self.query = query
    self.catalogue = catalogue
    indicators = try catalogue.indicators(query.indicators)
    periods = PeriodReading(query.selection.period)
    maker = RowMaker(query, catalogue: catalogue, drawsSeries: drawsSeries)
  }

  /// The area asked about.
  func subject() throws -> Area {
    guard let code = query.area else {
      throw QueryError(.usage, "this question needs an area", remedy: "Name one with --area.")
    }
    guard let area = try catalogue.snapshot.area(code) else {
      throw QueryError(
        .unknownArea, "there is no area \(code) in this store", remedy: "'tidemark find WORDS' searches the areas.")
    }
    if query.geography == .current, !area.successors.isEmpty {
      let names = try catalogue.succession().successors(of: code).sorted().map {
        "\($0)  \(try catalogue.area($0).name)"
      }
      throw QueryError(
        .ambiguous, "\(area.name) (\(code)) is no area of today; in its place stand", candidates: names,
        remedy: "Name one of them, or leave out --geography current.")
    }
    return area
  }

  /// What a title begins with: the only indicator with its unit, by its id where it has no name, or what several are.
  func topic(ofSeveral several: String = "Indicators") -> String {
    guard indicators.count == 1 else { return several }
    let name = indicators[0].name.isEmpty ? "Indicator \(indicators[0].id)" : indicators[0].name
    return indicators[0].unit.isEmpty ? name : "\(name), \(indicators[0].unit)"
  }

  /// The peers of an area that has to be one of their type.
  func ownPeers(of area: Area) throws -> PeerGroup {
    let group = try peers(of: area.code)
    guard group.type.contains(code: area.code) else {
      if case .members = query.peers, query.selection.areaType == nil {
        throw QueryError(
          .usage, "\(area.name) is not of the type of the areas listed, which is \(group.type.rawValue)",
          remedy: "Name an area of that type with --area, or list areas of the type of \(area.name).")
      }
      throw QueryError(
        .usage, "\(area.name) is not of the area type \(group.type.rawValue)",
        remedy: "Leave --area-type out, or name an area of that type with --area.")
    }
    return group
  }

  /// The peers an area is ranked among; it may be of another type itself.
  /// - Parameter joins: whether the area is one of them even where a list leaves it out.
  func peers(of code: String, joins: Bool = true) throws -> PeerGroup {
    let type = query.selection.areaType
    switch query.peers {
    case .areaType: return PeerGroup(of: code, type: type, parent: nil)
    case .within(let parent), .group(let parent): return PeerGroup(of: code, type: type, parent: parent)
    case .members(let codes, _):
      let members = try listed(codes)
      return PeerGroup(
        of: code, type: type ?? .most(of: codes, besides: code), members: joins ? members.union([code]) : members)
    }
  }

  /// The areas of a list, and those whose place they took: figures may be published under a former code alone.
  func listed(_ codes: [String]) throws -> Set<String> {
    let succession = try catalogue.succession()
    var found = Set(codes)
    var pending = codes
    while let code = pending.popLast() {
      for former in succession.predecessors(of: code)
      where !found.contains(former.code) && found.isSuperset(of: former.successors) {
        found.insert(former.code)
        pending.append(former.code)
      }
    }
    return found
  }

  /// What the peers lie in, or their list is called; nil for all of a type.
  func name(of group: PeerGroup) throws -> String? {
    if case .members(let codes, let title) = query.peers {
      return title.isEmpty ? "a list of \(Footnotes.count(codes.count, "area"))" : title
    }
    return try group.parent.map { try catalogue.area($0).name }
  }

  /// Says which areas of a list are not among the peers, being of another type.
  func leftOut(of group: PeerGroup) throws -> [Footnote] {
    guard case .members(let codes, _) = query.peers else { return [] }
    let others = try codes.filter { !group.type.contains(code: $0) }.map { "\(try catalogue.area($0).name) (\($0))" }
    guard !others.isEmpty else { return [] }
    let named = others.count > 5 ? others.prefix(4) + ["\(others.count - 4) more"] : others[...]
    return ["Listed but not \(group.type.title), and left out: \(Succession.list(Array(named)))."]
  }

  /// The strata to answer one of: those asked for; else, of those that have what is needed, Persons, else the whole
  /// populations, else all.
  func plainSlices(of indicator: Indicator, where isNeeded: (Slice) throws -> Bool) throws -> [Slice] {
    let all = try Slice.all(of: indicator, selection: query.selection, catalogue: catalogue).filter(isNeeded)
    if query.selection.restrictsStrata { return all }
    let whole = all.filter(\.stratum.isWhole)
    let persons = whole.filter { $0.stratum.sex == "Persons" }
    return persons.isEmpty ? (whole.isEmpty ? all : whole) : persons
  }

  /// Whether an area has any observation in the periods asked for.
  func hasFigures(of code: String, _ slice: Slice) throws -> Bool {
    guard let (panel, area) = try slice.place(of: code) else { return false }
    return try !periods.periods(of: area, in: panel, indicator: slice.indicator).isEmpty
  }

  /// An empty table of the question's columns.
  func emptyTable(title: String, footnotes: [Footnote] = []) throws -> ResultTable {
    let heading = try maker.benchmarks.heading()
    return ResultTable(
      columns: Field.of(query).map { $0.column(benchmark: heading, for: query.question) }, title: title,
      footnotes: footnotes + [query.comparing.sentence].compactMap { $0.map { Footnote($0) } })
  }

  /// A table of rows in their order. Where rows of one indicator differ in sex, age or category, the columns that tell
  /// them apart go last from a narrow terminal.
  /// - Parameter group: what heads a row's group for people; nil where rows are not grouped.
  func table(
    _ rows: [ResultRow], title: String, footnotes: [Footnote], group: ((ResultRow) -> String)? = nil
  ) throws -> ResultTable {
    var table = try emptyTable(title: title, footnotes: footnotes)
    if group != nil {
      let theme = ResultTable.Column(name: "theme", title: "Theme", kind: .heading)
      table = ResultTable(
        columns: table.columns + [theme], title: title, footnotes: table.footnotes, groupColumn: theme.name)
    }
    Strata.show(rows, in: &table)
    let fields = Field.of(query)
    for row in rows { table.append(row.cells(fields) + (group.map { [.text($0(row))] } ?? [])) }
    return table
  }
}

/// The columns that tell strata apart.
enum Strata {
  /// Where rows of one indicator differ in sex, age or category, keeps that column on a narrow terminal.
  static func show(_ rows: [ResultRow], in table: inout ResultTable) {
    let strata = Dictionary(grouping: rows, by: \.indicator.id).values.map { Set($0.map(\.stratum)) }
    let telling: [(Field, (Stratum) -> String)] = [
      (.sex, { $0.sex }), (.age, { $0.age }), (.category, { $0.category }),
    ]
    for (field, text) in telling where strata.contains(where: { Set($0.map(text)).count > 1 }) {
      if let index = table.index(of: field.rawValue) { table.columns[index].priority = 1 }
    }
  }
}
