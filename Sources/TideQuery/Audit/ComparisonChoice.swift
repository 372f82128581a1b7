import TideMethods
import TideModel

/// The method that an indicator's published comparisons follow: its own, unless another gives more of the texts.
struct ComparisonChoice {
  let audit: ComparisonAudit
  private let comparing: Query.Comparing
  private let indicator: Indicator
  private let comparer: Comparer

  private static let methods: [ComparisonMethod] = [
    .interval95, .interval998, .interval95And998, .overlappingIntervals95, .quintiles, .quartiles,
  ]

  init(_ rows: [AuditedRow], _ indicator: Indicator, _ comparer: Comparer) throws {
    self.indicator = indicator
    self.comparer = comparer
    var best: (comparing: Query.Comparing, audit: ComparisonAudit)?
    let candidates: [Query.Comparing] = [.published] + Self.methods.map { .method($0) } + [.controlLimits]
    for comparing in candidates {
      let made = try rows.filter(\.isCompared).map { row in
        ComparisonAudit.Row(
          text: row.row.observation.publishedComparison, verdict: try Self.verdict(row, comparing, comparer))
      }
      let audit = ComparisonAudit(of: made, polarity: indicator.polarity)
      if audit.agreeing > best?.audit.agreeing ?? -1 { best = (comparing, audit) }
      if audit.agreeing == made.count { break }
    }
    audit = best?.audit ?? ComparisonAudit(of: [], polarity: indicator.polarity)
    comparing = best?.comparing ?? .published
  }

  var name: String { comparing.rule(for: indicator).text }

  func outcome(_ row: AuditedRow) throws -> (AuditOutcome, Verdict) {
    let verdict = try Self.verdict(row, comparing, comparer)
    let judged = verdict.judged(by: audit.polarity)
    if let benchmark = row.row.benchmark, !benchmark.name.remark.isEmpty {
      let name = try comparer.benchmarks.heading()
      return (.notChecked(AuditReason("no figure of \(name) is in the store")), judged)
    }
    let outcome = try audit.outcome(
      ComparisonAudit.Row(text: row.row.observation.publishedComparison, verdict: verdict), row.published,
      benchmark: row.row.benchmark?.figures.value, others: { try others(row) })
    return (outcome, judged)
  }

  /// What else may have been done: another method, or a category compared with England's whole population.
  private func others(_ row: AuditedRow) throws -> [(rule: String, verdict: Verdict)] {
    var others = try Self.methods.prefix(4).map { method in
      (rule: "by \(method.shortName)", verdict: try Self.verdict(row, .method(method), comparer))
    }
    if let whole = row.place.slice.whole {
      var against = row.row
      let place = row.place
      against.benchmark = try comparer.benchmarks.figure(
        for: whole, period: against.period, type: place.group.type, country: place.group.country)
      others.append(
        (
          rule: "with the whole population",
          verdict: try comparer.verdict(on: against, place, by: comparing, polarity: .noJudgement)
        ))
    }
    return others
  }

  private static func verdict(
    _ row: AuditedRow, _ comparing: Query.Comparing, _ comparer: Comparer
  ) throws -> Verdict {
    let isComparable = row.row.indicator.polarity != .notApplicable
    return try comparer.verdict(
      on: row.row, row.place, by: comparing, polarity: isComparable ? .noJudgement : .notApplicable)
  }
}
