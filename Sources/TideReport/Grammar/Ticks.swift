/// Places of a scale that are labelled: whole multiples of 1, 2 or 5 times a power of ten.
///
/// A label is made of whole numbers, and never of the double beside it, so that it always reads as meant.
struct Ticks: Equatable, Sendable {
  /// Where they stand, ascending.
  let values: [Double]
  /// What is written there.
  let labels: [String]

  /// The ticks of the finest step that gives at most so many between two finite values, the lower first.
  init(from lower: Double, to upper: Double, most: Int) {
    var exponent = -18
    var best: (values: [Double], labels: [String]) = ([], [])
    search: while exponent <= 18 {
      for digit in [1, 2, 5] {
        let step = Double(digit) * Self.power(exponent)
        guard (upper - lower) / step < Double(max(2, most)) + 1 else { continue }
        let multiples = Self.multiples(of: step, from: lower, to: upper)
        guard multiples.count <= max(2, most) else { continue }
        best = (
          multiples.map { Self.value($0 * digit, exponent) }, multiples.map { Self.text($0 * digit, exponent) }
        )
        break search
      }
      exponent += 1
    }
    (values, labels) = best
  }

  private static func multiples(of step: Double, from lower: Double, to upper: Double) -> [Int] {
    guard let first = Int(exactly: (lower / step - 1e-9).rounded(.up)),
      let last = Int(exactly: (upper / step + 1e-9).rounded(.down)), first <= last, last - first < 1000,
      first.magnitude < 1_000_000_000_000
    else { return [] }
    return Array(first...last)
  }

  private static func power(_ exponent: Int) -> Double {
    let power = (0..<exponent.magnitude).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? 1 / power : power
  }

  private static func value(_ number: Int, _ exponent: Int) -> Double {
    exponent < 0 ? Double(number) / power(-exponent) : Double(number) * power(exponent)
  }

  /// A whole number times a power of ten, with commas between thousands.
  private static func text(_ number: Int, _ exponent: Int) -> String {
    guard number != 0 else { return "0" }
    var digits = Array(String(number.magnitude) + String(repeating: "0", count: max(0, exponent)))
    var fraction = ""
    if exponent < 0 {
      digits = Array(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
      fraction = "." + String(digits.suffix(-exponent))
      digits.removeLast(-exponent)
    }
    return (number < 0 ? "−" : "") + FigureText.grouped(digits) + fraction
  }
}
