import Foundation
import TestSupport
import Testing
import TideInterchange
import TideModel

@Suite struct MachineNumberTests {
  /// Finite doubles of any bit pattern, short decimals as files print them, and neighbours of powers of ten.
  private static func doubles(count: Int) -> [Double] {
    var generator = Seed.generator()
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
    let numbers = Self.doubles(count: 10_000)
    let table = Samples.oneColumn(numbers.map { .number($0) }, kind: .number)
    let csv = CSVText.rows(render(table, format: .csv)).dropFirst().map { Double($0[0])?.bitPattern }
    #expect(csv == numbers.map { Optional($0.bitPattern) }, "seed \(Seed.value)")
    // JSONDecoder, because JSONSerialization on Linux reads numbers by way of Decimal and loses their last bits.
    let text = render(table, format: .json)
    let rows = try JSONDecoder().decode([[String: Double]].self, from: Data(text.utf8))
    #expect(rows.map { $0["x"]?.bitPattern } == numbers.map { Optional($0.bitPattern) }, "seed \(Seed.value)")
  }
}
