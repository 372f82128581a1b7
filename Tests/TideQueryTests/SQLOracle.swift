import GRDB
import TideModel
import TideQuery

/// The same figures in SQLite, and the questions put to them in SQL.
///
/// Written from the contract and not from the engine: what the engine does by walking panels, this does by joins over one
/// long table. Answers are rows of texts in the order of ``columns``.
struct SQLOracle {
  static let columns = [
    "indicator_id", "area_code", "sex", "age", "category", "period", "value", "benchmark_value", "difference",
    "comparison", "rank", "ranked",
  ]
  private let queue: DatabaseQueue

  init(_ fixture: StoreFixture) throws {
    queue = try DatabaseQueue()
    try queue.write { db in
      try db.execute(sql: Self.schema)
      for indicator in fixture.indicators { try Self.insert(indicator, db) }
      for area in fixture.areas { try Self.insert(area, db) }
      for fact in fixture.facts { try Self.insert(fact, db) }
      try db.execute(sql: Self.derivations)
    }
  }

  /// The rows the contract asks for.
  func rows(_ query: WordedQuery) throws -> [[String]] {
    let statement = OracleStatement(query)
    return try queue.read { db in
      try Row.fetchAll(db, sql: statement.sql, arguments: statement.arguments).map { row in
        Self.columns.map { Self.text(row[$0]) }
      }
    }
  }

  private static func text(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: ""
    case .int64(let integer): String(integer)
    case .double(let double): double.description
    case .string(let text): text
    case .blob: "blob"
    }
  }

  private static func insert(_ indicator: Indicator, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO ind VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        indicator.id, indicator.name, indicator.valueType.isRatioOfCounts, indicator.multiplier,
        indicator.polarity.name, indicator.comparisonMethod.name,
        indicator.valueType == .proportion,
      ])
  }

  private static func insert(_ area: Area, _ db: Database) throws {
    let from = area.validFrom.map { Int($0.day) } ?? -1_000_000
    let to = area.validTo.map { Int($0.day) } ?? 1_000_000
    try db.execute(
      sql: "INSERT INTO area VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        area.code, area.name, from, to, AreaClass(code: area.code).rawValue,
        AreaType.usual(forCode: area.code).rawValue,
      ])
    for type in AreaType.allCases where type.contains(code: area.code) {
      try db.execute(sql: "INSERT INTO member VALUES (?, ?)", arguments: [type.rawValue, area.code])
    }
    for parent in area.parents {
      try db.execute(sql: "INSERT INTO parent VALUES (?, ?)", arguments: [area.code, parent.code])
    }
    for code in area.successors { try db.execute(sql: "INSERT INTO succ VALUES (?, ?)", arguments: [area.code, code]) }
  }

  private static func insert(_ fact: Fact, _ db: Database) throws {
    let figures = fact.observation.figures
    let stratum = fact.stratum
    let keys: [(any DatabaseValueConvertible)?] = [
      fact.indicator, stratum.sex, stratum.age, stratum.categoryType, stratum.category, fact.area, fact.period.key,
      fact.period.label, Int(fact.period.end.day),
    ]
    let numbers: [(any DatabaseValueConvertible)?] = [
      figures.value, figures.lower95, figures.upper95, figures.count, figures.denominator,
      fact.observation.status.marker,
    ]
    try db.execute(
      sql: "INSERT INTO obs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
      arguments: StatementArguments(keys + numbers))
  }

  private static let schema = """
    CREATE TABLE ind (id INTEGER PRIMARY KEY, name TEXT, poolable INTEGER, mult REAL, polarity TEXT, method TEXT,
      share INTEGER);
    CREATE TABLE area (code TEXT PRIMARY KEY, name TEXT, vfrom INTEGER, vto INTEGER, class INTEGER, usual TEXT);
    CREATE TABLE member (type TEXT, code TEXT, PRIMARY KEY (type, code));
    CREATE TABLE parent (code TEXT, parent TEXT);
    CREATE TABLE succ (code TEXT, successor TEXT);
    CREATE TABLE inside (code TEXT, parent TEXT, PRIMARY KEY (code, parent));
    CREATE TABLE obs (ind INTEGER, sex TEXT, age TEXT, ctype TEXT, cat TEXT, area TEXT, period INTEGER, label TEXT,
      pend INTEGER, value REAL, lo REAL, hi REAL, cnt REAL, den REAL, status TEXT, replaced INTEGER);
    CREATE UNIQUE INDEX obs_key ON obs (ind, sex, age, ctype, cat, period, area);
    """

  private static let derivations = """
    INSERT OR IGNORE INTO inside
      WITH RECURSIVE up (code, parent) AS (
        SELECT code, parent FROM parent UNION SELECT up.code, p.parent FROM up JOIN parent p ON p.code = up.parent)
      SELECT code, parent FROM up;
    INSERT OR IGNORE INTO inside SELECT code, 'E92000001' FROM area WHERE code LIKE 'E%';
    UPDATE obs SET replaced = 1
      WHERE area IN (SELECT code FROM succ) AND NOT EXISTS (
        SELECT 1 FROM succ s WHERE s.code = obs.area AND NOT EXISTS (
          SELECT 1 FROM obs q WHERE q.area = s.successor AND q.value IS NOT NULL AND q.ind = obs.ind AND q.sex = obs.sex
            AND q.age = obs.age AND q.ctype = obs.ctype AND q.cat = obs.cat AND q.period = obs.period));
    """
}
