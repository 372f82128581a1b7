import TideMethods
import TideModel

/// Remarks under a table for people; all of it is in the rows as well.
enum Footnotes {
  /// How many rows have limits that were not published; nothing for none.
  static func calculated(_ rows: [ResultRow]) -> [Footnote] {
    let calculated = rows.count(where: \.isCompleted)
    guard calculated > 0 else { return [] }
    let whose = calculated == rows.count && calculated > 1 ? "all \(calculated) figures" : count(calculated, "figure")
    return [Footnote("The limits of \(whose) were calculated here from counts, not published.")]
  }

  /// What the markers in the status column mean, and that benchmarks were made, not published.
  static func of(_ rows: [ResultRow]) -> [Footnote] {
    var notes = [Footnote.legend(rows.map(\.observation.status))].compactMap { $0 }
    let made = rows.count(where: \.isMadeOfFormer)
    if made > 0 {
      notes.append(
        Footnote(
          "\(count(made, "figure")) of areas of today made from those before them, not published",
          about: .formerAreas(made),
          reference: "; see the notes"))
    }
    notes += calculated(rows)
    let pooled = rows.count { if case .pooled? = $0.benchmark?.name { true } else { false } }
    if pooled > 0 {
      notes.append(
        Footnote(
          "The benchmark of \(count(pooled, "row")) is pooled from areas, not published", about: .pooled(pooled),
          reference: "; see the notes"))
    }
    let bare = rows.count { $0.verdict?.reason != nil }
    if bare > 0 {
      notes.append(
        Footnote("\(count(bare, "row")) not compared", about: .notCompared(bare), reference: "; the notes say why"))
    }
    return notes
  }

  /// `1 row`, `2 rows`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
