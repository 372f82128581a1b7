import TideMethods
import TideModel

/// What is recomputed of a published figure.
enum AuditCheck: String, CaseIterable {
  case value
  case limits95 = "limits 95%"
  case limits998 = "limits 99.8%"
  case comparison
  case trend = "recent trend"
}

/// What one check says of one row.
struct AuditFinding {
  let row: Int
  let check: AuditCheck
  /// By which method; empty for none.
  let method: String
  /// The standard normal deviate of limits.
  var deviate: String?
  let outcome: AuditOutcome
  var value: Double?
  var interval: Interval?
  var text: String?
}

/// The checks of an indicator's rows.
struct AuditChecks {
  let audited: AuditedIndicator
  let maker: RowMaker
  let comparer: Comparer

  /// The findings of all checks, check after check; rows in which a check has nothing to look at have none.
  func findings() throws -> [AuditFinding] {
    var findings: [AuditFinding] = []
    let rows = audited.rows.map { AuditRow($0.published, rounding: $0.rounding) }
    let indicator = audited.indicator
    if let value = ValueAudit(of: rows, told: indicator.multiplier, valueType: indicator.valueType) {
      let outcomes = rows.map { value.outcome($0) }
      let name = value.isDirect ? "count / denominator x \(FileAnswer.grouped(value.multiplier))" : ""
      for (index, outcome) in outcomes.enumerated() where rows[index].published.figures.value != nil {
        findings.append(
          AuditFinding(
            row: index, check: .value, method: name, outcome: outcome,
            value: value.value(rows[index].published.figures)))
      }
      findings += limits(rows, .p95, .limits95, value, outcomes) + limits(rows, .p998, .limits998, value, outcomes)
    }
    return try findings + comparisons() + trends()
  }

  private func limits(
    _ rows: [AuditRow], _ level: ConfidenceLevel, _ check: AuditCheck, _ value: ValueAudit, _ outcomes: [AuditOutcome]
  ) -> [AuditFinding] {
    let audit = LimitsAudit(of: rows, value: value, level: level)
    return rows.indices.compactMap { index in
      let figures = rows[index].published.figures
      guard (level == .p95 ? figures.lower95 ?? figures.upper95 : figures.lower998 ?? figures.upper998) != nil else {
        return nil
      }
      let finding = audit.finding(rows[index], value: outcomes[index])
      return AuditFinding(
        row: index, check: check, method: finding.recipe?.name ?? "", deviate: finding.recipe?.deviate(at: level),
        outcome: finding.outcome, interval: finding.recomputed)
    }
  }

  // MARK: Texts

  /// How far back five usable points of a series are looked for.
  private static let mostPoints = 15

  private func trends() throws -> [AuditFinding] {
    let told = audited.rows.indices.filter { !audited.rows[$0].row.observation.publishedTrend.isEmpty }
    let rows = try told.map { index in
      let audited = audited.rows[index]
      return TrendAudit.Row(
        text: audited.row.observation.publishedTrend,
        points: try maker.points(
          of: audited.place.panel, area: audited.area, upTo: audited.place.period,
          most: Self.mostPoints))
    }
    guard !rows.isEmpty else { return [] }
    let indicator = audited.indicator
    let audit = TrendAudit(of: rows, valueType: indicator.valueType, polarity: indicator.polarity)
    let judgement = Self.judgement(audit.polarity, told: indicator.polarity)
    return zip(told, rows).map { index, row in
      let finding = audit.finding(row)
      let name = audit.name + (finding.skipsGaps ? " over gaps" : "") + judgement
      return AuditFinding(
        row: index, check: .trend, method: name, outcome: finding.outcome, text: finding.trend.text)
    }
  }

  private func comparisons() throws -> [AuditFinding] {
    let told = audited.rows.indices.filter { !audited.rows[$0].row.observation.publishedComparison.isEmpty }
    // A publisher who compares nothing of an indicator says nothing to check.
    guard told.contains(where: { audited.rows[$0].isCompared }) else { return [] }
    let choice = try ComparisonChoice(told.map { audited.rows[$0] }, audited.indicator, comparer)
    let name = choice.name + Self.judgement(choice.audit.polarity, told: audited.indicator.polarity)
    var findings: [AuditFinding] = []
    for index in told {
      let row = audited.rows[index]
      let (outcome, verdict) = try choice.outcome(row)
      findings.append(
        AuditFinding(row: index, check: .comparison, method: name, outcome: outcome, text: verdict.text))
    }
    return findings
  }

  /// What to say of a polarity that is not the metadata's.
  private static func judgement(_ polarity: Polarity, told: Polarity) -> String {
    if polarity == told || (told == .unknown && polarity == .noJudgement) { return "" }
    return told == .unknown ? ", \(polarity.name)" : ", \(polarity.name) (told: \(told.name))"
  }
}
