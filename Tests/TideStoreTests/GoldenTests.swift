import Foundation
import Testing
import TideModel

@testable import TideStore

/// Stores written by earlier versions of the program, and by this one, are read for ever.
@Suite("Golden stores")
struct GoldenTests {
  static let versions = ["1.0", "2.0", "2.1"]

  @Test(
    "writes the golden store of this version",
    .enabled(if: ProcessInfo.processInfo.environment["TIDEMARK_WRITE_GOLDEN"] == "1"))
  func write() throws { try GoldenStore(version: Catalogue.formatVersion).write() }

  @Test("this version of the format has its golden store")
  func present() { #expect(GoldenTests.versions.contains(Catalogue.formatVersion)) }

  @Test("every figure, label and description of every vintage is as listed", arguments: versions)
  func reads(_ version: String) throws {
    let golden = GoldenStore(version: version)
    let releases = try Snapshot.open(golden.store).releases()
    #expect(releases.map(\.published.description) == ["2024-02-29", "2024-06-01", "2025-03-31"])
    #expect(releases.map(\.counts.new) == [1, 2, 3])
    #expect(releases.map(\.counts.withdrawn) == [0, 0, version < "2.1" ? 0 : 4])
    #expect(releases.map(\.sources.count) == [1, 0, 0])
    var figures = 0
    for sequence in 0...3 {
      let expected = try golden.expected(after: sequence, releases: releases)
      #expect(try StoreContents.read(golden.store, asOf: .release(sequence)) == expected, "release \(sequence)")
      figures += expected.facts.count
    }
    let statistics = try Snapshot.open(golden.store).verify()
    #expect(statistics.figures == 15 + 1300 + 2 + (version == "1.0" ? 0 : 2 * 80 * 30))
    #expect(statistics.segments == 3)
    print("golden store \(version): \(figures) figures in 4 vintages")
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
    #expect(try StoreContents.read(copy, asOf: .release(3)) == before)
    #expect(try Snapshot.open(copy).verify().releases == 4)
  }
}
