import TideModel

/// Cells of tests as answers have them: what a test writes in words becomes what the column of that name holds.
extension ResultTable {
  static let kinds: [String: Kind] = [
    "period": .period, "old_period": .period, "period_start": .date, "status": .status, "benchmark": .benchmark,
    "comparison": .verdict, "old_comparison": .verdict, "compared_by": .rule, "trend": .trend, "outcome": .trend,
    "funnel": .funnel, "polarity": .polarity, "turned": .flag,
  ]

  /// Adds a row, its texts as its columns hold them.
  mutating func append(words row: [Cell]) { append(zip(columns, row).map { Self.typed($1, $0.kind) }) }

  private static func typed(_ cell: Cell, _ kind: Kind) -> Cell {
    guard case .text(let text) = cell else {
      if case .integer(let number) = cell, kind == .number { return .number(Double(number)) }
      return cell
    }
    switch kind {
    case .period: return period(text)
    case .date: return CalendarDate(iso: text).map { .date($0) } ?? .missing
    case .status: return Status(marker: text).map { .status($0) } ?? .missing
    case .benchmark: return .benchmark(benchmark(text))
    case .verdict: return .verdict(verdict(text))
    case .rule: return text == "goal" ? .rule(.goal) : .rule(.method(.interval95))
    case .trend: return TrendOutcome(published: text).map { .trend($0) } ?? gap(text)
    case .funnel:
      let places: [FunnelPlace] = [.high(.p998), .high(.p95), .low(.p998), .low(.p95), .notSignificant]
      return .funnel(places.first { $0.text == text } ?? .notApplicable)
    case .polarity: return Polarity(name: text).map { .polarity($0) } ?? .missing
    case .flag: return .flag(text == "yes")
    default: return cell
    }
  }

  static func period(_ label: String) -> Cell {
    let start = CalendarDate(year: Int(label.prefix(4)) ?? 2000) ?? CalendarDate(day: 0)
    let period = Period(start: start, unit: .year, count: 1, yearType: .calendar, label: label)
    return period.map { .period(.init($0)) } ?? .missing
  }

  private static func benchmark(_ text: String) -> BenchmarkName {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    let name = text.split(separator: " (pooled").first.map(String.init) ?? text
    let all: [BenchmarkName] = [
      .mean(numbers.last), .median(numbers.last), .pooled(name, used: numbers.first ?? 0, of: numbers.last ?? 0),
    ]
    return all.first { $0.text == text } ?? .area(text)
  }

  private static func verdict(_ text: String) -> Verdict {
    let quantiles = (1...5).compactMap { Quantile(position: $0, of: 5) }.map { Verdict.quantile($0) }
    return Verdict(published: text) ?? quantiles.first { $0.text == text } ?? .notCompared(.noInterval)
  }

  private static func gap(_ text: String) -> Cell {
    guard let direction = GapDirection.allCases.first(where: { $0.text == text }) else { return .missing }
    let isLost = direction == .cannotBeCalculated
    return .trend(.gap(direction, points: 5, reason: isLost ? .tooFewPoints(needed: 5, found: 2) : nil))
  }
}
