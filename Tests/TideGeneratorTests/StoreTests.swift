import Foundation
import Testing
import TideModel
import TideStore

@testable import TideGenerator

@Suite struct StoreTests {
  @Test func aStoreHoldsEveryFigureAndRefusesASecondHelping() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = GeneratedData(size: Samples.deep, seed: 17)
    let release = try data.write(to: StoreWriter(folder.path, tool: "test"))
    #expect(release.counts.new == data.figureCount)

    let snapshot = try Snapshot.open(folder.path)
    #expect(try snapshot.indicators().sorted { $0.id < $1.id } == data.indicators)
    var strata: [Stratum: Int] = [:]
    for key in try snapshot.panelKeys() { strata[try #require(try snapshot.stratum(key.stratum))] = key.stratum }
    for slice in Samples.slices(data) {
      for (areaClass, places) in data.areaClasses where !places.isEmpty && places.upperBound <= slice.areaCount {
        let key = PanelKey(
          indicator: data.indicators[slice.indicator].id, stratum: try #require(strata[slice.stratum]),
          areaClass: areaClass)
        let panel = try #require(try snapshot.panel(key))
        #expect(panel.periods == slice.periods)
        for place in places {
          let column = try #require(panel.areaIndex(data.areas[place].code))
          for row in slice.periods.indices {
            let cell = row * slice.areaCount + place
            let stored = try #require(try panel.observation(area: column, period: row))
            #expect(stored.status == (slice.isSuppressed[cell] ? .suppressed : .none))
            #expect(stored.note == (slice.isSuppressed[cell] ? GeneratedSlice.suppressionNote : ""))
            for measure in Measure.allCases {
              #expect(stored.figures[measure]?.bitPattern == slice.number(measure, cell: cell)?.bitPattern)
            }
          }
        }
      }
    }
    #expect(throws: StoreError.self) { try data.write(to: StoreWriter(folder.path, tool: "test")) }
    #expect(try Snapshot.open(folder.path).release?.sequence == 1)
  }
}
