import Foundation
import TideDisclosure
import TideInterchange
import TideModel
import TideQuery
import TideStore

/// Bytes as the words a user types: names of indicators and areas, sexes, ages, categories, periods; and as a text of the
/// answer, in every format.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQuestions(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
  func part(_ index: Int) -> String? { parts.indices.contains(index) ? parts[index] : nil }
  let finder = Finder(asked.snapshot)
  _ = try? finder.find(parts[0])
  _ = try? finder.suggestions(for: parts[0])
  let resolver = Resolver(asked.snapshot)
  _ = try? resolver.subject(parts[0])
  _ = try? resolver.peers(PeerWords(parts[0]))
  let everything = QueryWords(indicators: [parts[0]], theme: part(1), area: part(2), benchmark: part(3) ?? "")
  _ = try? resolver.query(.compare, everything)
  let words = SelectionWords(
    sex: part(1), age: part(2), category: part(3).map { CategoryWords($0) }, period: part(4),
    areaType: part(5).flatMap { AreaType(name: $0)?.rawValue })
  let indicators = part(6).flatMap(Int.init).map { [$0] } ?? []
  let questions: [Query.Question] = [
    .compare, .trend, .rank, .profile, .export(compared: true), .watchlist, .gap, .peers(listing: true),
  ]
  guard let selection = try? resolver.selection(words, of: indicators) else { return 0 }
  let query = Query(questions[count % questions.count], indicators: indicators, selection: selection)
  _ = try? Query(json: Array(query.json.utf8))
  _ = try? Query(json: Array(UnsafeBufferPointer(start: start, count: count)))
  if let catalogue = try? CatalogueQuery(json: Array(UnsafeBufferPointer(start: start, count: count))) {
    _ = try? QueryEngine(asked).answer(catalogue)
  }
  guard var table = try? QueryEngine(asked).table(query) else { return 0 }
  table.append(table.columns.map { $0.kind == .text ? .text(parts[0]) : .missing })
  write(table, as: OutputFormat.allCases[count % OutputFormat.allCases.count], width: count)
  return 0
}

/// Every row comes out, whatever a cell holds.
private func write(_ table: ResultTable, as format: OutputFormat, width: Int) {
  var bytes = 0
  let options = OutputOptions(terminalWidth: max(1, width), colour: width % 2 == 0)
  let writer = makeWriter(format: format, options: options) { bytes += $0.count }
  do {
    try writer.write(table)
  } catch {
    fatalError("\(error)")
  }
  precondition(writer.report.rows == table.rows.count && bytes > 0, "rows are missing")
}

/// A small store, made once.
nonisolated(unsafe) private let asked: ScreenedSnapshot = {
  let folder =
    FileManager.default.temporaryDirectory.path + "/tidemark-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
  do {
    try write(folder)
    return try ScreenedSnapshot.open(folder)
  } catch {
    fatalError("\(error)")
  }
}()

private func write(_ folder: String) throws {
  let writer = try StoreWriter(folder, tool: "fuzz")
  for (id, name) in [(90_366, "Life expectancy at birth"), (92_196, "Infant mortality rate")] {
    writer.describe(Indicator(id: id, name: name))
  }
  for (code, name) in [("E92000001", "England"), ("E08000025", "Birmingham"), ("E08000026", "Coventry")] {
    writer.describe(Area(code: code, name: name))
  }
  let periods = ["2017 - 19", "2018 - 20"].compactMap { PeriodParser.parse($0)?.period }
  for indicator in [90_366, 92_196] {
    for (areaClass, codes) in [(AreaClass.country, ["E92000001"]), (.authority, ["E08000025", "E08000026"])] {
      let key = PanelKey(
        indicator: indicator, stratum: writer.stratumID(Stratum(sex: "Female", age: "All ages")), areaClass: areaClass)
      var draft = PanelDraft(
        key: key, areas: codes.map { writer.areaID($0) }, periods: periods, labels: periods.map { _ in 0 })
      for cell in 0..<codes.count * periods.count {
        draft.set(cell: cell, status: .none, figures: Figures(value: Double(cell) + 1.5, count: 3, denominator: 200))
      }
      try writer.add(draft)
    }
  }
  _ = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
}
