import TestSupport
import Testing
import TideDisclosure
import TideModel
import TideStore

/// Whole windows under disclosure control.
@Suite struct BatchScreenTests {
  /// A window shows of each figure what the screen shows of it alone, notes and published texts among it.
  @Test(arguments: [DisclosureProfile.hes, .opensafely, .onsDeaths, .below(40)])
  func windowsShowWhatSingleFiguresShow(profile: DisclosureProfile) throws {
    var random = Seed.generator(67)
    var changed = 0
    for _ in 0..<4 {
      var fixture = RandomStore(&random).fixture
      for index in fixture.facts.indices where Bool.random(using: &random) {
        fixture.facts[index].observation.note = "note \(index % 7)"
        fixture.facts[index].observation.publishedTrend = "Increasing"
        fixture.facts[index].observation.publishedComparison = "Similar"
      }
      try fixture.withSnapshot { open in
        let screened = try ScreenedSnapshot.open(open.path, asking: profile)
        let control = try #require(screened.policy)
        for key in try open.panelKeys() {
          let (plain, shown) = (try #require(try open.panel(key)), try #require(try screened.panel(key)))
          let screen = control.screen(plain)
          let area = Int.random(in: 0..<plain.areas.count, using: &random)
          let windows = [
            plain.whole, FigureWindow(areas: area..<area + 1, periods: plain.periods.indices, measures: [.tested]),
          ]
          for window in windows {
            let batch = try shown.batch(window)
            for period in window.periods {
              for area in window.areas {
                let published = try plain.observation(area: area, period: period)
                let expected = try published.map { try screen.shown($0, area: area, period: period) }
                let actual = try batch.observation(batch.window.cell(area, period))
                #expect(actual == expected, "TIDEMARK_SEED=\(Seed.value)")
                changed += actual == published ? 0 : 1
              }
            }
          }
        }
      }
    }
    #expect(changed > 100, "TIDEMARK_SEED=\(Seed.value)")
  }
}
