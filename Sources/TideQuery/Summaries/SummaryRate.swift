import TideMethods
import TideModel

/// The rate of a group's figures together, or why there is none.
struct SummaryRate {
  private let indicators: [Indicator]

  init(_ indicators: [Indicator]) { self.indicators = indicators }

  /// What the figures of a group come to.
  struct Members {
    var present = 0
    var pairs = 0
    var count = 0.0
    var denominator = 0.0
    var suppressed = 0
    var impossible = 0
    /// The number of their indicator; -1 for none.
    var indicator: Int32 = -1
    /// Whether they are of several that are no one rate.
    var isMixed = false
    var proof: MultiplierProof?
    /// Periods of a window without any figure, in words.
    var absent = ""
    /// Which of them share people, in words; nil for none.
    var shared: String?
  }

  /// The rate, as `aggregate` makes it of the same sums.
  func figure(_ members: Members) -> PooledFigure {
    guard members.indicator >= 0 else { return PooledFigure(Obstacle("no figures")) }
    let indicator = indicators[Int(members.indicator)]
    func none(_ text: String, _ status: Status = .notAvailable) -> PooledFigure {
      PooledFigure(Obstacle(text, status: status))
    }
    if members.isMixed { return none("indicators of several units or methods make no rate") }
    if let shared = members.shared { return none("not pooled: \(shared)") }
    if !members.absent.isEmpty { return none("no figures of \(members.absent)") }
    let of = " of \(Footnotes.count(members.present, "figure"))"
    if members.suppressed > 0 {
      return none("suppressed: \(members.suppressed)\(of)", .suppressed)
    }
    if members.pairs < members.present {
      return none("no count or denominator: \(members.present - members.pairs)\(of)")
    }
    if members.impossible > 0 {
      return none(
        "a count or denominator is impossible (below 0, of none, or above its denominator): \(members.impossible)\(of)")
    }
    guard let proof = members.proof else { return none(Pool.cannotBePooled(indicator)) }
    guard let multiplier = proof.multiplier else { return none(proof.refusal) }
    return PooledFigure(
      count: members.count, denominator: members.denominator, multiplier: multiplier, indicator)
  }

  /// Whether figures of two indicators make one rate: equal unit, multiplier, value type and method of intervals.
  static func areOne(_ first: Indicator, _ second: Indicator) -> Bool {
    first.id == second.id
      || first.unit == second.unit && first.multiplier == second.multiplier && first.valueType == second.valueType
        && first.intervalMethod == second.intervalMethod
  }
}
