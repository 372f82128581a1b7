import Foundation
import Testing
import TideModel

@testable import TideInterchange

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

  /// Finite doubles of any bit pattern, short decimals as files print them, and neighbours of powers of ten.
  static func doubles(seed: UInt64, count: Int) -> [Double] {
    var generator = SeededGenerator(state: seed)
    var numbers: [Double] = [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .leastNormalMagnitude, .pi]
    while numbers.count < count {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: numbers.append(Double(bitPattern: generator.next()))
      case 1: numbers.append(Double(Int.random(in: -10_000_000...10_000_000, using: &generator)) / 100_000)
      case 2: numbers.append(Double.random(in: -1000...1000, using: &generator))
      default:
        let power = Double("1e\(Int.random(in: -30...30, using: &generator))") ?? 1
        numbers.append([power.nextUp, power.nextDown, -power, power][Int.random(in: 0..<4, using: &generator)])
      }
      if numbers.last?.isFinite != true { numbers.removeLast() }
    }
    return numbers
  }

  @Test func tenThousandDoublesComeBackBitForBit() throws {
    let given = ProcessInfo.processInfo.environment["TIDEMARK_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64.max)
    print("DecimalNumberTests: TIDEMARK_SEED=\(seed) replays this run")
    let numbers = Self.doubles(seed: seed, count: 10_000)
    let table = Samples.oneColumn(numbers.map { .number($0) }, kind: .number)
    let csv = Samples.readCSV(render(table, format: .csv)).dropFirst().map { Double($0[0])?.bitPattern }
    #expect(csv == numbers.map { Optional($0.bitPattern) }, "seed \(seed)")
    // JSONDecoder, because JSONSerialization on Linux reads numbers by way of Decimal and loses their last bits.
    let text = render(table, format: .json)
    let rows = try JSONDecoder().decode([[String: Double]].self, from: Data(text.utf8))
    #expect(rows.map { $0["x"]?.bitPattern } == numbers.map { Optional($0.bitPattern) }, "seed \(seed)")
  }
}
