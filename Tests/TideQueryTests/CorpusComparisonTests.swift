import Foundation
import TestSupport
import Testing
import TideIngest
import TideModel
import TideQuery
import TideStore

/// The engine against the publisher's own "Compared to England" text. Needs the corpus; skipped where it is absent.
@Suite struct CorpusComparisonTests {
  private static let file = CorpusFolder.path("child-injury-admissions-by-authority.csv")

  /// Every observation of the file with a text and an interval, by area, stratum and period.
  private struct Key: Hashable {
    let area: String
    let stratum: Stratum
    let period: String
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file), "the corpus is not on this machine"))
  func comparisonsAreThePublishersOwn() throws {
    let folder = NSTemporaryDirectory() + "tidemark-corpus-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // The file does not say which way is good; the publisher's metadata does.
    let metadata = folder + "-indicators.csv"
    try "indicator_id,name,polarity\n90284,Injuries in children,RAG - Low is good\n"
      .write(toFile: metadata, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: metadata) }
    _ = try Appender.append([Self.file, metadata], to: folder)
    let snapshot = try Snapshot.open(folder)
    let published = try Self.published(snapshot)
    var agreed = 0
    var ranked = 0
    let query = Query(.export(compared: true), indicators: [90284], area: nil)
    let table = try QueryEngine(snapshot).table(query)
    for row in table.rows.indices {
      guard let text = published[Self.key(table, row)] else { continue }
      let mine = table.text(row, "comparison")
      if mine == text.lowercased() { agreed += 1 }
    }
    // Keys of the 6,711 rows; England's deciles are listed under two parents.
    #expect(published.count == 6206)
    #expect(agreed == published.count)
    // The same through rank, a period and stratum at a time.
    for period in Set(published.keys.map(\.period)) {
      for sex in ["Persons", "Male", "Female"] {
        let selection = try Resolver(snapshot).selection(
          SelectionWords(sex: sex, category: CategoryWords.none, period: period), of: [90284])
        let answer = try QueryEngine(snapshot).table(Query(.rank, indicators: [90284], selection: selection))
        for row in answer.rows.indices {
          guard let text = published[Self.key(answer, row)] else { continue }
          ranked += 1
          #expect(answer.text(row, "comparison") == text.lowercased())
        }
      }
    }
    #expect(ranked == 5701)
  }

  private static func key(_ table: ResultTable, _ row: Int) -> Key {
    let stratum = Stratum(
      sex: table.text(row, "sex"), age: table.text(row, "age"), categoryType: table.text(row, "category_type"),
      category: table.text(row, "category"))
    return Key(area: table.text(row, "area_code"), stratum: stratum, period: table.text(row, "period"))
  }

  private static func published(_ snapshot: Snapshot) throws -> [Key: String] {
    var texts: [Key: String] = [:]
    for panelKey in try snapshot.panelKeys(indicator: 90284) {
      guard let panel = try snapshot.panel(panelKey), let stratum = try snapshot.stratum(panelKey.stratum) else {
        continue
      }
      for area in panel.areas.indices {
        for period in panel.periods.indices {
          guard let observation = try panel.observation(area: area, period: period),
            ["Better", "Similar", "Worse"].contains(observation.publishedComparison)
          else { continue }
          texts[Key(area: panel.areas[area], stratum: stratum, period: panel.periods[period].label)] =
            observation.publishedComparison
        }
      }
    }
    return texts
  }
}
