internal import TideModel

/// Numbers as they are printed, as whole numbers of one and the same small unit, a power of ten.
///
/// A figure of 24.67 is read as 2467 hundredths, not as the double beside it.
struct ExactDecimals {
  /// A whole number with its sign.
  struct Whole {
    let isNegative: Bool
    let magnitude: WideNatural

    /// What has to be added to another to get this.
    func less(_ other: Whole) -> Whole {
      guard isNegative == other.isNegative else {
        return Whole(isNegative: isNegative, magnitude: magnitude + other.magnitude)
      }
      if let rest = magnitude.less(other.magnitude) { return Whole(isNegative: isNegative, magnitude: rest) }
      return Whole(isNegative: !isNegative, magnitude: other.magnitude.less(magnitude) ?? WideNatural(0))
    }
  }

  /// In the order given.
  let wholes: [Whole]

  /// Nil where one is not finite.
  /// - Complexity: O(n) in the count of numbers, for each of them O(d²) in the digits between the greatest and the smallest.
  init?(_ numbers: [Double]) {
    var parts: [(digits: UInt64, tens: Int)] = []
    for number in numbers {
      guard let decimal = DecimalNumber(number) else { return nil }
      parts.append(decimal.parts)
    }
    let least = parts.map(\.tens).min() ?? 0
    wholes = zip(numbers, parts).map { number, part in
      Whole(
        isNegative: number < 0,
        magnitude: WideNatural(part.digits).timesTen(toThe: part.digits == 0 ? 0 : part.tens - least))
    }
  }
}
