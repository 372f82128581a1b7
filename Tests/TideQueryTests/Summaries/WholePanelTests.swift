import Foundation
import TestSupport
import Testing
import TideDisclosure
import TideModel
import TideStore

@testable import TideQuery

/// Summaries over whole panels against the plainest computation on the same figures, and against the same figures taken
/// one by one, at every vintage.
@Suite("Whole panels")
struct WholePanelTests {
  private static let strata = [
    Stratum(sex: "Persons", age: "All ages"), Stratum(sex: "Female", age: "<75 yrs"),
    Stratum(sex: "Persons", age: "65+ yrs"),
    Stratum(sex: "Persons", age: "All ages", categoryType: "Deprivation", category: "Most deprived"),
  ]

  private static func areas() -> [Area] {
    var areas = [Area(code: "E92000001", name: "England")]
    for region in ["E12000002", "E12000005"] { areas.append(Area(code: region, name: region)) }
    for (number, code) in ["E06000001", "E08000025", "E08000026", "E09000003", "E10000007"].enumerated() {
      var area = Area(code: code, name: code)
      area.parents = [AreaParent(hierarchy: "region", code: number < 2 ? "E12000002" : "E12000005")]
      areas.append(area)
    }
    for number in 1...20 { areas.append(Area(code: "E0700\(1000 + number)", name: "District \(number)")) }
    return areas
  }

  /// Figures of quarters, so that sums are exact in any order.
  private static func facts(
    _ release: Int, _ areas: [Area], wide: Int, _ generator: inout SeededGenerator
  ) -> [Fact] {
    var facts: [Fact] = []
    let small = (0..<wide).map { "E0200\(1000 + $0)" }
    for indicator in 101...105 {
      let labels =
        indicator == 103
        ? (0..<6).map { "20\(10 + $0) - \(12 + $0)" } : (0..<9 + release).map { String(2010 + $0) }
      for stratum in strata where stratum == strata[0] || Int.random(in: 0..<2, using: &generator) == 0 {
        for label in labels where Int.random(in: 0..<(release == 0 ? 8 : 3), using: &generator) > 0 {
          let codes = areas.map(\.code) + (indicator == 104 && stratum == strata[0] ? small : [])
          for code in codes where Int.random(in: 0..<(release == 0 ? 20 : 4), using: &generator) > release * 2 {
            var row = Figures()
            var status = Status.none
            if indicator != 102 { row.denominator = Double(Int.random(in: 100...9000, using: &generator)) }
            if Int.random(in: 0..<12, using: &generator) == 0 {
              status = .suppressed
            } else {
              row.value = Double(Int.random(in: 0...400, using: &generator)) / 4
              if indicator != 102 { row.count = Double(Int.random(in: 0...90, using: &generator)) }
              if Bool.random(using: &generator) {
                row.lower95 = row.value! - 1.25
                row.upper95 = row.value! + 2.5
              }
            }
            facts.append(Fact(indicator, code, label, row, status: status, stratum: stratum))
          }
        }
      }
    }
    return facts
  }

  private static func indicators() -> [Indicator] {
    (101...105).map { id in
      var indicator = Indicator(id: id, name: "Indicator \(id)")
      // Values are no ratio of the counts: a benchmark that is not published cannot be pooled.
      indicator.valueType = id == PlainAnswers.pooledIndicator ? .crudeRate : .directlyStandardisedRate
      indicator.multiplier = 1000
      return indicator
    }
  }

  /// The questions of `Benchmarks/peers/QUESTIONS.md` that are summaries, and which columns of the answer are compared.
  private static let questions: [(PlainAnswers.Question, Query, columns: [String], where: String?)] = [
    (
      .q4, query([.indicator, .period], [.figures, .count, .denominator, .mean, .min, .max]),
      ["indicator_id", "period", "figures", "count", "denominator", "mean", "min", "max"], nil
    ),
    (
      .q5,
      query([.indicator, .sex, .age, .parent("region"), .period], [.pooled], .upperTier, isPlain: true, rolling: 3),
      ["indicator_id", "sex", "age", "region_code", "period", "pooled_count", "pooled_denominator", "pooled"], "pooled"
    ),
    (
      .q6, query([.area, .period], [.compared, .above], isPlain: true, indicators: [101, 102, 103, 105]),
      ["area_code", "period", "compared", "above"],
      "compared"
    ),
    (
      .q7, query([.indicator, .period], [.percentile(10), .median, .percentile(90)], .upperTier, isPlain: true),
      ["indicator_id", "period", "p10", "median", "p90"], "median"
    ),
    (
      .q8, query([.indicator, .sex, .age, .category, .area], [.figures, .slope]),
      ["indicator_id", "sex", "age", "category", "area_code", "figures", "slope"], "slope"
    ),
  ]

  private static func query(
    _ keys: [Summary.Key], _ measures: [Summary.Measure], _ type: AreaType? = nil, isPlain: Bool = false,
    rolling: Int = 1, indicators: [Int] = []
  ) -> Query {
    Query(
      .summary(Summary(by: keys, measures: measures, rolling: rolling)), indicators: indicators, area: nil,
      selection: Query.Selection(strata: isPlain ? .whole : .every, areaType: type))
  }

  /// The lines of an answer, as the plain answers have them.
  private static func lines(_ table: ResultTable, _ columns: [String], where needed: String?) -> [String] {
    let places = columns.compactMap { table.index(of: $0) }
    let condition = needed.flatMap { table.index(of: $0) }
    return table.rows.filter { row in
      guard let condition else { return true }
      return row[condition] != .missing && row[condition] != .integer(0)
    }.map { row in
      places.map { place in
        let name = table.columns[place].name
        return switch row[place] {
        case .missing: ""
        case .text(let text): text
        case .period(let named): named.period.label
        case .integer(let integer): String(integer)
        case .number(let number):
          name.hasSuffix("count") || name.hasSuffix("denominator")
            ? String(Int(number)) : PlainAnswers.scientific(number, name == "slope" ? 6 : 9)
        default: "a cell of another kind"
        }
      }.joined(separator: "\t")
    }
  }

  private static func expect(
    _ snapshot: Snapshot, _ plain: PlainAnswers, _ random: inout SeededGenerator, _ place: String
  ) throws {
    for threads in [1, 3] {
      var engine = try QueryEngine(snapshot)
      engine.threads = threads
      for (question, query, columns, condition) in questions {
        let table = try engine.table(query)
        let found = lines(table, columns, where: condition).sorted()
        let expected = plain.lines(question).sorted()
        #expect(found.count == expected.count, "\(question.rawValue) \(place)")
        for (one, other) in zip(found, expected) where one != other {
          Issue.record("\(question.rawValue) \(place): found '\(one)', expected '\(other)'")
          break
        }
        // The same question again is answered from what the engine has learnt.
        #expect(try engine.table(query) == table)
        try expectOneByOne(query, table, snapshot, place)
      }
      for _ in 0..<6 {
        let query = try RandomWhole.next(&random).resolved(in: snapshot)
        try expectOneByOne(query, try engine.table(query), snapshot, place)
      }
    }
  }

  /// The figures taken one by one give the same rows. All numbers are quarters, so that sums are exact in any order.
  private static func expectOneByOne(
    _ query: Query, _ table: ResultTable, _ snapshot: Snapshot, _ place: String
  ) throws {
    guard case .summary(let summary) = query.question else { return }
    let source = try ScreenedSnapshot(snapshot)
    let catalogue = CatalogueView(source, try Planner(query, source).plan(), for: query)
    let plain = try SummaryAnswer(query, summary, catalogue: catalogue, scans: nil).answer().table
    #expect(table.title == plain.title, "\(place) \(query)")
    #expect(table.footnotes == plain.footnotes, "\(place) \(query)")
    #expect(table.rows.count == plain.rows.count, "\(place) \(query)")
    for (one, other) in zip(table.rows, plain.rows) where one != other {
      Issue.record("\(place): found '\(Array(one))', one by one '\(Array(other))' \(query)")
      break
    }
  }

  @Test("five questions and others, every vintage of random stores, one thread and three", arguments: [0, 40, 1100])
  func random(_ wide: Int) throws {
    var generator = Seed.generator()
    let areas = Self.areas()
    for round in 0..<(wide > 1000 ? 1 : Seed.isLong ? 40 : 3) {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "tidemark-analysis-\(UUID().uuidString)"
      )
      .path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      var releases: [[Fact]] = []
      for release in 0..<(wide > 1000 ? 2 : 3) {
        let facts = Self.facts(release, areas, wide: wide, &generator)
        var fixture = StoreFixture()
        if release == 0 { (fixture.areas, fixture.indicators) = (areas, Self.indicators()) }
        fixture.facts = facts
        try fixture.write(to: folder)
        releases.append(facts)
      }
      for isCompacted in round == 0 ? [false, true] : [false] {
        if isCompacted { _ = try StoreWriter.compact(folder, tool: "tests") }
        for newest in releases.indices {
          try Self.expect(
            try Snapshot.open(folder, asOf: .release(newest + 1)),
            PlainAnswers(Array(releases[...newest]), areas: areas), &generator,
            "seed \(Seed.value) round \(round) release \(newest + 1), compacted: \(isCompacted)")
        }
      }
    }
  }

  @Test("a release that has no value at all adds no point to a line")
  func noValues() throws {
    var fixture = StoreFixture()
    fixture.indicators = Self.indicators()
    fixture.facts = (0..<4).map { Fact(105, "E12000005", String(2010 + $0), Figures(value: Double($0) * 2)) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-lines-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try fixture.write(to: folder)
    fixture.facts = [Fact(105, "E12000005", "2014", Figures(), status: .suppressed)]
    try fixture.write(to: folder)
    let table = try QueryEngine(Snapshot.open(folder)).table(Self.query([.area], [.figures, .slope]))
    #expect(table.rows.map { $0[table.index(of: "figures")!] } == [.integer(4)])
    #expect(table.rows.map { $0[table.index(of: "slope")!] } == [.number(2)])
  }

  @Test("what is named twice is told once")
  func repeats() throws {
    var fixture = StoreFixture()
    fixture.indicators = Self.indicators()
    fixture.facts = [Fact(105, "E12000005", "2020", Figures(value: 1))]
    try fixture.withSnapshot { snapshot in
      let measures: [Summary.Measure] = [.rate, .median, .slope, .minArea]
      let once = try QueryEngine(snapshot).table(Self.query([.area, .period], measures))
      let twice = try QueryEngine(snapshot).table(
        Self.query([.area, .period, .area], measures + measures.reversed()))
      #expect(twice == once)
    }
  }

  @Test("a store without figures has no groups")
  func nothing() throws {
    var fixture = StoreFixture()
    fixture.indicators = Self.indicators()
    try fixture.withSnapshot { snapshot in
      for (_, query, _, _) in Self.questions {
        let table = try QueryEngine(snapshot).table(query)
        #expect(table.rows.isEmpty)
      }
    }
    fixture.facts = [Fact(105, "E12000005", "2020", Figures(value: 1))]
    try fixture.withSnapshot { snapshot in
      let counts = try Self.questions.map { try QueryEngine(snapshot).table($0.1).rows.count }
      // A region is not of the upper tier, and one year makes no window.
      #expect(counts == [1, 0, 1, 0, 1])
    }
  }
}

/// Summaries that whole panels may answer, over the stores above.
enum RandomWhole {
  private static let keys: [Summary.Key] = [
    .indicator, .area, .areaType, .sex, .age, .category, .period, .parent("region"),
  ]
  private static let measures: [Summary.Measure] = [
    .figures, .missing, .count, .denominator, .pooled, .mean, .min, .max, .minArea, .maxArea, .median, .percentile(2.5),
    .slope, .compared, .above, .below, .rate,
  ]

  static func next(_ random: inout SeededGenerator) -> WordedQuery {
    let keys = Array(keys.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)))
    let measures = Array(measures.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)))
    let rolling = keys.contains(.period) && Int.random(in: 0..<3, using: &random) == 0 ? 2 : 1
    func sometimes<Value>(_ values: [Value]) -> Value? {
      Int.random(in: 0..<3, using: &random) == 0 ? values.randomElement(using: &random) : nil
    }
    let query = Query(
      .summary(Summary(by: keys, measures: measures, rolling: rolling)),
      indicators: sometimes([[101], [102, 104]]) ?? [], area: sometimes(["E08000025", "E92000001"]),
      benchmark: sometimes([.median, .pooled, .area("E12000005")]) ?? .area(Area.englandCode),
      peers: sometimes([.within("E12000005"), .members(["E08000025", "E07001003", "E12000002"], title: "")])
        ?? .areaType)
    let words = SelectionWords(
      sex: sometimes(["persons"]), category: sometimes([.none, .named("deprivation")]),
      period: sometimes(["2012", "2010 - 12"]), areaType: sometimes(["upper-tier", "lower-tier", "region"]))
    return WordedQuery(query: query, words: words)
  }
}
