import Foundation
import TestSupport
import Testing
import TideModel

@testable import TideInterchange

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

  /// Decimals of 1 to 17 digits with a point anywhere, and neighbours of theirs.
  private static func decimals(count: Int) -> [Double] {
    var generator = Seed.generator(1)
    return (0..<count).map { _ in
      let digits = Int.random(in: 1...17, using: &generator)
      let text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
      let number = Double("\(text)e\(Int.random(in: -24...8, using: &generator))") ?? 0
      let near = [number, number, number, number.nextUp, number.nextDown][Int.random(in: 0..<5, using: &generator)]
      return Bool.random(using: &generator) ? near : -near
    }
  }

  private static func text(_ number: Double, _ decimals: inout Int) -> String {
    let bytes = [UInt8](unsafeUninitializedCapacity: NumberBytes.most) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      count = NumberBytes.write(number, at: start, decimals: &decimals) - start
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func numbersAreWrittenAsTheyAreWorded() {
    let count = Seed.isLong ? 5_000_000 : 100_000
    let whole: [Double] = [999_999_999_999_999, 1e15, 1e15 + 2, 9_007_199_254_740_994, 1e21, 1e22, -1e14, 1e-7, 9e-8]
    var decimals = 1
    for number in whole + Self.doubles(count: count) + Self.decimals(count: count) {
      let text = Self.text(number, &decimals)
      if text != DecimalNumber(number)?.machineText {
        Issue.record("\(number) written as \(text), seed \(Seed.value)")
        return
      }
    }
  }

  @Test func wholeNumbersAreWrittenAsTheyAreWorded() {
    var generator = Seed.generator(2)
    let shifted = (0..<10_000).map { _ in
      Int(bitPattern: UInt(truncatingIfNeeded: generator.next())) >> Int.random(in: 0..<64, using: &generator)
    }
    let table = Samples.oneColumn(([.min, .max, 0, -1] + shifted).map { .integer($0) }, kind: .integer)
    let csv = CSVText.rows(render(table, format: .csv)).dropFirst().map { $0[0] }
    #expect(csv == ([.min, .max, 0, -1] + shifted).map(String.init), "seed \(Seed.value)")
  }
}
