import Foundation
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// One figure of a store made for a test.
struct Fact: Hashable {
  var indicator: Int
  var stratum = Stratum(sex: "Persons", age: "All ages")
  var area: String
  var period: Period
  var observation: Observation

  /// A figure whose period is given by its label.
  init(
    _ indicator: Int, _ area: String, _ period: String, _ figures: Figures, status: Status = .none, note: String = "",
    stratum: Stratum = Stratum(sex: "Persons", age: "All ages")
  ) {
    self.indicator = indicator
    self.stratum = stratum
    self.area = area
    self.period = PeriodParser.parse(period)!.period
    observation = Observation(figures: figures, status: status, note: note)
  }
}

/// Writes stores for tests, without any file reader in between.
struct StoreFixture {
  var indicators: [Indicator] = []
  var areas: [Area] = []
  var facts: [Fact] = []

  /// Commits everything as one release of the store at a path.
  func write(to path: String) throws {
    let writer = try StoreWriter(path, tool: "tests")
    for indicator in indicators { writer.describe(indicator) }
    for area in areas { writer.describe(area) }
    var panels: [PanelKey: [Fact]] = [:]
    for fact in facts {
      let key = PanelKey(
        indicator: fact.indicator, stratum: writer.stratumID(fact.stratum), areaClass: AreaClass(code: fact.area))
      panels[key, default: []].append(fact)
    }
    for key in panels.keys.sorted() { try writer.add(draft(key, panels[key] ?? [], writer)) }
    _ = try writer.commit(published: CalendarDate(year: 2024, month: 6), counts: Release.Counts(), sources: [])
  }

  private func draft(_ key: PanelKey, _ facts: [Fact], _ writer: StoreWriter) -> PanelDraft {
    let ids = Set(facts.map { writer.areaID($0.area) }).sorted()
    let periods = Set(facts.map(\.period)).sorted()
    let labels = periods.map { $0.hasCanonicalLabel ? 0 : writer.textID($0.label) }
    var draft = PanelDraft(key: key, areas: ids, periods: periods, labels: labels)
    for fact in facts {
      let area = ids.firstIndex(of: writer.areaID(fact.area))!
      let period = periods.firstIndex(of: fact.period)!
      draft.set(
        cell: period * ids.count + area, status: fact.observation.status, figures: fact.observation.figures,
        note: writer.textID(fact.observation.note))
    }
    return draft
  }

  /// A snapshot of a new store in a temporary folder, which goes away after `body`.
  func withSnapshot<Result>(_ body: (Snapshot) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-query-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(to: folder)
    return try body(Snapshot.open(folder))
  }
}

extension QueryEngine {
  /// An engine over a snapshot, under what its store pins.
  init(_ snapshot: Snapshot) throws { self.init(try ScreenedSnapshot(snapshot)) }
}

extension ResultTable {
  /// A cell of a row by its column's name.
  func cell(_ row: Int, _ column: String) -> Cell? { index(of: column).map { rows[row][$0] } }
  /// A text cell; empty when missing.
  func text(_ row: Int, _ column: String) -> String {
    cell(row, column)?.words ?? ""
  }
  /// The words of a column.
  func words(_ column: String) -> [String?] { cells(column).map(\.words) }
  /// The footnotes in words.
  var notes: [String] { footnotes.map(\.text) }
  /// A number cell.
  func number(_ row: Int, _ column: String) -> Double? {
    switch cell(row, column) {
    case .number(let value)?: value
    case .integer(let value)?: Double(value)
    default: nil
    }
  }
}
