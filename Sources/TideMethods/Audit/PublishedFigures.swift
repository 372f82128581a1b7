public import TideModel

/// The figures of one row as published, with the unit of the last place printed of each.
public struct PublishedFigures: Sendable, Hashable {
  /// The numbers.
  public let figures: Figures
  private let units: [Double]
  /// By how much, as a share, a figure made from count and denominator may be off because those were printed with few digits.
  let slack: Double

  /// What publishers' arithmetic may be off by, as a share: sums and roots of doubles, and numbers handed on with eight digits.
  static let arithmetic = 1e-7

  /// - Parameters:
  ///   - figures: the row's numbers.
  ///   - column: the precision of all numbers printed beside it, by measure: those of its indicator and period.
  public init(_ figures: Figures, column: [Measure: PrintedPrecision]) {
    self.figures = figures
    let limits = [Measure.lower95, .upper95, .lower998, .upper998].compactMap { figures[$0] }
    let groups = [PrintedGroup(limits), PrintedGroup(limits + [figures.value].compactMap { $0 })]
    units = Measure.allCases.map { measure in
      guard let number = figures[measure] else { return 0 }
      let precision = column[measure] ?? PrintedPrecision()
      switch measure {
      case .count, .denominator: return Self.unit(of: number, among: precision, [PrintedGroup([number])])
      case .value: return Self.unit(of: number, among: precision, [PrintedGroup([number]), groups[1]])
      default: return Self.unit(of: number, among: precision, groups)
      }
    }
    var slack = Self.arithmetic
    for measure in [Measure.count, .denominator] {
      // A whole number is what it says; one with decimals has been cut somewhere.
      guard let number = figures[measure], number.isFinite, number > 0, number != number.rounded() else { continue }
      slack += units[Int(measure.rawValue)] / 2 / number
    }
    self.slack = slack
  }

  /// Rows of one period may come from releases that printed different numbers of digits: zeros at the end of all numbers of a
  /// row, three in all, are then no chance but digits that were not printed.
  private static func unit(
    of number: Double, among column: PrintedPrecision, _ groups: [PrintedGroup]
  ) -> Double {
    var unit = column.unit(at: number)
    let own = PrintedPrecision(of: number)
    let fewest = unit
    for group in groups where group.size > 0 {
      let printed = min(group.precision.unit(at: number), PrintedPrecision.powerOfTen(-own.decimals))
      var evidence = 0
      var rest = printed
      while rest > 5 * fewest, evidence < 3 {
        rest /= 10
        evidence += group.size
      }
      if evidence >= 3 { unit = max(unit, printed) }
    }
    let digits = groups.map(\.precision.significant).max() ?? 0
    return max(unit, digits > 9 ? singlePrecision(number, digits: digits) : 0)
  }

  /// The unit of a number that was calculated as a 32-bit float before it was printed, two of its last places; 0 for any other.
  private static func singlePrecision(_ number: Double, digits: Int) -> Double {
    let single = Float(number)
    let printed = PrintedPrecision.powerOfTen(PrintedPrecision.exponent(of: number) + 1 - digits)
    let tolerance = max(printed / 2, 1e-14 * number.magnitude)
    guard single.isFinite, (Double(single) - number).magnitude <= tolerance else { return 0 }
    return 2 * Double(single.ulp)
  }

  /// The unit of the last place printed; 0 where there is no number.
  public func unit(_ measure: Measure) -> Double { units[Int(measure.rawValue)] }

  /// Whether a recomputed number is the published one, at the precision that was printed.
  /// - Parameter slack: what the recomputed number may be off besides, in its unit.
  func agrees(_ measure: Measure, with number: Double, slack: Double = 0) -> Bool {
    guard let published = figures[measure] else { return false }
    return (published - number).magnitude <= tolerance(measure, slack)
  }

  /// Whether the published number lies between two recomputed ones, in either order, ends included.
  func lies(_ measure: Measure, between one: Double, and other: Double, slack: Double = 0) -> Bool {
    guard let published = figures[measure] else { return false }
    let tolerance = tolerance(measure, slack)
    return published >= min(one, other) - tolerance && published <= max(one, other) + tolerance
  }

  /// Whether the value lies outside its limits, but by no more than half a unit of its own last digit: 17.0, which reads as 17,
  /// beside 17.025 to 17.072 was printed with fewer digits than they.
  var isOutsideByRounding: Bool {
    guard let value = figures.value, let lower = figures.lower95, let upper = figures.upper95, lower <= upper,
      value < lower || value > upper
    else { return false }
    return max(lower - value, value - upper) <= halfOwnUnit(of: value)
  }

  /// Half a unit of the last digit that a number shows after the point, or of its ones.
  func halfOwnUnit(of number: Double) -> Double {
    PrintedPrecision.powerOfTen(-PrintedPrecision(of: number).decimals) / 2
  }

  private func tolerance(_ measure: Measure, _ slack: Double) -> Double {
    let number = figures[measure] ?? 0
    return unit(measure) * 0.5000001 + number.magnitude * self.slack + slack
  }
}

/// Numbers of one row that were printed alike.
private struct PrintedGroup {
  let size: Int
  private(set) var precision = PrintedPrecision()

  init(_ numbers: [Double]) {
    size = numbers.count
    for number in numbers { precision.include(number) }
  }
}

/// To what step the counts of a period were rounded before they were published.
public struct CountRounding: Sendable, Hashable {
  /// 5, 10 or 100.
  public let step: Double

  /// Half the step: by how much a printed count may differ from the one that was counted.
  var half: Double { step / 2 }

  /// The largest step of which all counts but one, or but 5%, are multiples; nil for counts that are not rounded.
  ///
  /// England's own counts are often left as they were.
  /// - Parameter counts: those of one indicator and period; zeros do not tell.
  public init?(of counts: [Double]) {
    let telling = counts.filter { $0 > 0 && $0.isFinite }
    guard telling.count > 5,
      let step = [100.0, 10, 5].first(where: { step in
        let multiples = telling.filter { $0.truncatingRemainder(dividingBy: step) == 0 }.count
        return Double(telling.count - multiples) <= max(1, 0.05 * Double(telling.count))
      })
    else { return nil }
    self.step = step
  }

  /// Counts of which nothing is known but that they are whole: estimates rounded to people.
  static let whole = CountRounding(step: 1)

  private init(step: Double) { self.step = step }

  /// Whether a count has been rounded so.
  func holds(_ count: Double) -> Bool { count.truncatingRemainder(dividingBy: step) == 0 }
}
