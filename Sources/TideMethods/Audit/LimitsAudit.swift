public import TideModel

/// Whether published confidence limits follow from what is printed beside them, and by which recipe.
public struct LimitsAudit: Sendable {
  /// What was found of one row.
  public struct Finding: Sendable {
    /// The outcome.
    public let outcome: AuditOutcome
    /// The recipe that gives the published limits, else the first; nil where none is known.
    public let recipe: IntervalRecipe?
    /// The limits recomputed by it from the printed count; nil where there are none.
    public let recomputed: Interval?
  }

  /// At which level.
  public let level: ConfidenceLevel
  /// The recipes that reproduce the limits, that of most rows first; empty where none is known.
  public let recipes: [IntervalRecipe]
  /// Whether they give at least half of the limits, so that one they do not give is a fault of its row; else the publisher has a
  /// method of its own.
  private let isBelieved: Bool
  private let value: ValueAudit

  /// How many rows the recipes are chosen by.
  private static let sample = 2_000
  /// The least share of rows that a recipe must reproduce to be believed.
  private static let leastShare = 0.05

  /// Chooses the recipes: the one that reproduces most rows, then one that reproduces most of the rest, and so on.
  ///
  /// Reproduced is a row whose count was rounded afterwards, too, if the limits lie between those of the count less and plus half a
  /// step; the count behind it is not looked for.
  /// - Parameters:
  ///   - rows: of one indicator.
  ///   - value: what its values are.
  /// - Complexity: O(rows).
  public init(of rows: [AuditRow], value: ValueAudit, level: ConfidenceLevel) {
    self.level = level
    self.value = value
    let (lower, upper) = Self.measures(level)
    let able = rows.filter {
      $0.published.figures[lower] != nil && $0.published.figures[upper] != nil && $0.published.figures.count != nil
    }
    let step = max(1, able.count / Self.sample)
    var rest = stride(from: 0, to: able.count, by: step).map { able[$0] }
    let all = rest.count
    let candidates = value.isDirect ? IntervalRecipe.direct : IntervalRecipe.standardised
    var chosen: [IntervalRecipe] = []
    while chosen.count < 3, !rest.isEmpty {
      var best: (recipe: IntervalRecipe, covered: Int, agreeing: Int)?
      for recipe in candidates where !chosen.contains(recipe) {
        if let best, best.agreeing == rest.count { break }
        var (covered, agreeing) = (0, 0)
        for row in rest {
          switch Self.match(row, recipe, value.multiplier, level) {
          case .agrees: (covered, agreeing) = (covered + 1, agreeing + 1)
          // Rounding explains what one recipe leaves; it speaks for no further one.
          case .rounded where chosen.isEmpty: covered += 1
          default: break
          }
        }
        if (covered, agreeing) > (best?.covered ?? 0, best?.agreeing ?? 0) { best = (recipe, covered, agreeing) }
      }
      guard let best, best.agreeing >= (chosen.isEmpty ? 1 : 5),
        Double(best.covered) >= Self.leastShare * Double(all)
      else { break }
      chosen.append(best.recipe)
      rest.removeAll { row in
        switch Self.match(row, best.recipe, value.multiplier, level) {
        case .agrees, .rounded: true
        default: false
        }
      }
    }
    recipes = chosen
    let lost = rest.count { row in !chosen.contains { Self.isWhole(row, $0, value.multiplier, level) } }
    isBelieved = 2 * lost <= all
  }

  private static func measures(_ level: ConfidenceLevel) -> (lower: Measure, upper: Measure) {
    level == .p95 ? (.lower95, .upper95) : (.lower998, .upper998)
  }

  /// Whether a recipe gives a row's limits; nil where it gives none or others.
  private static func match(
    _ row: AuditRow, _ recipe: IntervalRecipe, _ multiplier: Double, _ level: ConfidenceLevel
  ) -> AuditOutcome? {
    let published = row.published
    guard let count = published.figures.count else { return nil }
    func limits(_ count: Double) -> IntervalRecipe.Limits? {
      recipe.limits(published, count: count, multiplier: multiplier, level: level)
    }
    let (lower, upper) = measures(level)
    guard let exact = limits(count) else { return nil }
    if published.agrees(lower, with: exact.interval.lower, slack: exact.slack),
      published.agrees(upper, with: exact.interval.upper, slack: exact.slack)
    {
      return .agrees
    }
    guard let rounding = row.rounding, rounding.holds(count) else { return nil }
    return lies(row, recipe, multiplier, level, within: rounding.half) ? .rounded : nil
  }

  /// Whether a row's limits lie between those of its count less and plus so many events.
  private static func lies(
    _ row: AuditRow, _ recipe: IntervalRecipe, _ multiplier: Double, _ level: ConfidenceLevel, within half: Double
  ) -> Bool {
    let published = row.published
    guard let count = published.figures.count else { return false }
    let most = recipe.formula == .wilson ? published.figures.denominator ?? count : .infinity
    func limits(_ count: Double) -> IntervalRecipe.Limits? {
      recipe.limits(published, count: count, multiplier: multiplier, level: level)
    }
    let (lower, upper) = measures(level)
    guard let exact = limits(count), let least = limits(max(0, count - half)),
      let greatest = limits(min(most, count + half))
    else { return false }
    return published.lies(lower, between: least.interval.lower, and: greatest.interval.lower, slack: exact.slack)
      && published.lies(upper, between: least.interval.upper, and: greatest.interval.upper, slack: exact.slack)
  }

  /// Whether a row's limits are those of a whole count but for rounding: of the count, by half, and of the limits as counts of
  /// people, which some publishers round or cut before they divide, by as much again; and hardly of another width.
  private static func isWhole(
    _ row: AuditRow, _ recipe: IntervalRecipe, _ multiplier: Double, _ level: ConfidenceLevel
  ) -> Bool {
    let figures = row.published.figures
    let (lower, upper) = measures(level)
    guard let count = figures.count, CountRounding.whole.holds(count), let low = figures[lower],
      let high = figures[upper],
      let exact = recipe.limits(row.published, count: count, multiplier: multiplier, level: level)?.interval,
      max((low - exact.lower).magnitude, (high - exact.upper).magnitude)
        < LimitsExplanation.hardly * (exact.upper - exact.lower)
    else { return false }
    return lies(row, recipe, multiplier, level, within: 2 * CountRounding.whole.half)
  }

  /// Checks one row.
  /// - Parameter valueOutcome: what was found of its value, for the likely reason.
  public func finding(_ row: AuditRow, value valueOutcome: AuditOutcome) -> Finding {
    func none(_ outcome: AuditOutcome) -> Finding { Finding(outcome: outcome, recipe: recipes.first, recomputed: nil) }
    let figures = row.published.figures
    let (lower, upper) = Self.measures(level)
    guard let low = figures[lower], let high = figures[upper], low.isFinite, high.isFinite else {
      return none(.notChecked(AuditReason("no \(level.text) limits are published")))
    }
    guard low <= high else { return none(.differs(AuditReason("the limits are the wrong way round"))) }
    guard let count = figures.count, figures.denominator != nil || !value.isDirect else {
      return none(.notChecked(AuditReason("no count and denominator are published")))
    }
    for recipe in recipes {
      guard let outcome = Self.match(row, recipe, value.multiplier, level) else { continue }
      if outcome == .rounded, recipe != recipes[0] { continue }
      return Finding(outcome: outcome, recipe: recipe, recomputed: limits(recipe, row, count))
    }
    if let recipe = recipes.first(where: { Self.isWhole(row, $0, value.multiplier, level) }) {
      return Finding(outcome: .rounded, recipe: recipe, recomputed: limits(recipe, row, count))
    }
    return unexplained(row, Interval(lower: low, upper: high), count, valueOutcome)
  }

  /// Of limits that no recipe gives: what is wrong with them, where the recipes are the publisher's or the row contradicts itself.
  private func unexplained(
    _ row: AuditRow, _ published: Interval, _ count: Double, _ valueOutcome: AuditOutcome
  ) -> Finding {
    let figures = row.published.figures
    let recipe = isBelieved ? recipes.first : nil
    let recomputed = recipe.flatMap { limits($0, row, count) }
    let explanation = LimitsExplanation(
      published: published, recomputed: recomputed, value: figures.value, unit: row.published.unit(.value),
      factor: value.isDirect ? (figures.denominator ?? 0) / value.multiplier : nil, valueOutcome: valueOutcome)
    if explanation.isOutside, row.published.isOutsideByRounding {
      return Finding(outcome: .rounded, recipe: recipe, recomputed: recomputed)
    }
    if let reason = explanation.reason {
      return Finding(outcome: .differs(reason), recipe: recipe, recomputed: recomputed)
    }
    return Finding(
      outcome: .notChecked(AuditReason("no method known here gives these limits")), recipe: recipe, recomputed: nil)
  }

  private func limits(_ recipe: IntervalRecipe, _ row: AuditRow, _ count: Double) -> Interval? {
    recipe.limits(row.published, count: count, multiplier: value.multiplier, level: level)?.interval
  }
}

/// Why limits may not be those of their count.
struct LimitsExplanation {
  let published: Interval
  /// By the recipe that most rows follow; nil where there is none.
  let recomputed: Interval?
  let value: Double?
  /// The unit of the value's last place.
  let unit: Double
  /// Denominator over multiplier: a figure times it is a number of events; nil where it is not.
  let factor: Double?
  let valueOutcome: AuditOutcome

  /// What limits may be off without being others, as a share of their interval.
  static let hardly = 0.01

  /// Whether the value lies outside its limits by more than the unit of its column.
  var isOutside: Bool { value.map { $0 < published.lower - unit || $0 > published.upper + unit } ?? false }

  /// The likely reason; nil where no recipe is known and nothing is wrong within the row itself.
  var reason: AuditReason? {
    if let factor, factor != 1, let recomputed, isSame(published, recomputed.scaled(by: factor)) {
      return AuditReason("the limits are those of the count and not of the figure")
    }
    if let power = otherUnit {
      return AuditReason("the limits are in another unit", detail: "\(power) times those of the figure")
    }
    if isOutside { return AuditReason("the value lies outside its limits") }
    if case .differs = valueOutcome { return AuditReason("count and denominator contradict value and limits") }
    guard let recomputed else { return nil }
    let width = recomputed.upper - recomputed.lower
    guard width > 0 else { return AuditReason("the limits are others than count and denominator give") }
    let shift = max(
      (published.lower - recomputed.lower).magnitude, (published.upper - recomputed.upper).magnitude)
    if shift < Self.hardly * width {
      return AuditReason("they differ by less than a hundredth of the interval")
    }
    let ratio = (published.upper - published.lower) / width
    let percent = Int(min(1e6, ((ratio - 1).magnitude * 100).rounded()))
    if percent < 1 { return AuditReason("the interval is as wide but lies elsewhere") }
    return ratio > 1
      ? AuditReason("the interval is wider than count and denominator give", detail: "by \(percent)%")
      : AuditReason("the interval is narrower than count and denominator give", detail: "by \(percent)%")
  }

  /// The power of ten by which both limits differ from the recomputed ones.
  private var otherUnit: String? {
    guard let recomputed, recomputed.upper > 0 else { return nil }
    for (power, name) in [(10.0, "10"), (100, "100"), (1_000, "1,000"), (0.1, "0.1"), (0.01, "0.01"), (0.001, "0.001")]
    where isSame(published, recomputed.scaled(by: power)) {
      return name
    }
    return nil
  }

  /// Whether two intervals are the same to three digits.
  private func isSame(_ one: Interval, _ other: Interval) -> Bool {
    (one.lower - other.lower).magnitude <= 1e-3 * other.lower.magnitude
      && (one.upper - other.upper).magnitude <= 1e-3 * other.upper.magnitude && other.upper != 0
  }
}
