import Testing
import TideModel

@testable import TideStore

/// Clocks that step back, and dates beyond 32 bits. Releases follow each other by their numbers, whatever the clock says.
@Suite("Clocks")
struct ClockTests {
  private static let days = [
    "2026-03-01", "2025-01-01", "2038-01-19", "2038-01-20", "1969-12-31", "2106-02-08", "2026-03-01", "0001-01-01",
    "9999-12-31", "2000-02-29",
  ]

  /// A store of a release a day, each with a value of its own for one figure.
  private func store(_ folder: TemporaryFolder) throws -> String {
    let path = folder.path("store")
    for (index, day) in Self.days.enumerated() {
      var draft = ReleaseDraft()
      draft.published = CalendarDate(iso: day)
      draft.set(1, "E08000025", SmallStore.period2020, Observation(figures: Figures(value: Double(index + 1))))
      try draft.commit(to: path)
    }
    return path
  }

  private func value(_ path: String, _ asOf: AsOf) throws -> Double? {
    let snapshot = try Snapshot.open(path, asOf: asOf)
    guard let key = try snapshot.panelKeys().first else { return nil }
    return try snapshot.panel(key)?.figure(.value, area: 0, period: 0)
  }

  @Test("publication days in any order leave releases in order of their numbers")
  func publicationDays() throws {
    let folder = try TemporaryFolder()
    let path = try store(folder)
    let releases = try Snapshot.open(path).releases()
    #expect(releases.map(\.sequence) == Array(1...10))
    #expect(releases.map(\.published.description) == Self.days)
    for sequence in 1...10 { #expect(try value(path, .release(sequence)) == Double(sequence)) }
    #expect(try value(path, .latest) == 10)
    // Of a day: the last release published by then, with all before it.
    for (day, expected) in [("1999-01-01", 8.0), ("2030-01-01", 10), ("0001-01-01", 8), ("2000-02-28", 8)] {
      #expect(try value(path, .date(CalendarDate(iso: day)!)) == expected, "\(day)")
    }
    #expect(try Snapshot.open(path).verify().releases == 10)
  }

  @Test("a clock that steps back, and one behind 2038, change no order and no answer")
  func steps() throws {
    let times = [
      1_700_000_000, 1_600_000_000, 1_699_999_999, 0, (1 << 31) - 1, 1 << 31, (1 << 32) + 5, 253_402_300_799, 1,
      1 << 40, -1, -86_401,
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
    for (time, day) in [(86_399, 0), (86_400, 1), (1 << 31, 24_855), (-1, -1), (-86_400, -1), (-86_401, -2)] {
      system.setTime(time)
      let writer = try StoreWriter(AppendShape.store, tool: "tests", files: system)
      writer.describe(Indicator(id: 1 + (time & 0xFFFF), name: "another"))
      let release = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
      #expect(release.published == CalendarDate(day: Int32(day)))
    }
  }

  @Test("a moment that is given takes the place of the clock")
  func givenMoments() throws {
    let system = SimulatedSystem()
    try system.createFolder("/disk")
    system.setTime(1_900_000_000)
    for (index, moment) in [1_700_000_000, 5, 253_402_300_799].enumerated() {
      let writer = try StoreWriter(AppendShape.store, at: moment, tool: "tests", files: system)
      writer.describe(Indicator(id: index + 1, name: "another"))
      let release = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
      #expect(release.recordedAt == moment && release.published == CalendarDate(day: Int32(moment / 86_400)))
    }
    let undone = try StoreWriter.undo(AppendShape.store, at: 86_400, tool: "tests", files: system).made
    #expect(undone.recordedAt == 86_400 && undone.published.description == "1970-01-02")
  }
}
