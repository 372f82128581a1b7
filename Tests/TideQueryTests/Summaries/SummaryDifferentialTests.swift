import Foundation
import GRDB
import TestSupport
import Testing
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// 2,000 random summaries answered by the engine and by SQL over the exported figures of the same store, vintage and
/// disclosure profile. TIDEMARK_SEED replays a run.
@Suite struct SummaryDifferentialTests {
  @Test func engineAgreesWithSQLOverTheExport() throws {
    var random = Seed.generator(31)
    var answered = 0
    let rounds = Seed.isLong ? 50 : 10
    for _ in 0..<rounds {
      let store = try VintageStore(RandomStore(&random), &random)
      defer { store.remove() }
      for _ in 0..<20 {
        let opening = try store.open(&random)
        for _ in 0..<10 {
          var (worded, summary) = RandomSummary.next(&random, opening)
          worded.query.question = .summary(summary)
          let query = try worded.resolved(in: opening.snapshot)
          let expected = try SummaryRow.expected(opening.oracle.rows(worded, summary), summary)
          let actual = SummaryRow.actual(try opening.engine.table(query), summary)
          answered += expected.count
          if let difference = SummaryRow.difference(actual, expected) {
            Issue.record("\(difference) [TIDEMARK_SEED=\(Seed.value)] \(opening.name) \(query)")
            return
          }
        }
      }
    }
    // Questions that find nothing would prove nothing.
    #expect(answered > 20_000, "TIDEMARK_SEED=\(Seed.value)")
  }
}

/// A store of two releases: the second revises, hides and adds figures of the first.
struct VintageStore {
  let fixture: StoreFixture
  private let path: String

  init(_ store: RandomStore, _ random: inout SeededGenerator) throws {
    var first = store.fixture
    let themes = [["Cancer"], ["Zoonoses", "Cancer"], [], ["Mental health"], ["Zoonoses"], ["Air quality"]]
    for place in first.indicators.indices { first.indicators[place].themes = themes[place % themes.count] }
    var second = StoreFixture()
    var kept: [Fact] = []
    for var fact in first.facts {
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        // Published later only.
        second.facts.append(fact)
        continue
      case 1:
        kept.append(fact)
        fact.observation = Observation(
          figures: Figures(), status: [.suppressed, .withdrawn].randomElement(using: &random)!)
        second.facts.append(fact)
        continue
      case 2, 3:
        kept.append(fact)
        if let value = fact.observation.figures.value { fact.observation.figures.value = value + 0.25 }
        second.facts.append(fact)
        continue
      default: kept.append(fact)
      }
    }
    first.facts = kept
    fixture = first
    path = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-summary-\(UUID().uuidString)").path
    try first.write(to: path)
    try second.write(to: path)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// A vintage, a profile and a way of comparing, chosen at random, with the oracle of its export.
  func open(_ random: inout SeededGenerator) throws -> Opening {
    let vintages: [(String, AsOf, Bool)] = [
      ("latest", .latest, false), ("latest", .latest, false), ("release 1", .release(1), false),
      ("release 1, withholding", .release(1), true),
    ]
    let profiles: [DisclosureProfile?] = [nil, nil, nil, nil, .below(40), .hes, .opensafely, .onsDeaths]
    let (name, asOf, withholding) = vintages.randomElement(using: &random)!
    let profile = profiles.randomElement(using: &random)!
    let source = try ScreenedSnapshot.open(path, asOf: asOf, withholding: withholding, asking: profile)
    var query = Query(.export(compared: true), area: nil)
    query.geography = Int.random(in: 0..<5, using: &random) == 0 ? .current : .published
    query.benchmark = [.area(Area.englandCode), .area(Area.englandCode), .area("E12000005"), .mean, .median, .pooled]
      .randomElement(using: &random)!
    query.comparing = [.published, .published, .method(.interval95), .method(.quintiles), .goal(.limit(5))]
      .randomElement(using: &random)!
    query.selection.areaType = [nil, nil, nil, .upperTier, .lowerTier, .region].randomElement(using: &random)!
    let engine = QueryEngine(source)
    var everything = query
    (everything.question, everything.selection.areaType) = (.export(compared: false), nil)
    let benchmark: String? = if case .area(let code) = query.benchmark { code } else { nil }
    return Opening(
      name: "\(name), \(profile?.name ?? "no profile")", snapshot: source.snapshot, engine: engine, query: query,
      oracle: try SummaryOracle(
        try engine.table(query), among: try engine.table(everything), fixture, benchmark: benchmark))
  }

  /// One vintage of the store.
  struct Opening {
    let name: String
    let snapshot: Snapshot
    let engine: QueryEngine
    /// The export of it.
    let query: Query
    let oracle: SummaryOracle
  }
}

/// Summaries of every kind over a ``VintageStore``.
enum RandomSummary {
  private static let keys: [Summary.Key] = [
    .indicator, .theme, .area, .areaType, .sex, .age, .category, .period, .parent("region"), .parent("group"),
    .parent("county"), .parent("country"),
  ]
  private static let measures: [Summary.Measure] =
    [
      .figures, .missing, .count, .denominator, .pooled, .rate, .rate, .mean, .min, .max, .minArea, .maxArea, .median,
      .percentile(10), .percentile(2.5), .percentile(90), .percentile(0), .percentile(100), .slope, .slope, .compared,
      .above, .below,
    ] + Summary.Judgement.allCases.map { .judged($0) }

  static func next(_ random: inout SeededGenerator, _ opening: VintageStore.Opening) -> (WordedQuery, Summary) {
    var query = opening.query
    func sometimes<Value>(_ values: [Value]) -> Value? {
      Int.random(in: 0..<4, using: &random) == 0 ? values.randomElement(using: &random) : nil
    }
    let number = Int.random(in: 0...4, using: &random)
    var summary = Summary(
      by: Array(keys.shuffled(using: &random).prefix(number)),
      measures: Array(measures.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))))
    summary.measures = summary.measures.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    // Slopes and rates of one series or stratum are rare among keys at random.
    if Int.random(in: 0..<4, using: &random) == 0 {
      summary.keys =
        [.indicator, .sex, .age, .category] + [[.area], [.parent("region"), .period], [.areaType, .period]]
        .randomElement(using: &random)!
    }
    if summary.keys.contains(.period) { summary.rolling = sometimes([2, 3]) ?? 1 }
    query.indicators = sometimes([[101], [102, 103], [104, 101]]) ?? []
    var words = SelectionWords(areaType: query.selection.areaType?.rawValue)
    words.sex = sometimes(["Persons", "female", "MALE"])
    words.age = sometimes(["All ages", "<75 Yrs"])
    words.category = sometimes([.none, .none, .all, .named("most deprived"), .named("deprivation")])
    words.period = sometimes(RandomStore.periods)
    let areas = RandomStore.authorities + RandomStore.regions + [Area.englandCode]
    // Areas of today hold none that was replaced; an area by itself is taken whatever type is asked for.
    let mayName = opening.query.geography == .published && opening.query.selection.areaType == nil
    query.area = mayName ? sometimes(areas) : nil
    switch Int.random(in: 0..<8, using: &random) {
    case 0: query.peers = .within("E12000005")
    case 1: query.peers = .group("core-cities")
    case 2: query.peers = .members(areas.filter { _ in Bool.random(using: &random) }, title: "")
    default: query.peers = .areaType
    }
    return (WordedQuery(query: query, words: words), summary)
  }
}

/// A row of a summary, ready to be compared.
enum SummaryRow {
  /// A cell: a text, or a number that is compared to nearly all its digits.
  enum Cell {
    case text(String)
    case number(Double)
  }

  static func actual(_ table: ResultTable, _ summary: Summary) -> [[Cell]] {
    let skipped: Set<String> = ["indicator", "unit", "note"]
    let names = Set(
      summary.keys.compactMap { key in
        switch key {
        case .area: "area"
        case .parent(let hierarchy): hierarchy
        default: nil
        }
      })
    let columns = table.columns.indices.filter {
      !skipped.contains(table.columns[$0].name) && !names.contains(table.columns[$0].name)
    }
    return table.rows.map { row in
      columns.map { column in
        switch row[column] {
        case .integer(let integer): .number(Double(integer))
        case .number(let number): .number(number)
        case let cell: .text(cell.words ?? "")
        }
      }
    }
  }

  /// The oracle's rows: where there is a rate its limits are calculated here.
  static func expected(_ rows: [[DatabaseValue]], _ summary: Summary) throws -> [[Cell]] {
    rows.map { row in
      var cells: [Cell] = []
      var place = 0
      func take() -> Cell {
        defer { place += 1 }
        return switch row[place].storage {
        case .null: .text("")
        case .int64(let integer): .number(Double(integer))
        case .double(let double): .number(double)
        case .string(let text): .text(text)
        case .blob: .text("blob")
        }
      }
      for key in summary.keys {
        cells.append(take())
        if key == .category { cells.append(take()) }
      }
      var status: Cell?
      for measure in summary.measures {
        switch measure {
        case .rate:
          let made = PlainRate(take(), take(), take(), take(), take())
          cells += made.cells
          status = .text(made.status)
        case .pooled: cells += [take(), take(), take()]
        case .minArea, .maxArea: cells += [take(), take()]
        default: cells.append(take())
        }
      }
      return cells + (status.map { [$0] } ?? [])
    }
  }

  static func difference(_ actual: [[Cell]], _ expected: [[Cell]]) -> String? {
    for (mine, theirs) in zip(actual, expected) where !areEqual(mine, theirs) {
      return "\(text(mine)), SQL has \(text(theirs))"
    }
    guard actual.count != expected.count else { return nil }
    let next = actual.count > expected.count ? actual[expected.count] : expected[actual.count]
    return "\(actual.count) rows, SQL has \(expected.count): \(text(next))"
  }

  private static func areEqual(_ one: [Cell], _ other: [Cell]) -> Bool {
    one.count == other.count
      && zip(one, other).allSatisfy { pair in
        switch pair {
        case (.text(let a), .text(let b)): a == b
        case (.number(let a), .number(let b)): abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-12
        default: false
        }
      }
  }

  private static func text(_ row: [Cell]) -> String {
    row.map { cell in
      switch cell {
      case .text(let text): text
      case .number(let number): number.description
      }
    }.joined(separator: "|")
  }
}

/// A rate and its limits in the plainest way.
struct PlainRate {
  private(set) var cells: [SummaryRow.Cell] = Array(repeating: .text(""), count: 7)
  private(set) var status = ""

  init(
    _ multiplier: SummaryRow.Cell, _ count: SummaryRow.Cell, _ denominator: SummaryRow.Cell, _ type: SummaryRow.Cell,
    _ reason: SummaryRow.Cell
  ) {
    guard case .text(let reason) = reason, case .text(let type) = type else { return }
    guard reason.isEmpty else {
      status = reason == "c" ? "c" : "x"
      return
    }
    guard case .number(let factor) = multiplier, case .number(let x) = count, case .number(let n) = denominator, n > 0,
      type != "Proportion" || x <= n
    else {
      status = "x"
      return
    }
    cells[0] = .number(x / n * factor)
    (cells[5], cells[6]) = (.number(x), .number(n))
    for (place, z, tail) in [(1, 1.959963984540054, 0.025), (3, 3.090232306167813, 0.001)] {
      let limits = type == "Proportion" ? Self.wilson(x, n, z, factor) : Self.poisson(x, n, z, tail, factor)
      (cells[place], cells[place + 1]) = (.number(limits.0), .number(limits.1))
    }
  }

  private static func wilson(_ x: Double, _ n: Double, _ z: Double, _ factor: Double) -> (Double, Double) {
    let p = x / n
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return ((x == 0 ? 0 : middle - half) * factor, (x == n ? 1 : middle + half) * factor)
  }

  /// Byar's limits from ten events on, else exact ones by halving.
  private static func poisson(
    _ x: Double, _ n: Double, _ z: Double, _ tail: Double, _ factor: Double
  ) -> (Double, Double) {
    if x >= 10 {
      let lower = x * pow(1 - 1 / (9 * x) - z / (3 * x.squareRoot()), 3)
      let upper = (x + 1) * pow(1 - 1 / (9 * (x + 1)) + z / (3 * (x + 1).squareRoot()), 3)
      return (lower / n * factor, upper / n * factor)
    }
    /// The chance of at most so many events where so many are expected.
    func atMost(_ events: Int, _ mean: Double) -> Double {
      guard events >= 0 else { return 0 }
      var term = exp(-mean)
      var sum = term
      for event in stride(from: 1, through: events, by: 1) {
        term *= mean / Double(event)
        sum += term
      }
      return sum
    }
    func solve(_ isTooLow: (Double) -> Bool) -> Double {
      var (low, high) = (0.0, 100.0)
      for _ in 0..<200 {
        let middle = (low + high) / 2
        if isTooLow(middle) { low = middle } else { high = middle }
      }
      return (low + high) / 2
    }
    let events = Int(x)
    let lower = events == 0 ? 0 : solve { 1 - atMost(events - 1, $0) < tail }
    let upper = solve { atMost(events, $0) > tail }
    return (lower / n * factor, upper / n * factor)
  }
}
