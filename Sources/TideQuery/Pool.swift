import TideMethods
import TideModel
import TideStore

/// A benchmark made from the counts and denominators of areas.
enum Pool {
  /// Why nothing was pooled.
  struct Refusal: Error {
    let reason: String
  }

  /// What came of pooling.
  enum Outcome {
    /// A rate of `used` of `total` areas.
    case rate(Figures, used: Int, total: Int)
    /// None, and why.
    case refused(String)
  }

  /// One area's part in a pool.
  private struct Part {
    let code: String
    let value: Double?
    let count: Double
    let denominator: Double
  }

  /// The areas' rate in a period, from those that publish a count and a denominator.
  ///
  /// Only for value types that are a ratio of counts, and for unknown types and indirectly standardised ratios whose
  /// published values prove to be one. At least half of the areas there are must take part: seven authorities are not
  /// England.
  static func rate(
    of members: Members, period: Int, group: PeerGroup, indicator: Indicator, catalogue: CatalogueView
  ) throws -> Outcome {
    guard let proven = mustProve(indicator) else { return .refused(cannotBePooled(indicator)) }
    let parts = try parts(of: members, period: period, areShares: indicator.isShare)
    guard parts.count > 1 else { return .refused("fewer than two areas publish a count and a denominator") }
    let total = try existing(group, in: members.panel.periods[period], catalogue: catalogue)
      .union(parts.map(\.code)).count
    guard parts.count * 2 >= total else {
      return .refused("only \(parts.count) of \(total) areas publish a count and a denominator")
    }
    let proof = proof(of: indicator, parts: parts, mustMatch: proven)
    guard let multiplier = proof.multiplier else { return .refused(proof.refusal) }
    let pooled = Pooling.pooledRate(
      counts: parts.map(\.count), denominators: parts.map(\.denominator), multiplier: multiplier)
    guard let value = pooled.value else { return .refused(pooled.reason ?? "no pooled rate") }
    let figures = Figures(value: value, count: pooled.count, denominator: pooled.denominator)
    return .rate(figures, used: pooled.membersUsed, total: total)
  }

  /// Whether published values have to prove that they are a ratio of counts; nil where they are none.
  static func mustProve(_ indicator: Indicator) -> Bool? {
    let proven = indicator.valueType == .unknown || indicator.valueType == .indirectlyStandardisedRatio
    return indicator.valueType.isRatioOfCounts || proven ? proven : nil
  }

  static func cannotBePooled(_ indicator: Indicator) -> String {
    "\(indicator.valueType.name.lowercased()) cannot be pooled"
  }

  /// The rate of areas that all have a count and a denominator, and what it was multiplied by.
  static func sum(
    _ areas: [(code: String, figures: Figures)], indicator: Indicator
  ) -> Result<(PooledRate, Double), Refusal> {
    guard let proven = mustProve(indicator) else { return .failure(Refusal(reason: cannotBePooled(indicator))) }
    let parts = areas.map {
      Part(
        code: $0.code, value: $0.figures.value, count: $0.figures.count ?? .nan,
        denominator: $0.figures.denominator ?? .nan)
    }
    let proof = proof(of: indicator, parts: parts, mustMatch: proven)
    guard let multiplier = proof.multiplier else { return .failure(Refusal(reason: proof.refusal)) }
    return .success(
      (
        Pooling.pooledRate(
          counts: parts.map(\.count), denominators: parts.map(\.denominator), multiplier: multiplier), multiplier
      ))
  }

  /// What count / denominator is multiplied by to give an indicator's values: as told; where value type or multiplier are not,
  /// the only usual one that gives every published value.
  static func multiplier(
    of areas: [(code: String, figures: Figures)], indicator: Indicator
  ) -> Double? {
    if indicator.valueType != .unknown, let told = indicator.multiplier { return told }
    let counted = areas.filter { $0.figures.count != nil && $0.figures.denominator != nil }
    guard !counted.isEmpty, case .success(let (_, factor)) = sum(counted, indicator: indicator) else { return nil }
    return factor
  }

  private static func parts(of members: Members, period: Int, areShares isShare: Bool) throws -> [Part] {
    let panel = members.panel
    try panel.load(period: period, .tested)
    return try members.indices.compactMap { area in
      guard try !members.isReplaced(area, period: period), let found = try panel.tested(area: area, period: period),
        !found.status.isAbsence, let count = found.figures.count, let denominator = found.figures.denominator,
        count.isFinite, denominator.isFinite, found.figures.isSummable(asShare: isShare)
      else { return nil }
      return Part(code: panel.areas[area], value: found.figures.value, count: count, denominator: denominator)
    }
  }

  /// The catalogued areas of a group that exist on the last day of a period, or today.
  static func existing(
    _ group: PeerGroup, in period: Period, catalogue: CatalogueView
  ) throws -> Set<String> {
    let lastDay = period.end.adding(days: -1)
    return try Set(
      catalogue.areas().filter { area in
        switch catalogue.geography {
        case .current: if !area.successors.isEmpty { return false }
        case .published:
          if let from = area.validFrom, from > lastDay { return false }
          if let to = area.validTo, to <= lastDay { return false }
        }
        return try group.contains(area.code, in: catalogue)
      }.map(\.code))
  }

  private static func proof(of indicator: Indicator, parts: [Part], mustMatch: Bool) -> MultiplierProof {
    var proof = MultiplierProof(indicator, mustMatch: mustMatch)
    for part in parts { proof.add(value: part.value, count: part.count, denominator: part.denominator) }
    return proof
  }
}

/// Finds what count / denominator is multiplied by, figure by figure: as told, else the only usual one that gives every
/// published value.
struct MultiplierProof {
  /// Those that have given every value so far.
  private var candidates: [Double]
  private let mustMatch: Bool
  private let isTold: Bool
  /// Whether the metadata tell the multiplier, even where values have to prove it.
  private let isGiven: Bool
  private var hasCompared = false
  private var hasZeros = false

  /// - Parameter mustMatch: whether even a told multiplier has to give every value to a thousandth of it.
  init(_ indicator: Indicator, mustMatch: Bool) {
    self.mustMatch = mustMatch
    isGiven = indicator.multiplier != nil
    isTold = isGiven && !mustMatch
    candidates = indicator.multiplier.map { [$0] } ?? [1, 100, 1000, 10_000, 100_000]
  }

  /// Nil where the indicator's values are no ratio of counts.
  init?(_ indicator: Indicator) {
    guard let proven = Pool.mustProve(indicator) else { return nil }
    self.init(indicator, mustMatch: proven)
  }

  /// Takes a figure in; one without a value proves nothing.
  mutating func add(value: Double?, count: Double, denominator: Double) {
    guard !isTold, let value else { return }
    candidates.removeAll { candidate in
      let predicted = count / denominator * candidate
      let rounding = mustMatch ? 0 : Self.halfUnit(of: value)
      return !((predicted - value).magnitude <= max(rounding, 1e-3 * value.magnitude))
    }
    if value != 0 { hasCompared = true } else { hasZeros = true }
  }

  /// Takes the figures of another of the same indicator in.
  mutating func add(_ other: MultiplierProof) {
    candidates.removeAll { !other.candidates.contains($0) }
    hasCompared = hasCompared || other.hasCompared
    hasZeros = hasZeros || other.hasZeros
  }

  /// The multiplier; nil where none gives the values. Zeros are given by every multiplier, and so only by one that is told.
  var multiplier: Double? { isTold || hasCompared || isGiven && hasZeros ? candidates.first : nil }

  /// Why there is none.
  var refusal: String {
    if candidates.isEmpty || hasCompared { return "count and denominator do not give the published values" }
    return hasZeros
      ? "all values are 0, which does not tell what count over denominator is multiplied by"
      : "no values are published that tell what count over denominator is multiplied by"
  }

  /// Half a unit of the last decimal a value was printed with, and a little.
  private static func halfUnit(of value: Double) -> Double {
    let digits = value.description
    guard !digits.contains("e"), let point = digits.firstIndex(of: ".") else { return 0 }
    let decimals = digits.hasSuffix(".0") ? 0 : digits.distance(from: point, to: digits.endIndex) - 1
    return (0..<decimals).reduce(0.5 * (1 + 1e-9)) { unit, _ in unit / 10 }
  }
}
