import TideMethods
import TideModel

/// How all latest figures stand, those that are not on the watchlist too.
struct WatchTally {
  private var judged: [Verdict.Kind: Int] = [:]
  private var unjudged: [String: Int] = [:]
  private var uncompared: [String: Int] = [:]
  private var total = 0

  private static let noPolarity = "no polarity is loaded"

  /// Counts a figure.
  mutating func add(_ row: ResultRow, against benchmark: String) {
    total += 1
    guard let verdict = row.verdict else { return uncompared["no benchmark", default: 0] += 1 }
    switch verdict {
    case .better, .similar, .worse, .higher, .lower:
      switch row.indicator.polarity {
      case .lowIsGood, .highIsGood: judged[verdict.kind, default: 0] += 1
      case .unknown: unjudged[Self.noPolarity, default: 0] += 1
      case .noJudgement, .notApplicable: unjudged["neither high nor low is good", default: 0] += 1
      }
    case .quantile: unjudged["told by quantile", default: 0] += 1
    case .notCompared(let reason): uncompared[Self.reason(row, reason, benchmark), default: 0] += 1
    }
  }

  /// Reasons that name a period would be as many as there are periods.
  private static func reason(_ row: ResultRow, _ reason: Reason, _ benchmark: String) -> String {
    guard row.observation.figures.value != nil, let reference = row.benchmark, reference.figures.value == nil,
      reason == reference.reason
    else { return reason.text }
    return "no figure of \(benchmark)"
  }

  /// `Of 43 latest figures 9 are worse than England, 3 similar and 5 better.`, and why others are not judged.
  func lines(against benchmark: String) -> [Footnote] {
    let (worse, similar, better) = (judged[.worse] ?? 0, judged[.similar] ?? 0, judged[.better] ?? 0)
    var lines: [Footnote] = [
      Footnote(
        "Of \(Footnotes.count(total, "latest figure")) \(worse) \(worse == 1 ? "is" : "are") worse than \(benchmark), "
          + "\(similar) similar and \(better) better.")
    ]
    if !unjudged.isEmpty { lines.append("\(Self.list(unjudged, "not judged"))") }
    if unjudged[Self.noPolarity] != nil {
      lines.append(
        Footnote(
          "To have figures without a polarity judged, append a list of indicators with the columns indicator_id, name and "
            + "polarity (low is good, high is good)."))
    }
    if !uncompared.isEmpty { lines.append("\(Self.list(uncompared, "not compared"))") }
    return lines
  }

  /// `22 not compared: no confidence interval is published (20), no figure of England (2).`
  private static func list(_ reasons: [String: Int], _ what: String) -> String {
    let ordered = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let parts = ordered.map { "\($0.key) (\($0.value))" }
    return "\(reasons.values.reduce(0, +)) \(what): \(parts.joined(separator: ", "))."
  }
}
