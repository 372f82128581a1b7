import GRDB
import Testing
import TideModel

@testable import TideStore

/// Clocks that step back, and dates beyond 32 bits: row 23 of what the store promises. Releases are ordered by number.
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

  @Test("times of recording that go back, and pass 2038, change neither the order nor an answer")
  func timesOfRecording() throws {
    let folder = try TemporaryFolder()
    let path = try store(folder)
    let times = [
      1_772_323_200, 1_735_689_600, 2_147_483_647, 2_147_483_648, -1, 4_294_967_296, 1_772_323_200, 0, 253_402_300_799,
      951_782_400,
    ]
    let catalogue = path + "/" + Catalogue.fileName
    var digest = TableDigest()
    for (release, time) in zip(try Snapshot.open(path).releases(), times) {
      var release = release
      release.recordedAt = time
      digest.add(.release(release))
      try DatabaseQueue(path: catalogue).write { db in
        try db.execute(
          sql: "UPDATE release SET recorded_at = ? WHERE sequence = ?", arguments: [time, release.sequence])
      }
    }
    try DatabaseQueue(path: catalogue).write { db in
      try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'digest.release'", arguments: [digest.text])
    }
    let releases = try Snapshot.open(path).releases()
    #expect(releases.map(\.recordedAt) == times)
    #expect(releases.map(\.sequence) == Array(1...10))
    for sequence in 1...10 { #expect(try value(path, .release(sequence)) == Double(sequence)) }
    // The next release comes last whatever the clock says now.
    var draft = ReleaseDraft()
    draft.set(1, "E08000025", SmallStore.period2020, Observation(figures: Figures(value: 11)))
    #expect(try draft.commit(to: path).sequence == 11)
    #expect(try value(path, .latest) == 11)
  }
}
