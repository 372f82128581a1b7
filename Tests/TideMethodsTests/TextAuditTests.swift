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

  /// A publisher who never calculates trends is one note and not an alarm a text; a few such texts may be accidents.
  @Test func trendsThatAreNeverCalculatedAreOneNote() throws {
    let row = TrendAudit.Row(text: "Cannot be calculated", points: try Self.falling())
    func outcomes(_ rows: [TrendAudit.Row]) -> Set<String?> {
      let audit = TrendAudit(of: rows, valueType: .crudeRate, polarity: .lowIsGood)
      return Set(rows.map { AuditTests.reason(audit.finding($0).outcome) })
    }
    #expect(
      outcomes(Array(repeating: row, count: 115))
        == ["no recent trend of this indicator is ever published as calculable"])
    let alarm = "said not to be calculable, but the five points are here"
    #expect(outcomes(Array(repeating: row, count: 9)) == [alarm])
    let told = TrendAudit.Row(text: "Decreasing and getting better", points: try Self.falling())
    #expect(outcomes(Array(repeating: row, count: 115) + [told]) == [alarm, nil])
  }

  /// Of 295 comparisons the best method gives 20: it is not the publisher's, and the other 275 are no errors.
  @Test func aMethodOfAFewTextsIsNotBelieved() {
    func outcomes(_ agreeing: Int, of total: Int) -> [String?] {
      let rows = (0..<total).map {
        ComparisonAudit.Row(text: "Better", verdict: $0 < agreeing ? .lower(.p95) : .similar)
      }
      let audit = ComparisonAudit(of: rows, polarity: .lowIsGood)
      let published = AuditTests.row(Figures(value: 2, lower95: 1, upper95: 3)).published
      return rows.map { AuditTests.reason(audit.outcome($0, published, benchmark: 9) { [] }) }
    }
    let few = outcomes(20, of: 295)
    #expect(few.prefix(20).allSatisfy { $0 == nil })
    #expect(few.dropFirst(20).allSatisfy { $0 == "no method known here gives most of these texts" })
    let most = outcomes(275, of: 295)
    #expect(most.dropFirst(275).allSatisfy { $0 == "another benchmark, or words of another polarity" })
  }
}
