import Foundation
import Testing
import TideModel

@testable import TideStore

/// Stores written by earlier versions of the program, and by this one, are read for ever.
@Suite("Golden stores")
struct GoldenTests {
  static let versions = ["1.0", "2.0", "2.1", "2.2", "3.0", "3.1", "4.0", "4.1"]

  @Test(
    "writes the golden stores of the versions that are written",
    .enabled(if: ProcessInfo.processInfo.environment["TIDEMARK_WRITE_GOLDEN"] == "1"))
  func write() throws {
    for version in Self.written { try GoldenStore(version: version).write() }
  }

  private static let written = [FormatVersion.plain, .compacted, .pinned].map { $0.text() }

  @Test("each version of the format that is written has its golden store")
  func present() {
    #expect(Set(GoldenTests.versions).isSuperset(of: Self.written))
  }

  @Test("every figure, label and description of every vintage is as listed", arguments: versions)
  func reads(_ version: String) throws {
    let golden = GoldenStore(version: version)
    let releases = try Snapshot.open(golden.store).releases()
    #expect(releases.map(\.published.description).prefix(3) == ["2024-02-29", "2024-06-01", "2025-03-31"])
    #expect(releases.map(\.counts.new).prefix(3) == [1, 2, 3])
    #expect(releases.map(\.counts.withdrawn).prefix(3) == [0, 0, ["2.0", "1.0", "3.0"].contains(version) ? 0 : 4])
    #expect(releases.map(\.sources.count).prefix(3) == [1, 0, 0])
    #expect(releases.count == (version >= "3.0" ? 5 : 3))
    var figures = 0
    for sequence in 0...3 {
      let expected = try golden.expected(after: sequence, releases: releases)
      #expect(try StoreContents.read(golden.store, asOf: .release(sequence)) == expected, "release \(sequence)")
      figures += expected.facts.count
    }
    let statistics = try Snapshot.open(golden.store).verify()
    #expect(statistics.figures == 15 + 1300 + 2 + (version == "1.0" ? 0 : 2 * 80 * 30))
    #expect(statistics.segments == (["3": 1, "4": 2][version.prefix(1)] ?? 3))
    #expect(statistics.formatVersion == version)
    print("golden store \(version): \(figures) figures in 4 vintages")
  }

  @Test("release 4 of the compacted store, and the fifth that takes it back", arguments: ["3.0", "3.1"])
  func takenBack(_ version: String) throws {
    let golden = GoldenStore(version: version)
    let releases = try Snapshot.open(golden.store).releases()
    let third = try golden.expected(after: 3, releases: releases)
    let fourth = third.after(golden.mistaken, releases[3])
    #expect(try StoreContents.read(golden.store, asOf: .release(4)) == fourth)
    var fifth = third
    fifth.releases = releases
    #expect(try StoreContents.read(golden.store) == fifth)
  }

  @Test("the profile pinned in a store of format 4, and none in any other", arguments: versions)
  func pinned(_ version: String) throws {
    let golden = GoldenStore(version: version)
    let pins = try Snapshot.open(golden.store).releases().map(\.disclosurePin)
    #expect(pins == (version >= "4.0" ? [nil, nil, nil, 1_000_005, 2] : pins.map { _ in nil }))
    #expect(try Snapshot.open(golden.store, asOf: .release(1)).disclosurePin == (version >= "4.0" ? 2 : nil))
  }

  /// Told apart from the tests' own oracle: literals against the public interface.
  @Test("some figures by hand", arguments: versions)
  func byHand(_ version: String) throws {
    let golden = GoldenStore(version: version)
    let snapshot = try Snapshot.open(golden.store)
    let key = try #require(try snapshot.panelKeys(indicator: 92_196).first { $0.areaClass == .authority })
    #expect(try snapshot.stratum(key.stratum) == Stratum(sex: "Persons", age: "<1 yr"))
    let panel = try #require(try snapshot.panel(key))
    #expect(panel.areas == ["E07000192", "E08000025", "E08000029"])
    #expect(panel.periods.map(\.label) == ["2017 - 19", "2020 to 2022", "2021 - 23"])
    #expect(try panel.observation(area: 1, period: 1)?.figures.value == 7.22)
    #expect(try panel.observation(area: 1, period: 1)?.note == "Revised after late registrations")
    #expect(
      try panel.observation(area: 1, period: 0)
        == Observation(figures: Figures(), status: .withdrawn, note: "Withdrawn by the publisher"))
    #expect(try panel.observation(area: 0, period: 2) == nil)
    #expect(try panel.release(area: 2, period: 1) == 2)
    #expect(try snapshot.indicator(92_196)?.name == "Infant mortality rate, new name")
    #expect(try snapshot.area("E08000025")?.parents.map(\.code) == ["E12000005", "E54000055"])
    let practices = try #require(try snapshot.panelKeys(indicator: 41_001).first { $0.areaClass == .practice })
    let value = try snapshot.panel(practices)?.figure(.value, area: 1, period: 0)
    #expect(value?.bitPattern == 0x8000_0000_0000_0000)
  }

  @Test("a copy of a golden store takes a release, and its vintages stand", arguments: versions)
  func appends(_ version: String) throws {
    let golden = GoldenStore(version: version)
    let folder = try TemporaryFolder()
    let copy = folder.path("copy")
    try Files.copy(golden.store, to: copy)
    let before = try StoreContents.read(copy)
    let draft = SmallStore.second
    let after = before.after(draft, try draft.commit(to: copy))
    #expect(try StoreContents.read(copy) == after)
    #expect(try StoreContents.read(copy, asOf: .release(before.releases.count)) == before)
    #expect(try Snapshot.open(copy).verify().releases == before.releases.count + 1)
    let report = try StoreWriter.compact(copy, tool: "tests")
    #expect(report.segmentsAfter == 1)
    #expect(try StoreContents.read(copy) == after)
    #expect(try StoreContents.read(copy, asOf: .release(before.releases.count)) == before)
    let hasMarks = ["2.2", "3.1", "4.1"].contains(version)
    #expect(try Snapshot.open(copy).verify().formatVersion == max(hasMarks ? "3.1" : "3.0", version))
  }
}
