import TestSupport
import Testing
import TideDisclosure
import TideModel
import TideStore

@testable import TideQuery

/// What a question may read is known before it is read, and nothing else is.
@Suite struct PlanTests {
  /// Hands on what another source has, and remembers what was asked of it.
  private final class RecordingSource: FigureSource {
    private let source: any FigureSource
    private(set) var keys: Set<PanelKey> = []

    init(_ source: any FigureSource) { self.source = source }

    var snapshot: Snapshot { source.snapshot }
    var policy: DisclosureControl? { source.policy }

    func panel(_ key: PanelKey) throws(StoreError) -> Panel? {
      keys.insert(key)
      return try source.panel(key)
    }

    func vintage(_ asOf: AsOf) throws(StoreError) -> any FigureSource { try source.vintage(asOf) }
  }

  private static let questions: [Query.Question] = [
    .compare, .trend, .trendTest, .rank, .profile, .watchlist, .gap, .audit(listing: false), .export(compared: false),
    .export(compared: true), .funnel(showsLimits: false), .excess(everyPeriod: true),
    .ratio(Query.Counterpart(), everyPeriod: true), .ratio(Query.Counterpart(sex: "Female"), everyPeriod: false),
    .summary(Summary(by: [.area, .period], measures: [.figures, .rate, .above])),
    .summary(Summary(by: [.indicator, .sex], measures: [.mean, .median, .slope])),
    .summary(Summary(by: [.areaType], measures: [.count, .denominator])),
    .summary(Summary(by: [.theme], measures: [.judged(.better), .missing])),
  ]

  private static func query(_ random: inout SeededGenerator) -> WordedQuery {
    func sometimes<Value>(_ values: [Value]) -> Value? {
      Int.random(in: 0..<2, using: &random) == 0 ? values.randomElement(using: &random) : nil
    }
    let query = Query(
      questions.randomElement(using: &random) ?? .compare, indicators: sometimes([[101], [102, 104], [106]]) ?? [],
      area: sometimes(["E07000026", "E12000002", "E92000001"]) ?? "E08000025",
      benchmark: sometimes([.pooled, .mean, .median, .area("E12000005"), .area("E09000001")])
        ?? .area(Area.englandCode),
      peers: sometimes([.within("E12000005"), .members(["E08000026", "E12000002"], title: "")]) ?? .areaType,
      geography: sometimes([.current]) ?? .published)
    let words = SelectionWords(
      sex: sometimes(["persons", "female"]), category: sometimes([.none, .all, .named("deprivation")]),
      period: sometimes(["2019", "2018 - 20"]), areaType: sometimes(["upper-tier", "region"]))
    return WordedQuery(query: query, words: words)
  }

  /// Leaving panels out changes nothing that is said.
  @Test func nothingIsLeftOut() throws {
    var random = Seed.generator(83)
    var (answered, smaller) = (0, 0)
    for _ in 0..<6 {
      try RandomStore(&random).fixture.withSnapshot { snapshot in
        for _ in 0..<80 {
          let query = try Self.query(&random).resolved(in: snapshot)
          let planned = Result { try QueryEngine(snapshot).table(query) }
          let whole = Planner.$readsEverything.withValue(true) { Result { try QueryEngine(snapshot).table(query) } }
          let place = "TIDEMARK_SEED=\(Seed.value) \(query)"
          switch (planned, whole) {
          case (.success(let one), .success(let other)):
            #expect(one == other, "\(place)")
            answered += one.rowCount > 0 ? 1 : 0
            smaller += try QueryEngine(snapshot).plan(query).panels.count < snapshot.panelKeys().count ? 1 : 0
          case (.failure(let one), .failure(let other)): #expect("\(one)" == "\(other)", "\(place)")
          default: Issue.record("one plan alone answers: \(place)")
          }
        }
      }
    }
    #expect(answered > 150 && smaller > 150, "TIDEMARK_SEED=\(Seed.value): \(answered), \(smaller)")
  }

  /// A source that is no snapshot gives the same answers, and is asked for panels of the plan alone.
  @Test func nothingElseIsRead() throws {
    var random = Seed.generator(61)
    var answered = 0
    for _ in 0..<4 {
      try RandomStore(&random).fixture.withSnapshot { snapshot in
        for _ in 0..<60 {
          let query = try Self.query(&random).resolved(in: snapshot)
          let source = RecordingSource(try ScreenedSnapshot(snapshot))
          let engine = QueryEngine(source)
          let plan = try engine.plan(query)
          let place = "TIDEMARK_SEED=\(Seed.value) \(query)"
          #expect(source.keys.isEmpty, "\(place)")
          #expect(plan.panels == plan.panels.sorted(), "\(place)")
          let found = Result { try engine.table(query) }
          #expect(source.keys.isSubset(of: plan.panels), "\(place)")
          let direct = Result { try QueryEngine(snapshot).table(query) }
          switch (found, direct) {
          case (.success(let one), .success(let other)):
            #expect(one == other, "\(place)")
            answered += one.rowCount > 0 ? 1 : 0
          case (.failure(let one), .failure(let other)): #expect("\(one)" == "\(other)", "\(place)")
          default: Issue.record("answered by one source alone: \(place)")
          }
        }
      }
    }
    #expect(answered > 80, "TIDEMARK_SEED=\(Seed.value)")
  }

  @Test func aPlanTellsWhatIsRead() throws {
    var random = Seed.generator(67)
    try RandomStore(&random).fixture.withSnapshot { snapshot in
      let engine = try QueryEngine(snapshot)
      let whole = try engine.plan(Query(.summary(Summary(by: [.period], measures: [.mean])), area: nil))
      #expect(try whole.panels == snapshot.panelKeys())
      #expect(whole.way == .wholePanels(threads: 1) && whole.measures == MeasureSet(.value) && whole.areas == nil)
      let verdicts = Summary(by: [.period], measures: [.judged(.better)])
      #expect(try engine.plan(Query(.summary(verdicts), area: nil)).way == .figures)
      let one = try engine.plan(Query(.compare, indicators: [101], selection: Query.Selection(strata: .whole)))
      #expect(one.areas == ["E08000025", "E92000001"] && one.peers == .authority && one.way == .windows)
      #expect(one.panels.allSatisfy { $0.indicator == 101 })
      #expect(try one.panels.allSatisfy { try snapshot.stratum($0.stratum)?.isWhole == true })
      #expect(snapshot.reading.decodings == 0 && snapshot.reading.panelsOpened == 0)
    }
  }
}
