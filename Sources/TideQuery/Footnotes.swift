import TideMethods
import TideModel

/// Remarks under a table for people; all of it is in the rows as well.
enum Footnotes {
  /// What the markers in the status column mean, and that benchmarks were made, not published.
  static func of(_ rows: [ResultRow]) -> [String] {
    var notes: [String] = []
    let statuses = Set(rows.map(\.observation.status)).subtracting([.none]).sorted { $0.rawValue < $1.rawValue }
    if !statuses.isEmpty {
      notes.append(statuses.map { "[\($0.marker)] \($0.meaning)" }.joined(separator: ", "))
    }
    let made = rows.filter { $0.remarks.contains { $0.hasPrefix("summed from") || $0.hasPrefix("figure of") } }.count
    if made > 0 {
      notes.append(
        "\(count(made, "figure")) of areas of today made from those before them, not published; see the notes.")
    }
    let pooled = rows.filter { $0.benchmark?.remark.hasPrefix("benchmark pooled") ?? false }.count
    if pooled > 0 {
      notes.append("The benchmark of \(count(pooled, "row")) is pooled from areas, not published; see the notes.")
    }
    let bare = rows.filter { $0.verdict?.reason != nil }.count
    if bare > 0 { notes.append("\(count(bare, "row")) not compared; the notes say why.") }
    return notes
  }

  /// `1 row`, `2 rows`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
