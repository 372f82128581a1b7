public import TideModel

/// What the people who work for the city's health have set themselves to change first.
public enum Priority: String, CaseIterable, Sendable {
  case cancer = "Cancer outcomes"
  case chronic = "Inflammation and chronic disease"
  case maternal = "Maternal health and perinatal mortality"
  case mental = "Mental health"

  /// What the name of a theme has to hold to be of this priority.
  private var marks: [String] {
    switch self {
    case .cancer: ["cancer"]
    case .chronic: ["chronic", "inflammation"]
    case .maternal: ["maternal", "perinatal", "maternity"]
    case .mental: ["mental"]
    }
  }

  /// Whether a theme belongs to it.
  public func includes(theme: String) -> Bool {
    let key = Vocabulary.key(theme)
    return marks.contains { key.contains($0) }
  }

  /// Whether an indicator belongs to it.
  public func includes(_ indicator: Indicator) -> Bool { indicator.themes.contains { includes(theme: $0) } }
}

/// Indicators chosen by what they are about.
enum Themes {
  /// The indicators of the priorities that a text names.
  /// - Throws: `QueryError` where it names none of the four.
  static func indicators(ofPriority text: String, among all: [Indicator]) throws(QueryError) -> [Indicator] {
    let names = Priority.allCases.map(\.rawValue)
    let priorities = try fitting(text, names, what: "priority").compactMap { Priority(rawValue: $0) }
    return try nonEmpty(all.filter { indicator in priorities.contains { $0.includes(indicator) } }, of: text)
  }

  /// The indicators of the themes that a text names.
  /// - Throws: `QueryError` where no indicator has such a theme.
  static func indicators(ofTheme text: String, among all: [Indicator]) throws(QueryError) -> [Indicator] {
    let names = Set(all.flatMap(\.themes)).sorted()
    let themes = Set(try fitting(text, names, what: "theme"))
    return try nonEmpty(all.filter { !themes.isDisjoint(with: $0.themes) }, of: text)
  }

  private static func nonEmpty(_ indicators: [Indicator], of text: String) throws(QueryError) -> [Indicator] {
    guard indicators.isEmpty else { return indicators }
    throw QueryError(
      .usage, "no indicator of this store belongs to '\(text)'",
      remedy: "Themes come with indicator lists: tidemark append indicators.csv.")
  }

  /// The names that a text is, or else all that hold each of its telling words or one that stands for it.
  private static func fitting(_ text: String, _ names: [String], what: String) throws(QueryError) -> [String] {
    let key = Vocabulary.key(text)
    let exact = names.filter { Vocabulary.key($0) == key }
    if !exact.isEmpty { return exact }
    let words = SearchEntry.telling(Vocabulary.words(text))
    func fit(_ others: (String) -> [String]) -> [String] {
      names.filter { name in
        let held = Vocabulary.words(name)
        return words.allSatisfy { word in others(word).contains { word in held.contains { $0.hasPrefix(word) } } }
      }
    }
    for found in [fit { [$0] }, fit(Synonyms.of)] where !words.isEmpty && !found.isEmpty { return found }
    let index = SearchIndex(entries: names.map { SearchEntry(id: $0, names: [$0]) })
    let near = index.suggestions(for: text).map(\.name)
    if near.isEmpty {
      throw QueryError(.ambiguous, "there is no \(what) '\(text)'; there are", candidates: names)
    }
    throw QueryError(.usage, "there is no \(what) '\(text)'", candidates: near)
  }
}
