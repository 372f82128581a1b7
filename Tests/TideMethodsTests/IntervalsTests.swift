import Testing
import TideModel

@testable import TideMethods

@Suite struct IntervalsTests {
  /// Standard normal deviates by confidence, from the Poisson vectors; confidence 1 is infinite.
  static func deviates() throws -> [Double: Double] {
    var z: [Double: Double] = [1: .infinity]
    for row in try Vectors.rows("poisson_ci_byars_exact") {
      if let confidence = row.number("confidence"), let value = row.number("z") { z[confidence] = value }
    }
    return z
  }

  @Test func wilsonAgreesWithTheReference() throws {
    let z = try Self.deviates()
    var tested = 0
    for row in try Vectors.rows("wilson") {
      let x = try #require(row.number("x"))
      let n = try #require(row.number("n"))
      let confidence = try #require(row.number("confidence"))
      let deviate = try #require(z[confidence])
      let interval = try #require(Intervals.wilson(count: x, of: n, z: deviate))
      #expect(Vectors.agree(interval.lower, row.number("wilson_lower")), "\(row)")
      #expect(Vectors.agree(interval.upper, row.number("wilson_upper")), "\(row)")
      tested += 1
    }
    #expect(tested == 415)
  }

  @Test func byarAgreesWithTheReference() throws {
    var small = 0
    var large = 0
    for row in try Vectors.rows("poisson_ci_byars_exact") {
      let x = try #require(row.number("x"))
      let z = try #require(row.number("z"))
      #expect(Vectors.agree(Intervals.byarLower(count: x, z: z), row.number("byars_lower")), "\(row)")
      #expect(Vectors.agree(Intervals.byarUpper(count: x, z: z), row.number("byars_upper")), "\(row)")
      let interval = Intervals.byar(count: x, z: z)
      if x < 10 {
        #expect(interval == nil)
        small += 1
      } else {
        #expect(Vectors.agree(interval?.lower, row.number("byars_lower")))
        #expect(Vectors.agree(interval?.upper, row.number("byars_upper")))
        large += 1
      }
    }
    #expect(small + large == 217)
    #expect(small > 0 && large > 0)
  }

  @Test func deviatesOfTheTwoLevelsAreThoseOfTheReference() throws {
    let z = try Self.deviates()
    #expect(Vectors.agree(z[0.95], ConfidenceLevel.p95.z))
    #expect(Vectors.agree(z[0.998], ConfidenceLevel.p998.z))
    #expect(ConfidenceLevel.allCases.map(\.text) == ["95%", "99.8%"])
  }

  @Test func impossibleInputHasNoInterval() {
    #expect(Intervals.wilson(count: 5, of: 4, z: 1.96) == nil)
    #expect(Intervals.wilson(count: -1, of: 4, z: 1.96) == nil)
    #expect(Intervals.wilson(count: 0, of: 0, z: 1.96) == nil)
    #expect(Intervals.wilson(count: 1, of: 4, z: .nan) == nil)
    #expect(Intervals.wilson(count: 1, of: 4, z: -1) == nil)
    #expect(Intervals.byar(count: 20, z: .infinity) == nil)
    #expect(Intervals.byar(count: .nan, z: 1.96) == nil)
    #expect(Intervals.byar(count: 9.5, z: 1.96) == nil)
  }

  @Test func awkwardNumbersNeverTrapAndLimitsStayInBounds() {
    for x in awkward {
      for n in awkward {
        for z in awkward {
          if let interval = Intervals.wilson(count: x, of: n, z: z) {
            #expect(interval.lower >= 0 && interval.lower <= interval.upper && interval.upper <= 1, "\(x) \(n) \(z)")
          }
        }
        if let interval = Intervals.byar(count: x, z: n) {
          #expect(interval.lower.isFinite && interval.upper.isFinite)
        }
      }
    }
  }

  @Test func scalingMultipliesBothLimits() {
    #expect(Interval(lower: 0.25, upper: 0.5).scaled(by: 100) == Interval(lower: 25, upper: 50))
  }
}
