public import TideModel

/// How sure a place in a league table is.
///
/// Each area's true figure is taken as uncertain by itself: as likely below its value as above, on each side normal, so that
/// its 95% limits are the published ones. The place of an area is then 1 + how many others come before it, which at each of
/// its possible figures is a sum of independent events with known probabilities (a Poisson-binomial distribution). Averaged
/// over its own figure that gives the distribution of the place in closed form, up to a numeric integral; nothing is
/// simulated. An area without limits is taken at its value.
/// Source: Goldstein and Spiegelhalter 1996, section 4 (intervals for ranks), with the sum in place of their simulation.
public struct RankInterval: Sendable, Hashable {
  /// The first place of the 95% interval.
  public let lower: Int
  /// The last place of it.
  public let upper: Int
  /// The probability of the first place.
  public let isFirst: Double
  /// The probability of the last place.
  public let isLast: Double

  /// An area's figure: its value, and its 95% limits where there are any.
  public struct Figure: Sendable, Hashable {
    /// The value.
    public let value: Double
    fileprivate let below: Double
    fileprivate let above: Double

    /// Nil without a finite value. Limits that are missing, or on the wrong side of the value, are none.
    public init?(_ figures: Figures) {
      guard let value = figures.value, value.isFinite else { return nil }
      self.value = value
      let z = ConfidenceLevel.p95.z
      if let interval = figures.interval(.p95), interval.lower <= value, value <= interval.upper {
        (below, above) = ((value - interval.lower) / z, (interval.upper - value) / z)
      } else {
        (below, above) = (0, 0)
      }
    }

    /// Whether anything but the value is possible.
    public var isUncertain: Bool { below > 0 || above > 0 }

    /// The figure below which a share of the possible ones lie.
    fileprivate func quantile(_ deviate: Double) -> Double { value + deviate * (deviate < 0 ? below : above) }

    /// The share of the possible figures that lie below one; half of those equal to it.
    fileprivate func share(below figure: Double) -> Double {
      let distance = figure - value
      let spread = distance < 0 ? below : above
      if spread > 0 { return NormalDistribution.lowerTail(distance / spread) }
      return distance < 0 ? 0 : distance > 0 ? 1 : 0.5
    }
  }

  /// At so many possible figures of the area the place is worked out.
  private static let nodes = 200
  /// Beyond so many areas in doubt a normal distribution stands for the sum.
  private static let mostSummed = 400
  /// No more areas have intervals of their places.
  public static let mostAreas = 2000

  private static let deviates: [Double] = (0..<nodes).map { node in
    NormalDistribution.quantile((Double(node) + 0.5) / Double(nodes)) ?? 0
  }

  /// The interval of one area's place.
  /// - Parameters:
  ///   - index: the area's position among the figures.
  ///   - figures: one an area; nil for one that has no place.
  ///   - direction: which figure gets place 1.
  /// - Returns: nil where the area has no place, or there are more than ``mostAreas``.
  /// - Complexity: O(n²) with n areas whose order to this one is in doubt; O(n) beyond some hundred.
  public static func of(_ index: Int, in figures: [Figure?], _ direction: Ranking.Direction) -> RankInterval? {
    guard figures.indices.contains(index), let own = figures[index] else { return nil }
    let others = figures.indices.lazy.filter { $0 != index }.compactMap { figures[$0] }
    let peers = Array(others)
    guard peers.count < mostAreas else { return nil }
    var places = [Double](repeating: 0, count: peers.count + 1)
    for deviate in deviates {
      let figure = own.quantile(deviate)
      add(
        peers.map { peer in
          let share = peer.share(below: figure)
          return direction == .lowestFirst ? share : 1 - share
        }, to: &places)
    }
    return RankInterval(places.map { $0 / Double(nodes) })
  }

  /// From the probability of each place.
  private init(_ places: [Double]) {
    func place(_ share: Double) -> Int {
      var sum = 0.0
      for (place, probability) in places.enumerated() {
        sum += probability
        // What is left of a probability after rounding decides nothing.
        if sum > share * (1 + 1e-9) { return place + 1 }
      }
      return places.count
    }
    lower = place(0.025)
    upper = place(0.975)
    isFirst = places.first ?? 0
    isLast = places.last ?? 0
  }

  /// Adds the distribution of how many of some independent events happen.
  private static func add(_ probabilities: [Double], to places: inout [Double]) {
    let doubtful = probabilities.filter { $0 > 1e-9 && $0 < 1 - 1e-9 }
    let certain = probabilities.count { $0 >= 1 - 1e-9 }
    guard doubtful.count <= mostSummed else { return addNormal(doubtful, certain, to: &places) }
    var sum = [1.0]
    sum.reserveCapacity(doubtful.count + 1)
    for p in doubtful {
      sum.append(0)
      for count in stride(from: sum.count - 1, to: 0, by: -1) { sum[count] = sum[count] * (1 - p) + sum[count - 1] * p }
      sum[0] *= 1 - p
    }
    for (count, probability) in sum.enumerated() { places[certain + count] += probability }
  }

  private static func addNormal(_ doubtful: [Double], _ certain: Int, to places: inout [Double]) {
    let mean = doubtful.reduce(0, +)
    let spread = doubtful.reduce(0) { $0 + $1 * (1 - $1) }.squareRoot()
    var before = 0.0
    for count in 0...doubtful.count {
      let until = count == doubtful.count ? 1 : NormalDistribution.lowerTail((Double(count) + 0.5 - mean) / spread)
      places[certain + count] += until - before
      before = until
    }
  }
}
