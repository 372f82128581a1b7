/// How inequality by deprivation is measured.
public struct InequalityChoice: Hashable, Sendable {
  /// The scale on which the line through the quantiles is fitted.
  public enum Transform: String, CaseIterable, Hashable, Sendable {
    /// The values as they are.
    case none
    /// Their logarithms, for rates.
    case log
    /// Their log odds, for proportions.
    case logit
  }

  /// The scale of the fit.
  public var transform: Transform
  /// How many simulated fits the limits are taken from; nil for the closed form.
  public var repetitions: Int?
  /// The seed of the simulation.
  public var seed: UInt64

  /// Limits in closed form on the values as they are, unless told otherwise.
  public init(transform: Transform = .none, repetitions: Int? = nil, seed: UInt64 = 1) {
    self.transform = transform
    self.repetitions = repetitions
    self.seed = seed
  }
}
