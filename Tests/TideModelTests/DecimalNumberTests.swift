import Foundation
import TestSupport
import Testing
import TideModel

@Suite struct DecimalNumberTests {
  @Test func machineTextIsPlainInTheUsualRange() {
    let cases: [(Double, String)] = [
      (0, "0"), (-0.0, "-0"), (7, "7"), (-7, "-7"), (0.1, "0.1"), (1e-5, "0.00001"), (1e-7, "0.0000001"),
      (1e-8, "1e-8"),
      (1.5e-8, "1.5e-8"), (1e20, "100000000000000000000"), (1e21, "1e21"), (-1.25e300, "-1.25e300"),
      (123456.789, "123456.789"), (4.0999999999999996, "4.1"), (6.93158962798202, "6.93158962798202"),
      (.leastNonzeroMagnitude, "5e-324"),
      (Double.greatestFiniteMagnitude, "1.7976931348623157e308"), (9007199254740992, "9007199254740992"),
      (100, "100"), (1e16, "10000000000000000"), (0.30000000000000004, "0.30000000000000004"),
    ]
    for (number, text) in cases { #expect(DecimalNumber(number)?.machineText == text) }
    #expect(DecimalNumber(.nan) == nil)
    #expect(DecimalNumber(.infinity) == nil)
  }

  @Test func roundingFollowsThePrintedDecimal() {
    let cases: [(Double, Int, String)] = [
      (1.005, 2, "1.01"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.5, 0, "1"), (0.4999, 0, "0"), (9.995, 2, "10.00"),
      (99.99, 1, "100.0"), (0.05, 1, "0.1"), (0.004, 2, "0.00"), (0.006, 2, "0.01"), (1234567.891, 1, "1,234,567.9"),
      (0.0006, 2, "0.00"), (6.93158962798202, 2, "6.93"), (5, 2, "5.00"), (-0.96, 1, "-1.0"),
    ]
    for (number, places, text) in cases {
      #expect(DecimalNumber(number)?.rounded(to: places).plain(places: places, grouped: true) == text)
    }
  }

  /// Python's decimal.Decimal(repr(x)).quantize(..., ROUND_HALF_UP), two decimals or three significant digits.
  @Test func peopleReadFiguresAsPublished() {
    let cases: [(Double, String)] = [
      (8.8, "8.8"), (0, "0"), (-0.0, "0"), (57, "57"), (15.48864837, "15.49"), (0.021563822, "0.0216"),
      (0.00453, "0.00453"), (1.005, "1.01"), (2.675, "2.68"), (0.045, "0.045"), (-2.5, "-2.5"), (999.999, "1,000.00"),
      (99999.995, "100,000.00"), (0.0009996, "0.001000"), (-0.00099951, "-0.001000"), (-0.004999, "-0.00500"),
      (1e-7, "0.0000001"), (0.30000000000000004, "0.300"), (1_234_567, "1,234,567"), (-1234.565, "-1,234.57"),
      (1e15, "1,000,000,000,000,000"), (1.2345678901234568e17, "123,456,789,012,345,680"),
      (-259827.4474889769, "-259,827.45"), (-87213.03740697107, "-87,213.04"), (-2.6980045523666285, "-2.70"),
      (0.00032874118110069473, "0.000329"), (0.0404932991277173, "0.0405"), (950.0391079535002, "950.04"),
    ]
    for (number, text) in cases { #expect(DecimalNumber(number)?.published == text) }
  }

  @Test func whatWouldBeAllZerosIsWrittenAsForMachines() {
    let cases: [(Double, String)] = [
      (1e22, "1e22"), (-1e-300, "-1e-300"), (.leastNonzeroMagnitude, "5e-324"), (1e20, "100,000,000,000,000,000,000"),
      (.greatestFiniteMagnitude, "1.7976931348623157e308"),
    ]
    for (number, text) in cases { #expect(DecimalNumber(number)?.published == text) }
    for places in [Int.min, -1, 0, 15, 16, .max] {
      for number in [0, 100, -0.5, 1e-300, 1e300] { #expect(DecimalNumber(number)?.figure(places: places) != "") }
    }
    #expect(DecimalNumber(150)?.rounded(to: -2) == DecimalNumber(150))
  }

  @Test func zeroHasNoSignForPeople() {
    #expect(DecimalNumber(-0.004)?.figure(places: 2) == "0.00")
    #expect(DecimalNumber(-0.0)?.figure(places: 1) == "0.0")
    #expect(DecimalNumber(-0.005)?.figure(places: 2) == "-0.01")
  }

  @Test func thousandsAreParted() {
    let cases = [
      ("", ""), ("7", "7"), ("123", "123"), ("1234", "1,234"), ("123456", "123,456"), ("1000000", "1,000,000"),
    ]
    for (digits, text) in cases { #expect(DecimalNumber.grouped(digits) == text) }
  }

  /// Foundation's own decimal arithmetic, with ties away from zero.
  @Test func roundingAgreesWithAnotherDecimal() {
    var random = Seed.generator()
    for _ in 0..<2000 {
      let number = (Double.random(in: -1e6...1e6, using: &random) * 1000).rounded() / 1000
      let places = Int.random(in: 0...4, using: &random)
      var decimal = Decimal(string: "\(number)") ?? 0
      var rounded = Decimal()
      NSDecimalRound(&rounded, &decimal, places, .plain)
      let text = DecimalNumber(number)?.figure(places: places).replacing(",", with: "") ?? ""
      #expect(Decimal(string: text) == rounded, "\(number) to \(places), seed \(Seed.value)")
      #expect(text.split(separator: ".").dropFirst().joined().count == places)
    }
  }
}
