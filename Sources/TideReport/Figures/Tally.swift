import TideModel

/// How many figures stand how to the benchmark.
struct Tally {
  private var numbers: [Verdict.Kind: Int] = [:]
  private let total: Int
  /// How many have a benchmark, and how many of those are above and below it.
  private var sides = (all: 0, above: 0, below: 0)
  /// Whether the comparisons are with a goal.
  private let isOfGoals: Bool

  /// Some rows of an answer with a comparison.
  init(_ rows: TableRows, _ indices: [Int]) {
    total = indices.count
    isOfGoals = indices.contains { rows.isOfGoal($0) }
    for row in indices {
      numbers[rows.verdict(row)?.kind ?? .notCompared, default: 0] += 1
      guard let value = rows.number("value", row), let other = rows.number("benchmark_value", row) else { continue }
      sides.all += 1
      sides.above += value > other ? 1 : 0
      sides.below += value < other ? 1 : 0
    }
  }

  /// `Birmingham is worse than England on 9 of 58 figures, better on 2, similar on 4; 43 are not compared`.
  func sentence(area: String, benchmark: String) -> String {
    let compared = total - number(.notCompared)
    guard compared > 0 else { return untested(area: area, benchmark: benchmark) }
    let other = total - compared
    let rest = other == 0 ? "" : "; \(other) \(other == 1 ? "is" : "are") not compared"
    return (isOfGoals ? reached(area, compared) : placed(area, benchmark, compared)) + rest
  }

  /// `Birmingham is worse than England on 9 of 17 figures compared, better on 5, similar on 3`.
  private func placed(_ area: String, _ benchmark: String, _ compared: Int) -> String {
    let noun = compared == 1 ? "figure" : "figures"
    let found = [Verdict.Kind.worse, .better, .similar, .higher, .lower].filter { number($0) > 0 }
    let quantiles = compared - found.reduce(0) { $0 + number($1) }
    guard let first = found.first else { return "\(area) has \(compared) \(noun) placed in quantiles of all areas" }
    // Where figures are judged, how many are worse is said first, also that none is; similar is a word of both kinds.
    let unjudged = found.first { [.higher, .lower].contains($0) }
    let isJudged = found.contains { [.worse, .better].contains($0) } || unjudged == nil
    let lead = isJudged ? .worse : unjudged ?? first
    let count = number(lead) == 0 ? "none" : "\(number(lead))"
    var parts = ["\(area) is \(lead.text) than \(benchmark) on \(count) of \(compared) \(noun) compared"]
    parts += found.filter { $0 != lead }.map { "\($0.text) on \(number($0))" }
    if quantiles > 0 { parts.append("in quantiles on \(quantiles)") }
    return parts.joined(separator: ", ")
  }

  /// `Birmingham reaches the goal on 2 of 5 figures, in part on 1`.
  private func reached(_ area: String, _ compared: Int) -> String {
    let part = number(.similar) > 0 ? ", in part on \(number(.similar))" : ""
    let count = number(.better) == 0 ? "none" : "\(number(.better))"
    return "\(area) reaches the goal on \(count) of \(compared) \(compared == 1 ? "figure" : "figures")\(part)"
  }

  private func number(_ verdict: Verdict.Kind) -> Int { numbers[verdict] ?? 0 }

  /// `Birmingham is above England on 4 of 4 figures; none can be tested`.
  private func untested(area: String, benchmark: String) -> String {
    guard sides.all > 0 else {
      return "\(area): \(total) \(total == 1 ? "figure" : "figures") without one of \(benchmark)"
    }
    let noun = sides.all == 1 ? "figure" : "figures"
    let below = sides.below > 0 ? ", below on \(sides.below)" : ""
    return "\(area) is above \(benchmark) on \(sides.above) of \(sides.all) \(noun)\(below); "
      + "\(sides.all == 1 ? "it cannot" : "none can") be tested"
  }
}
