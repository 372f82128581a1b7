import TideCore
import TideDisclosure
import TideModel
import TideStore

/// Adds up the figures of a summary in whole panels, on several threads: where nothing is screened, kept back or made of
/// other areas' figures.
///
/// Memory is that of the rows, of a few blocks of groups, and of a few chunks a thread.
final class ChunkTaking {
  private let asked: Asked
  private let blocks: SummaryBlocks
  private let scans: PanelScans
  private let threads: Int
  private let needs: TallyNeeds
  private var works: [BlockWork] = []
  private(set) var rows: SummaryRows
  var periods: PeriodNumbers { scans.periods }
  private(set) var footnotes = SummaryFootnotes()
  private(set) var work = ScanWork()

  init(_ asked: Asked, _ blocks: SummaryBlocks, _ scans: PanelScans, threads: Int) {
    self.asked = asked
    self.blocks = blocks
    self.scans = scans
    self.threads = max(1, threads)
    needs = TallyNeeds(blocks.summary.measures)
    rows = SummaryRows(blocks.summary, blocks.indicators)
  }

  /// Whether figures may be added up so for some measures.
  /// - Parameter indicators: those asked about.
  static func canTake(
    _ query: Query, _ summary: Summary, _ indicators: [Indicator], from source: any FigureSource
  ) -> Bool {
    let needs = TallyNeeds(summary.measures)
    guard PanelScans.mayRead(source), query.geography == .published, !needs.contains(.verdicts) else { return false }
    // In which series the figures of a period are is told one by one.
    if needs.contains(.line), summary.keys.contains(.period) { return false }
    guard needs.contains(.rate) else { return true }
    return (indicators.count == 1 || summary.keys.contains(.indicator))
      && indicators.allSatisfy {
        Pool.mustProve($0) != true && ($0.multiplier != nil || Pool.mustProve($0) == nil)
      }
  }

  /// Takes all figures.
  /// - Returns: false where figures may share people that a rate is asked of, which is told one by one.
  func run() throws -> Bool {
    guard try plan() else { return false }
    let units = units()
    try OrderedWork.run(
      count: units.count, threads: threads, ahead: 2 * threads, state: { ChunkAdder(self.blocks) },
      make: { number, adder in try Self.make(units[number], adder, self.blocks) },
      take: { number, made in try self.take(made, of: units[number]) })
    return true
  }

  // MARK: What to read

  private func plan() throws -> Bool {
    var panels: [[(scan: IndicatorScan, panel: PanelScan, indicator: Int)]] = []
    for place in asked.indicators.indices {
      let scan = try scans.scan(asked.indicators[place].id)
      guard !scan.panels.isEmpty else { continue }
      let takes = scan.takes(asked.query.selection.strata)
      for panel in scan.panels where takes[panel.place] {
        let number = blocks.place(of: place, panel.stratum, id: panel.stack.key.stratum)
        if number == panels.count { panels.append([]) }
        panels[number].append((scan, panel, place))
      }
    }
    let finder = needs.contains(.comparisons) ? ThresholdFinder(asked) : nil
    let planner = BlockPlanner(asked, scans, blocks, needs)
    for number in blocks.order where number < panels.count {
      guard let work = try planner.work(number, panels[number], finder, &footnotes) else { continue }
      if needs.contains(.rate), planner.mayShare { return false }
      // Periods that belong to no window need not be read.
      if !work.rows.windows.isEmpty { works.append(work) }
    }
    if let finder { self.work.add(finder.work) }
    return true
  }

  // MARK: Threads

  /// Work for one thread: some blocks, or some panels of one.
  private struct Unit {
    var works: [BlockWork]
    /// The panels of the only block; nil for all of all blocks.
    var panels: Range<Int>?
    /// Whether it is the last of its block.
    var isLast = true
  }

  private enum Made {
    case rows(SummaryRows, ScanWork)
    case tallies(GroupTallies, ScanWork)
  }

  private static let panelsAUnit = 128

  /// Blocks of many panels are taken in pieces. Where sums of fractions are asked for the pieces do not depend on the
  /// number of threads, so that sums do not.
  private func units() -> [Unit] {
    var units: [Unit] = []
    var waiting: [BlockWork] = []
    var panels = 0
    func flush() {
      if !waiting.isEmpty { units.append(Unit(works: waiting)) }
      (waiting, panels) = ([], 0)
    }
    let isExact = needs.isSubset(of: [.comparisons, .presence, .places])
    for work in works {
      if isExact && threads == 1 || work.panels.count <= 2 * Self.panelsAUnit {
        waiting.append(work)
        panels += work.panels.count
        // One thread makes all rows where they are to be.
        if panels >= Self.panelsAUnit, threads > 1 { flush() }
        continue
      }
      flush()
      let each = isExact ? (work.panels.count + 4 * threads - 1) / (4 * threads) : 2 * Self.panelsAUnit
      for start in stride(from: 0, to: work.panels.count, by: each) {
        let end = min(work.panels.count, start + each)
        units.append(Unit(works: [work], panels: start..<end, isLast: end == work.panels.count))
      }
    }
    flush()
    return units
  }

  private static func make(_ unit: Unit, _ adder: ChunkAdder, _ blocks: SummaryBlocks) throws -> Made {
    let before = adder.scanner.work
    if let panels = unit.panels {
      let piece = ChunkAdder(blocks, adder.scanner)
      piece.begin(unit.works[0])
      for panel in unit.works[0].panels[panels] { try piece.add(panel, to: unit.works[0]) }
      return .tallies(piece.tallies, adder.scanner.work.since(before))
    }
    var rows = SummaryRows(blocks.summary, blocks.indicators)
    rows.reserve(unit.works.reduce(0) { $0 + $1.rows.windows.count * $1.block.frame.groups.count })
    for work in unit.works {
      adder.begin(work)
      for panel in work.panels { try adder.add(panel, to: work) }
      try finish(work, adder.tallies, adder.scanner, blocks, &rows)
    }
    return .rows(rows, adder.scanner.work.since(before))
  }

  /// What the pieces of a block have come to so far.
  private var pieces: GroupTallies?
  private lazy var ownScanner = ChunkScanner()

  private func take(_ made: Made, of unit: Unit) throws {
    switch made {
    case .rows(let found, let work):
      self.work.add(work)
      rows.append(found)
    case .tallies(let tallies, let work):
      self.work.add(work)
      if let pieces { pieces.add(tallies) } else { pieces = tallies }
      guard unit.isLast, let whole = pieces else { return }
      pieces = nil
      try Self.finish(unit.works[0], whole, ownScanner, blocks, &rows)
    }
  }

  private static func finish(
    _ work: BlockWork, _ tallies: GroupTallies, _ scanner: ChunkScanner, _ blocks: SummaryBlocks,
    _ rows: inout SummaryRows
  ) throws {
    try BlockEnd(work, tallies, scanner).finish()
    let source = SummaryRows.Source(block: work.block, place: work.place, rows: work.rows, tallies: tallies)
    try rows.add(blocks.spots(of: source), from: source)
  }
}
