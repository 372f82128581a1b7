import Synchronization
import Testing
import TideModel

@testable import TideStore

/// Two writers that start together: one after the other, or one is sent away; never a release of both.
@Suite("Two writers")
struct TwoWritersTests {
  @Test("fifty times")
  func together() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var stored = 0
    var refused = 0
    for round in 0..<50 {
      let outcomes = Mutex<[Result<Int, StoreError>]>([])
      let writers = (0..<2).map { number in
        InThread {
          let outcome = Self.append(Double(2 * round + number), to: store)
          outcomes.withLock { $0.append(outcome) }
        }
      }
      for writer in writers { writer.join() }
      for outcome in outcomes.withLock({ $0 }) {
        switch outcome {
        case .success: stored += 1
        case .failure(let error):
          #expect(error.code == .locked, "\(error)")
          refused += 1
        }
      }
      let contents = try StoreContents.read(store)
      #expect(contents.releases.map(\.sequence) == Array(1...stored))
      let values = Set(contents.facts.values.map(\.figures.value))
      #expect(values.count == 1 && contents.facts.count == 2, "a mix of releases: \(values)")
    }
    print("two writers at once, 50 times: \(stored) releases, \(refused) sent away")
    #expect(stored >= 50)
    #expect(try Snapshot.open(store).verify().releases == stored)
  }

  private static func append(_ value: Double, to store: String) -> Result<Int, StoreError> {
    do throws(StoreError) {
      let writer = try StoreWriter(store, tool: "tests")
      var draft = PanelDraft(
        key: PanelKey(indicator: 1, stratum: 1, areaClass: .authority),
        areas: [writer.areaID("E08000025"), writer.areaID("E08000026")], periods: [SmallStore.period2020], labels: [0])
      _ = writer.stratumID(Stratum(sex: "Persons", age: "All ages"))
      for cell in 0..<2 { draft.set(cell: cell, status: .none, figures: Figures(value: value)) }
      try writer.add(draft)
      return .success(try writer.commit(published: nil, counts: Release.Counts(), sources: []).sequence)
    } catch {
      return .failure(error)
    }
  }
}
