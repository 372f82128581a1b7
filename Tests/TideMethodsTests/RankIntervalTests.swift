import Testing
import TideModel

@testable import TideMethods

/// How sure places are, beside a simulation of the same tables (`Vectors/rank_interval.py`, 400,000 draws each).
@Suite struct RankIntervalTests {
  private static func figures(_ rows: [[String: String]]) -> [RankInterval.Figure?] {
    rows.map { row in
      RankInterval.Figure(
        Figures(value: row.number("value"), lower95: row.number("lower"), upper95: row.number("upper")))
    }
  }

  @Test func placesAgreeWithASimulation() throws {
    let cases = Dictionary(grouping: try Vectors.rows("rank_interval")) { $0["case"] ?? "" }
    #expect(cases.count == 4)
    for (name, rows) in cases {
      let figures = Self.figures(rows)
      for (area, row) in rows.enumerated() {
        let interval = try #require(RankInterval.of(area, in: figures, .lowestFirst))
        #expect(Double(interval.lower) == row.number("rank_lower"), "\(name) \(area)")
        #expect(Double(interval.upper) == row.number("rank_upper"), "\(name) \(area)")
        // Four standard errors of the simulation.
        #expect((interval.isFirst - (row.number("first") ?? .nan)).magnitude < 0.0032, "\(name) \(area)")
        #expect((interval.isLast - (row.number("last") ?? .nan)).magnitude < 0.0032, "\(name) \(area)")
        // The other way round the places are mirrored.
        let mirrored = try #require(RankInterval.of(area, in: figures, .highestFirst))
        #expect(mirrored.lower == rows.count + 1 - interval.upper && mirrored.upper == rows.count + 1 - interval.lower)
      }
    }
  }

  @Test func certainFiguresHaveCertainPlaces() {
    let exact = [3.0, 1, 2].map { RankInterval.Figure(Figures(value: $0)) }
    for (area, place) in [3, 1, 2].enumerated() {
      let interval = RankInterval.of(area, in: exact + [nil], .lowestFirst)
      #expect(interval?.lower == place && interval?.upper == place)
    }
    #expect(RankInterval.of(3, in: exact + [nil], .lowestFirst) == nil)
    #expect(RankInterval.of(7, in: exact, .lowestFirst) == nil)
    #expect(RankInterval.of(0, in: [exact[0]], .lowestFirst)?.upper == 1)
    for odd in [Double.nan, .infinity] { #expect(RankInterval.Figure(Figures(value: odd)) == nil) }
    #expect(RankInterval.Figure(Figures(value: 1, lower95: 2, upper95: 3))?.isUncertain == false)
  }

  /// Where many areas are in doubt a normal distribution stands for the sum: beside the exact sum of fewer of them.
  @Test func manyAreasAgreeWithTheExactSum() throws {
    func interval(_ areas: Int) throws -> RankInterval {
      let figures = (0..<areas).map { area in
        let value = 10 + Double(area) / Double(areas)
        return RankInterval.Figure(Figures(value: value, lower95: value - 2, upper95: value + 2))
      }
      return try #require(RankInterval.of(areas / 2, in: figures, .lowestFirst))
    }
    let (exact, normal) = (try interval(390), try interval(780))
    #expect((Double(exact.lower) / 390 - Double(normal.lower) / 780).magnitude < 0.006)
    #expect((Double(exact.upper) / 390 - Double(normal.upper) / 780).magnitude < 0.006)
    #expect(
      RankInterval.of(0, in: Array(repeating: RankInterval.Figure(Figures(value: 1)), count: 2001), .lowestFirst) == nil
    )
  }
}
