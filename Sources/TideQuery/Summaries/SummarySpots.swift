extension SummaryBlocks {
  /// The groups of a block that have a figure, in the order of the summary's keys.
  func spots(of source: SummaryRows.Source) -> SummaryRows.Spots {
    var spots = SummaryRows.Spots(span: summary.rolling)
    let order = source.block.frame.order
    let windows = source.rows.windows
    let present = source.tallies.present.base
    if spots.span == 1, windows.count == 1, windows[0] == [0] {
      for group in order where present[group] > 0 {
        spots.cells.append(group)
        spots.groups.append(Int32(group))
      }
      spots.windows = Array(repeating: 0, count: spots.groups.count)
      return spots
    }
    func add(_ window: Int, _ group: Int) {
      let first = spots.cells.count
      var isThere = false
      for row in windows[window] {
        let cell = row * order.count + group
        spots.cells.append(cell)
        isThere = isThere || present[cell] > 0
      }
      guard isThere else { return spots.cells.removeSubrange(first...) }
      spots.groups.append(Int32(group))
      spots.windows.append(Int32(window))
    }
    if isByAreaFirst {
      for group in order { for window in windows.indices { add(window, group) } }
    } else {
      for window in windows.indices { for group in order { add(window, group) } }
    }
    return spots
  }

  /// Whether rows are put in order by areas before periods.
  private var isByAreaFirst: Bool {
    let keys = summary.keys
    return (keys.firstIndex { $0.isOfAreas } ?? keys.count) < (keys.firstIndex(of: .period) ?? keys.count)
  }
}
