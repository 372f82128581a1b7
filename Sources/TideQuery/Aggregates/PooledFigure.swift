import TideMethods
import TideModel

/// One figure that goes into a sum.
struct PooledMember {
  let area: Area
  let period: Period
  /// What is published; nil for nothing.
  let observation: Observation?
  let release: Int?
}

/// The figure of several areas or periods together, from their counts and denominators.
struct PooledFigure {
  /// Value, limits, count and denominator; none of them where a member lacks what is needed.
  let figures: Figures
  /// Why there is none.
  let status: Status
  /// What has to be said: why there is no figure, or no interval.
  let remarks: [String]
  /// How the interval was calculated.
  let method: IntervalMethod?

  /// No figure, for a reason.
  init(_ obstacle: Obstacle, _ reason: String? = nil) {
    self.init(Figures(), status: obstacle.status, [reason ?? obstacle.text])
  }

  private init(_ figures: Figures, status: Status = .none, _ remarks: [String] = [], method: IntervalMethod? = nil) {
    self.figures = figures
    self.status = status
    self.remarks = remarks
    self.method = method
  }

  /// The sum of some members, each of which has to have a count and a denominator.
  /// - Parameter names: whether members are told apart by their areas, by their periods, or by both.
  init(_ members: [PooledMember], indicator: Indicator, by names: Set<Aggregation.Dimension>) {
    let sum = Pooling.sum(
      counts: members.map { $0.observation?.figures.count },
      denominators: members.map { $0.observation?.figures.denominator },
      statuses: members.map { $0.observation?.status ?? .notAvailable })
    if let obstacle = sum.obstacle {
      self.init(obstacle, Self.reason(obstacle, sum.missing.map { members[$0] }, of: members.count, names))
      return
    }
    for member in members {
      guard let fault = Self.fault(of: member.observation?.figures, indicator) else { continue }
      self.init(Obstacle("the \(fault.subject) of \(Self.name(member, names)) \(fault.predicate)"))
      return
    }
    let parts = members.map { ($0.area.code, $0.observation?.figures ?? Figures()) }
    switch Pool.sum(parts, indicator: indicator) {
    case .failure(let refusal): self.init(Obstacle(refusal.reason))
    case .success(let (_, multiplier)):
      self.init(count: sum.count, denominator: sum.denominator, multiplier: multiplier, indicator)
    }
  }

  /// The figure of sums that are there.
  init(count: Double?, denominator: Double?, multiplier: Double, _ indicator: Indicator) {
    func estimate(_ confidence: Confidence) -> Estimate {
      indicator.hasWilsonLimits
        ? Rates.proportion(count: count, denominator: denominator, multiplier: multiplier, confidence: confidence)
        : Rates.rate(count: count, denominator: denominator, multiplier: multiplier, confidence: confidence)
    }
    let (inner, outer) = (estimate(.p95), estimate(.p998))
    guard let value = inner.value else {
      self.init(inner.obstacle ?? Obstacle("no figure"))
      return
    }
    var figures = Figures(value: value, count: count, denominator: denominator)
    if let refusal = Self.noInterval(indicator) {
      self.init(figures, [refusal])
      return
    }
    (figures.lower95, figures.upper95) = (inner.interval?.lower, inner.interval?.upper)
    (figures.lower998, figures.upper998) = (outer.interval?.lower, outer.interval?.upper)
    self.init(figures, inner.reason.map { [$0] } ?? [], method: inner.method)
  }

  /// Why the indicator's interval cannot be calculated from the sums; nil where it can.
  private static func noInterval(_ indicator: Indicator) -> String? {
    let told = indicator.intervalMethod.lowercased()
    let isCounted = ["wilson", "byar", "exact", "poisson"].contains(where: told.contains) && !told.contains("dobson")
    let isUntold = told.isEmpty || told.hasPrefix("no ") || told.contains("unknown") || told.contains("none")
    return isCounted || isUntold
      ? nil : "no interval: by the indicator's method (\(indicator.intervalMethod)) it does not follow from the sums"
  }

  /// Why a member cannot go into a sum, by the rules of a single figure (facts section 2): a count is at least 0 and a
  /// denominator above 0; the count of a proportion is no more than its denominator.
  private static func fault(of figures: Figures?, _ indicator: Indicator) -> (subject: String, predicate: String)? {
    guard let count = figures?.count, let denominator = figures?.denominator else { return nil }
    guard count >= 0, denominator >= 0 else { return ("count or denominator", "is negative") }
    guard denominator > 0 else { return ("denominator", "is zero") }
    guard indicator.isShare, count > denominator else { return nil }
    func text(_ number: Double) -> String { DecimalNumber(number)?.published ?? "" }
    return ("count", "is above its denominator (\(text(count)) of \(text(denominator)))")
  }

  /// The reason with the members named that it lies with.
  private static func reason(
    _ obstacle: Obstacle, _ missing: [PooledMember], of count: Int, _ names: Set<Aggregation.Dimension>
  ) -> String {
    guard !missing.isEmpty else { return obstacle.text }
    let shown = missing.prefix(4).map { name($0, names) }
    let rest = missing.count - shown.count
    let list = rest > 0 ? shown.joined(separator: ", ") + " and \(rest) more" : Succession.list(shown)
    if obstacle.status == .suppressed { return "suppressed, as is \(list)" }
    return "no count or denominator of \(list) (\(missing.count) of \(Footnotes.count(count, "figure")))"
  }

  private static func name(_ member: PooledMember, _ names: Set<Aggregation.Dimension>) -> String {
    switch (names.contains(.area), names.contains(.period)) {
    case (true, false): member.area.name
    case (false, true): member.period.label
    default: "\(member.area.name) \(member.period.label)"
    }
  }
}

extension Indicator {
  /// Whether Wilson's interval is the indicator's: told, or where nothing is told that of a proportion.
  fileprivate var hasWilsonLimits: Bool {
    let told = intervalMethod.lowercased()
    if told.contains("wilson") { return true }
    return !told.contains("byar") && !told.contains("exact") && valueType == .proportion
  }

  /// Whether those it counts are some of its denominator, so that there are no more of them.
  var isShare: Bool { valueType == .proportion || hasWilsonLimits }
}

extension Figures {
  /// Whether count and denominator, as far as they are there, can go into a rate of several figures (facts section 2): the count
  /// at least 0, the denominator above 0, and the count of a share no more than its denominator.
  func isSummable(asShare isShare: Bool) -> Bool {
    if let count, !(count >= 0) { return false }
    guard let denominator else { return true }
    return denominator > 0 && !(isShare && (count ?? 0) > denominator)
  }
}
