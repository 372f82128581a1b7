/// What is summed: areas, periods or both, and what is kept apart.
public struct Aggregation: Hashable, Sendable {
  /// What figures differ in. Strata are never summed: they overlap, as persons and each sex do.
  public enum Dimension: String, CaseIterable, Hashable, Sendable {
    case area, period, sex, age, category
  }

  /// Which areas are summed.
  public enum Members: Hashable, Sendable {
    /// Those of these codes, each once.
    case areas([String])
    /// All peers that exist in a period, as the query names them.
    case peers
  }

  /// Which periods are summed.
  public enum Periods: Hashable, Sendable {
    /// Those named.
    case named([PeriodChoice])
    /// The latest so many that do not overlap, at least 1.
    case latest(Int)
  }

  /// Which areas.
  public var members: Members
  /// Which periods.
  public var periods: Periods
  /// What is kept apart: a row for each area, period, sex, age or category.
  public var kept: Set<Dimension>

  /// A sum of areas and periods.
  public init(_ members: Members, periods: Periods = .latest(1), keeping kept: Set<Dimension> = []) {
    self.members = members
    self.periods = periods
    self.kept = kept
  }
}
