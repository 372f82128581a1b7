/// What the areas of one period of a panel come to.
public struct PeriodSummary: Sendable, Equatable, BitwiseCopyable {
  /// Values that are there.
  public var figures = 0
  /// Their sum.
  public var values = 0.0
  /// The least of them; 0 where there is none.
  public var least = 0.0
  /// The greatest of them; 0 where there is none.
  public var greatest = 0.0
  /// Counts that are there.
  public var counted = 0
  /// Their sum.
  public var counts = 0.0
  /// Denominators that are there.
  public var based = 0
  /// Their sum.
  public var denominators = 0.0

  /// Of no area.
  public init() {}

  /// Takes other areas of the period in.
  public mutating func add(_ other: PeriodSummary) {
    if other.figures > 0 {
      least = figures == 0 ? other.least : min(least, other.least)
      greatest = figures == 0 ? other.greatest : max(greatest, other.greatest)
    }
    figures += other.figures
    values += other.values
    counted += other.counted
    counts += other.counts
    based += other.based
    denominators += other.denominators
  }

  /// Takes the values of a run of cells in, without those at `gaps`; numbers there are changed.
  ///
  /// - Parameters:
  ///   - gaps: places of missing numbers, ascending, counted from `start` cells before `values`.
  /// - Complexity: O(count).
  @inline(__always)
  public mutating func addValues(
    _ values: UnsafeMutablePointer<Double>, _ count: Int, gaps: UnsafeBufferPointer<UInt16>, start: Int
  ) {
    guard gaps.count < count else { return }
    if count == 1 {
      // Series of one area are many: no loop is called for each of their periods.
      let value = values[0]
      least = figures == 0 || value < least ? value : least
      greatest = figures == 0 || value > greatest ? value : greatest
      self.values += value
      figures += 1
      return
    }
    let cells = values - start
    // A gap takes a number that is there while extremes are sought, and 0 while numbers are added up.
    var present = start
    for gap in gaps where Int(gap) == present { present += 1 }
    for gap in gaps { cells[Int(gap)] = cells[present] }
    let (low, high) = Kernels.current.extremes(values, count)
    least = figures == 0 || low < least ? low : least
    greatest = figures == 0 || high > greatest ? high : greatest
    for gap in gaps { cells[Int(gap)] = 0 }
    self.values += Kernels.current.sum(values, count)
    figures += count - gaps.count
  }

  /// As above, with counts.
  @inline(__always)
  public mutating func addCounts(
    _ numbers: UnsafeMutablePointer<Double>, _ count: Int, gaps: UnsafeBufferPointer<UInt16>, start: Int
  ) {
    guard gaps.count < count else { return }
    for gap in gaps { numbers[Int(gap) - start] = 0 }
    counts += count == 1 ? numbers[0] : Kernels.current.sum(numbers, count)
    counted += count - gaps.count
  }

  /// As above, with denominators.
  @inline(__always)
  public mutating func addDenominators(
    _ numbers: UnsafeMutablePointer<Double>, _ count: Int, gaps: UnsafeBufferPointer<UInt16>, start: Int
  ) {
    guard gaps.count < count else { return }
    for gap in gaps { numbers[Int(gap) - start] = 0 }
    denominators += count == 1 ? numbers[0] : Kernels.current.sum(numbers, count)
    based += count - gaps.count
  }
}

/// The optional column 64 of a large panel: its summaries by period, so that totals over all areas need no chunk of it.
///
/// A body of eight chunks, each with one number for every period: figures, values, least, greatest, counted, counts,
/// based, denominators. A period's sums are those of its runs of cells in the chunks, in order, each by `ScanLoops.sum`.
enum PeriodSummaries {
  static let chunks = 8
  /// Panels of fewer cells are summed as fast as their summaries are read.
  private static let leastCells = 2048
  private static let leastAreas = 64
  /// Of value, count and denominator.
  private static let measures = [0, 5, 6]

  /// The chunks of the column; nil for panels that are better off without it, and where a number or a sum is not finite.
  static func encode(_ parts: PanelParts, _ shape: PanelShape) -> [[UInt8]]? {
    guard shape.cells >= leastCells, shape.areas >= leastAreas, shape.periods <= Block.maximumCount else { return nil }
    var summaries = [PeriodSummary](repeating: PeriodSummary(), count: shape.periods)
    var chunk = [Double](repeating: 0, count: shape.cellsPerChunk)
    var gaps: [UInt16] = []
    for measure in measures where !parts.figures[measure].isEmpty {
      for number in 0..<shape.chunks {
        let first = number * shape.cellsPerChunk
        gaps.removeAll(keepingCapacity: true)
        for place in 0..<shape.cells(in: number) {
          chunk[place] = parts.figures[measure][first + place]
          if !parts.present[measure][first + place] {
            gaps.append(UInt16(place))
          } else if !chunk[place].isFinite {
            return nil
          }
        }
        chunk.withUnsafeMutableBufferPointer { chunk in
          gaps.withUnsafeBufferPointer { gaps in
            add(measure, chunk.baseAddress!, gaps, number, shape, to: &summaries)
          }
        }
      }
    }
    // Numbers near the greatest there are add up to more, or to no number at all.
    guard summaries.allSatisfy({ $0.values.isFinite && $0.counts.isFinite && $0.denominators.isFinite }) else {
      return nil
    }
    return columns(of: summaries).map { column in
      var bytes: [UInt8] = []
      column.words.withUnsafeBufferPointer { _ = BlockEncoder.appendChunk($0, kind: column.kind, to: &bytes) }
      return bytes
    }
  }

  /// Adds the runs of a chunk to the summaries of their periods.
  private static func add(
    _ measure: Int, _ numbers: UnsafeMutablePointer<Double>, _ gaps: UnsafeBufferPointer<UInt16>, _ chunk: Int,
    _ shape: PanelShape, to summaries: inout [PeriodSummary]
  ) {
    let first = chunk * shape.cellsPerChunk
    let end = first + shape.cells(in: chunk)
    var cell = first
    var gap = 0
    while cell < end {
      let period = cell / shape.areas
      let next = min(end, (period + 1) * shape.areas)
      let firstGap = gap
      while gap < gaps.count, Int(gaps[gap]) < next - first { gap += 1 }
      let inside = UnsafeBufferPointer(rebasing: gaps[firstGap..<gap])
      let (run, count, start) = (numbers + (cell - first), next - cell, cell - first)
      switch measure {
      case 0: summaries[period].addValues(run, count, gaps: inside, start: start)
      case 5: summaries[period].addCounts(run, count, gaps: inside, start: start)
      default: summaries[period].addDenominators(run, count, gaps: inside, start: start)
      }
      cell = next
    }
  }

  private static func columns(of summaries: [PeriodSummary]) -> [(words: [Int64], kind: ColumnKind)] {
    func bits(_ number: (PeriodSummary) -> Double) -> ([Int64], ColumnKind) {
      (summaries.map { Int64(bitPattern: number($0).bitPattern) }, .doubles)
    }
    func whole(_ number: (PeriodSummary) -> Int) -> ([Int64], ColumnKind) {
      (summaries.map { Int64(number($0)) }, .integers)
    }
    return [
      whole(\.figures), bits(\.values), bits(\.least), bits(\.greatest), whole(\.counted), bits(\.counts),
      whole(\.based), bits(\.denominators),
    ]
  }

  /// The summaries from their chunks; no more areas are counted than the panel has.
  static func decode(_ table: ChunkTable, _ shape: PanelShape) throws(CoreError) -> [PeriodSummary] {
    let periods = shape.periods
    var summaries = [PeriodSummary](repeating: PeriodSummary(), count: periods)
    func doubles(_ chunk: Int, _ field: WritableKeyPath<PeriodSummary, Double>) throws(CoreError) {
      let block = try table.block(chunk, kind: .doubles, count: periods)
      try BlockDecoder.withScratch { (words) throws(CoreError) in
        try BlockDecoder.decode(block, into: words)
        for period in 0..<periods {
          summaries[period][keyPath: field] = Double(bitPattern: UInt64(bitPattern: words[period]))
        }
      }
    }
    func integers(_ chunk: Int, _ field: WritableKeyPath<PeriodSummary, Int>) throws(CoreError) {
      let block = try table.block(chunk, kind: .integers, count: periods)
      try BlockDecoder.withScratch { (words) throws(CoreError) in
        try BlockDecoder.decode(block, into: words)
        for period in 0..<periods {
          guard (0...Int64(shape.areas)).contains(words[period]) else {
            throw block.malformed("\(words[period]) of \(shape.areas) areas")
          }
          summaries[period][keyPath: field] = Int(words[period])
        }
      }
    }
    try integers(0, \.figures)
    try doubles(1, \.values)
    try doubles(2, \.least)
    try doubles(3, \.greatest)
    try integers(4, \.counted)
    try doubles(5, \.counts)
    try integers(6, \.based)
    try doubles(7, \.denominators)
    return summaries
  }

  /// Whether two have the same numbers; sums that are no number are the same, as older panels may hold them.
  static func areSame(_ told: [PeriodSummary], _ computed: [PeriodSummary]) -> Bool {
    func isSame(_ one: Double, _ other: Double) -> Bool { one == other || one.isNaN && other.isNaN }
    return told.count == computed.count
      && zip(told, computed).allSatisfy { one, other in
        one.figures == other.figures && one.counted == other.counted && one.based == other.based
          && one.least == other.least && one.greatest == other.greatest && isSame(one.values, other.values)
          && isSame(one.counts, other.counts) && isSame(one.denominators, other.denominators)
      }
  }

  /// The summaries as the panel's chunks have them.
  static func computed(_ panel: PanelImage, _ reader: TileReader) throws(CoreError) -> [PeriodSummary] {
    var summaries = [PeriodSummary](repeating: PeriodSummary(), count: panel.shape.periods)
    for chunk in 0..<panel.shape.chunks {
      reader.open(panel, chunk: chunk)
      // What numbers are read from may be read again: gaps are filled when all are there.
      for measure in measures { _ = try reader.values(measure) }
      for measure in measures {
        guard let numbers = try reader.values(measure) else { continue }
        add(measure, numbers, try reader.missing(measure), chunk, panel.shape, to: &summaries)
      }
    }
    return summaries
  }
}
