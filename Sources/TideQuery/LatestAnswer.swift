import TideDisclosure
import TideMethods
import TideModel

/// Compare and profile: the area's latest figure of every indicator and stratum.
struct LatestAnswer {
  private let asked: Asked

  init(_ query: Query, source: any FigureSource, drawsSeries: Bool) throws {
    asked = try Asked(query, source: source, drawsSeries: drawsSeries)
  }

  /// Compare: by theme (the four priorities first), indicator and stratum. Profile: by theme, worst first.
  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var rows: [ResultRow] = []
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        asked.maker.reset()
        if let latest = try LatestFigure(slice, of: area.code, group, asked) { rows.append(latest.row) }
      }
    }
    let isProfile = asked.query.question == .profile
    let themes = ThemeOrder()
    let keyed = rows.map { (order: LatestOrder($0, worstFirst: isProfile, themes), row: $0) }
    let benchmark = try asked.maker.benchmarks.heading()
    let title =
      isProfile
      ? "\(area.name) (\(area.code)): latest figures against \(benchmark), worst first"
      : "\(area.name) against \(benchmark), latest figures"
    let sorted = keyed.sorted { $0.order < $1.order }.map(\.row)
    return try asked.table(
      sorted, title: title, footnotes: asked.leftOut(of: group) + Footnotes.of(sorted),
      group: { themes.theme(of: $0.indicator) })
  }
}

/// The order of the rows of compare and profile.
struct LatestOrder: Comparable {
  private let theme: String
  private let verdict: Int
  private let distance: Double
  private let name: String
  private let id: Int
  private let stratum: Stratum

  init(_ row: ResultRow, worstFirst: Bool, _ themes: ThemeOrder) {
    theme = themes.key(of: row.indicator)
    name = row.indicator.name
    id = row.indicator.id
    stratum = row.stratum
    verdict = worstFirst ? Self.badness(row) : 0
    // Figures without a ratio come last.
    distance = worstFirst ? -(row.distance ?? 0) : 0
  }

  static func < (lhs: LatestOrder, rhs: LatestOrder) -> Bool {
    if lhs.theme != rhs.theme { return lhs.theme < rhs.theme }
    if lhs.verdict != rhs.verdict { return lhs.verdict < rhs.verdict }
    if lhs.distance != rhs.distance { return lhs.distance < rhs.distance }
    if lhs.name != rhs.name { return lhs.name < rhs.name }
    return (lhs.id, lhs.stratum) < (rhs.id, rhs.stratum)
  }

  private static func badness(_ row: ResultRow) -> Int {
    switch row.verdict {
    case .worse: 0
    case .higher, .lower, .quantile: 1
    case .similar: 2
    case .better: 3
    case .notCompared, nil: 4
    }
  }
}

/// The order of themes, worked out once for each indicator.
final class ThemeOrder {
  private var known: [Int: (theme: String, key: String)] = [:]
  /// Many indicators have the same theme, and a theme is searched for the words of the priorities.
  private var keys: [String: String] = [:]

  /// The theme an indicator of several is listed under: the one that comes first.
  func theme(of indicator: Indicator) -> String { place(of: indicator).theme }

  /// What the theme is sorted by.
  func key(of indicator: Indicator) -> String { place(of: indicator).key }

  private func key(ofTheme theme: String) -> String {
    if let key = keys[theme] { return key }
    let key = Self.key(theme)
    keys[theme] = key
    return key
  }

  private func place(of indicator: Indicator) -> (theme: String, key: String) {
    if let known = known[indicator.id] { return known }
    let keyed = indicator.themes.map { theme in (theme: theme, key: key(ofTheme: theme)) }
    let place = keyed.min { $0.key < $1.key } ?? ("Other indicators", Self.key("Other indicators"))
    known[indicator.id] = place
    return place
  }

  /// The four priorities in their order, then other themes by name; none comes last.
  static func key(_ theme: String) -> String {
    let key = Vocabulary.key(theme)
    for (place, priority) in Priority.allCases.enumerated() where priority.includes(theme: theme) {
      return String(place)
    }
    return key.isEmpty || key == "otherindicators" ? "9" : "8" + key
  }
}
