/// The numbers an observation may carry. Raw values are stored on disk.
public enum Measure: UInt8, CaseIterable, Hashable, Sendable {
  /// The indicator's value, in its unit.
  case value = 0
  /// Lower limit of the 95% confidence interval.
  case lower95 = 1
  /// Upper limit of the 95% confidence interval.
  case upper95 = 2
  /// Lower limit of the 99.8% confidence interval.
  case lower998 = 3
  /// Upper limit of the 99.8% confidence interval.
  case upper998 = 4
  /// Events or persons counted.
  case count = 5
  /// Population, births or whatever the count is out of.
  case denominator = 6

  /// The column's name in every machine format.
  public var columnName: String {
    switch self {
    case .value: "value"
    case .lower95: "lower_95"
    case .upper95: "upper_95"
    case .lower998: "lower_998"
    case .upper998: "upper_998"
    case .count: "count"
    case .denominator: "denominator"
    }
  }
}

/// The seven optional numbers of one observation, as parsed: the IEEE double nearest to the printed decimal.
public struct Figures: Hashable, Sendable {
  /// The indicator's value, in its unit.
  public var value: Double?
  /// Lower 95% limit.
  public var lower95: Double?
  /// Upper 95% limit.
  public var upper95: Double?
  /// Lower 99.8% limit.
  public var lower998: Double?
  /// Upper 99.8% limit.
  public var upper998: Double?
  /// Events or persons counted.
  public var count: Double?
  /// What the count is out of.
  public var denominator: Double?

  /// Figures with the given parts; all others are missing.
  public init(
    value: Double? = nil, lower95: Double? = nil, upper95: Double? = nil, lower998: Double? = nil,
    upper998: Double? = nil, count: Double? = nil, denominator: Double? = nil
  ) {
    self.value = value
    self.lower95 = lower95
    self.upper95 = upper95
    self.lower998 = lower998
    self.upper998 = upper998
    self.count = count
    self.denominator = denominator
  }

  /// One of the numbers.
  public subscript(measure: Measure) -> Double? {
    get {
      switch measure {
      case .value: value
      case .lower95: lower95
      case .upper95: upper95
      case .lower998: lower998
      case .upper998: upper998
      case .count: count
      case .denominator: denominator
      }
    }
    set {
      switch measure {
      case .value: value = newValue
      case .lower95: lower95 = newValue
      case .upper95: upper95 = newValue
      case .lower998: lower998 = newValue
      case .upper998: upper998 = newValue
      case .count: count = newValue
      case .denominator: denominator = newValue
      }
    }
  }
}
