/// A weighted least-squares line through points in time.
struct WeightedLine {
  /// One point: time, value and weight.
  struct Sample {
    let t: Double
    let v: Double
    let w: Double
  }

  /// (Σw·Σwvt − Σwt·Σwv)/(Σw·Σwt² − (Σwt)²), change of the value in a unit of time.
  let slope: Double
  /// Σw·Σwt² − (Σwt)².
  let spread: Double
  /// Σw.
  let weight: Double

  /// The variance of the slope where each weight is one over the variance of its value.
  var slopeVariance: Double { weight / spread }

  init(_ samples: [Sample]) {
    var (sumW, sumWT, sumWT2, sumWV, sumWVT) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for sample in samples {
      sumW += sample.w
      sumWT += sample.w * sample.t
      sumWT2 += sample.w * sample.t * sample.t
      sumWV += sample.w * sample.v
      sumWVT += sample.w * sample.v * sample.t
    }
    spread = sumW * sumWT2 - sumWT * sumWT
    slope = (sumW * sumWVT - sumWT * sumWV) / spread
    weight = sumW
  }
}
