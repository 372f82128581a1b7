/// How many figures stand how to the benchmark.
struct Tally {
  private var numbers: [String: Int] = [:]
  private let total: Int
  /// How many have a benchmark, and how many of those are above and below it.
  private var sides = (all: 0, above: 0, below: 0)

  /// Some rows of an answer with a comparison.
  init(_ rows: TableRows, _ indices: [Int]) {
    total = indices.count
    for row in indices {
      let comparison = rows.text("comparison", row)
      numbers[comparison.isEmpty ? "not compared" : comparison, default: 0] += 1
      guard let value = rows.number("value", row), let other = rows.number("benchmark_value", row) else { continue }
      sides.all += 1
      sides.above += value > other ? 1 : 0
      sides.below += value < other ? 1 : 0
    }
  }

  /// `Birmingham is worse than England on 9 of 58 figures, better on 2, similar on 4; 43 are not compared`.
  func sentence(area: String, benchmark: String) -> String {
    func number(_ word: String) -> Int { numbers[word] ?? 0 }
    let compared = total - number("not compared")
    guard compared > 0 else { return untested(area: area, benchmark: benchmark) }
    let worse = number("worse") == 0 ? "none" : "\(number("worse"))"
    let noun = compared == 1 ? "figure" : "figures"
    var parts = ["\(area) is worse than \(benchmark) on \(worse) of \(compared) \(noun) compared"]
    parts += ["better", "similar", "higher", "lower"].filter { number($0) > 0 }.map { "\($0) on \(number($0))" }
    let rest = compared - ["worse", "better", "similar", "higher", "lower"].reduce(0) { $0 + number($1) }
    if rest > 0 { parts.append("in quantiles on \(rest)") }
    let sentence = parts.joined(separator: ", ")
    let other = total - compared
    return other == 0 ? sentence : sentence + "; \(other) \(other == 1 ? "is" : "are") not compared"
  }

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
