public import TideModel

/// How an interval was calculated.
public enum IntervalMethod: Sendable, Hashable {
  /// Byar's approximation of Poisson limits.
  case byar
  /// Exact Poisson limits.
  case exact
  /// Wilson's score limits of a proportion.
  case wilson
  /// Student's t distribution.
  case student
  /// Dobson's limits of a weighted sum, with Byar's of the count.
  case dobson
  /// The same, with the variance of events of which one person may have several.
  case dobsonRepeated
  /// Normal limits, with the variance named by the statistic.
  case normal
  /// Normal limits of the logarithm.
  case logNormal
  /// Square and add: from the limits of the two figures compared.
  case squareAndAdd
  /// The same of the logarithms.
  case squareAndAddLogs
  /// From simulated figures.
  case simulation

  /// The name, in the field's own words where it has one.
  public var name: String {
    switch self {
    case .byar: "Byars"
    case .exact: "Exact"
    case .wilson: "Wilson"
    case .student: "Student's t-distribution"
    case .dobson: "Dobson"
    case .dobsonRepeated: "Dobson, with confidence adjusted for non-independent events"
    case .normal: "Normal approximation"
    case .logNormal: "Normal approximation on the log scale"
    case .squareAndAdd: "Square and add"
    case .squareAndAddLogs: "Square and add on the log scale"
    case .simulation: "Simulation"
    }
  }
}

/// A statistic with its interval, or the reason why there is none. Its numbers are always finite.
public struct Estimate: Sendable, Hashable {
  /// The value; nil where there is none.
  public let value: Double?
  /// Its limits; nil where there are none. A value may have none, and (life expectancy) limits no value.
  public let interval: Interval?
  /// How the limits were calculated; nil where nothing was.
  public let method: IntervalMethod?
  /// Why the value, or where there is one its limits, are missing; nil where neither is.
  public let obstacle: Obstacle?

  /// What to show beside the figure.
  public var status: Status { obstacle?.status ?? .none }
  /// The obstacle in words.
  public var reason: String? { obstacle?.text }

  /// An estimate of the given parts; what is not finite is left out, with that for a reason.
  init(value: Double?, interval: Interval?, method: IntervalMethod?, obstacle: Obstacle? = nil) {
    let finite = value.flatMap { $0.isFinite ? $0 : nil }
    let limits = interval.flatMap { $0.lower.isFinite && $0.upper.isFinite ? $0 : nil }
    self.value = finite
    self.interval = limits
    self.method = method
    self.obstacle = obstacle ?? (finite == nil ? .outOfRange : limits == nil ? .noLimits : nil)
  }

  /// No estimate.
  init(_ obstacle: Obstacle) { self.init(value: nil, interval: nil, method: nil, obstacle: obstacle) }

  /// What a calculation gives, or the obstacle it meets.
  static func of(_ calculation: () throws(Obstacle) -> Estimate) -> Estimate {
    do {
      return try calculation()
    } catch {
      return Estimate(error)
    }
  }
}
