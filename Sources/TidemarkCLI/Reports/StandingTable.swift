import TideModel

/// How the latest figures of each priority and theme stand to the benchmark: a row a theme and one for all, a column for each
/// word that a comparison says.
struct StandingTable {
  private(set) var table: ResultTable

  /// - Parameter themes: titles, and the themes of the comparison that they stand for; nil for none.
  init(_ comparison: ResultTable, themes: [(title: String, theme: String?)]) {
    let usual: [Verdict.Kind] = [.worse, .similar, .better, .higher, .lower]
    var found: [Verdict.Kind] = []
    for row in comparison.rows {
      if let kind = comparison.verdict(row)?.kind, !found.contains(kind) { found.append(kind) }
    }
    let kinds = usual.filter(found.contains) + found.filter { !(usual + [.notCompared]).contains($0) }
    table = ResultTable(
      columns: [.init("priority", "Priority or theme", .text), .init("figures", "Figures", .integer)]
        + kinds.map { .init($0.text, $0.text.prefix(1).uppercased() + $0.text.dropFirst(), .integer) }
        + [.init("not compared", "Not compared", .integer)])
    func add(_ title: String, _ rows: ResultTable) {
      let compared = kinds.map { kind in rows.rows.count { rows.verdict($0)?.kind == kind } }
      let others = rows.rowCount - compared.reduce(0, +)
      table.append([.text(title)] + ([rows.rowCount] + compared + [others]).map { .integer($0) })
    }
    for (title, theme) in themes { add(title, comparison.keeping("theme", theme ?? "")) }
    if themes.count > 1 { add("All", comparison) }
  }
}
