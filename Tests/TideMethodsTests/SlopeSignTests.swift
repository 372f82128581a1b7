import TestSupport
import Testing
import TideModel

@testable import TideMethods

/// Years that tie: a slope of exactly 0 counts as positive (facts section 10), so that rounding must not decide its sign.
@Suite struct SlopeSignTests {
  private func proportions(_ pairs: [(Double, Double)]) throws -> RecentTrend {
    let figures = pairs.map { Figures(value: $0.0 / $0.1 * 100, count: $0.0, denominator: $0.1) }
    return RecentTrend.of(
      points: try RecentTrendTests.series(figures), valueType: .proportion, polarity: .unknown)
  }

  /// Leaving the last year out, the other four lie on a level line: a slope of 0, which goes with a rise and not with a fall.
  @Test func fourLevelYearsGoWithARiseAndNotWithAFall() throws {
    // ln(10/90) four times: Σc = 0, so that the slope is exactly 0.
    #expect(try proportions([(10, 100), (10, 100), (10, 100), (10, 100), (40, 100)]).text == "Increasing")
    #expect(try proportions([(62, 200), (62, 200), (62, 200), (62, 200), (10, 200)]).text == "No significant change")
    // The same odds of 1 to 9, told in other counts; and with decimals, of which 36.3 is not three times 12.1 in doubles.
    #expect(try proportions([(10, 100), (20, 200), (30, 300), (70, 700), (40, 100)]).text == "Increasing")
    #expect(try proportions([(12.1, 100), (36.3, 300), (24.2, 200), (84.7, 700), (40, 100)]).text == "Increasing")
    // Leaving the first out, b, a, a, b has Σc·ln o = (−3 + 3) ln b + (−1 + 1) ln a = 0.
    #expect(
      try proportions([(400, 1000), (30, 1000), (40, 1000), (40, 1000), (30, 1000)]).text == "No significant change")
  }

  @Test func levelRatesGoWithARiseAndNotWithAFall() throws {
    func text(_ values: Double...) throws -> String {
      let figures = values.map { Figures(value: $0, lower95: $0 - 0.3, upper95: $0 + 0.7) }
      return RecentTrend.of(
        points: try RecentTrendTests.series(figures), valueType: .crudeRate, polarity: .unknown
      ).text
    }
    #expect(try text(24.67, 24.67, 24.67, 24.67, 29.1) == "Increasing")
    #expect(try text(24.67, 24.67, 24.67, 24.67, 19.1) == "No significant change")
    #expect(try text(19.1, 24.67, 24.67, 24.67, 24.67) == "Increasing")
    #expect(try text(0.1, 0.1, 0.1, 0.1, 7.3) == "Increasing")
  }

  /// Odds that are powers of 2: the slope of their logarithms has the sign of Σ cᵢ·kᵢ, a sum of small whole numbers.
  @Test func oddsOfPowersOfTwoAgreeWithSmallWholeNumbers() throws {
    var generator = Seed.generator()
    var level = 0
    for _ in 0..<5_000 {
      let powers = (0..<5).map { _ in Int.random(in: -1...1, using: &generator) }
      let pairs = powers.map { power in
        let one = Double(Int.random(in: 1...400, using: &generator))
        let other = one * (power == 0 ? 1 : 2)
        return (count: power > 0 ? other : one, denominator: one + other)
      }
      let statistic = try #require(TrendStatistic.proportions(pairs), "seed \(Seed.value)")
      level += try check(statistic) { kept in
        let total = kept.reduce(0, +)
        return kept.reduce(0) { $0 + (kept.count * $1 - total) * powers[$1] }
      }
    }
    #expect(level > 500)
  }

  /// Values and limits in tenths: the numerator of the slope, times all squared widths, is a whole number.
  @Test func weightedSlopesAgreeWithSmallWholeNumbers() throws {
    var generator = Seed.generator(1)
    var level = 0
    for _ in 0..<5_000 {
      let values = (0..<5).map { _ in Int.random(in: 101...103, using: &generator) }
      let widths = (0..<5).map { _ in Int.random(in: 2...4, using: &generator) * 10 }
      let points = zip(values, widths).map { value, width in
        let interval = Interval(lower: Double(value - 7) / 10, upper: Double(value - 7 + width) / 10)
        return (value: Double(value) / 10, interval: interval)
      }
      let statistic = try #require(TrendStatistic.weightedSlope(points), "seed \(Seed.value)")
      level += try check(statistic) { kept in Self.numerator(kept, values, widths) }
    }
    #expect(level > 100)
  }

  /// Σw·Σwvt − Σwt·Σwv with w = 1/width², times the product of all widths squared, twice: its sign.
  private static func numerator(_ kept: [Int], _ values: [Int], _ widths: [Int]) -> Int {
    let product = kept.reduce(Int128(1)) { $0 * Int128(widths[$1] * widths[$1]) }
    let weights = kept.map { product / Int128(widths[$0] * widths[$0]) }
    func sum(_ term: (Int) -> Int) -> Int128 { zip(kept, weights).reduce(0) { $0 + $1.1 * Int128(term($1.0)) } }
    let found = sum { _ in 1 } * sum { $0 * values[$0] } - sum { $0 } * sum { values[$0] }
    return Int(found.signum())
  }

  /// Compares the six slopes with what they must be; how many of them are level.
  private func check(_ statistic: TrendStatistic, expected: ([Int]) -> Int) throws -> Int {
    let all = Array(0..<5)
    let sets = [all] + all.map { left in all.filter { $0 != left } }
    let signs = sets.map { expected($0).signum() }
    let slopes = [try #require(statistic.slope)] + statistic.slopesLeavingOneOut
    #expect(slopes.map { $0 == 0 ? 0 : $0 > 0 ? 1 : -1 } == signs, "seed \(Seed.value)")
    #expect(slopes.allSatisfy { $0.sign == .plus || $0 < 0 }, "no minus zero")
    return signs.count { $0 == 0 }
  }

  @Test func wideNumbersAddTakeAwayAndMultiply() throws {
    var generator = Seed.generator(2)
    for _ in 0..<2_000 {
      let (a, b) = (UInt64.random(in: 0...(.max), using: &generator), UInt64.random(in: 0...(.max), using: &generator))
      let (x, y) = (WideNatural(a), WideNatural(b))
      // (a + b)² = (a − b)² + 4ab, and a comparison, all by way of numbers of more than one word.
      let difference = x.less(y) ?? y.less(x)
      let gap = try #require(difference)
      #expect((x + y).power(2) == gap.power(2) + x * y * WideNatural(4))
      #expect((x + y).power(5).less(x.power(5)).map { $0 > y.power(5) || a == 0 || b == 0 } == true)
      #expect((x < y) == (a < b) && (x * x < y * y) == (a < b))
      #expect(x.less(y) == (a >= b ? WideNatural(a - b) : nil))
    }
    #expect(WideNatural(7).timesTen(toThe: 40) == WideNatural(7) * WideNatural(10).power(40))
    #expect(WideNatural(0).power(0) == .one && WideNatural(0) * WideNatural(5) == WideNatural(0))
  }
}
