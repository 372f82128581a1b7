import Foundation
import Testing

@testable import TideGenerator

/// Against the C library's printing, which rounds exactly.
@Suite struct PublishedDecimalTests {
  private static let numbers: [Double] = {
    var stream = RandomStream(seed: 99, 1)
    return (0..<20_000).map { index in
      let scale: [Double] = [1e-4, 1e-2, 1, 1e2, 1e4, 1e5]
      return stream.unit() * scale[index % scale.count]
    } + [0.5, 1, 10, 99.999995, 9.99999999999999999, 0.1, 0.30000000000000004, 12_345.678905, 1e-4, 100_000]
  }()

  @Test(arguments: [5, 1, 0]) func decimals(places: Int) {
    for number in Self.numbers {
      #expect(PublishedDecimal.decimals(places).rounded(number) == Double(String(format: "%.\(places)f", number)))
    }
  }

  @Test(arguments: [10, 15]) func significantDigits(digits: Int) {
    for number in Self.numbers {
      let printed = String(format: "%.\(digits - 1)e", number)
      #expect(PublishedDecimal.significant(digits).rounded(number) == Double(printed), "\(number)")
    }
  }

  @Test func printsWhatReadsBack() {
    for decimal in [PublishedDecimal.decimals(5), .significant(10), .significant(15)] {
      for number in Self.numbers + [0] {
        let rounded = decimal.rounded(number)
        var text: [UInt8] = []
        decimal.append(rounded, to: &text)
        let printed = String(decoding: text, as: UTF8.self)
        #expect(Double(printed) == rounded, "\(printed)")
        #expect(!printed.hasSuffix(".") && (!printed.contains(".") || !printed.hasSuffix("0")))
      }
    }
  }
}
