import TideDisclosure
import TideModel

/// Rank: all peers in one period, best first, those without a value last.
struct RankAnswer {
  private let asked: Asked

  init(_ query: Query, source: any FigureSource, drawsSeries: Bool) throws {
    asked = try Asked(query, source: source, drawsSeries: drawsSeries)
  }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.peers(of: area.code)
    var rows: [ResultRow] = []
    var places: [Footnote] = []
    for indicator in asked.indicators {
      for slice in try asked.plainSlices(
        of: indicator, where: { try !($0.members(of: group)?.indices.isEmpty ?? true) })
      {
        asked.maker.reset()
        let block = try block(slice, area, group)
        rows += block
        if let place = Self.place(of: area, in: block) { places.append(Footnote(place)) }
      }
    }
    var table = try asked.table(
      rows, title: try title(rows, group), footnotes: places + asked.leftOut(of: group) + Footnotes.of(rows))
    table.groupColumn = Blocks.groupColumn(rows.map(\.stratum))
    return table
  }

  /// One stratum in the latest period of the area that it asks for, or of all peers where the area has none.
  private func block(_ slice: Slice, _ area: Area, _ group: PeerGroup) throws -> [ResultRow] {
    guard let members = try slice.members(of: group),
      let period = try asked.periods.latest(of: area.code, among: members, indicator: slice.indicator)
    else { return [] }
    let panel = members.panel
    try panel.loadAll(at: period)
    var rows: [ResultRow] = []
    for index in members.indices {
      guard var row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type) else {
        continue
      }
      if try members.isReplaced(index, period: period) {
        row.remarks.append("not ranked: replaced by \(row.area.successors.joined(separator: ", "))")
      }
      try asked.maker.compare(&row, slice, panel, period: period, group: group)
      try asked.maker.addTrend(&row, panel, area: index, period: period)
      try asked.maker.addSeries(&row, panel, area: index, period: period)
      try asked.maker.addRank(&row, slice, area: index, period: period, group: group)
      rows.append(row)
    }
    return rows.sorted {
      ($0.rank ?? .max, $0.area.name, $0.area.code) < ($1.rank ?? .max, $1.area.name, $1.area.code)
    }
  }

  /// `Birmingham is 12th of 150.`
  private static func place(of area: Area, in block: [ResultRow]) -> String? {
    guard let first = block.first else { return nil }
    let stratum = first.stratum
    let who = [stratum.sex, stratum.age, stratum.category].filter { !$0.isEmpty }.joined(separator: ", ")
    guard let row = block.first(where: { $0.area.code == area.code }) else {
      return "\(area.name) is not among these areas\(who.isEmpty ? "" : " (\(who))")."
    }
    guard let rank = row.rank, let ranked = row.ranked else { return "\(area.name) is not ranked (\(who))." }
    let ties = block.filter { $0.rank == rank }.count - 1
    return "\(area.name) is \(rank) of \(ranked)\(ties > 0 ? ", shared with \(ties) more" : "") (\(who))."
  }

  private func title(_ rows: [ResultRow], _ group: PeerGroup) throws -> String {
    let names = Set(rows.map(\.indicator.name))
    let periods = Set(rows.map(\.period.label))
    var title = names.count == 1 ? asked.indicators[0].name : "Ranks"
    if periods.count == 1, let period = periods.first { title += ", \(period)" }
    title += ": \(group.type.title)"
    if let name = try asked.name(of: group) { title += group.members == nil ? " in \(name)" : " of \(name)" }
    switch asked.indicators.first?.polarity {
    case .lowIsGood: return title + ", lowest (best) first"
    case .highIsGood: return title + ", highest (best) first"
    default: return title + ", highest first"
    }
  }
}
