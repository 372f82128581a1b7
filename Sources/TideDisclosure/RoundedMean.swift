/// Rounding of means, scores and the like beside rounded numbers of people.
enum RoundedMean {
  /// A value to as many decimal places as tell nothing of the number of people beyond its rounded form.
  ///
  /// The mean of n whole numbers is one of the multiples of 1/n. Where it is told to a step of at least 1/n, each step has one
  /// of them: whatever n was rounded, there are people who have that mean. Told more exactly, the fraction gives n back.
  /// - Parameters:
  ///   - people: the rounded number; of several the smallest that is not 0.
  ///   - multiplier: what the mean was multiplied by, at least 1.
  static func of(_ value: Double, people: Double, multiplier: Double) -> Double {
    let step = max(1, multiplier.isFinite ? multiplier : 1) / max(1, people - 2.5)
    var (power, places) = (1.0, 0)
    while power < step, places < 15 { (power, places) = (power * 10, places + 1) }
    if places > 0 || step > 0.1 { return finite((value / power).rounded() * power, else: value) }
    while step <= 1 / (power * 10), places < 15 { (power, places) = (power * 10, places + 1) }
    return finite((value * power).rounded() / power, else: value)
  }

  private static func finite(_ value: Double, else other: Double) -> Double { value.isFinite ? value : other }
}
