/// The figure of one quantile of a population, for a slope or relative index of inequality.
public struct InequalityFigure: Sendable, Hashable {
  /// How many people are in the quantile, above 0.
  public let population: Double?
  /// The indicator's value, in its unit; a proportion as 0...1.
  public let value: Double?
  /// Its standard error, on the scale of the index; else told from the limits.
  public let standardError: Double?
  /// Its 95% limits.
  public let interval: Interval?

  /// A quantile's figure with its 95% limits.
  public init(population: Double?, value: Double?, interval: Interval?) {
    self.population = population
    self.value = value
    self.interval = interval
    standardError = nil
  }

  /// A quantile's figure with its standard error.
  public init(population: Double?, value: Double?, standardError: Double?) {
    self.population = population
    self.value = value
    self.standardError = standardError
    interval = nil
  }
}

/// The scale on which the error of an indicator's values is symmetrical.
public enum InequalityScale: Sendable, Hashable {
  /// As they are: life expectancy, means.
  case linear
  /// Logarithms: rates.
  case logarithmic
  /// Log odds: proportions, as 0...1.
  case logit

  /// A value on this scale; not finite for values that have no place on it.
  func transformed(_ value: Double) -> Double {
    switch self {
    case .linear: value
    case .logarithmic: naturalLogarithm(value)
    case .logit: naturalLogarithm(value / (1 - value))
    }
  }

  /// The value of a place on this scale.
  func restored(_ place: Double) -> Double {
    switch self {
    case .linear: place
    case .logarithmic: exponential(place)
    case .logit: 1 / (1 + exponential(-place))
    }
  }

  /// How fast the value moves with its place on the scale.
  func slope(at value: Double) -> Double {
    switch self {
    case .linear: 1
    case .logarithmic: value
    case .logit: value * (1 - value)
    }
  }
}
