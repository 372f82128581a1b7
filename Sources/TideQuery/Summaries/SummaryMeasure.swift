extension Summary {
  /// What is told of a group.
  public enum Measure: Hashable, Sendable {
    /// How many figures have a value.
    case figures
    /// How many have none.
    case missing
    /// The sum of the counts there are.
    case count
    /// The sum of the denominators there are.
    case denominator
    /// The sums of count and denominator of the figures that have both, and their quotient, not multiplied.
    case pooled
    /// The rate of all figures together with its limits, or why there is none.
    case rate
    /// The arithmetic mean of the values.
    case mean
    /// The least value.
    case min
    /// The greatest value.
    case max
    /// The area of the least value; of several the one whose code comes first.
    case minArea
    /// The area of the greatest value; of several the one whose code comes first.
    case maxArea
    /// The middle value.
    case median
    /// The value below which so many per cent of the values lie, 0...100.
    case percentile(Double)
    /// The change of the value from one period to the next, by least squares.
    case slope
    /// How many figures have a verdict.
    case judged(Judgement)
    /// How many values can be set against their benchmark's.
    case compared
    /// How many of those are greater.
    case above
    /// How many of those are less.
    case below
  }

  /// A verdict on a figure, without its level.
  public enum Judgement: String, CaseIterable, Hashable, Sendable, Codable {
    case better
    case similar
    case worse
    case higher
    case lower
    case lowestQuintile = "lowest-quintile"
    case secondLowestQuintile = "2nd-lowest-quintile"
    case middleQuintile = "middle-quintile"
    case secondHighestQuintile = "2nd-highest-quintile"
    case highestQuintile = "highest-quintile"
    case lowestQuartile = "lowest-quartile"
    case secondLowestQuartile = "2nd-lowest-quartile"
    case secondHighestQuartile = "2nd-highest-quartile"
    case highestQuartile = "highest-quartile"
    case notCompared = "not-compared"
  }
}

extension Summary.Measure: NamedValue {
  private static let fixed: [(name: String, measure: Summary.Measure)] =
    [
      ("figures", .figures), ("missing", .missing), ("count", .count), ("denominator", .denominator),
      ("pooled", .pooled), ("rate", .rate), ("mean", .mean), ("min", .min), ("max", .max), ("min-area", .minArea),
      ("max-area", .maxArea), ("median", .median), ("slope", .slope), ("compared", .compared), ("above", .above),
      ("below", .below),
    ] + Summary.Judgement.allCases.map { ($0.rawValue, .judged($0)) }

  /// The names of all measures but percentiles.
  public static let names = fixed.map(\.name)

  /// Its name on the command line; that of a percentile is `p` and the share in per cent: `p10`, `p2.5`.
  public var name: String {
    if case .percentile(let share) = self {
      return "p" + (Int(exactly: share).map(String.init) ?? share.description)
    }
    return Self.fixed.first { $0.measure == self }?.name ?? ""
  }

  /// The measure of a name; nil for any other text.
  public init?(name: String) {
    if let found = Self.fixed.first(where: { $0.name == name }) {
      self = found.measure
      return
    }
    let digits = name.dropFirst()
    guard name.first == "p", digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }),
      let share = Double(digits), (0...100).contains(share)
    else { return nil }
    self = .percentile(share)
  }

  /// The name of its column, or of the first of them.
  var columnName: String { String(name.map { $0 == "-" ? "_" : $0 }) }

  /// The share of the values that lies below, 0...1; nil for what is no percentile.
  var fraction: Double? {
    switch self {
    case .median: 0.5
    case .percentile(let share): share / 100
    default: nil
    }
  }
}
