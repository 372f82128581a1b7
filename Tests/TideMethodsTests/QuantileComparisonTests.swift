import Testing
import TideModel

@testable import TideMethods

@Suite struct QuantileComparisonTests {
  static func quantiles(_ verdicts: [Verdict]) -> [Quantile] {
    verdicts.compactMap { if case .quantile(let quantile) = $0 { quantile } else { nil } }
  }

  @Test func agreesWithTheReferenceCategories() throws {
    let polarities: [String: Polarity] = ["0": .lowIsGood, "1": .highIsGood, "99": .noJudgement]
    let values = (1...10).map { Optional(Double($0)) }
    var tested = 0
    for row in try Vectors.rows("comparison_quantile_categories") {
      let polarity = try #require(row["polarity"].flatMap { polarities[$0] })
      let method: ComparisonMethod = row["set"] == "quartile_1to10" ? .quartiles : .quintiles
      let found = Self.quantiles(Comparison.quantiles(of: values, polarity: polarity, method: method))
      try #require(found.count == 10)
      let value = try #require(row.number("value"))
      let quantile = found[Int(value) - 1]
      #expect(
        Comparison.sourceCategory(of: quantile, polarity: polarity) == row["expected_category"].flatMap { Int($0) })
      tested += 1
    }
    #expect(tested == 40)
  }

  @Test func boundsOfOneToFiftyAreThoseOfTheReference() throws {
    let bounds = try #require(Comparison.quantileBounds(of: (1...50).map { Double($0) }, parts: 5))
    #expect(bounds == [1, 10.8, 20.6, 30.4, 40.2, 50])
  }

  @Test func lowestIsTheLowestWhateverThePolarity() {
    for polarity in [Polarity.lowIsGood, .highIsGood, .noJudgement, .unknown] {
      let texts = Comparison.quantiles(of: [5, 4, 3, 2, 1], polarity: polarity, method: .quintiles).map(\.text)
      #expect(
        texts == [
          "highest quintile", "2nd highest quintile", "middle quintile", "2nd lowest quintile", "lowest quintile",
        ])
    }
    let quarters = Comparison.quantiles(of: [1, 2, 3, 4], polarity: .unknown, method: .quartiles).map(\.text)
    #expect(quarters == ["lowest quartile", "2nd lowest quartile", "2nd highest quartile", "highest quartile"])
  }

  @Test func missingValuesKeepTheirPlaceAndReason() {
    let verdicts = Comparison.quantiles(
      of: [1, nil, 2, 3, .nan, 4, 5], statuses: [.none, .suppressed], polarity: .unknown, method: .quintiles)
    #expect(verdicts.map(\.reason?.text) == [nil, "suppressed", nil, nil, "no value is published", nil, nil])
    #expect(verdicts.last?.text == "highest quintile")
  }

  @Test func tooFewAreasOrAnotherMethodCompareNothing() {
    let few = Comparison.quantiles(of: [1, 2, 3, 4], polarity: .unknown, method: .quintiles)
    #expect(few.allSatisfy { $0.reason?.text == "fewer than 5 areas have a value" })
    let other = Comparison.quantiles(of: [1, 2, 3, 4, 5], polarity: .unknown, method: .interval95)
    #expect(other.allSatisfy { $0.text == "not compared" })
    let never = Comparison.quantiles(of: [1, 2, 3, 4, 5], polarity: .notApplicable, method: .quintiles)
    #expect(never.allSatisfy { $0.text == "not compared" })
    #expect(Comparison.quantiles(of: [], polarity: .unknown, method: .quintiles).isEmpty)
    #expect(Comparison.quantileBounds(of: [1, 2], parts: 0) == nil)
  }

  @Test func awkwardNumbersNeverTrap() {
    let verdicts = Comparison.quantiles(of: awkward + awkward, polarity: .lowIsGood, method: .quartiles)
    #expect(verdicts.count == awkward.count * 2)
    #expect(Quantile(position: 0, of: 5) == nil)
    #expect(Quantile(position: 4, of: 3) == nil)
  }
}
