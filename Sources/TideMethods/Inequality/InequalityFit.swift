/// A weighted line through the quantiles' values, and the limits of what follows from it.
struct InequalityFit {
  /// The scale of the values' errors, and whether the line is fitted on it.
  private let scale: InequalityScale
  private let isTransformed: Bool
  /// The values as they are, and their standard errors on the scale; empty where no value has limits.
  private let values: [Double]
  private let errors: [Double]
  /// The line's slope and its value at 0 are these sums of the fitted values.
  private let slopeWeights: [Double]
  private let interceptWeights: [Double]
  /// What has been simulated, so that limits at another level are of the same fits.
  private var simulation: Simulation?

  /// Slopes and ratios of simulated fits, each in rising order.
  private struct Simulation {
    let repetitions: Int
    let seed: UInt64
    let slopes: [Double]
    let ratios: [Double]
  }

  /// The z that published 95% limits are read with. Source: facts section 6.
  private static let publishedZ = 1.959964

  init(_ figures: [InequalityFigure], scale: InequalityScale, isTransformed: Bool) throws(Obstacle) {
    guard (5...100).contains(figures.count) else {
      throw Obstacle("an index needs 5 to 100 quantiles: \(figures.count)")
    }
    self.scale = scale
    self.isTransformed = isTransformed && scale != .linear
    var values: [Double] = []
    var errors: [Double] = []
    var populations: [Double] = []
    let isBare = figures.allSatisfy { $0.interval == nil && $0.standardError == nil }
    for (index, figure) in figures.enumerated() {
      let place = "of quantile \(index + 1)"
      guard let population = figure.population, population > 0, population.isFinite else {
        throw Obstacle("the population \(place) is missing or not above zero")
      }
      guard let value = figure.value, scale.transformed(value).isFinite else {
        throw Obstacle("the value \(place) is missing or has no place on its scale")
      }
      if isTransformed, figure.standardError != nil {
        throw Obstacle("a standard error says nothing of a transformed scale: give limits")
      }
      populations.append(population)
      values.append(value)
      if isBare { continue }
      let error = Self.error(figure, scale)
      guard let error, error > 0, error.isFinite else {
        throw Obstacle("the limits or standard error \(place) are missing or impossible")
      }
      errors.append(error)
    }
    self.values = values
    self.errors = errors
    (slopeWeights, interceptWeights) = try Self.weights(populations)
  }

  /// The standard error of a figure on its scale; nil for one without limits.
  static func error(_ figure: InequalityFigure, _ scale: InequalityScale) -> Double? {
    if let error = figure.standardError { return error }
    return figure.interval.map {
      (scale.transformed($0.upper) - scale.transformed($0.lower)) / (2 * publishedZ)
    }
  }

  private static func weights(_ populations: [Double]) throws(Obstacle) -> (slope: [Double], intercept: [Double]) {
    let total = try Checked.result(populations.reduce(0, +))
    let shares = populations.map { $0 / total }
    var below = 0.0
    let middles = shares.map { share in
      defer { below += share }
      return below + share / 2
    }
    let sum = shares.reduce(0, +)
    let mean = zip(shares, middles).reduce(0) { $0 + $1.0 * $1.1 } / sum
    let spread = zip(shares, middles).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    guard spread > 0 else { throw .outOfRange }
    let slope = zip(shares, middles).map { $0 * ($1 - mean) / spread }
    return (slope, zip(shares, slope).map { $0 / sum - mean * $1 })
  }

  mutating func index(
    multiplier m: Double, confidence: Confidence, limits: InequalityIndex.Limits
  ) throws(Obstacle) -> InequalityIndex {
    guard m != 0, m.isFinite else { throw Obstacle("the multiplier is zero or not a finite number") }
    let fitted = isTransformed ? values.map(scale.transformed) : values
    let slope = dot(slopeWeights, fitted)
    let start = dot(interceptWeights, fitted)
    let (bottom, top) = isTransformed ? (scale.restored(start), scale.restored(start + slope)) : (start, start + slope)
    var found: (slope: Interval?, relative: Interval?) = (nil, nil)
    var method: IntervalMethod?
    switch limits {
    case _ where errors.isEmpty: break
    case .closedForm:
      found = closedForm(slope, start, z: confidence.z)
      method = .normal
    case .simulation(let repetitions, let seed):
      guard (1000...10_000_000).contains(repetitions) else {
        throw Obstacle("a simulation takes 1,000 to 10,000,000 repetitions: \(repetitions)")
      }
      found = simulated(start + slope / 2, confidence, repetitions, seed)
      method = .simulation
    }
    let ratio = m < 0 ? bottom / top : top / bottom
    let bare = errors.isEmpty ? Obstacle("the quantiles have no limits") : nil
    func estimate(_ value: Double, _ interval: Interval?) -> Estimate {
      Estimate(value: value, interval: interval, method: method, obstacle: value.isFinite ? bare : nil)
    }
    return InequalityIndex(
      slope: estimate(m * (top - bottom), found.slope.map { ordered($0.scaled(by: m)) }),
      relative: estimate(ratio, found.relative.map { m < 0 ? inverted($0) : $0 }),
      intercept: isTransformed ? bottom * m.magnitude : bottom)
  }

  private func closedForm(_ slope: Double, _ start: Double, z: Double) -> (slope: Interval?, relative: Interval?) {
    let errors = isTransformed ? errors : zip(values, errors).map { scale.slope(at: $0) * $1 }
    let spread = z * covariance(slopeWeights, slopeWeights, errors).squareRoot()
    if isTransformed {
      return atMiddle(Interval(lower: slope - spread, upper: slope + spread), middle: start + slope / 2)
    }
    let relative = fieller(top: start + slope, bottom: start, errors, z: z)
    return (Interval(lower: slope - spread, upper: slope + spread), relative)
  }

  /// The limits of a ratio of two sums of the values: where top − R·bottom is z of its standard errors from 0.
  private func fieller(top: Double, bottom: Double, _ errors: [Double], z: Double) -> Interval? {
    let topWeights = zip(slopeWeights, interceptWeights).map(+)
    let square = z * z
    let a = bottom * bottom - square * covariance(interceptWeights, interceptWeights, errors)
    let b = top * bottom - square * covariance(topWeights, interceptWeights, errors)
    let c = top * top - square * covariance(topWeights, topWeights, errors)
    guard a > 0, b * b >= a * c else { return nil }
    let root = (b * b - a * c).squareRoot()
    return Interval(lower: (b - root) / a, upper: (b + root) / a)
  }

  /// Limits of a slope on the transformed scale, brought back at the middle of the line.
  private func atMiddle(_ slope: Interval, middle: Double) -> (slope: Interval, relative: Interval) {
    let low = (scale.restored(middle - slope.lower / 2), scale.restored(middle + slope.lower / 2))
    let high = (scale.restored(middle - slope.upper / 2), scale.restored(middle + slope.upper / 2))
    return (
      Interval(lower: low.1 - low.0, upper: high.1 - high.0), Interval(lower: low.1 / low.0, upper: high.1 / high.0)
    )
  }

  private mutating func simulated(
    _ middle: Double, _ confidence: Confidence, _ repetitions: Int, _ seed: UInt64
  ) -> (slope: Interval?, relative: Interval?) {
    let known = simulation.flatMap { $0.repetitions == repetitions && $0.seed == seed ? $0 : nil }
    let fits = known ?? simulate(repetitions, seed)
    simulation = fits
    let slope = limits(fits.slopes, confidence)
    return isTransformed ? atMiddle(slope, middle: middle) : (slope, limits(fits.ratios, confidence))
  }

  private func simulate(_ repetitions: Int, _ seed: UInt64) -> Simulation {
    var generator = SeededGenerator(seed: seed)
    let places = values.map(scale.transformed)
    var slopes: [Double] = []
    var ratios: [Double] = []
    slopes.reserveCapacity(repetitions)
    for _ in 0..<repetitions {
      var (slope, start) = (0.0, 0.0)
      for index in places.indices {
        let place = places[index] + errors[index] * generator.normalDeviate()
        let value = isTransformed ? place : scale.restored(place)
        slope += slopeWeights[index] * value
        start += interceptWeights[index] * value
      }
      slopes.append(slope)
      if !isTransformed { ratios.append((start + slope) / start) }
    }
    slopes.sort()
    ratios.sort()
    return Simulation(repetitions: repetitions, seed: seed, slopes: slopes, ratios: ratios)
  }

  /// The values at the sorted places round(R(1 − p)) and round(Rp), p = c + (1 − c)/2.
  private func limits(_ values: [Double], _ confidence: Confidence) -> Interval {
    func value(_ share: Double) -> Double {
      let place = Int((Double(values.count) * share).rounded(.toNearestOrEven))
      return values[min(max(place, 1), values.count) - 1]
    }
    return Interval(lower: value(confidence.tail), upper: value(1 - confidence.tail))
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  private func covariance(_ a: [Double], _ b: [Double], _ errors: [Double]) -> Double {
    errors.indices.reduce(0) { $0 + a[$1] * b[$1] * errors[$1] * errors[$1] }
  }

  private func ordered(_ interval: Interval) -> Interval {
    Interval(lower: min(interval.lower, interval.upper), upper: max(interval.lower, interval.upper))
  }

  /// The limits of one over a figure; none of finite size where the figure may be 0.
  private func inverted(_ interval: Interval) -> Interval {
    guard interval.lower > 0 else { return Interval(lower: 0, upper: .infinity) }
    return Interval(lower: 1 / interval.upper, upper: 1 / interval.lower)
  }
}
