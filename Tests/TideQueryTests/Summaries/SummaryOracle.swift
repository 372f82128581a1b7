import Foundation
import GRDB
import TideModel
import TideQuery

/// An export of a store in SQLite, and summaries of it in SQL.
///
/// Written from the contract: what the engine adds up panel by panel, this groups in one long table. Percentiles are an
/// aggregate function of the test's own; slopes, rates and windows are SQL.
final class SummaryOracle {
  private let queue: DatabaseQueue
  private let benchmark: String?

  /// - Parameters:
  ///   - export: the figures of some type of area, compared.
  ///   - everything: those of all areas, which tell what periods there are.
  ///   - benchmark: the area compared with; nil for what is none.
  init(
    _ export: ResultTable, among everything: ResultTable, _ fixture: StoreFixture, benchmark: String?
  ) throws {
    self.benchmark = benchmark
    queue = try DatabaseQueue()
    try queue.write { db in
      db.add(function: Self.quantile)
      try db.execute(sql: Self.schema)
      for area in fixture.areas {
        try db.execute(sql: "INSERT INTO area VALUES (?, ?)", arguments: [area.code, area.name])
        for parent in area.parents {
          try db.execute(
            sql: "INSERT INTO parent VALUES (?, ?, ?)", arguments: [area.code, parent.hierarchy, parent.code])
        }
        for code in area.successors {
          try db.execute(sql: "INSERT INTO succ VALUES (?, ?)", arguments: [area.code, code])
        }
      }
      for indicator in fixture.indicators {
        try db.execute(
          sql: "INSERT INTO ind VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            indicator.id, indicator.unit, indicator.multiplier, indicator.valueType.name, indicator.intervalMethod,
            Self.theme(of: indicator),
          ])
      }
      try Self.insert(export, into: "fig", db)
      try Self.insert(everything, into: "everyfig", db)
      try db.execute(sql: Self.derivations)
    }
  }

  /// The theme that comes first: priorities in their order, others by name.
  private static func theme(of indicator: Indicator) -> String {
    let order = ["Cancer", "Mental health", "Air quality", "Zoonoses"]
    return order.first { indicator.themes.contains($0) } ?? "Other indicators"
  }

  private static func insert(_ export: ResultTable, into table: String, _ db: Database) throws {
    let texts = ["area_code", "area_type", "sex", "age", "category_type", "category", "period", "status", "comparison"]
    let statement = try db.makeStatement(
      sql: """
        INSERT INTO \(table) (ind, area, atype, sex, age, ctype, cat, label, status, verdict, value, cnt, den, bench, pstart,
          pend, pkey, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for row in 0..<export.rows.count {
      guard let id = export.number(row, "indicator_id"),
        let period = PeriodParser.parse(export.text(row, "period"))?.period
      else { preconditionFailure("an exported row without indicator or period") }
      var values: [(any DatabaseValueConvertible)?] = [Int(id)]
      values += texts.map { export.text(row, $0) }
      values += ["value", "count", "denominator", "benchmark_value"].map { export.number(row, $0) }
      values += [
        Int(period.start.day), Int(period.end.day), period.key,
        "\(period.unit) \(period.count) \(period.yearType)",
      ]
      try statement.execute(arguments: StatementArguments(values))
    }
  }

  private static let schema = """
    CREATE TABLE area (code TEXT PRIMARY KEY, name TEXT);
    CREATE TABLE parent (code TEXT, hierarchy TEXT, parent TEXT);
    CREATE TABLE succ (code TEXT, successor TEXT);
    CREATE TABLE ind (id INTEGER PRIMARY KEY, unit TEXT, mult REAL, type TEXT, ci TEXT, theme TEXT);
    CREATE TABLE inside (code TEXT, hierarchy TEXT, parent TEXT);
    CREATE TABLE related (code TEXT, other TEXT, PRIMARY KEY (code, other));
    CREATE TABLE fig (id INTEGER PRIMARY KEY, ind INTEGER, area TEXT, atype TEXT, sex TEXT, age TEXT, ctype TEXT, cat TEXT,
      label TEXT, status TEXT, verdict TEXT, value REAL, cnt REAL, den REAL, bench REAL, pstart INTEGER, pend INTEGER,
      pkey INTEGER, kind TEXT, place INTEGER);
    CREATE TABLE everyfig AS SELECT * FROM fig;
    """

  private static let derivations = """
    INSERT INTO inside
      WITH RECURSIVE up (code, hierarchy, parent) AS (
        SELECT code, hierarchy, parent FROM parent
        UNION SELECT up.code, p.hierarchy, p.parent FROM up JOIN parent p ON p.code = up.parent)
      SELECT DISTINCT code, hierarchy, parent FROM up;
    INSERT OR IGNORE INTO related SELECT code, parent FROM inside;
    INSERT OR IGNORE INTO related SELECT code, 'E92000001' FROM area WHERE code LIKE 'E%' AND code <> 'E92000001';
    INSERT OR IGNORE INTO related
      WITH RECURSIVE later (code, successor) AS (
        SELECT code, successor FROM succ UNION SELECT l.code, s.successor FROM later l JOIN succ s ON s.code = l.successor)
      SELECT code, successor FROM later;
    UPDATE fig SET place = (SELECT count(DISTINCT pkey) FROM everyfig o WHERE o.ind = fig.ind AND o.kind = fig.kind
      AND o.pkey < fig.pkey);
    CREATE INDEX fig_key ON fig (ind, sex, age, ctype, cat);
    """

  /// Type 7 of Hyndman and Fan: the weighted mean of the two closest ranks.
  private static let quantile = DatabaseFunction("quantile", argumentCount: 2, pure: true, aggregate: Quantile.self)

  private struct Quantile: DatabaseAggregate {
    var values: [Double] = []
    var share = 0.0

    mutating func step(_ arguments: [DatabaseValue]) {
      share = Double.fromDatabaseValue(arguments[1]) ?? 0
      if let value = Double.fromDatabaseValue(arguments[0]) { values.append(value) }
    }

    func finalize() -> (any DatabaseValueConvertible)? {
      guard !values.isEmpty else { return nil }
      let sorted = values.sorted()
      let h = Double(sorted.count - 1) * share
      let below = Int(h.rounded(.down))
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] * (1 - (h - Double(below))) + sorted[above] * (h - Double(below))
    }
  }

  // MARK: Questions

  /// The rows of a summary: its keys as texts, then its measures, in the order of the keys.
  func rows(_ query: WordedQuery, _ summary: Summary) throws -> [[DatabaseValue]] {
    try queue.read { db in
      try Row.fetchAll(db, sql: statement(query, summary)).map { Array($0.databaseValues) }
    }
  }

  private static func quoted(_ text: String) -> String { "'" + text + "'" }

  /// Which indicators, strata and periods are asked for.
  private func strata(_ worded: WordedQuery) -> String {
    let (query, selection) = (worded.query, worded.words)
    var conditions = ["1"]
    if !query.indicators.isEmpty {
      conditions.append("f.ind IN (\(query.indicators.map(String.init).joined(separator: ",")))")
    }
    if let sex = selection.sex { conditions.append("lower(f.sex) = \(Self.quoted(sex.lowercased()))") }
    if let age = selection.age { conditions.append("lower(f.age) = \(Self.quoted(age.lowercased()))") }
    switch selection.category {
    case nil, .all?: break
    case .none?: conditions.append("f.ctype = '' AND f.cat = ''")
    case .named(let text)?:
      let text = Self.quoted(text.lowercased())
      conditions.append("(lower(f.cat) = \(text) OR lower(f.ctype) = \(text))")
    }
    if let period = selection.period { conditions.append("f.label = \(Self.quoted(period))") }
    return conditions.joined(separator: " AND ")
  }

  /// Which areas are asked for.
  private func areas(_ query: Query) -> String {
    let selection = query.selection
    if let area = query.area { return "f.area = \(Self.quoted(area))" }
    var conditions = ["1"]
    if let type = selection.areaType {
      let letters = type == .upperTier ? ["E06", "E08", "E09", "E10", "W06"] : ["E06", "E07", "E08", "E09", "W06"]
      let codes = (type == .region ? ["E12"] : letters).map(Self.quoted).joined(separator: ",")
      conditions.append("substr(f.area, 1, 3) IN (\(codes))")
    }
    switch query.peers {
    case .areaType: break
    case .within(let parent), .group(let parent):
      conditions.append(
        "(f.area = \(Self.quoted(parent)) OR f.area IN (SELECT code FROM inside WHERE parent = \(Self.quoted(parent))))"
      )
    case .members(let codes, _):
      // A former area counts where all that took its place are listed.
      let list = codes.map(Self.quoted).joined(separator: ",")
      conditions.append(
        """
        (f.area IN (\(list)) OR f.area IN (SELECT code FROM succ GROUP BY code
          HAVING sum(successor IN (\(list))) = count(*)))
        """)
    }
    return conditions.joined(separator: " AND ")
  }

  /// Columns that groups are told apart by, and the order of rows.
  private func columns(_ key: Summary.Key, _ number: Int) -> (columns: [String], order: String) {
    switch key {
    case .indicator: return (["f.ind"], "f.ind")
    case .theme:
      return (
        ["f.theme"],
        "CASE f.theme WHEN 'Cancer' THEN 0 WHEN 'Mental health' THEN 1 WHEN 'Other indicators' THEN 3 ELSE 2 END, f.theme"
      )
    case .area: return (["f.area"], "f.area")
    case .areaType: return (["f.atype"], "f.atype")
    case .parent: return (["p\(number)"], "p\(number) IS NULL, p\(number)")
    case .sex:
      return (["f.sex"], "CASE f.sex WHEN 'Persons' THEN 0 WHEN 'Female' THEN 1 WHEN 'Male' THEN 2 ELSE 3 END, f.sex")
    case .age: return (["f.age"], "f.age")
    case .category: return (["f.ctype", "f.cat"], "f.ctype <> '' OR f.cat <> '', f.ctype, f.cat")
    case .period: return (["f.wlabel"], "f.wkey")
    }
  }

  private func statement(_ worded: WordedQuery, _ summary: Summary) -> String {
    let query = worded.query
    let parents = summary.keys.enumerated().compactMap { number, key in
      if case .parent(let hierarchy) = key { (number, hierarchy) } else { nil }
    }
    var text = "WITH base AS (SELECT f.*, i.theme, i.unit, i.mult, i.type, i.ci"
    for (number, _) in parents { text += ", p\(number).parent p\(number)" }
    text += " FROM fig f JOIN ind i ON i.id = f.ind"
    for (number, hierarchy) in parents {
      text += " LEFT JOIN inside p\(number) ON p\(number).code = f.area"
      text += " AND p\(number).hierarchy = \(Self.quoted(hierarchy))"
    }
    text += " WHERE \(strata(worded)) AND \(areas(query))),\n"
    text += "every AS (SELECT f.*, i.theme FROM everyfig f JOIN ind i ON i.id = f.ind WHERE \(strata(worded))),\n"
    let blockKeys = summary.keys.enumerated().flatMap { number, key -> [String] in
      switch key {
      case .period, .area, .areaType, .parent: []
      default: columns(key, number).columns
      }
    }
    text += windows(summary, blockKeys)
    let keys = summary.keys.enumerated().map { columns($1, $0) }
    let grouped = keys.flatMap(\.columns)
    let shown = grouped + summary.measures.map { measure($0, query, summary, grouped) }
    text += "SELECT \(shown.isEmpty ? "1" : shown.joined(separator: ", ")) FROM win f"
    let groups = (grouped + keys.map(\.order)).joined(separator: ", ")
    return text + (grouped.isEmpty ? " GROUP BY NULL" : " GROUP BY \(groups)")
      + (keys.isEmpty ? "" : " ORDER BY \(keys.map(\.order).joined(separator: ", "))")
  }

  /// The figures with the windows they belong to. Windows are made of the periods of all areas, of figures that are alike in
  /// indicator, theme, sex, age and category so far as these are keys.
  private func windows(_ summary: Summary, _ blockKeys: [String]) -> String {
    guard summary.rolling > 1 else { return "win AS (SELECT f.*, f.label wlabel, f.pkey wkey FROM base f)\n" }
    func same(_ one: String, _ other: String) -> String {
      (["1"] + blockKeys.map { $0.replacingOccurrences(of: "f.", with: "") }.map { "\(one).\($0) = \(other).\($0)" })
        .joined(separator: " AND ")
    }
    let names = blockKeys.map { $0.replacingOccurrences(of: "f.", with: "") }
    let list = names.isEmpty ? "" : names.joined(separator: ", ") + ", "
    return """
      times AS (SELECT DISTINCT \(list)kind, pkey, pstart, pend, label FROM every),
      bad AS (SELECT DISTINCT a.kind\(names.map { ", a.\($0)" }.joined()) FROM times a JOIN times b
        ON \(same("a", "b")) AND a.kind = b.kind AND a.pkey <> b.pkey AND a.pstart < b.pend AND b.pstart < a.pend),
      chain (\(list)kind, wkey, wlabel, pkey, pstart, step) AS (
        SELECT \(list)kind, pkey, label, pkey, pstart, 1 FROM times t
          WHERE NOT EXISTS (SELECT 1 FROM bad b WHERE b.kind = t.kind AND \(same("b", "t")))
        UNION ALL SELECT \(names.map { "c.\($0), " }.joined())c.kind, c.wkey, c.wlabel, t.pkey, t.pstart, c.step + 1
          FROM chain c JOIN times t ON t.kind = c.kind AND t.pend = c.pstart AND \(same("t", "c")) AND c.step < \(summary.rolling)),
      whole AS (SELECT \(list)kind, wkey FROM chain GROUP BY \(list)kind, wkey HAVING count(*) = \(summary.rolling)),
      win AS (SELECT f.*, c.wlabel, c.wkey FROM base f JOIN chain c ON c.kind = f.kind AND c.pkey = f.pkey AND \(same("c", "f"))
        JOIN whole w ON w.kind = c.kind AND w.wkey = c.wkey AND \(same("w", "c")))

      """
  }

  private func measure(_ measure: Summary.Measure, _ query: Query, _ summary: Summary, _ grouped: [String]) -> String {
    switch measure {
    case .figures: return "count(f.value)"
    case .missing: return "count(*) - count(f.value)"
    case .count: return "sum(f.cnt)"
    case .denominator: return "sum(f.den)"
    case .pooled:
      let both = "f.cnt IS NOT NULL AND f.den IS NOT NULL"
      let counts = "sum(CASE WHEN \(both) THEN f.cnt END)"
      let denominators = "sum(CASE WHEN \(both) THEN f.den END)"
      return "\(counts), \(denominators), \(counts) / \(denominators)"
    case .rate: return rate(summary, grouped)
    case .mean: return "avg(f.value)"
    case .min: return "min(f.value)"
    case .max: return "max(f.value)"
    case .minArea: return extreme("min", grouped)
    case .maxArea: return extreme("max", grouped)
    case .median: return "quantile(f.value, 0.5)"
    case .percentile(let share): return "quantile(f.value, \(share / 100))"
    case .slope: return slope(query, summary)
    case .judged(let judgement):
      let text = judgement.rawValue.replacingOccurrences(of: "-", with: " ")
      return "sum(f.verdict = '\(text)')"
    case .compared: return "coalesce(sum(\(isCompared)), 0)"
    case .above: return "coalesce(sum(\(isCompared) AND f.value > f.bench), 0)"
    case .below: return "coalesce(sum(\(isCompared) AND f.value < f.bench), 0)"
    }
  }

  /// Whether a value can be set against its benchmark's, and is not the benchmark itself.
  private var isCompared: String {
    let own = benchmark.map { "NOT (f.area = '\($0)' AND f.ctype = '' AND f.cat = '')" } ?? "1"
    return "(f.value IS NOT NULL AND f.bench IS NOT NULL AND \(own))"
  }

  private func same(_ grouped: [String], _ other: String) -> String {
    (["1"]
      + grouped.map { column in
        "\(column.hasPrefix("f.") ? column.replacingOccurrences(of: "f.", with: other + ".") : other + "." + column)"
          + " IS \(column.hasPrefix("f.") ? column : "f." + column)"
      }).joined(separator: " AND ")
  }

  private func extreme(_ function: String, _ grouped: [String]) -> String {
    let order = function == "min" ? "x.value, x.area" : "-x.value, x.area"
    let pick = "FROM win x WHERE \(same(grouped, "x")) AND x.value IS NOT NULL ORDER BY \(order) LIMIT 1"
    return "(SELECT x.area \(pick)), (SELECT a.name FROM area a WHERE a.code = (SELECT x.area \(pick)))"
  }

  private func slope(_ query: Query, _ summary: Summary) -> String {
    let t = "f.place"
    let sums = (
      n: "count(f.value)", t: "sum(CASE WHEN f.value IS NOT NULL THEN \(t) END)", v: "sum(f.value)",
      tv: "sum(\(t) * f.value)", tt: "sum(CASE WHEN f.value IS NOT NULL THEN \(t) * \(t) END)"
    )
    let isOne = """
      count(DISTINCT f.ind || '|' || f.sex || '|' || f.age || '|' || f.ctype || '|' || f.cat || '|' || f.area) = 1
      """
    let isOneKind = "count(DISTINCT CASE WHEN f.value IS NOT NULL THEN f.kind END) = 1"
    return """
      CASE WHEN \(isOne) AND \(isOneKind) AND \(sums.n) >= 3 THEN
        (\(sums.n) * \(sums.tv) - \(sums.t) * \(sums.v)) * 1.0 / (\(sums.n) * \(sums.tt) - \(sums.t) * \(sums.t)) END
      """
  }

  /// What counts and denominators are multiplied by to give every value of an indicator of no known type, to a thousandth of
  /// it: the first of the usual ones; null where none does. Figures that are rounded together may come to prove one.
  private static let proven: String = {
    let tests = [1, 100, 1000, 10_000, 100_000].map { factor in
      """
      WHEN sum(coalesce(abs(f.cnt * \(factor).0 / f.den - f.value) > 0.001 * abs(f.value), f.value IS NOT NULL)) = 0
        AND sum(f.value <> 0) > 0 THEN \(factor).0
      """
    }
    return "(CASE WHEN max(f.type) <> '' THEN NULL \(tests.joined(separator: " ")) END)"
  }()

  /// The multiplier where there is a rate, and the reason why there is none, a letter: mixed, shared, absent, suppressed,
  /// lacking, impossible, or unpoolable.
  private func rate(_ summary: Summary, _ grouped: [String]) -> String {
    let isMixed = "count(DISTINCT f.unit || '|' || coalesce(f.mult, 'x') || '|' || f.type || '|' || f.ci) > 1"
    func strata(_ a: String, _ b: String) -> String {
      """
      (\(a).sex = \(b).sex OR \(a).sex = 'Persons' OR \(b).sex = 'Persons')
        AND (\(a).age = \(b).age OR \(a).age = 'All ages' OR \(b).age = 'All ages')
        AND (\(a).cat = \(b).cat OR \(a).cat = '' OR \(b).cat = '')
      """
    }
    let shared = """
      EXISTS (SELECT 1 FROM win a JOIN win b ON a.id <> b.id AND a.pstart < b.pend AND b.pstart < a.pend
        AND (a.area = b.area OR EXISTS (SELECT 1 FROM related r WHERE r.code = a.area AND r.other = b.area))
        AND \(strata("a", "b"))
        WHERE \(same(grouped, "a")) AND \(same(grouped, "b")))
      """
    let reason = """
      CASE WHEN \(isMixed) THEN 'm' WHEN \(shared) THEN 'o'
        WHEN \(summary.rolling > 1 ? "count(DISTINCT f.pkey) < \(summary.rolling)" : "0") THEN 'a'
        WHEN sum(f.status = 'c') > 0 THEN 'c' WHEN sum(f.cnt IS NULL OR f.den IS NULL) > 0 THEN 'l'
        WHEN sum(f.cnt < 0 OR f.den <= 0 OR f.cnt > f.den AND (f.type = 'Proportion' OR f.ci LIKE '%wilson%')) > 0 THEN 'n'
        WHEN max(f.type) NOT IN ('Proportion', 'Crude rate', 'Ratio') AND \(Self.proven) IS NULL THEN 'u'
        ELSE '' END
      """
    let multiplier = "CASE WHEN max(f.type) = '' THEN \(Self.proven) ELSE max(f.mult) END"
    return "\(multiplier), sum(f.cnt), sum(f.den), max(f.type), \(reason)"
  }
}
