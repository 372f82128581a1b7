import TideMethods
import TideModel
import TideStore

/// Adds up the figures of a summary one by one, as an export lists them: screened, withheld, and in the areas asked for.
///
/// Panels are read twice: first for their areas and periods, then for their figures, so that no more than one indicator's
/// are open and groups become rows as soon as the last of their figures is taken.
final class FigureTaking {
  private let asked: Asked
  private let blocks: SummaryBlocks
  private let needs: TallyNeeds
  private let comparer: Comparer
  /// Whether the areas of each group are listed, to tell who is counted twice.
  private let lists: Bool
  /// What is being added up, by the block's place.
  private var open: [Int: OpenBlock] = [:]
  /// Strata of indicators taken so far.
  private var slices = 0
  /// How many strata of indicators are still to come for each block.
  private var awaited: [Int] = []
  private(set) var rows: SummaryRows
  private(set) var periods = PeriodNumbers()
  private(set) var footnotes = SummaryFootnotes()

  /// A block whose figures are being taken.
  private final class OpenBlock {
    let rows: PeriodRows
    let tallies: GroupTallies
    /// The figures of each cell, where some may share people.
    var members: [[SharedPeople.Member]]

    init(_ rows: PeriodRows, _ tallies: GroupTallies, lists: Bool) {
      self.rows = rows
      self.tallies = tallies
      members = lists ? Array(repeating: [], count: tallies.count) : []
    }
  }

  init(_ asked: Asked, _ blocks: SummaryBlocks) {
    self.asked = asked
    self.blocks = blocks
    needs = TallyNeeds(blocks.summary.measures)
    comparer = Comparer(Benchmarks(asked.query.benchmark, catalogue: asked.catalogue))
    lists = !needs.isDisjoint(with: .sums)
    rows = SummaryRows(blocks.summary, blocks.indicators)
  }

  /// Takes all figures.
  func run() throws {
    try lookThrough()
    for place in asked.indicators.indices {
      var times: PeriodPlaces?
      for slice in try slices(of: place) {
        let block = blocks.place(of: place, slice.stratum)
        if needs.contains(.line), times == nil {
          times = PeriodPlaces(Set(try everyPeriod(of: slice.indicator)).sorted())
        }
        try take(slice, indicator: place, into: block, times)
        awaited[block] -= 1
        if awaited[block] == 0 { try finish(block) }
      }
    }
  }

  private func slices(of indicator: Int) throws -> [Slice] {
    try Slice.all(of: asked.indicators[indicator], selection: asked.query.selection, catalogue: asked.catalogue)
  }

  /// The periods of an indicator, whatever is asked of it.
  private func everyPeriod(of indicator: Indicator) throws -> [Period] {
    try Slice.all(of: indicator, selection: Query.Selection(), catalogue: asked.catalogue)
      .flatMap { slice in try slice.classes.flatMap { try slice.panel($0)?.periods ?? [] } }
  }

  // MARK: Areas and periods

  private func lookThrough() throws {
    for place in asked.indicators.indices {
      for slice in try slices(of: place) {
        let number = blocks.place(of: place, slice.stratum)
        if number == awaited.count { awaited.append(0) }
        awaited[number] += 1
        let block = blocks.all[number]
        if lists { block.people.add(stratum: blocks.relations.number(of: slice.stratum)) }
        for areaClass in slice.classes {
          guard let panel = try slice.panel(areaClass) else { continue }
          for code in panel.areas { block.frame.add(code, try blocks.areas.place(of: code), listing: lists) }
          for period in panel.periods where asked.periods.includes(period, of: slice.indicator) { block.add(period) }
        }
      }
    }
  }

  // MARK: Figures

  private func take(_ slice: Slice, indicator: Int, into number: Int, _ times: PeriodPlaces?) throws {
    comparer.reset()
    slices += 1
    let block = blocks.all[number]
    guard !block.frame.groups.isEmpty else { return }
    let opened = try open[number] ?? begin(number)
    open[number] = opened
    let stratum = lists ? blocks.relations.number(of: slice.stratum) : 0
    for areaClass in slice.classes {
      guard let panel = try slice.panel(areaClass) else { continue }
      let places = try panel.areas.map { try blocks.areas.place(of: $0) }
      for (period, span) in panel.periods.enumerated() where asked.periods.includes(span, of: slice.indicator) {
        guard let row = opened.rows.row(of: span) else { continue }
        try panel.loadAll(at: period)
        let day = opened.members.isEmpty ? 0 : block.people.number(of: span)
        for (area, place) in places.enumerated() where place.area >= 0 {
          guard let observation = try panel.published(area: area, period: period) else { continue }
          var figure = TakenFigure(
            figures: observation.figures, status: observation.status, area: place.area,
            place: times?[span] ?? (0, 0), indicator: Int32(indicator), slice: slices)
          if !needs.isDisjoint(with: [.comparisons, .verdicts]) {
            try compare(&figure, slice, panel, area: area, period: period)
          }
          for group in place.groups {
            let cell = row * block.frame.groups.count + Int(block.frame.place(of: group))
            opened.tallies.take(figure, into: cell)
            if !opened.members.isEmpty {
              opened.members[cell].append(
                SharedPeople.Member(stratum: stratum, area: place.area, period: day))
            }
          }
        }
      }
    }
  }

  private func begin(_ number: Int) throws -> OpenBlock {
    let block = blocks.all[number]
    try block.frame.finish(blocks.areas)
    let isByPeriod = blocks.summary.keys.contains(.period)
    let rows =
      isByPeriod ? PeriodRows(block.periods.values, rolling: blocks.summary.rolling, among: &periods) : .single
    footnotes.overlapping += rows.overlapping
    let daysShare = !(isByPeriod && blocks.summary.rolling == 1) && Period.shareDays(block.periods.keys)
    let mayShare = lists && block.people.isPossible(areasShare: block.frame.areasShare, daysShare: daysShare)
    footnotes.sumsSharePeople = footnotes.sumsSharePeople || mayShare
    let tallies = GroupTallies(needs, in: blocks)
    tallies.reset(rows.count * block.frame.groups.count)
    return OpenBlock(rows, tallies, lists: mayShare && needs.contains(.rate))
  }

  /// Sets a figure against its benchmark, as a compared export does.
  private func compare(
    _ figure: inout TakenFigure, _ slice: Slice, _ panel: AreaPanel, area: Int, period: Int
  ) throws {
    guard let found = try panel.completed(area: area, period: period) else { return }
    let code = panel.areas[area]
    let type = asked.query.selection.areaType.flatMap { $0.contains(code: code) ? $0 : nil }
    let group = PeerGroup(of: code, type: type, parent: nil)
    let place = Comparer.Place(slice: slice, panel: panel, period: period, group: group)
    var row = ResultRow(
      indicator: slice.indicator, area: try asked.catalogue.area(code), areaType: "", stratum: slice.stratum,
      period: panel.periods[period], observation: found.observation, release: nil)
    row.isCompleted = found.remark != nil
    row.benchmark = try comparer.benchmark(of: row, place)
    let isBenchmark = code == comparer.benchmarks.areaCode && slice.stratum.isWhole
    figure.benchmark = isBenchmark ? nil : row.benchmark?.figures.value
    guard needs.contains(.verdicts) else { return }
    figure.judgement = Summary.Judgement(
      try comparer.verdict(on: row, place, by: asked.query.comparing, polarity: slice.indicator.polarity))
  }

  // MARK: Rows

  private func finish(_ number: Int) throws {
    guard let opened = open.removeValue(forKey: number) else { return }
    let block = blocks.all[number]
    var source = SummaryRows.Source(block: block, place: Int32(number), rows: opened.rows, tallies: opened.tallies)
    if !opened.members.isEmpty {
      source.sharing = { cells in try block.people.pair(among: cells.flatMap { opened.members[$0] }) }
    }
    try rows.add(blocks.spots(of: source), from: source)
  }
}

/// What is told under a summary.
struct SummaryFootnotes {
  /// Whether sums may count people several times.
  var sumsSharePeople = false
  /// Periods left out of windows, being no years of their own.
  var overlapping = 0
}
