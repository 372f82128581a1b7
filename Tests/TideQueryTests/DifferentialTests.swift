import TestSupport
import Testing
import TideModel
import TideQuery

/// 2,000 random questions answered by the engine and by SQL over the same figures. TIDEMARK_SEED replays a run.
@Suite struct DifferentialTests {
  @Test func engineAgreesWithSQL() throws {
    var random = Seed.generator()
    var answered = 0
    for _ in 0..<10 {
      let store = RandomStore(&random)
      let oracle = try SQLOracle(store.fixture)
      try store.fixture.withSnapshot { snapshot in
        let engine = try QueryEngine(snapshot)
        for _ in 0..<200 {
          let worded = RandomQuery.next(&random)
          let query = try worded.resolved(in: snapshot)
          let expected = try oracle.rows(worded)
          let actual = Self.rows(try engine.table(query), query)
          answered += expected.count
          guard actual == expected else {
            Issue.record("\(Self.difference(actual, expected)) [TIDEMARK_SEED=\(Seed.value)] \(query)")
            return
          }
        }
      }
    }
    // Questions that find nothing would prove nothing.
    #expect(answered > 20_000, "TIDEMARK_SEED=\(Seed.value)")
  }

  /// The engine's rows as the oracle writes them.
  private static func rows(_ table: ResultTable, _ query: Query) -> [[String]] {
    let indices = SQLOracle.columns.map { table.index(of: $0) }
    return table.rows.map { row in
      indices.map { index in
        switch index.map({ row[$0] }) ?? .missing {
        case .integer(let integer): String(integer)
        case .number(let number): number.description
        case let cell: cell.words ?? ""
        }
      }
    }
  }

  private static func difference(_ actual: [[String]], _ expected: [[String]]) -> String {
    if actual.count != expected.count { return "\(actual.count) rows, SQL has \(expected.count)" }
    for (mine, theirs) in zip(actual, expected) where mine != theirs {
      return "\(mine.joined(separator: "|")), SQL has \(theirs.joined(separator: "|"))"
    }
    return "no difference"
  }
}

/// Questions of every kind over a ``RandomStore``.
enum RandomQuery {
  private static let questions: [Query.Question] = [
    .compare, .trend, .rank, .rank, .export(compared: true), .export(compared: false),
  ]
  private static let areas = [
    "E08000025", "E06000001", "E07000026", "E09000002", "E12000005", "W06000015", Area.englandCode,
  ]

  static func next(_ random: inout SeededGenerator) -> WordedQuery {
    let question = questions.randomElement(using: &random) ?? .compare
    var query = Query(question)
    // SQL knows no limits but those of the rows.
    query.limits = .published
    query.area = areas.randomElement(using: &random)
    query.indicators = Int.random(in: 0..<3, using: &random) == 0 ? [] : [Int.random(in: 101...106, using: &random)]
    query.benchmark = benchmark(&random)
    var words = words(&random)
    let isOfAuthorities = AreaClass(code: query.area ?? "") == .authority
    switch question {
    case .export:
      if Bool.random(using: &random) { query.area = nil }
      if query.area == nil, Int.random(in: 0..<3, using: &random) == 0 { words.areaType = "lower-tier" }
    case .rank:
      words.areaType = [nil, "upper-tier", "lower-tier", "region"].randomElement(using: &random) ?? nil
      query.peers = peers(&random, words.areaType)
    case .compare:
      if isOfAuthorities, query.area?.hasPrefix("E07") == false, Bool.random(using: &random) {
        words.areaType = "lower-tier"
      }
      query.peers = peers(&random, words.areaType)
    default: break
    }
    return WordedQuery(query: query, words: words)
  }

  private static func benchmark(_ random: inout SeededGenerator) -> Query.Benchmark {
    switch Int.random(in: 0..<9, using: &random) {
    case 0: .pooled
    case 1: .mean
    case 2: .median
    case 3: .area("E12000005")
    case 4: .area("E08000026")
    default: .area(Area.englandCode)
    }
  }

  /// A list only where a type is asked for: which type a list is of is tested by itself.
  private static func peers(_ random: inout SeededGenerator, _ type: String?) -> Query.Peers {
    switch Int.random(in: 0..<7, using: &random) {
    case 4 where type != nil, 5 where type != nil:
      let all = RandomStore.authorities + RandomStore.regions
      return .members(all.filter { _ in Bool.random(using: &random) }, title: "")
    case 0: return .within("E12000005")
    case 1: return .group("core-cities")
    case 2: return .within("E10000006")
    case 3: return .within(Area.englandCode)
    default: return .areaType
    }
  }

  private static func words(_ random: inout SeededGenerator) -> SelectionWords {
    func sometimes<Value>(_ values: [Value]) -> Value? {
      Int.random(in: 0..<3, using: &random) == 0 ? values.randomElement(using: &random) : nil
    }
    return SelectionWords(
      sex: sometimes(["Persons", "female", "MALE"]), age: sometimes(["All ages", "<75 Yrs"]),
      category: sometimes([.none, .all, .named("most deprived"), .named("deprivation")]),
      period: sometimes(RandomStore.periods))
  }
}
