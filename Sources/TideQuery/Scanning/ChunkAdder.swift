import TideCore
import TideModel

/// Adds the figures of whole panels to groups, chunk by chunk: one a thread.
final class ChunkAdder {
  let scanner: ChunkScanner
  let tallies: GroupTallies
  private let needs: TallyNeeds
  private let needsBelow: Bool
  /// The indicators whose counts are parts of their denominators.
  private let shares: Set<Int>
  /// Places that lack a count or a denominator.
  private var gaps: [UInt16] = []

  init(_ blocks: SummaryBlocks, _ scanner: ChunkScanner = ChunkScanner()) {
    self.scanner = scanner
    needs = TallyNeeds(blocks.summary.measures)
    shares = Set(blocks.indicators.filter(\.isShare).map(\.id))
    needsBelow = blocks.summary.measures.contains(.below)
    tallies = GroupTallies(needs, in: blocks)
  }

  /// A layer of a panel on its way into a block.
  private struct Part {
    let panel: BlockPanel
    /// Its number in the panel.
    let layer: Int
    let map: AreaMap
    /// Groups of a row.
    let width: Int
    let isByPeriod: Bool
  }

  /// Starts a block, or a piece of one.
  func begin(_ work: BlockWork) { tallies.reset(work.rows.count * work.block.frame.groups.count) }

  /// Adds a panel.
  func add(_ panel: BlockPanel, to work: BlockWork) throws {
    for (index, layer) in panel.panel.layers.enumerated() {
      guard let map = work.block.frame.map(of: layer.places.list), map.count > 0 else { continue }
      let part = Part(
        panel: panel, layer: index, map: map, width: work.block.frame.groups.count,
        isByPeriod: !work.rows.periods.isEmpty)
      if needs.contains(.comparisons), panel.thresholds[index] == nil, needs == .comparisons { continue }
      if try addSummaries(part, layer) { continue }
      var isCounted = !needs.contains(.line)
      try scanner.forEachChunk(panel.panel, layer: index, of: map) { layer, runs in
        if !isCounted, try scanner.values(0) != nil {
          addPoints(part, layer)
          isCounted = true
        }
        try add(panel.takesEveryPeriod ? runs : runs.filter { panel.rows[$0.period] >= 0 }, part)
      }
    }
  }

  /// Adds what a layer says of its periods as a whole, where that is all that is asked.
  private func addSummaries(_ part: Part, _ layer: LayerScan) throws -> Bool {
    guard needs.isSubset(of: .summaries), part.map.isWhole, case .one(let group) = part.map.shape,
      let told = try scanner.summaries(part.panel.panel, layer: part.layer)
    else { return false }
    for (row, summary) in zip(layer.periods, told) {
      let place = Int(part.panel.rows[row])
      if place >= 0 { tallies.summaries[place * part.width + group].add(summary) }
    }
    return true
  }

  private func add(_ runs: [CellRun], _ part: Part) throws {
    // What numbers are read from may be read again: they are changed when all are there.
    let values = needs.needsValues ? try scanner.values(0) : nil
    let counts = needs.needsCounts ? try scanner.values(5) : nil
    let denominators = needs.needsDenominators ? try scanner.values(6) : nil
    if needs.contains(.presence) { try addPresence(runs, part) }
    if needs.contains(.rate) { try addRates(runs, part, counts, denominators) }
    if needs.contains(.counts), let counts { try addSums(runs, part, counts, measure: 5) }
    if needs.contains(.denominators), let denominators { try addSums(runs, part, denominators, measure: 6) }
    if needs.contains(.pairs), let counts, let denominators { try addPairs(runs, part, counts, denominators) }
    guard let values else { return }
    if !needs.isDisjoint(with: [.values, .extremes]) { try addSums(runs, part, values, measure: 0) }
    if needs.contains(.lists) { try addLists(runs, part, values) }
    if needs.contains(.line) { try addPoints(runs, part, values) }
    if needs.contains(.comparisons) { try addCompared(runs, part, values) }
    if needs.contains(.places) { try addExtremes(runs, part, values) }
  }

  /// The first cell of a run's row.
  private func cell(_ run: CellRun, _ part: Part) -> Int { Int(part.panel.rows[run.period]) * part.width }

  /// Puts a number in the place of missing ones.
  private func fill(_ numbers: UnsafeMutablePointer<Double>, _ measure: Int, with number: Double) throws {
    for gap in try scanner.missing(measure) { numbers[Int(gap)] = number }
  }

  /// Calls `body` with the columns and groups of a run's cells, how many they are, and the number to take off a column for
  /// the place of its cell.
  @inline(__always)
  private func withColumns(
    _ run: CellRun, _ part: Part,
    _ body: (UnsafePointer<Int32>, UnsafePointer<Int32>, _ count: Int, _ shift: Int) -> Void
  ) {
    let range = part.map.places(in: run.column..<run.column + run.count)
    part.map.columns.withUnsafeBufferPointer { columns in
      part.map.groups.withUnsafeBufferPointer { groups in
        guard !range.isEmpty, let columns = columns.baseAddress, let groups = groups.baseAddress else { return }
        body(columns + range.lowerBound, groups + range.lowerBound, range.count, run.column - run.start)
      }
    }
  }

  /// Calls `body` for each run of a run's cells that are taken.
  @inline(__always)
  private func forEachTaken(_ run: CellRun, _ part: Part, _ body: (CellRun) -> Void) {
    if part.map.isWhole { return body(run) }
    for taken in part.map.runs {
      let columns = taken.clamped(to: run.column..<run.column + run.count)
      guard !columns.isEmpty else { continue }
      body(
        CellRun(
          start: run.start + columns.lowerBound - run.column, count: columns.count, period: run.period,
          column: columns.lowerBound))
    }
  }

  /// Calls `body` with each group of the cell at a place of a run.
  @inline(__always)
  private func forEachGroup(_ place: UInt16, _ run: CellRun, _ part: Part, _ body: (Int) -> Void) {
    part.map.forEachGroup(of: run.column + Int(place) - run.start, body)
  }

  // MARK: Sums

  private func addSums(
    _ runs: [CellRun], _ part: Part, _ numbers: UnsafeMutablePointer<Double>, measure: Int
  ) throws {
    let missing = try scanner.missing(measure)
    let summaries = tallies.summaries.base
    if case .one(let group) = part.map.shape {
      for run in runs {
        let summary = summaries + cell(run, part) + group
        forEachTaken(run, part) { run in
          let (numbers, gaps) = (numbers + run.start, missing.inside(run))
          switch measure {
          case 0: summary.pointee.addValues(numbers, run.count, gaps: gaps, start: run.start)
          case 5: summary.pointee.addCounts(numbers, run.count, gaps: gaps, start: run.start)
          default: summary.pointee.addDenominators(numbers, run.count, gaps: gaps, start: run.start)
          }
        }
      }
      return
    }
    for gap in missing { numbers[Int(gap)] = .nan }
    for run in runs {
      let row = summaries + cell(run, part)
      withColumns(run, part) { columns, groups, count, shift in
        switch measure {
        case 0: GroupLoops.addValues(numbers, columns: columns, groups: groups, count, shift: shift, to: row)
        case 5: GroupLoops.addCounts(numbers, columns: columns, groups: groups, count, shift: shift, to: row)
        default: GroupLoops.addDenominators(numbers, columns: columns, groups: groups, count, shift: shift, to: row)
        }
      }
    }
  }

  private func addPairs(
    _ runs: [CellRun], _ part: Part, _ counts: UnsafeMutablePointer<Double>,
    _ denominators: UnsafeMutablePointer<Double>
  ) throws {
    try findGaps()
    for gap in gaps { (counts[Int(gap)], denominators[Int(gap)]) = (0, 0) }
    let pairs = tallies.pairs.base
    for run in runs {
      let first = cell(run, part)
      let (sums, bases) = (tallies.pairCounts.base + first, tallies.pairDenominators.base + first)
      withColumns(run, part) { columns, groups, count, shift in
        Kernels.current.gatherAdd(counts, columns: columns, groups: groups, count, shift: shift, to: sums)
        Kernels.current.gatherAdd(denominators, columns: columns, groups: groups, count, shift: shift, to: bases)
      }
      addColumns(of: run, part, to: pairs + first)
    }
    gaps.withUnsafeBufferPointer { gaps in
      for run in runs {
        let row = pairs + cell(run, part)
        for gap in gaps.inside(run) { forEachGroup(gap, run, part) { row[$0] -= 1 } }
      }
    }
  }

  /// Counts the columns of a run in their groups.
  private func addColumns(of run: CellRun, _ part: Part, to row: UnsafeMutablePointer<Int64>) {
    if run.column == 0, run.count == part.map.areas.count {
      for (group, columns) in part.map.sizes { row[group] += Int64(columns) }
    } else {
      for at in part.map.places(in: run.column..<run.column + run.count) { row[Int(part.map.groups[at])] += 1 }
    }
  }

  /// The places that lack a count or a denominator.
  private func findGaps() throws {
    let (one, other) = (try scanner.missing(5), try scanner.missing(6))
    gaps.removeAll(keepingCapacity: true)
    var (i, j) = (0, 0)
    while i < one.count || j < other.count {
      let next = i < one.count && (j == other.count || one[i] <= other[j]) ? one[i] : other[j]
      if i < one.count, one[i] == next { i += 1 }
      if j < other.count, other[j] == next { j += 1 }
      gaps.append(next)
    }
  }

  // MARK: Who is there

  private func addPresence(_ runs: [CellRun], _ part: Part) throws {
    let absent = try scanner.absent()
    let present = tallies.present.base
    absent.withUnsafeBufferPointer { absent in
      for run in runs {
        let row = present + cell(run, part)
        addColumns(of: run, part, to: row)
        for gap in absent.inside(run) { forEachGroup(gap, run, part) { row[$0] -= 1 } }
      }
    }
  }

  private func addRates(
    _ runs: [CellRun], _ part: Part, _ counts: UnsafeMutablePointer<Double>?,
    _ denominators: UnsafeMutablePointer<Double>?
  ) throws {
    let hidden = try scanner.places(of: .suppressed)
    let (suppressed, impossible) = (tallies.suppressed.base, tallies.impossible.base)
    hidden.withUnsafeBufferPointer { hidden in
      for run in runs {
        let row = suppressed + cell(run, part)
        for place in hidden.inside(run) { forEachGroup(place, run, part) { row[$0] += 1 } }
      }
    }
    if let counts { try fill(counts, 5, with: 0) }
    if let denominators { try fill(denominators, 6, with: .infinity) }
    let isShare = shares.contains(part.panel.scan.id)
    for run in runs {
      let row = impossible + cell(run, part)
      forEachTaken(run, part) { run in
        for place in run.start..<run.start + run.count {
          let (count, denominator) = (counts?[place] ?? 0, denominators?[place] ?? .infinity)
          guard count < 0 || denominator <= 0 || isShare && count > denominator else { continue }
          forEachGroup(UInt16(place), run, part) { row[$0] += 1 }
        }
      }
    }
  }

  // MARK: Values

  private func addLists(_ runs: [CellRun], _ part: Part, _ values: UnsafeMutablePointer<Double>) throws {
    let missing = try scanner.missing(0)
    guard case .one(let group) = part.map.shape else {
      for gap in missing { values[Int(gap)] = .nan }
      for run in runs {
        let first = cell(run, part)
        withColumns(run, part) { columns, groups, count, shift in
          for at in 0..<count {
            let value = values[Int(columns[at]) - shift]
            if !value.isNaN { tallies.lists[first + Int(groups[at])].append(value) }
          }
        }
      }
      return
    }
    for run in runs {
      let place = cell(run, part) + group
      forEachTaken(run, part) { run in
        var start = run.start
        func append(upTo end: Int) {
          guard end > start else { return }
          tallies.lists[place].append(contentsOf: UnsafeBufferPointer(start: values + start, count: end - start))
        }
        for gap in missing.inside(run) {
          append(upTo: Int(gap))
          start = Int(gap) + 1
        }
        append(upTo: run.start + run.count)
      }
    }
  }

  private func addCompared(_ runs: [CellRun], _ part: Part, _ values: UnsafeMutablePointer<Double>) throws {
    guard let thresholds = part.panel.thresholds[part.layer] else { return }
    let missing = try scanner.missing(0)
    if !needsBelow, case .neighbours(let group) = part.map.shape, thresholds.isByRow {
      for gap in missing { values[Int(gap)] = -.infinity }
      for run in runs {
        guard let threshold = thresholds.ofRow(run.period), !threshold.isNaN else { continue }
        let first = cell(run, part) + group + run.column
        let compared = tallies.compared.base + first
        Kernels.current.addAbove(
          values + run.start, run.count, threshold: threshold, to: tallies.above.base + first)
        Kernels.current.increment(compared, run.count)
        for gap in missing.inside(run) { compared[Int(gap) - run.start] -= 1 }
      }
      return
    }
    for gap in missing { values[Int(gap)] = .nan }
    for run in runs {
      let first = cell(run, part)
      let comparisons = GroupLoops.Comparisons(
        compared: tallies.compared.base + first, above: tallies.above.base + first,
        below: tallies.below.base + first)
      thresholds.ofColumns(run.period, part.map.areas.count).withUnsafeBufferPointer { thresholds in
        guard let thresholds = thresholds.baseAddress else { return }
        withColumns(run, part) { columns, groups, count, shift in
          GroupLoops.addCompared(
            values, columns: columns, groups: groups, count, shift: shift, thresholds: thresholds, to: comparisons)
        }
      }
    }
  }

  private func addExtremes(_ runs: [CellRun], _ part: Part, _ values: UnsafeMutablePointer<Double>) throws {
    try fill(values, 0, with: .nan)
    for run in runs {
      let first = cell(run, part)
      withColumns(run, part) { columns, groups, count, shift in
        for at in 0..<count {
          let value = values[Int(columns[at]) - shift]
          guard !value.isNaN else { continue }
          tallies.takeExtremes(
            GroupTallies.Extreme(value: value, area: part.map.areas[Int(columns[at])]), first + Int(groups[at]))
        }
      }
    }
  }

  // MARK: Lines

  /// Whether points are counted for a layer as a whole: each area is a group, and all periods are in one row.
  private func countsPoints(_ part: Part) -> Int? {
    guard case .neighbours(let group) = part.map.shape, !part.isByPeriod, part.panel.scan.places.areOfOneKind else {
      return nil
    }
    return group
  }

  /// Counts a point at each time of a layer that has values for all of its areas; those that are missing are taken back
  /// later.
  private func addPoints(_ part: Part, _ layer: LayerScan) {
    guard let group = countsPoints(part) else { return }
    let places = part.panel.scan.places
    let times = layer.periods.filter { part.panel.rows[$0] >= 0 }.map { places.t(of: $0) }
    let count = part.map.areas.count
    Kernels.current.add(Double(times.count), count, to: tallies.points.base + group)
    Kernels.current.add(times.reduce(0, +), count, to: tallies.times.base + group)
    Kernels.current.add(times.reduce(0) { $0 + $1 * $1 }, count, to: tallies.squares.base + group)
  }

  private func addPoints(_ runs: [CellRun], _ part: Part, _ values: UnsafeMutablePointer<Double>) throws {
    let missing = try scanner.missing(0)
    let places = part.panel.scan.places
    guard let group = countsPoints(part) else { return try addSinglePoints(runs, part, values) }
    for gap in missing { values[Int(gap)] = 0 }
    let (points, times, squares) = (tallies.points.base, tallies.times.base, tallies.squares.base)
    for run in runs {
      let (first, t) = (group + run.column, places.t(of: run.period))
      Kernels.current.add(values + run.start, run.count, to: tallies.values.base + first)
      Kernels.current.add(values + run.start, run.count, times: t, to: tallies.products.base + first)
      for gap in missing.inside(run) {
        let place = first + Int(gap) - run.start
        points[place] -= 1
        times[place] -= t
        squares[place] -= t * t
      }
    }
  }

  private func addSinglePoints(_ runs: [CellRun], _ part: Part, _ values: UnsafeMutablePointer<Double>) throws {
    try fill(values, 0, with: .nan)
    let places = part.panel.scan.places
    for run in runs {
      let first = cell(run, part)
      let (kind, t) = (places.kind(of: run.period), places.t(of: run.period))
      withColumns(run, part) { columns, groups, count, shift in
        let lines = GroupLoops.Lines(
          points: tallies.points.base + first, times: tallies.times.base + first,
          squares: tallies.squares.base + first, values: tallies.values.base + first,
          products: tallies.products.base + first)
        GroupLoops.addPoints(values, columns: columns, groups: groups, count, shift: shift, t: t, to: lines)
        for at in 0..<count where !values[Int(columns[at]) - shift].isNaN {
          let place = first + Int(groups[at])
          tallies.kinds[place] = GroupTallies.together(tallies.kinds[place], kind)
        }
      }
    }
  }
}

extension TallyNeeds {
  /// Which numbers of a figure are read.
  var needsValues: Bool { !isDisjoint(with: [.values, .extremes, .lists, .line, .comparisons, .places]) }
  var needsCounts: Bool { !isDisjoint(with: [.counts, .pairs]) }
  var needsDenominators: Bool { !isDisjoint(with: [.denominators, .pairs]) }
}
