import Foundation
import TestSupport
import Testing
import TideModel

@Suite struct InstantTests {
  /// Against Foundation's own formatter, over the years 1 to 9999.
  @Test func momentsAreWrittenAsFoundationWritesThem() {
    let formatter = ISO8601DateFormatter()
    var random = Seed.generator(73)
    let seconds =
      [0, -1, 1, 86_399, 86_400, -86_400, -86_401, 1_764_131_000]
      + (0..<2000).map { _ in Int.random(in: -11_670_000_000...253_402_300_799, using: &random) }
    for second in seconds {
      #expect(Instant.text(second) == formatter.string(from: Date(timeIntervalSince1970: Double(second))))
    }
  }
}
