import Testing
import TideModel

@testable import TideMethods

/// Published texts about figures against the figures.
@Suite struct TextAuditTests {
  /// Injuries of England's children, 2019/20 to 2023/24, as published per 10,000. One of the publisher's files calls them increasing.
  static func falling() throws -> [TrendPoint] {
    let values = [
      (93.58571, 92.98496, 94.18939), (78.20972, 77.65924, 78.76313), (84.31149, 83.73811, 84.88783),
      (75.36689, 74.82698, 75.90974), (72.71223, 72.18314, 73.24423),
    ]
    return try zip(["2019/20", "2020/21", "2021/22", "2022/23", "2023/24"], values).map { label, value in
      TrendPoint(
        period: try RecentTrendTests.period(label),
        figures: Figures(value: value.0, lower95: value.1, upper95: value.2))
    }
  }

  private func audit(_ text: String, _ points: [TrendPoint], _ type: ValueType = .crudeRate) -> TrendAudit.Finding {
    let row = TrendAudit.Row(text: text, points: points)
    return TrendAudit(of: [row], valueType: type, polarity: .lowIsGood).finding(row)
  }

  @Test func aDirectionTheWrongWayRoundIsFound() throws {
    let points = try Self.falling()
    #expect(audit("Decreasing and getting better", points).outcome == .agrees)
    let wrong = audit("Increasing and getting worse", points)
    #expect(AuditTests.reason(wrong.outcome) == "the direction is the wrong way round")
    #expect(wrong.trend.text == "Decreasing and getting better")
    #expect(
      AuditTests.reason(audit("Cannot be calculated", points).outcome)
        == "said not to be calculable, but the five points are here")
    #expect(AuditTests.reason(audit("Getting on", points).outcome) == "the text names no recent trend")
  }

  @Test func polarityAndTestAreThoseOfTheTexts() throws {
    let points = try Self.falling()
    let rows = ["Decreasing and getting worse", "Decreasing and getting worse", "Decreasing and getting better"].map {
      TrendAudit.Row(text: $0, points: points)
    }
    let audit = TrendAudit(of: rows, valueType: .unknown, polarity: .lowIsGood)
    #expect(audit.polarity == .highIsGood)
    #expect(audit.name == "weighted regression")
    #expect(
      AuditTests.reason(audit.finding(rows[2]).outcome)
        == "the direction is right, better and worse are not by this polarity")
  }

  @Test func yearsWithoutAFigureAreSkippedWhereTheTextDoesSo() throws {
    let before = TrendPoint(
      period: try RecentTrendTests.period("2018/19"),
      figures: Figures(value: 98.08301, lower95: 97.46824, upper95: 98.7007))
    var points = try [before] + Self.falling()
    points[4] = TrendPoint(period: points[4].period, figures: Figures(), status: .notAvailable)
    let found = audit("Decreasing and getting better", points)
    #expect(found.outcome == .agrees)
    #expect(found.skipsGaps)
    // Said not to be calculable it is not: the years do not follow one another.
    #expect(audit("Cannot be calculated", points).outcome == .agrees)
    #expect(!audit("Cannot be calculated", points).skipsGaps)
    #expect(
      AuditTests.reason(audit("Increasing and getting worse", Array(points.suffix(4))).outcome)
        == "the five figures it rests on are not all in the store")
  }

  @Test func comparisonsNameTheLikelyReason() {
    func outcome(
      _ text: String, _ verdict: Verdict, lower: Double = 1, benchmark: Double = 9, others: [(String, Verdict)] = []
    ) -> AuditOutcome {
      let row = ComparisonAudit.Row(text: text, verdict: verdict)
      let audit = ComparisonAudit(
        of: [row] + Array(repeating: .init(text: "Worse", verdict: .higher(.p95)), count: 3), polarity: .unknown)
      #expect(audit.polarity == .lowIsGood)
      let published = AuditTests.row(Figures(value: 2, lower95: lower, upper95: 3.25)).published
      return audit.outcome(row, published, benchmark: benchmark) { others.map { (rule: $0.0, verdict: $0.1) } }
    }
    #expect(outcome("Better", .lower(.p95)) == .agrees)
    #expect(outcome("Similar", .similar) == .agrees)
    #expect(AuditTests.reason(outcome("Worse", .lower(.p95))) == "better and worse are the wrong way round")
    #expect(
      AuditTests.reason(outcome("Similar", .lower(.p95), benchmark: 3.25))
        == "the benchmark is on the limit: what was rounded decides")
    #expect(
      AuditTests.reason(outcome("Similar", .lower(.p95), others: [("by interval998", .similar)]))
        == "as if compared by interval998")
    #expect(
      AuditTests.reason(outcome("Better", .notCompared(.noInterval)))
        == "compared, but here no confidence interval is published")
    #expect(
      AuditTests.reason(outcome("Not compared", .similar))
        == "not compared, but value, limits and benchmark are here")
  }
}
