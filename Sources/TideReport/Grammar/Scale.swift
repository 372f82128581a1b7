/// From figures to places on the canvas.
struct Scale: Sendable {
  /// The figures at its two ends, the lower first.
  let lower: Double
  let upper: Double
  /// The places at its two ends.
  let start: Double
  let end: Double
  /// Whether equal ratios have equal lengths.
  let isLogarithmic: Bool

  /// A scale on which equal differences have equal lengths.
  init(from lower: Double, to upper: Double, at start: Double, _ end: Double) {
    (self.lower, self.upper) = Self.opened(lower, upper)
    (self.start, self.end) = (start, end)
    isLogarithmic = false
  }

  /// A scale of ratios, which are above 0.
  init(ratiosFrom lower: Double, to upper: Double, at start: Double, _ end: Double) {
    self.lower = min(max(lower, 1e-6), 0.99)
    self.upper = max(min(upper, 1e6), 1.01)
    (self.start, self.end) = (start, end)
    isLogarithmic = true
  }

  /// Where a figure stands; what lies beyond an end stands at that end.
  func place(_ figure: Double) -> Double {
    let share: Double =
      isLogarithmic
      ? (logarithm(max(figure, lower)) - logarithm(lower)) / (logarithm(upper) - logarithm(lower))
      : (figure - lower) / (upper - lower)
    return start + min(max(share, 0), 1) * (end - start)
  }

  /// The ticks of the scale, at most so many.
  func ticks(most: Int) -> Ticks { Ticks(from: lower, to: upper, most: most) }

  /// Two figures that differ, also where those given do not.
  private static func opened(_ lower: Double, _ upper: Double) -> (Double, Double) {
    if upper - lower > max(upper.magnitude, lower.magnitude) * 1e-9, upper > lower { return (lower, upper) }
    let room = lower == 0 ? 1 : lower.magnitude * 0.1
    return (lower >= 0 ? max(0, lower - room) : lower - room, lower + room)
  }

  /// The span of an axis that shows all of some figures.
  /// - Parameter includesZero: nil to begin at 0 unless that would press the figures into the upper quarter of the axis.
  static func span(of figures: [Double], includesZero: Bool?) -> (lower: Double, upper: Double) {
    guard let least = figures.min(), let most = figures.max() else { return (0, 1) }
    let takesZero = includesZero ?? (least <= 0 || most - least > most * 0.25)
    let (low, high) = takesZero ? (min(0, least), max(0, most)) : (least, most)
    let room = (high - low) * 0.06
    let lower = low < 0 || !takesZero ? low - room : 0
    let upper = high > 0 ? high + room : 0
    return (takesZero || least < 0 ? lower : max(0, lower), upper == lower ? lower + 1 : upper)
  }
}
