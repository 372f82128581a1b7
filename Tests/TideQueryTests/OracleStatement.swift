import GRDB
import TideModel
import TideQuery

/// One query as one SQL statement.
struct OracleStatement {
  private let query: Query
  private let words: SelectionWords
  private(set) var arguments = StatementArguments()
  private(set) var sql = ""

  init(_ worded: WordedQuery) {
    query = worded.query
    words = worded.words
    sql = statement()
  }

  /// Equal indicator, stratum and period.
  private static func same(_ a: String, _ b: String) -> String {
    ["ind", "sex", "age", "ctype", "cat", "period"].map { "\(a).\($0) = \(b).\($0)" }.joined(separator: " AND ")
  }

  private static func quoted(_ text: String) -> String { "'" + text + "'" }

  /// Whole populations first, Persons before the sexes, then by text.
  private static func stratumOrder(_ r: String) -> String {
    """
    (\(r).ctype <> '' OR \(r).cat <> ''), \(r).ctype,
    CASE \(r).sex WHEN 'Persons' THEN 0 WHEN 'Female' THEN 1 WHEN 'Male' THEN 2 ELSE 3 END, \(r).sex, \(r).age, \(r).cat
    """
  }

  // MARK: Which figures

  private var filter: String {
    var conditions = ["1"]
    if !query.indicators.isEmpty {
      conditions.append("o.ind IN (\(query.indicators.map(String.init).joined(separator: ",")))")
    }
    if let sex = words.sex { conditions.append("lower(o.sex) = \(Self.quoted(sex.lowercased()))") }
    if let age = words.age { conditions.append("lower(o.age) = \(Self.quoted(age.lowercased()))") }
    switch words.category {
    case nil, .all?: break
    case .none?: conditions.append("o.ctype = '' AND o.cat = ''")
    case .named(let text)?:
      let text = Self.quoted(text.lowercased())
      conditions.append("(lower(o.cat) = \(text) OR lower(o.ctype) = \(text))")
    }
    if let period = words.period { conditions.append("o.label = \(Self.quoted(period))") }
    return conditions.joined(separator: " AND ")
  }

  /// Whether area column `a` belongs to a type, a country and a larger area.
  private static func peers(_ a: String, type: String, letter: String, parent: String?) -> String {
    var text = "EXISTS (SELECT 1 FROM member m WHERE m.type = \(type) AND m.code = \(a))"
    text += " AND (\(type) = 'country' OR substr(\(a), 1, 1) = \(letter))"
    if let parent {
      text += " AND EXISTS (SELECT 1 FROM inside n WHERE n.code = \(a) AND n.parent = \(quoted(parent)))"
    }
    return text
  }

  // MARK: Benchmarks of a row `r` whose area type is the expression `type`

  private func benchmark(type: String) -> (value: String, lo: String, hi: String, code: String) {
    var letter = "substr(r.area, 1, 1)"
    // All areas of a list are set against one benchmark, that of the area asked about.
    if case .members = query.peers { letter = Self.quoted(String((query.area ?? "").prefix(1))) }
    switch query.benchmark {
    case .area(let code):
      // A category of the benchmark area itself is compared with the whole population.
      func own(_ column: String) -> String { "b.\(column) = CASE WHEN r.area = b.area THEN '' ELSE r.\(column) END" }
      let keys = ["ind", "sex", "age", "period"].map { "b.\($0) = r.\($0)" } + [own("ctype"), own("cat")]
      let published = "FROM obs b WHERE \(keys.joined(separator: " AND ")) AND b.area = \(Self.quoted(code))"
      let tiled = tiles(code) ? pooled(type: type, letter: Self.quoted(String(code.prefix(1))), parent: code) : "NULL"
      let isPart = code == Area.englandCode ? "\(type) <> 'country'" : "\(type) NOT IN ('country', 'region')"
      return (
        """
        CASE WHEN EXISTS (SELECT 1 \(published) AND b.value IS NOT NULL) THEN (SELECT b.value \(published))
          WHEN EXISTS (SELECT 1 \(published) AND b.status IN ('c', 'w')) THEN NULL
          WHEN \(isPart) THEN \(tiled) END
        """, "(SELECT b.lo \(published))", "(SELECT b.hi \(published))", Self.quoted(code)
      )
    case .pooled: return (pooled(type: type, letter: letter, parent: nil), "NULL", "NULL", "'pooled'")
    case .mean: return (average(type: type, letter: letter, "sum(v) / count(*)", where: "1"), "NULL", "NULL", "'mean'")
    case .median:
      let middle = "rn IN ((n + 1) / 2, (n + 2) / 2)"
      return (average(type: type, letter: letter, "sum(v) / count(*)", where: middle), "NULL", "NULL", "'median'")
    }
  }

  /// England and regions are made up of authorities; an authority is not made up of its like.
  private func tiles(_ code: String) -> Bool { code == Area.englandCode || code.hasPrefix("E12") }

  private func pooled(type: String, letter: String, parent: String?) -> String {
    let exists = "e.vfrom <= r.pend - 1 AND e.vto > r.pend - 1"
    return """
      (SELECT CASE WHEN count(*) > 1 AND i.poolable AND 2 * count(*) >=
          (SELECT count(*) FROM area e WHERE \(exists) AND \(Self.peers("e.code", type: type, letter: letter, parent: parent)))
            + sum((SELECT NOT (\(exists)) FROM area e WHERE e.code = p.area))
        THEN sum(p.cnt) / sum(p.den) * i.mult END
      FROM obs p WHERE \(Self.same("p", "r")) AND NOT p.replaced AND p.status NOT IN ('c', 'x', 'w') AND p.cnt IS NOT NULL
        AND p.den > 0 AND NOT (i.share AND p.cnt > p.den) AND \(Self.peers("p.area", type: type, letter: letter, parent: parent)))
      """
  }

  private func average(type: String, letter: String, _ formula: String, where condition: String) -> String {
    """
    (SELECT \(formula) FROM (
      SELECT v.value v, row_number() OVER (ORDER BY v.value) rn, count(*) OVER () n FROM obs v
      WHERE \(Self.same("v", "r")) AND v.value IS NOT NULL AND NOT v.replaced
        AND \(Self.peers("v.area", type: type, letter: letter, parent: nil)))
    WHERE \(condition))
    """
  }

  // MARK: Statements

  private var parent: String? {
    switch query.peers {
    case .areaType: nil
    case .within(let code), .group(let code): code
    case .members: nil
    }
  }

  /// Whether area column `a` is one of the query's peers. A list is of any country, the area asked about joins it, and so do
  /// areas whose place was taken by listed ones alone.
  private func peers(_ a: String, type: String, letter: String) -> String {
    guard case .members(let codes, _) = query.peers else {
      return Self.peers(a, type: type, letter: letter, parent: parent)
    }
    func list(_ codes: [String]) -> String { codes.map(Self.quoted).joined(separator: ",") }
    return """
      EXISTS (SELECT 1 FROM member m WHERE m.type = \(type) AND m.code = \(a)) AND (\(a) IN (\(list(codes + [query.area ?? ""])))
        OR EXISTS (SELECT 1 FROM succ c WHERE c.code = \(a))
          AND NOT EXISTS (SELECT 1 FROM succ c WHERE c.code = \(a) AND c.successor NOT IN (\(list(codes)))))
      """
  }

  /// The area's own type unless another is asked for.
  private var subjectType: String {
    Self.quoted(words.areaType ?? AreaType.usual(forCode: query.area ?? "").rawValue)
  }

  private func statement() -> String {
    let subject = Self.quoted(query.area ?? "")
    switch query.question {
    case .compare, .profile:
      let latest = """
        SELECT * FROM (SELECT o.*, row_number() OVER (PARTITION BY o.ind, o.sex, o.age, o.ctype, o.cat
          ORDER BY o.value IS NULL, o.pend DESC, o.period DESC) turn FROM obs o WHERE o.area = \(subject) AND \(filter))
        WHERE turn = 1
        """
      return answer(from: latest, type: subjectType, isRanked: true, order: "i.name, r.ind, \(Self.stratumOrder("r"))")
    case .trend:
      let mine = "SELECT o.* FROM obs o WHERE o.area = \(subject) AND \(filter)"
      return answer(
        from: mine, type: subjectType, isRanked: false, order: "r.ind, \(Self.stratumOrder("r")), r.period")
    case .rank:
      return answer(
        from: rankedRows(subject), type: subjectType, isRanked: true,
        order: "r.ind, \(Self.stratumOrder("r")), rank IS NULL, rank, a.name, r.area")
    case .export:
      var listed = "SELECT o.* FROM obs o WHERE \(filter)"
      var type = "a.usual"
      if let area = query.area {
        listed += " AND o.area = \(Self.quoted(area))"
      } else if let asked = words.areaType {
        type = Self.quoted(asked)
        listed += " AND EXISTS (SELECT 1 FROM member m WHERE m.type = \(type) AND m.code = o.area)"
      }
      return answer(
        from: listed, type: type, isRanked: false,
        order: "r.ind, \(Self.stratumOrder("r")), a.class, r.period, r.area")
    default: preconditionFailure("calculated answers have expectations of their own")
    }
  }

  /// All peers in the latest period of the area, else in the latest with a value among the peers.
  private func rankedRows(_ subject: String) -> String {
    let letter = Self.quoted(String((query.area ?? "").prefix(1)))
    let peers = self.peers("o.area", type: subjectType, letter: letter)
    let plain = words.sex != nil || words.age != nil || words.category != nil ? "1" : plainest(letter)
    let isOfClass =
      "EXISTS (SELECT 1 FROM area x JOIN area y USING (class) WHERE x.code = \(subject) AND y.code = o.area)"
    let stratum = ["ind", "sex", "age", "ctype", "cat"].map { "f.\($0) = o.\($0)" }.joined(separator: " AND ")
    return """
      SELECT o.* FROM obs o WHERE \(filter) AND \(plain) AND \(peers) AND o.period = coalesce(
        (SELECT f.period FROM obs f WHERE \(stratum) AND f.area = \(subject) AND \(isOfClass)
          AND \(filter.replacing("o.", with: "f.")) ORDER BY f.value IS NULL, f.pend DESC, f.period DESC LIMIT 1),
        (SELECT f.period FROM obs f WHERE \(stratum) AND f.value IS NOT NULL AND \(filter.replacing("o.", with: "f."))
          AND \(self.peers("f.area", type: subjectType, letter: letter))
          ORDER BY f.pend DESC, f.period DESC LIMIT 1))
      """
  }

  /// Where no stratum is asked for: Persons where the peers have them, else whole populations, else everything.
  private func plainest(_ letter: String) -> String {
    func isWhole(_ o: String) -> String { "\(o).ctype = '' AND \(o).cat = ''" }
    func some(_ condition: String) -> String {
      let peers = self.peers("w.area", type: subjectType, letter: letter)
      return "EXISTS (SELECT 1 FROM obs w WHERE w.ind = o.ind AND \(condition) AND \(peers))"
    }
    return """
      CASE WHEN \(some("w.sex = 'Persons' AND \(isWhole("w"))")) THEN o.sex = 'Persons' AND \(isWhole("o"))
        WHEN \(some(isWhole("w"))) THEN \(isWhole("o")) ELSE 1 END
      """
  }

  private func answer(from rows: String, type: String, isRanked: Bool, order: String) -> String {
    let letter = Self.quoted(String((query.area ?? "").prefix(1)))
    let group = peers("k.area", type: type, letter: letter)
    let rivals = "FROM obs k WHERE \(Self.same("k", "r")) AND k.value IS NOT NULL AND NOT k.replaced AND \(group)"
    let better = "CASE WHEN i.polarity = 'low is good' THEN k.value < r.value ELSE k.value > r.value END"
    let isMember = peers("r.area", type: type, letter: letter)
    let isUnranked = "\(type) = 'country' OR r.value IS NULL OR r.replaced OR NOT (\(isMember))"
    let place = "CASE WHEN \(isUnranked) THEN NULL ELSE 1 + (SELECT count(*) \(rivals) AND \(better)) END"
    let rank = isRanked ? place : "NULL"
    let ranked = isRanked ? "CASE WHEN \(type) = 'country' THEN 0 ELSE (SELECT count(*) \(rivals)) END" : "NULL"
    let isCompared = query.question != .export(compared: false)
    let against = benchmark(type: type)
    return """
      SELECT ind indicator_id, area area_code, sex, age, cat category, label period, value,
        \(isCompared ? "bv" : "NULL") benchmark_value, \(isCompared ? "value - bv" : "NULL") difference,
        \(isCompared ? Self.comparison : "NULL") comparison, rank, ranked
      FROM (SELECT r.*, i.polarity, i.method, \(against.value) bv, \(against.lo) blo, \(against.hi) bhi,
          r.area = \(against.code) AND r.ctype = '' AND r.cat = '' isBenchmark, \(rank) rank, \(ranked) ranked
        FROM (\(rows)) r JOIN ind i ON i.id = r.ind JOIN area a ON a.code = r.area ORDER BY \(order))
      """
  }

  private static let comparison = """
    CASE WHEN isBenchmark OR polarity = 'not applicable' OR method = 'No comparison' OR value IS NULL OR bv IS NULL
        OR lo IS NULL OR hi IS NULL THEN 'not compared'
      WHEN method LIKE 'Overlapping%' AND (blo IS NULL OR bhi IS NULL) THEN 'not compared'
      WHEN method LIKE 'Overlapping%' AND CASE WHEN value < bv THEN blo <= hi ELSE lo <= bhi END THEN 'similar'
      WHEN method NOT LIKE 'Overlapping%' AND bv BETWEEN lo AND hi THEN 'similar'
      WHEN value = bv THEN 'similar'
      WHEN polarity = 'low is good' THEN CASE WHEN value > bv THEN 'worse' ELSE 'better' END
      WHEN polarity = 'high is good' THEN CASE WHEN value > bv THEN 'better' ELSE 'worse' END
      WHEN value > bv THEN 'higher' ELSE 'lower' END
    """
}
