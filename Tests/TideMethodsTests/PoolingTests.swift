import Testing

@testable import TideMethods

@Suite struct PoolingTests {
  @Test func aPooledRateIsTheSumOverTheSum() {
    let pooled = Pooling.pooledRate(counts: [3, 5, 2], denominators: [100, 300, 100], multiplier: 1000)
    #expect(pooled.value == 20)
    #expect((pooled.count, pooled.denominator) == (10, 500))
    #expect((pooled.membersUsed, pooled.membersTotal) == (3, 3))
    #expect(!pooled.isPartial && pooled.reason == nil)
  }

  @Test func membersWithoutBothAreLeftOutAndCounted() {
    let pooled = Pooling.pooledRate(
      counts: [3, nil, 5, 7, .nan, -1, 4], denominators: [100, 50, 300, 0, 10, 10, nil], multiplier: 100)
    #expect(pooled.value == 2)
    #expect((pooled.membersUsed, pooled.membersTotal) == (2, 7))
    #expect(pooled.isPartial)
  }

  @Test func oneMemberIsNoPool() {
    for counts in [[3.0, nil], [nil, nil], []] as [[Double?]] {
      let pooled = Pooling.pooledRate(counts: counts, denominators: [100, 200], multiplier: 100)
      #expect(pooled.value == nil)
      #expect(pooled.reason == "fewer than two members have both a count and a denominator")
    }
  }

  @Test func zeroEventsAreARate() {
    #expect(Pooling.pooledRate(counts: [0, 0], denominators: [5, 5], multiplier: 100).value == 0)
  }

  @Test func sumsOutOfRangeGiveAReason() {
    let huge = Double.greatestFiniteMagnitude
    let pooled = Pooling.pooledRate(counts: [huge, huge], denominators: [1, 1], multiplier: 1)
    #expect(pooled.value == nil)
    #expect(pooled.reason == "the sums are out of range")
  }

  @Test func meanAndMedianLeaveMissingValuesOut() {
    #expect(Pooling.mean(of: [1, nil, 2, 6, .nan]) == 3)
    #expect(Pooling.median(of: [9, nil, 1, 5]) == 5)
    #expect(Pooling.median(of: [9, 1, 5, 4]) == 4.5)
    #expect(Pooling.mean(of: []) == nil)
    #expect(Pooling.median(of: [nil, .infinity]) == nil)
    #expect(Pooling.mean(of: [.greatestFiniteMagnitude, .greatestFiniteMagnitude]) == nil)
    #expect(Pooling.median(of: [.greatestFiniteMagnitude, .greatestFiniteMagnitude])?.isFinite == true)
  }

  @Test func percentilesInterpolateBetweenValues() {
    let values = (1...50).map { Optional(Double($0)) }
    #expect(Percentile.value(at: 0.2, of: values) == 10.8)
    #expect(Percentile.value(at: 0, of: values) == 1)
    #expect(Percentile.value(at: 1, of: values) == 50)
    #expect(Percentile.value(at: 0.5, of: [7]) == 7)
    #expect(Percentile.value(at: 0.5, of: [nil, .nan]) == nil)
    #expect(Percentile.value(at: 1.5, of: values) == nil)
    #expect(Percentile.value(at: .nan, of: values) == nil)
    for fraction in awkward { _ = Percentile.value(at: fraction, of: awkward) }
  }

  @Test func ranksShareTheBestPlace() {
    #expect(Ranking.competition([10, 30, 20, 20], .lowestFirst) == [1, 4, 2, 2])
    #expect(Ranking.competition([10, 30, 20, 20], .highestFirst) == [4, 1, 2, 2])
    #expect(Ranking.competition([nil, 5, .nan, 5, .infinity, 1], .highestFirst) == [nil, 1, nil, 1, nil, 3])
    #expect(Ranking.competition([0, -0.0, 1], .lowestFirst) == [1, 1, 3])
    #expect(Ranking.competition([], .lowestFirst) == [])
  }
}
