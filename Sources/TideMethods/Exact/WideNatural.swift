/// A whole number, 0 or above, of any size: what decides a sign that doubles leave open.
struct WideNatural: Sendable, Hashable, Comparable {
  /// Binary digits in words of 64, the lowest first, without zeros at the top; empty for 0.
  private var words: [UInt64]

  init(_ number: UInt64) { words = number == 0 ? [] : [number] }

  private init(words: [UInt64]) {
    self.words = words
    while self.words.last == 0 { self.words.removeLast() }
  }

  static let one = WideNatural(1)

  /// - Complexity: O(n) in the number of words.
  static func < (a: WideNatural, b: WideNatural) -> Bool {
    if a.words.count != b.words.count { return a.words.count < b.words.count }
    for (left, right) in zip(a.words.reversed(), b.words.reversed()) where left != right { return left < right }
    return false
  }

  /// - Complexity: O(n) in the number of words.
  static func + (a: WideNatural, b: WideNatural) -> WideNatural {
    let (long, short) = a.words.count >= b.words.count ? (a.words, b.words) : (b.words, a.words)
    var sum = long
    var carry: UInt64 = 0
    for index in sum.indices where index < short.count || carry > 0 {
      let (first, isOver) = sum[index].addingReportingOverflow(index < short.count ? short[index] : 0)
      let (second, isOverAgain) = first.addingReportingOverflow(carry)
      sum[index] = second
      carry = isOver || isOverAgain ? 1 : 0
    }
    return WideNatural(words: sum + [carry])
  }

  /// - Complexity: O(n·m) in the numbers of words.
  static func * (a: WideNatural, b: WideNatural) -> WideNatural {
    var product = [UInt64](repeating: 0, count: a.words.count + b.words.count)
    for (i, left) in a.words.enumerated() {
      var carry: UInt64 = 0
      for (j, right) in b.words.enumerated() {
        // At most (2⁶⁴ − 1)² + 2(2⁶⁴ − 1) = 2¹²⁸ − 1, so that the high word never runs over.
        var (high, low) = left.multipliedFullWidth(by: right)
        for term in [product[i + j], carry] {
          let (sum, isOver) = low.addingReportingOverflow(term)
          low = sum
          if isOver { high &+= 1 }
        }
        product[i + j] = low
        carry = high
      }
      product[i + b.words.count] = carry
    }
    return WideNatural(words: product)
  }

  /// The number to the power `exponent`, which is 1 for 0 and less.
  /// - Complexity: O(n²·e²) in the number of words and the exponent.
  func power(_ exponent: Int) -> WideNatural {
    (0..<max(exponent, 0)).reduce(.one) { power, _ in power * self }
  }

  /// The number times 10 to the power `exponent`, of 0 and above.
  func timesTen(toThe exponent: Int) -> WideNatural {
    let whole = (0..<max(exponent, 0) / 19).reduce(self) { number, _ in number * Self(10_000_000_000_000_000_000) }
    return whole * Self((0..<max(exponent, 0) % 19).reduce(1) { power, _ in power * 10 })
  }

  /// a − b; nil where b is greater.
  /// - Complexity: O(n) in the number of words.
  func less(_ other: WideNatural) -> WideNatural? {
    guard other <= self else { return nil }
    var rest = words
    var borrow: UInt64 = 0
    for index in rest.indices where index < other.words.count || borrow > 0 {
      let (first, isUnder) = rest[index].subtractingReportingOverflow(
        index < other.words.count ? other.words[index] : 0)
      let (second, isUnderAgain) = first.subtractingReportingOverflow(borrow)
      rest[index] = second
      borrow = isUnder || isUnderAgain ? 1 : 0
    }
    return WideNatural(words: rest)
  }
}
