extension Query {
  /// The second figure of a ratio: in what it is another than the first.
  ///
  /// Where it is the same in everything, the benchmark is the second.
  public struct Counterpart: Hashable, Sendable {
    /// The id of another indicator, of one unit and basis with the first.
    public var indicator: Int?
    /// The code of another area.
    public var area: String?
    /// Another sex, as published.
    public var sex: String?
    /// Another age, as published.
    public var age: String?
    /// Another category, as published; empty for the whole population.
    public var category: String?
    /// Another period.
    public var period: PeriodChoice?

    /// The benchmark, or another in what is given.
    public init(
      indicator: Int? = nil, area: String? = nil, sex: String? = nil, age: String? = nil, category: String? = nil,
      period: PeriodChoice? = nil
    ) {
      self.indicator = indicator
      self.area = area
      self.sex = sex
      self.age = age
      self.category = category
      self.period = period
    }

    /// Whether the second figure is the benchmark of the first.
    public var isBenchmark: Bool { self == Counterpart() }
  }
}

extension Query.Counterpart: Codable, FormPart {
  static let keys = ["indicator", "area", "sex", "age", "category", "period"]
}
