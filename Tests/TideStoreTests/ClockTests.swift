import Testing
import TideModel

@testable import TideStore

/// Releases follow each other by their numbers, whatever the clock says.
@Suite("Clocks")
struct ClockTests {
  @Test("a clock that steps back, and one behind 2038, change no order and no answer")
  func steps() throws {
    let times = [
      1_700_000_000, 1_600_000_000, 1_699_999_999, 0, (1 << 31) - 1, 1 << 31, (1 << 32) + 5, 253_402_300_799, 1,
      1 << 40,
    ]
    let system = SimulatedSystem()
    try system.createFolder("/disk")
    for (index, time) in times.enumerated() {
      system.setTime(time)
      var draft = ReleaseDraft()
      draft.published = CalendarDate(year: 2030 - index)
      draft.set(1, "E92000001", SmallStore.period2020, Observation(figures: Figures(value: Double(index + 1))))
      _ = try draft.commit(StoreWriter(AppendShape.store, tool: "tests", files: system))
    }
    for sequence in 1...times.count {
      let snapshot = try Snapshot.open(AppendShape.store, asOf: .release(sequence), files: system)
      #expect(try snapshot.releases().map(\.sequence) == Array(1...sequence))
      #expect(snapshot.release?.recordedAt == times[sequence - 1])
      let panel = try #require(try snapshot.panel(PanelKey(indicator: 1, stratum: 1, areaClass: .country)))
      #expect(try panel.figure(.value, area: 0, period: 0) == Double(sequence))
    }
    #expect(try Snapshot.open(AppendShape.store, files: system).verify().releases == times.count)
  }

  @Test("a day of publication is given by the clock where nobody gives it, as far as days go")
  func publicationDay() throws {
    let system = SimulatedSystem()
    try system.createFolder("/disk")
    for (time, day) in [(86_399, 0), (86_400, 1), (1 << 31, 24_855)] {
      system.setTime(time)
      let writer = try StoreWriter(AppendShape.store, tool: "tests", files: system)
      writer.describe(Indicator(id: time, name: "another"))
      let release = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
      #expect(release.published == CalendarDate(day: Int32(day)))
    }
  }
}
