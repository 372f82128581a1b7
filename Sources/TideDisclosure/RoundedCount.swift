/// Rounding of counts to the nearest 5.
enum RoundedCount {
  /// The multiple of 5 nearest to a count.
  static func of(_ count: Double) -> Double { (count / 5).rounded() * 5 }
}
