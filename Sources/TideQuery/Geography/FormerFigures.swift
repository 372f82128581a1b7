import TideMethods
import TideModel
import TideStore

/// Makes the figures of today's areas for periods in which only their predecessors were published.
///
/// An area's own figure stands, whatever it is: one that is suppressed is not worked out again from its parts. Else its
/// predecessors are taken, those of the upper tier first, then those of the lower: a single one's figures stand for the
/// area, several are summed by count and denominator. A predecessor that was split between areas belongs to none of them.
struct FormerFigures {
  /// What there is for an area and a period.
  enum Outcome {
    /// The area's own figure, and its release.
    case published(Observation, release: Int?)
    /// A figure made from predecessors, the newest release of theirs, and what has to be said.
    case made(Observation, release: Int?, remark: String)
    /// None, and why.
    case refused(String)
    /// Neither the area nor any predecessor has anything.
    case nothing
  }

  private let panel: Panel
  private let indicator: Indicator
  private let succession: Succession

  init(_ panel: Panel, _ indicator: Indicator, _ succession: Succession) {
    self.panel = panel
    self.indicator = indicator
    self.succession = succession
  }

  /// What there is for an area and a period.
  func outcome(_ code: String, _ period: Int) throws -> Outcome { try outcome(code, period, seen: []) }

  private func outcome(_ code: String, _ period: Int, seen: Set<String>) throws -> Outcome {
    if let area = panel.areaIndex(code), let own = try panel.observation(area: area, period: period) {
      return .published(own, release: try panel.release(area: area, period: period))
    }
    let former = succession.predecessors(of: code)
    // A list that goes round in a circle says nothing.
    guard !former.isEmpty, !seen.contains(code) else { return .nothing }
    var refusal: String?
    for tier in [former.filter { !$0.code.hasPrefix("E07") }, former.filter { !$0.code.hasPrefix("E10") }] {
      switch try together(tier, of: code, period, seen: seen.union([code])) {
      case .refused(let why): refusal = refusal ?? why
      case .nothing: break
      case let outcome: return outcome
      }
    }
    return refusal.map { .refused($0) } ?? .nothing
  }

  /// The figure of an area from all of its predecessors of one tier.
  private func together(_ former: [Area], of code: String, _ period: Int, seen: Set<String>) throws -> Outcome {
    var parts: [(area: Area, observation: Observation)] = []
    var release: Int?
    var refusal: String?
    for area in former {
      switch try outcome(area.code, period, seen: seen) {
      case .published(let observation, let number), .made(let observation, let number, _):
        if area.successors.count > 1 { refusal = refusal ?? "\(Self.name(area)) was split" }
        parts.append((area, observation))
        release = [release, number].compactMap { $0 }.max()
      case .refused(let why):
        refusal = refusal ?? why
        parts.append((area, Observation(figures: Figures(), status: .notAvailable)))
      case .nothing: refusal = refusal ?? "nothing is published for \(Self.name(area))"
      }
    }
    if parts.isEmpty { return .nothing }
    if let refusal { return .refused(refusal) }
    if parts.count == 1, let only = parts.first {
      return .made(only.observation, release: release, remark: "figure of \(Self.name(only.area))")
    }
    return try sum(parts, release)
  }

  private static func name(_ area: Area) -> String { "\(area.name) (\(area.code))" }

  private func sum(_ parts: [(area: Area, observation: Observation)], _ release: Int?) throws -> Outcome {
    for (area, observation) in parts {
      if observation.status.isAbsence { return .refused("\(Self.name(area)) is \(observation.status.meaning)") }
      if observation.figures.count == nil || observation.figures.denominator == nil {
        return .refused("no count and denominator are published for \(Self.name(area))")
      }
    }
    let pool: PooledRate
    let multiplier: Double
    switch Pool.sum(parts.map { ($0.area.code, $0.observation.figures) }, indicator: indicator) {
    case .success(let (rate, factor)): (pool, multiplier) = (rate, factor)
    case .failure(let refusal): return .refused(refusal.reason)
    }
    guard let value = pool.value, pool.membersUsed == parts.count else {
      return .refused(pool.reason ?? "a count or denominator makes no sense")
    }
    var figures = Figures(value: value, count: pool.count, denominator: pool.denominator)
    func limits(_ level: ConfidenceLevel, _ lower: Measure, _ upper: Measure) {
      // Where the parts have no interval the sum gets none.
      guard parts.allSatisfy({ $0.observation.figures[lower] != nil && $0.observation.figures[upper] != nil }),
        let interval = interval(pool, multiplier, level)
      else { return }
      figures[lower] = interval.lower
      figures[upper] = interval.upper
    }
    limits(.p95, .lower95, .upper95)
    limits(.p998, .lower998, .upper998)
    let remark = "summed from \(Succession.list(parts.map(\.area.name)))"
    return .made(Observation(figures: figures), release: release, remark: remark)
  }

  /// The interval of a sum by the indicator's method: Wilson's, which is also that of proportions whose method is not
  /// told, or Byar's, also that of crude rates and ratios; nil for any other, and for fewer than ten events.
  private func interval(_ pool: PooledRate, _ multiplier: Double, _ level: ConfidenceLevel) -> Interval? {
    let told = indicator.intervalMethod.lowercased()
    let isWilson = told.isEmpty ? indicator.valueType == .proportion : told.contains("wilson")
    let isByar =
      told.isEmpty
      ? indicator.valueType == .crudeRate || indicator.valueType == .ratio
      : told.contains("byar") && !told.contains("dobson")
    if isWilson {
      return Intervals.wilson(count: pool.count, of: pool.denominator, z: level.z)?.scaled(by: multiplier)
    }
    if isByar { return Intervals.byar(count: pool.count, z: level.z)?.scaled(by: multiplier / pool.denominator) }
    return nil
  }
}
