import TideModel
import TideStore

/// Finds out where the panels of a block stand in its groups; what blocks have in common is found once.
final class BlockPlanner {
  /// Whether figures of some block so far might share people.
  private(set) var mayShare = false

  private let asked: Asked
  private let scans: PanelScans
  private let blocks: SummaryBlocks
  private let needs: TallyNeeds
  private let lists: Bool
  private let isByPeriod: Bool
  private var frames: [[ObjectIdentifier]: AreaFrame] = [:]
  private var spans: [[Int]: Span] = [:]
  /// By indicator whether each of its periods is asked for.
  private var included: [Int: [Bool]] = [:]
  private var strata: [Int: Int32] = [:]

  /// The periods of a block.
  private struct Span {
    let rows: PeriodRows
    let sharesDays: Bool
    /// By indicator the row of each of its periods.
    var places: [Int: [Int32]] = [:]
    /// The same of the only indicator; empty where there are several.
    var only: [Int32] = []
  }

  init(_ asked: Asked, _ scans: PanelScans, _ blocks: SummaryBlocks, _ needs: TallyNeeds) {
    self.asked = asked
    self.scans = scans
    self.blocks = blocks
    self.needs = needs
    lists = !needs.isDisjoint(with: .sums)
    isByPeriod = blocks.summary.keys.contains(.period) && blocks.summary.rolling == 1
  }

  /// All that is read for a block; nil where none of its areas is asked for.
  func work(
    _ number: Int, _ panels: [(scan: IndicatorScan, panel: PanelScan, indicator: Int)], _ finder: ThresholdFinder?,
    _ footnotes: inout SummaryFootnotes
  ) throws -> BlockWork? {
    let block = blocks.all[number]
    block.frame = try frame(of: panels.map(\.panel))
    guard !block.frame.groups.isEmpty else { return nil }
    let span = span(of: panels)
    footnotes.overlapping += span.rows.overlapping
    if lists, needs.contains(.rate) || !footnotes.sumsSharePeople {
      for (place, part) in panels.enumerated() {
        // The classes of a stratum follow each other, and it is taken in once.
        let isNew =
          place == 0 || panels[place - 1].indicator != part.indicator
          || panels[place - 1].panel.place != part.panel.place
        if isNew { block.people.add(stratum: stratum(part.panel)) }
      }
      let shares = block.people.isPossible(
        areasShare: block.frame.areasShare, daysShare: !isByPeriod && span.sharesDays)
      mayShare = mayShare || shares
      footnotes.sumsSharePeople = footnotes.sumsSharePeople || shares
    }
    let parts = try panels.map { part in
      BlockPanel(
        part.scan, part.panel, rows: span.only.isEmpty ? span.places[part.indicator] ?? [] : span.only,
        thresholds: try finder.map { finder in
          try finder.thresholds(
            of: part.panel, part.scan, part.indicator, rows: periodsAsked(part.scan, part.indicator))
        } ?? [])
    }
    let first = panels.first?.indicator
    return BlockWork(
      block, place: Int32(number), rows: span.rows, panels: parts,
      indicator: panels.allSatisfy { $0.indicator == first } ? first.map { Int32($0) } : nil)
  }

  private func stratum(_ panel: PanelScan) -> Int32 {
    let id = panel.stack.key.stratum
    if let known = strata[id] { return known }
    let number = blocks.relations.number(of: panel.stratum)
    strata[id] = number
    return number
  }

  private func frame(of panels: [PanelScan]) throws -> AreaFrame {
    var known: [ObjectIdentifier] = []
    var found: [AreaList] = []
    for panel in panels {
      for layer in panel.layers where !known.contains(ObjectIdentifier(layer.places.list)) {
        known.append(ObjectIdentifier(layer.places.list))
        found.append(layer.places.list)
      }
    }
    if let frame = frames[known] { return frame }
    let frame = AreaFrame()
    for list in found { try frame.add(list, blocks.areas, listing: lists) }
    try frame.finish(blocks.areas)
    frames[known] = frame
    return frame
  }

  // MARK: Periods

  private func periodsAsked(_ scan: IndicatorScan, _ indicator: Int) -> [Bool] {
    if let known = included[indicator] { return known }
    let choice = asked.periods
    let asked =
      choice.isRestricted
      ? scan.periods.map { choice.includes($0, of: self.asked.indicators[indicator]) }
      : Array(repeating: true, count: scan.periods.count)
    included[indicator] = asked
    return asked
  }

  private func span(of panels: [(scan: IndicatorScan, panel: PanelScan, indicator: Int)]) -> Span {
    let (scan, indicator) = (panels[0].scan, panels[0].indicator)
    let first = panels[0].panel.span
    let isOne = panels.allSatisfy { $0.indicator == indicator && $0.panel.span == first }
    if isOne, !asked.periods.isRestricted {
      // All of the periods, each by itself or all together.
      let span = scan.spans[first]
      let hasRows = blocks.summary.keys.contains(.period)
      return Span(
        rows: hasRows ? scans.rows(span, rolling: blocks.summary.rolling) : .single, sharesDays: span.sharesDays,
        only: hasRows ? span.places : span.places.map { min($0, 0) })
    }
    // What has the same sets of periods has the same rows.
    var key: [Int] = []
    var sets: [(scan: IndicatorScan, indicator: Int, span: Int)] = []
    for part in panels where sets.last.map({ $0.indicator != part.indicator || $0.span != part.panel.span }) ?? true {
      if sets.contains(where: { $0.indicator == part.indicator && $0.span == part.panel.span }) { continue }
      sets.append((part.scan, part.indicator, part.panel.span))
      key += [part.indicator, part.panel.span]
    }
    if let known = spans[key] { return known }
    let found = span(of: sets)
    spans[key] = found
    return found
  }

  private func span(of sets: [(scan: IndicatorScan, indicator: Int, span: Int)]) -> Span {
    let labelled = sets.flatMap { set in
      let asked = periodsAsked(set.scan, set.indicator)
      let span = set.scan.spans[set.span]
      return zip(span.rows, span.periods).filter { asked[$0.0] }.map(\.1)
    }
    let hasRows = blocks.summary.keys.contains(.period)
    let rows = hasRows ? scans.rows(labelled, rolling: blocks.summary.rolling) : .single
    var found = Span(rows: rows, sharesDays: !isByPeriod && Period.shareDays(labelled))
    for set in sets where found.places[set.indicator] == nil {
      let asked = periodsAsked(set.scan, set.indicator)
      found.places[set.indicator] = set.scan.periods.indices.map { row in
        asked[row] ? Int32(rows.row(of: set.scan.periods[row]) ?? -1) : -1
      }
    }
    return found
  }
}
