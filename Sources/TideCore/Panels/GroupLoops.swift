/// Loops over a run of decoded cells whose columns go into groups, one by one: what whole rows of neighbours have kernels for.
///
/// In all of them `columns` are ascending and `groups` their groups; the number of a column stands at
/// `numbers[column - shift]`, and is passed over where it is not a number.
public enum GroupLoops {
  /// Calls `body` with each number there is and its group.
  @inline(__always)
  private static func forEach(
    _ numbers: UnsafePointer<Double>, _ columns: UnsafePointer<Int32>, _ groups: UnsafePointer<Int32>, _ count: Int,
    _ shift: Int, _ body: (_ number: Double, _ group: Int) -> Void
  ) {
    for at in 0..<count {
      let number = numbers[Int(columns[at]) &- shift]
      if !number.isNaN { body(number, Int(groups[at])) }
    }
  }

  /// summaries[group] takes the values in.
  ///
  /// - Complexity: O(count).
  public static func addValues(
    _ numbers: UnsafePointer<Double>, columns: UnsafePointer<Int32>, groups: UnsafePointer<Int32>, _ count: Int,
    shift: Int, to summaries: UnsafeMutablePointer<PeriodSummary>
  ) {
    forEach(numbers, columns, groups, count, shift) { number, group in
      let summary = summaries + group
      let isFirst = summary.pointee.figures == 0
      if isFirst || number < summary.pointee.least { summary.pointee.least = number }
      if isFirst || number > summary.pointee.greatest { summary.pointee.greatest = number }
      summary.pointee.figures &+= 1
      summary.pointee.values += number
    }
  }

  /// As above, with counts.
  public static func addCounts(
    _ numbers: UnsafePointer<Double>, columns: UnsafePointer<Int32>, groups: UnsafePointer<Int32>, _ count: Int,
    shift: Int, to summaries: UnsafeMutablePointer<PeriodSummary>
  ) {
    forEach(numbers, columns, groups, count, shift) { number, group in
      let summary = summaries + group
      summary.pointee.counted &+= 1
      summary.pointee.counts += number
    }
  }

  /// As above, with denominators.
  public static func addDenominators(
    _ numbers: UnsafePointer<Double>, columns: UnsafePointer<Int32>, groups: UnsafePointer<Int32>, _ count: Int,
    shift: Int, to summaries: UnsafeMutablePointer<PeriodSummary>
  ) {
    forEach(numbers, columns, groups, count, shift) { number, group in
      let summary = summaries + group
      summary.pointee.based &+= 1
      summary.pointee.denominators += number
    }
  }

  /// Sums over the points of a line by group.
  public struct Lines {
    let points: UnsafeMutablePointer<Double>
    let times: UnsafeMutablePointer<Double>
    let squares: UnsafeMutablePointer<Double>
    let values: UnsafeMutablePointer<Double>
    let products: UnsafeMutablePointer<Double>

    /// Σ1, Σt, Σt², Σv and Σtv of each group.
    public init(
      points: UnsafeMutablePointer<Double>, times: UnsafeMutablePointer<Double>,
      squares: UnsafeMutablePointer<Double>, values: UnsafeMutablePointer<Double>,
      products: UnsafeMutablePointer<Double>
    ) {
      (self.points, self.times, self.squares, self.values, self.products) = (points, times, squares, values, products)
    }
  }

  /// lines[group] takes the points at time t in.
  ///
  /// - Complexity: O(count).
  public static func addPoints(
    _ numbers: UnsafePointer<Double>, columns: UnsafePointer<Int32>, groups: UnsafePointer<Int32>, _ count: Int,
    shift: Int, t: Double, to lines: Lines
  ) {
    forEach(numbers, columns, groups, count, shift) { number, group in
      lines.points[group] += 1
      lines.times[group] += t
      lines.squares[group] += t * t
      lines.values[group] += number
      lines.products[group] += number * t
    }
  }

  /// Counts of comparisons by group.
  public struct Comparisons {
    let compared: UnsafeMutablePointer<Int64>
    let above: UnsafeMutablePointer<Int64>
    let below: UnsafeMutablePointer<Int64>

    /// Those made, those above and those below.
    public init(
      compared: UnsafeMutablePointer<Int64>, above: UnsafeMutablePointer<Int64>, below: UnsafeMutablePointer<Int64>
    ) {
      (self.compared, self.above, self.below) = (compared, above, below)
    }
  }

  /// comparisons[group] takes the values in, each against the threshold of its column, which may be not a number.
  ///
  /// - Complexity: O(count).
  public static func addCompared(
    _ numbers: UnsafePointer<Double>, columns: UnsafePointer<Int32>, groups: UnsafePointer<Int32>, _ count: Int,
    shift: Int, thresholds: UnsafePointer<Double>, to comparisons: Comparisons
  ) {
    for at in 0..<count {
      let number = numbers[Int(columns[at]) &- shift]
      let threshold = thresholds[Int(columns[at])]
      guard !number.isNaN, !threshold.isNaN else { continue }
      let group = Int(groups[at])
      comparisons.compared[group] &+= 1
      comparisons.above[group] &+= number > threshold ? 1 : 0
      comparisons.below[group] &+= number < threshold ? 1 : 0
    }
  }
}
