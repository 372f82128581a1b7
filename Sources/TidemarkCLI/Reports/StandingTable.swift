import TideModel

/// How the latest figures of each priority and theme stand to the benchmark: a row a theme and one for all, a column for each
/// word that a comparison says.
struct StandingTable {
  private(set) var table: ResultTable

  /// - Parameter themes: titles, and the themes of the comparison that they stand for; nil for none.
  init(_ comparison: ResultTable, themes: [(title: String, theme: String?)]) {
    let usual = ["worse", "similar", "better", "higher", "lower"]
    let found = comparison.distinct("comparison")
    let words = usual.filter(found.contains) + found.filter { !(usual + ["not compared"]).contains($0) }
    table = ResultTable(
      columns: [.init("priority", "Priority or theme", .text), .init("figures", "Figures", .integer)]
        + words.map { .init($0, $0.prefix(1).uppercased() + $0.dropFirst(), .integer) }
        + [.init("not compared", "Not compared", .integer)])
    func add(_ title: String, _ rows: ResultTable) {
      let compared = words.map { rows.keeping("comparison", $0).rows.count }
      let others = rows.rows.count - compared.reduce(0, +)
      table.append([.text(title)] + ([rows.rows.count] + compared + [others]).map { .integer($0) })
    }
    for (title, theme) in themes { add(title, comparison.keeping("theme", theme ?? "")) }
    if themes.count > 1 { add("All", comparison) }
  }
}
