import Foundation
import Testing

/// What a report's numbers have to be found in: the export of the area, of England and of categories, and the answers to the
/// questions that derived numbers come from. Each question is asked once.
final class ReportLedger {
  typealias Row = [String: Any]

  let export: [Row]
  let compare: [Row]
  let ranks: [String: [Row]]
  let releases: [Row]
  /// Themes and polarity, from the dataset and not from the program.
  let indicators: [[String: String]]
  private let store: URL
  private var answers: [String: [Row]] = [:]

  init(store: URL) throws {
    self.store = store
    func rows(_ arguments: String...) throws -> [Row] { try FileAnswers.rows(arguments, store: store) }
    export =
      try rows("export", "--area", "E08000025", "--category", "all", "--compare")
      + rows("export", "--area", "E92000001", "--category", "all", "--compare")
      + rows("export", "92196", "--compare")
    compare = try rows("compare")
    ranks = [
      "County & UA": compare, "Core cities": try rows("compare", "--peers", "core-cities"),
      "West Midlands region": try rows("compare", "--within", "E12000005"),
      "West Midlands metropolitan districts": try rows("compare", "--peers", "west-midlands-met"),
    ]
    releases = try rows("releases")
    indicators = try FileAnswers.csv(
      BinaryUnderTest.packageRoot.appendingPathComponent("Datasets/indicators.csv").path)
  }

  /// The answer to a question about one indicator.
  func answer(_ question: String, _ id: Int, _ options: String...) throws -> [Row] {
    let key = ([question, "\(id)"] + options).joined(separator: " ")
    if let known = answers[key] { return known }
    let rows = try FileAnswers.rows([question, "\(id)"] + options, store: store)
    answers[key] = rows
    return rows
  }

  static func id(_ row: Row) -> Int { (row["indicator_id"] as? NSNumber)?.intValue ?? 0 }

  /// The indicators of a theme; all for other headings.
  func ids(of section: String) -> Set<Int> {
    // An indicator of several themes stands under the first.
    let own = indicators.filter { ($0["themes"] ?? "").split(separator: ";").first.map(String.init) == section }
      .compactMap { $0["indicator_id"].flatMap(Int.init) }
    return own.isEmpty ? Set(compare.map(Self.id)) : Set(own)
  }

  func polarity(_ id: Int) -> String { indicators.first { $0["indicator_id"] == "\(id)" }?["polarity"] ?? "" }

  /// All texts with digits in them that are names and not figures, the longest first.
  lazy var names: [String] = {
    var names: Set<String> = []
    for row in export + compare {
      for key in ["indicator", "age", "area", "period", "unit", "category_type", "benchmark"] {
        let text = row.text(key)
        if text.contains(where: \.isNumber) { names.insert(text) }
        // What a ratio is to stands behind it without the word.
        if text.hasPrefix("ratio (") { names.insert(String(text.dropFirst(6))) }
      }
    }
    return names.sorted { ($1.count, $0) < ($0.count, $1) }
  }()

  /// Indicators by name, the longest first, so that no name is found inside another.
  lazy var titles: [(name: String, id: Int)] = Set(export.map { $0.text("indicator") }).compactMap { name in
    export.first { $0.text("indicator") == name }.map { (name, Self.id($0)) }
  }.sorted { $0.name.count > $1.name.count }

  /// A number as shown: how much of it there is to the last digit.
  static func isShown(_ shown: String, _ number: Double?) -> Bool {
    guard let number else { return false }
    let plain = shown.replacing("−", with: "-").replacing(",", with: "")
    let digits = plain.drop { $0 != "." }.dropFirst().count
    return abs((Double(plain) ?? .nan) - number) <= pow(10, -Double(digits)) / 2 * (1 + 1e-9)
  }
}
