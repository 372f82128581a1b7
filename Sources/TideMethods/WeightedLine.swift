/// The sums over the points of a least-squares line, so that it can be fitted to many series at once and in any pieces.
public struct LineSums: Sendable, Hashable {
  /// Σw; the number of points where each weighs 1.
  public var weight = 0.0
  /// Σwt.
  public var t = 0.0
  /// Σwt².
  public var tt = 0.0
  /// Σwv.
  public var v = 0.0
  /// Σwtv.
  public var tv = 0.0

  /// Of no points.
  public init() {}

  /// The given sums.
  public init(weight: Double, t: Double, tt: Double, v: Double, tv: Double) {
    (self.weight, self.t, self.tt, self.v, self.tv) = (weight, t, tt, v, tv)
  }

  /// Takes a point in.
  /// - Complexity: O(1).
  public mutating func add(t: Double, v: Double, weight: Double = 1) {
    self.weight += weight
    self.t += weight * t
    tt += weight * t * t
    self.v += weight * v
    tv += weight * v * t
  }

  /// Takes the points of another in.
  public mutating func add(_ other: LineSums) {
    weight += other.weight
    t += other.t
    tt += other.tt
    v += other.v
    tv += other.tv
  }

  /// Σw·Σwt² − (Σwt)².
  @inlinable public var spread: Double { weight * tt - t * t }

  /// (Σw·Σwtv − Σwt·Σwv)/(Σw·Σwt² − (Σwt)²), the change of the value in a unit of time; not a number for points that
  /// all lie at one time.
  @inlinable public var slope: Double { (weight * tv - t * v) / spread }
}

/// A weighted least-squares line through points in time.
struct WeightedLine {
  /// One point: time, value and weight.
  struct Sample {
    let t: Double
    let v: Double
    let w: Double
  }

  private let sums: LineSums

  /// Change of the value in a unit of time.
  var slope: Double { sums.slope }
  /// Σw·Σwt² − (Σwt)².
  var spread: Double { sums.spread }
  /// Σw.
  var weight: Double { sums.weight }

  /// The variance of the slope where each weight is one over the variance of its value.
  var slopeVariance: Double { weight / spread }

  init(_ samples: [Sample]) {
    var sums = LineSums()
    for sample in samples { sums.add(t: sample.t, v: sample.v, weight: sample.w) }
    self.sums = sums
  }
}
