import Testing
import TideCore
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// A client of the library, who tries every public way to a small count of a store that pins a profile.
@Suite("A pinned profile, by the public interface alone")
struct ScreenedTests {
  /// Everything that a source hands out of its panels, in each way that panels are read.
  private static func numbers(of source: any FigureSource) throws -> [Double] {
    var numbers: [Double] = []
    for key in try source.snapshot.panelKeys() {
      guard let panel = try source.panel(key) else { continue }
      let one = FigureWindow(areas: 0..<1, periods: panel.periods.indices, measures: MeasureSet(.count))
      let batches = try [panel.batch(), panel.batch(panel.whole), panel.batch(one)]
      for batch in batches {
        for cell in 0..<batch.count {
          let (figures, seen) = (batch.figures(cell), try batch.observation(cell)?.figures)
          numbers += Measure.allCases.flatMap { [figures[$0], batch.number($0, cell), seen?[$0]] }.compactMap { $0 }
        }
        for measure in Measure.allCases {
          let (values, valid) = batch.numbers(measure, of: Array(0..<batch.count))
          numbers += values.indices.filter { valid?[$0] ?? true }.map { values[$0] }
          numbers += (0..<batch.count).compactMap { batch.columns.number(Int(measure.rawValue), $0) }
        }
      }
      for measure in Measure.allCases {
        let matrix = try panel.matrix(measure)
        numbers += matrix.values.indices.filter { matrix.present[$0] }.map { matrix.values[$0] }
        for area in panel.areas.indices {
          for period in panel.periods.indices {
            numbers += try [
              panel.figure(measure, area: area, period: period),
              panel.observation(area: area, period: period)?.figures[measure],
            ].compactMap { $0 }
          }
        }
      }
    }
    return numbers
  }

  /// Every number that is a count, or made of one, in the answers to questions about all figures.
  private static func answers(of source: any FigureSource) throws -> [Double] {
    let engine = QueryEngine(source)
    let summary = Summary(by: [.area, .period], measures: [.count, .min, .max, .mean, .median])
    let questions: [Query.Question] = [
      .export(compared: false), .export(compared: true), .summary(summary),
      .revisions(since: .release(0), listing: [.new]),
    ]
    var numbers = try questions.flatMap { try Self.numbers(in: engine.table(Query($0, area: nil))) }
    for question in [Query.Question.compare, .trend, .rank, .changes(since: .release(0))] {
      var query = Query(question, indicators: [PinnedStore.indicator], benchmark: .area(PinnedStore.region))
      if case .changes = question { query.indicators = [] }
      numbers += try Self.numbers(in: engine.table(query))
    }
    _ = try VintageDifference(source.vintage(.release(0)), source).stream { row in
      numbers += row.compactMap { if case .number(let number) = $0 { number } else { nil } }
    }
    return numbers
  }

  private static func numbers(in table: ResultTable) -> [Double] {
    table.columns.indices.filter { table.columns[$0].kind == .number }.flatMap { column in
      table.rows.compactMap { if case .number(let number) = $0[column] { number } else { nil } }
    }
  }

  /// A source that says it is under no control, and has a store's figures from one that is.
  private final class Boaster: FigureSource {
    private let source: any FigureSource
    let snapshot: Snapshot
    var policy: DisclosureControl? { nil }

    init(_ source: any FigureSource) throws {
      self.source = source
      snapshot = try Snapshot.open(source.snapshot.path)
    }

    func panel(_ key: PanelKey) throws(StoreError) -> Panel? { try source.panel(key) }
    func vintage(_ asOf: AsOf) throws(StoreError) -> any FigureSource { self }
  }

  /// Every public way in which a store is opened for its figures.
  private static func opened(_ path: String) throws -> [any FigureSource] {
    let source = try ScreenedSnapshot.open(path)
    return [
      source, try ScreenedSnapshot.open(path, asOf: .release(1)),
      try ScreenedSnapshot.open(path, asOf: .release(1), withholding: false),
      try ScreenedSnapshot.open(path, asking: .hes), try ScreenedSnapshot.open(path, asking: .opensafely),
      try source.vintage(.release(1)), try source.vintage(.release(1)).vintage(.latest), try Boaster(source),
    ]
  }

  @Test("without a pin the small count is handed out and answered with")
  func unpinned() throws {
    try PinnedStore.with(pin: nil) { path in
      let source = try ScreenedSnapshot.open(path)
      #expect(source.policy == nil)
      #expect(try Self.numbers(of: source).contains(PinnedStore.small))
      #expect(try Self.answers(of: source).contains(PinnedStore.small))
      let asked = try ScreenedSnapshot.open(path, asking: .hes)
      #expect(try !Self.numbers(of: asked).contains(PinnedStore.small))
    }
  }

  @Test("under a pin every source hands out what the profile allows, and answers with it")
  func pinned() throws {
    try PinnedStore.with(pin: DisclosureProfile.hes.pin) { path in
      for (place, source) in try Self.opened(path).enumerated() {
        let numbers = try Self.numbers(of: source)
        #expect(numbers.contains(1010), "source \(place)")
        #expect(numbers.allSatisfy { $0 == 0 || $0 >= 8 && $0.remainder(dividingBy: 5) == 0 }, "source \(place)")
        let answers = try Self.answers(of: source)
        #expect(answers.contains(1010) && !answers.contains(PinnedStore.small), "source \(place)")
        // The region less the areas that are shown.
        #expect(!answers.contains { $0 == PinnedStore.total }, "source \(place)")
      }
    }
  }

  @Test("figures that are summed up are those that are shown, also where a source boasts of having no control")
  func summed() throws {
    try PinnedStore.with(pin: DisclosureProfile.below(8).pin) { path in
      let summary = Summary(by: [.indicator], measures: [.count, .min])
      for source in try [ScreenedSnapshot.open(path), Boaster(ScreenedSnapshot.open(path))]
        as [any FigureSource]
      {
        let table = try QueryEngine(source).table(Query(.summary(summary), area: nil))
        let numbers = Self.numbers(in: table)
        #expect(!numbers.isEmpty && numbers.allSatisfy { $0 >= 8 })
      }
    }
  }

  @Test(
    "what may show more than the pin is refused",
    arguments: [DisclosureProfile.below(5), .below(1), .onsDeaths, .below(9)])
  func weaker(_ profile: DisclosureProfile) throws {
    try PinnedStore.with(pin: DisclosureProfile.hes.pin) { path in
      for asOf in [AsOf.latest, .release(1)] {
        let error = #expect(throws: StoreError.self) {
          try ScreenedSnapshot.open(path, asOf: asOf, asking: profile)
        }
        #expect(error?.code == .withheld)
      }
    }
  }

  @Test("a pin that this program does not know opens nothing")
  func unknown() throws {
    try PinnedStore.with(pin: 77) { path in
      for profile in [nil, DisclosureProfile.opensafely] {
        let error = #expect(throws: StoreError.self) { try ScreenedSnapshot.open(path, asking: profile) }
        #expect(error?.code == .withheld)
      }
    }
  }

  @Test("a query that asks for a profile is not answered from a source that is not under it")
  func queried() throws {
    try PinnedStore.with(pin: nil) { path in
      let query = Query(.export(compared: false), area: nil, vintage: .init(disclosure: .hes))
      let error = #expect(throws: StoreError.self) { try QueryEngine(ScreenedSnapshot.open(path)).table(query) }
      #expect(error?.code == .withheld)
      let under = try QueryEngine(ScreenedSnapshot.open(path, asking: .opensafely)).table(query)
      #expect(!Self.numbers(in: under).isEmpty)
    }
  }
}
