import TideCore
import TideModel

/// What is left to do when all panels of a block are added up.
struct BlockEnd {
  private let work: BlockWork
  private let tallies: GroupTallies
  private let scanner: ChunkScanner
  private let needs: TallyNeeds

  init(_ work: BlockWork, _ tallies: GroupTallies, _ scanner: ChunkScanner) {
    self.work = work
    self.tallies = tallies
    self.scanner = scanner
    needs = tallies.needs
  }

  /// Finds the groups of several series, whose figures a rate is of, and the groups that have figures at all.
  func finish() throws {
    if needs.contains(.line) { markSeries() }
    if !needs.contains(.presence) {
      markKnown()
      try markSilent()
    }
    guard needs.contains(.rate), let indicator = work.indicator else { return }
    for cell in 0..<tallies.count where tallies.present[cell] > 0 { tallies.take(indicator: indicator, into: cell) }
  }

  // MARK: Series

  /// Only where periods are not told apart: then all areas of all panels have figures.
  private func markSeries() {
    let frame = work.block.frame
    var series = [Int](repeating: 0, count: frame.groups.count)
    for panel in work.panels {
      let maps = panel.panel.layers.compactMap { frame.map(of: $0.places.list) }
      if maps.dropFirst().allSatisfy({ $0 === maps[0] }) {
        for (group, columns) in maps.first?.sizes ?? [] { series[group] += columns }
        continue
      }
      var known: Set<[Int32]> = []
      for map in maps {
        for (column, group) in zip(map.columns, map.groups)
        where known.insert([map.areas[Int(column)], group]).inserted {
          series[Int(group)] += 1
        }
      }
    }
    for (group, number) in series.enumerated() where number > 1 { tallies.series[group] = GroupTallies.several }
  }

  // MARK: Groups without a number

  /// A group that has any number has figures.
  private func markKnown() {
    let present = tallies.present.base
    func mark(_ isThere: (Int) -> Bool) {
      for cell in 0..<tallies.count where isThere(cell) { present[cell] = 1 }
    }
    if !needs.isDisjoint(with: .summaries) {
      let summaries = tallies.summaries.base
      mark { summaries[$0].figures > 0 || summaries[$0].counted > 0 || summaries[$0].based > 0 }
    }
    if needs.contains(.pairs) { mark { tallies.pairs.base[$0] > 0 } }
    if needs.contains(.line) { mark { tallies.points.base[$0] > 0 } }
    if needs.contains(.lists) { mark { !tallies.lists[$0].isEmpty } }
    if needs.contains(.comparisons) { mark { tallies.compared.base[$0] > 0 } }
    if needs.contains(.places) { mark { tallies.leasts.base[$0].area >= 0 } }
  }

  /// A group without a number has figures where anything is said of one of its cells.
  private func markSilent() throws {
    let present = tallies.present.base
    guard (0..<tallies.count).contains(where: { present[$0] == 0 }) else { return }
    let width = work.block.frame.groups.count
    var seen: Set<Seen> = []
    for panel in work.panels {
      for (index, layer) in panel.panel.layers.enumerated() {
        guard let map = work.block.frame.map(of: layer.places.list), map.count > 0 else { continue }
        let silent = try scanner.silent(panel.panel, layer: index)
        guard silent.isEmpty else {
          try mark(silent, layer, panel, map)
          continue
        }
        for row in layer.periods where panel.rows[row] >= 0 {
          let place = Int(panel.rows[row])
          guard seen.insert(Seen(map: ObjectIdentifier(map), row: place)).inserted else { continue }
          for (group, _) in map.sizes { present[place * width + group] = 1 }
        }
      }
    }
  }

  private struct Seen: Hashable {
    let map: ObjectIdentifier
    let row: Int
  }

  private func mark(_ silent: [[UInt16]], _ layer: LayerScan, _ panel: BlockPanel, _ map: AreaMap) throws {
    let shape = layer.image.shape
    let width = work.block.frame.groups.count
    for (chunk, gaps) in silent.enumerated() {
      var gap = 0
      for place in 0..<shape.cells(in: chunk) {
        if gap < gaps.count, Int(gaps[gap]) == place {
          gap += 1
          continue
        }
        let cell = chunk * shape.cellsPerChunk + place
        let (row, column) = (Int(panel.rows[layer.periods[cell / shape.areas]]), cell % shape.areas)
        guard row >= 0 else { continue }
        map.forEachGroup(of: column) { tallies.present[row * width + $0] = 1 }
      }
    }
  }
}

extension GroupTallies {
  /// Takes the figures of another piece of the same block in.
  func add(_ other: GroupTallies) {
    func sum<Number: AdditiveArithmetic & BitwiseCopyable>(_ one: Room<Number>, _ two: Room<Number>) {
      for place in 0..<one.count { one.base[place] += two.base[place] }
    }
    sum(present, other.present)
    if !needs.isDisjoint(with: .summaries) {
      for cell in 0..<count { summaries.base[cell].add(other.summaries.base[cell]) }
    }
    if needs.contains(.places) {
      for cell in 0..<count {
        leasts[cell] = least(leasts[cell], other.leasts[cell])
        greatests[cell] = greatest(greatests[cell], other.greatests[cell])
      }
    }
    if needs.contains(.pairs) {
      sum(pairs, other.pairs)
      sum(pairCounts, other.pairCounts)
      sum(pairDenominators, other.pairDenominators)
    }
    if needs.contains(.rate) {
      sum(suppressed, other.suppressed)
      sum(impossible, other.impossible)
    }
    if needs.contains(.line) { addLines(other) }
    if needs.contains(.lists) { for cell in 0..<count { lists[cell] += other.lists[cell] } }
    if needs.contains(.comparisons) {
      sum(compared, other.compared)
      sum(above, other.above)
      sum(below, other.below)
    }
  }

  private func addLines(_ other: GroupTallies) {
    for (one, two) in [
      (points, other.points), (times, other.times), (squares, other.squares), (values, other.values),
      (products, other.products),
    ] {
      for place in 0..<count { one.base[place] += two.base[place] }
    }
    for place in 0..<count {
      kinds[place] = Self.together(kinds[place], other.kinds[place])
      series[place] = Self.together(series[place], other.series[place])
    }
  }
}
