import TideMethods
import TideModel
import TideStore

/// Compare and profile: the area's latest figure of every indicator and stratum.
struct LatestAnswer {
  private let asked: Asked

  init(_ query: Query, snapshot: Snapshot) throws { asked = try Asked(query, snapshot: snapshot) }

  /// Compare: by theme (the four priorities first), indicator and stratum. Profile: by theme, worst first.
  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var rows: [ResultRow] = []
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        asked.maker.reset()
        if let row = try row(slice, area, group) { rows.append(row) }
      }
    }
    let isProfile = asked.query.question == .profile
    let keyed = rows.map { (order: LatestOrder($0, worstFirst: isProfile), row: $0) }
    let benchmark = try asked.maker.benchmarks.heading()
    let title =
      isProfile
      ? "\(area.name) (\(area.code)): latest figures against \(benchmark), worst first"
      : "\(area.name) against \(benchmark), latest figures"
    let sorted = keyed.sorted { $0.order < $1.order }.map(\.row)
    return try asked.table(
      sorted, title: title, footnotes: Footnotes.of(sorted), group: { LatestOrder.theme(of: $0.indicator) })
  }

  private func row(_ slice: Slice, _ area: Area, _ group: PeerGroup) throws -> ResultRow? {
    guard let (panel, index) = try slice.place(of: area.code),
      let (period, passedOver) = try asked.periods.latest(of: index, in: panel, indicator: slice.indicator)
    else { return nil }
    guard var row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type) else {
      return nil
    }
    if let passedOver, let later = try panel.observation(area: index, period: passedOver) {
      let why = later.status.isAbsence ? later.status.meaning : "without a value"
      row.remarks.append("\(panel.periods[passedOver].label) is \(why)")
    }
    try asked.maker.compare(&row, slice, panel, period: period, group: group)
    try asked.maker.addTrend(&row, panel, area: index, period: period)
    try asked.maker.addSeries(&row, panel, area: index, period: period)
    try asked.maker.addRank(&row, slice, period: period, group: group)
    return row
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

  init(_ row: ResultRow, worstFirst: Bool) {
    theme = Self.themeKey(Self.theme(of: row.indicator))
    name = row.indicator.name
    id = row.indicator.id
    stratum = row.stratum
    verdict = worstFirst ? Self.badness(row) : 0
    // |ln ratio| grows with max(ratio, 1 / ratio); figures without a ratio come last.
    distance = worstFirst ? row.ratio.map { $0 > 0 ? -max($0, 1 / $0) : 0 } ?? 0 : 0
  }

  static func < (lhs: LatestOrder, rhs: LatestOrder) -> Bool {
    if lhs.theme != rhs.theme { return lhs.theme < rhs.theme }
    if lhs.verdict != rhs.verdict { return lhs.verdict < rhs.verdict }
    if lhs.distance != rhs.distance { return lhs.distance < rhs.distance }
    if lhs.name != rhs.name { return lhs.name < rhs.name }
    return (lhs.id, lhs.stratum) < (rhs.id, rhs.stratum)
  }

  /// The theme an indicator of several is listed under: the one that comes first.
  static func theme(of indicator: Indicator) -> String {
    indicator.themes.min { themeKey($0) < themeKey($1) } ?? "Other indicators"
  }

  /// The four priorities in their order, then other themes by name; none comes last.
  private static func themeKey(_ theme: String) -> String {
    let key = Vocabulary.key(theme)
    let priorities = [["cancer"], ["chronic", "inflammation"], ["maternal", "perinatal", "maternity"], ["mental"]]
    for (place, words) in priorities.enumerated() where words.contains(where: key.contains) { return String(place) }
    return key.isEmpty || key == "otherindicators" ? "9" : "8" + key
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
