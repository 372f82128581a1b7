import TestSupport
import Testing
import TideModel
import TideQuery
import TideStore

/// What answers take from a store.
@Suite struct ReadingTests {
  /// Whoever is compared or ranked, whatever is said of it: no block is decoded twice for one answer.
  @Test(arguments: [Query.Question.compare, .profile, .rank, .trend, .gap, .export(compared: false)])
  func eachBlockIsDecodedAtMostOnce(question: Query.Question) throws {
    var random = Seed.generator(47)
    for _ in 0..<3 {
      try RandomStore(&random).fixture.withSnapshot { snapshot in
        let table = try QueryEngine(snapshot).table(Query(question, area: "E08000025"))
        let reading = snapshot.reading
        #expect(!table.rows.isEmpty)
        #expect(reading.decodings == reading.blocksDecoded, "TIDEMARK_SEED=\(Seed.value)")
        #expect(reading.decodings + reading.cells > 0)
      }
    }
  }

  /// A window says of each cell what the panel as a whole does, and what each measure asked for alone says.
  @Test func windowsAgreeWithTheWholePanel() throws {
    var random = Seed.generator(53)
    try RandomStore(&random).fixture.withSnapshot { snapshot in
      for key in try snapshot.panelKeys() {
        let panel = try #require(try snapshot.panel(key))
        let whole = try panel.batch()
        for _ in 0..<8 {
          let area = Int.random(in: 0..<panel.areas.count, using: &random)
          let first = Int.random(in: 0..<panel.periods.count, using: &random)
          let periods = first..<Int.random(in: first + 1...panel.periods.count, using: &random)
          let areas = Bool.random(using: &random) ? area..<area + 1 : 0..<panel.areas.count
          let measure = try #require(Measure.allCases.randomElement(using: &random))
          let all = try panel.batch(FigureWindow(areas: areas, periods: periods))
          let one = try panel.batch(
            FigureWindow(
              areas: areas, periods: periods, measures: MeasureSet(measure), hasTexts: false, hasReleases: false))
          for period in periods {
            for area in areas {
              let (here, there) = (all.window.cell(area, period), whole.window.cell(area, period))
              #expect(try all.observation(here) == whole.observation(there), "TIDEMARK_SEED=\(Seed.value)")
              #expect(all.release(here) == whole.release(there))
              #expect(one.number(measure, here) == whole.number(measure, there))
              #expect(one.status(here) == whole.status(there))
            }
          }
        }
      }
    }
  }
}
