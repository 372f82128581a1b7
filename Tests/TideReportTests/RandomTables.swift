import TestSupport
import TideModel
import TideReport

/// Tables like the answers of questions, of random figures, gaps, statuses and names, some of them hostile.
struct RandomTables {
  private var random: SeededGenerator
  /// The area that charts are about.
  static let area = "E08000025"

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  static let names = [
    "Birmingham", "Bournemouth, Christchurch and Poole", "<script>alert(1)</script>", "A & B \"quoted\" 'name'",
    "]]><svg onload=x>", "日本語の地域名", "Llanfair\u{301}pwll", "\u{202E}desrever\u{200B}",
    "line\nbreak\ttab\u{0}\u{1B}[31m",
    String(repeating: "endless", count: 40), "👩‍👩‍👧 family", "%s %d {0} \\u0041", "—", "",
  ]

  private mutating func name() -> String { Self.names.randomElement(using: &random) ?? "x" }

  private mutating func chance(_ share: Double) -> Bool { random.uniform(0...1) < share }

  private mutating func pick<T>(_ choices: [T]) -> T { choices[Int(random.uniform(0...Double(choices.count) - 0.001))] }

  private func cell(_ value: Double?) -> ResultTable.Cell { value.map { .number($0) } ?? .missing }
  private func cell(_ text: String) -> ResultTable.Cell { text.isEmpty ? .missing : .text(text) }

  private static let texts = [
    "indicator", "area_code", "area", "area_type", "sex", "age", "category", "unit", "benchmark_code", "theme", "note",
    "cause", "category_type", "first_period", "last_period",
  ]

  private static func kind(of column: String) -> ResultTable.Kind {
    if ["indicator_id", "rank", "ranked"].contains(column) { return .integer }
    return ResultTable.kinds[column] ?? (texts.contains(column) ? .text : .number)
  }

  /// An empty table of such columns.
  static func empty(_ columns: [String], group: String? = nil, benchmark: String = "England") -> ResultTable {
    ResultTable(
      columns: columns.map { name in
        ResultTable.Column(
          name: name, title: name == "benchmark_value" ? benchmark : name, kind: kind(of: name))
      }, title: "Title",
      footnotes: [
        Footnote("[c] suppressed", about: .legend([.suppressed])),
        Footnote("At: the number of events of an area.", about: .placedBy(people: false)),
      ], groupColumn: group)
  }

  /// A figure of the table's size; the same table has figures of like size.
  private mutating func figure(_ size: Double) -> Double { (random.uniform(0...1) * size * 1000).rounded() / 1000 }

  /// A trend: some strata of one or two indicators.
  mutating func trend() -> ResultTable {
    let benchmark = name()
    var table = Self.empty(
      [
        "indicator_id", "indicator", "area_code", "area", "sex", "age", "category", "period", "period_start", "unit",
        "value", "lower_95", "upper_95", "status", "benchmark_code", "benchmark", "benchmark_value", "difference",
        "ratio", "comparison", "trend",
      ], benchmark: benchmark)
    let (indicator, place) = (name(), name())
    let unit = pick(["%", "per 100,000", "", "years"])
    let size: Double = pick([0.01, 1, 100, 1e6])
    let hasLimits = chance(0.6)
    for sex in ["Persons", "Male", "Female"].prefix(Int(random.uniform(1...3.99))) {
      for year in 2000..<(2000 + Int(random.uniform(1...24))) where !chance(0.1) {
        let value: Double? = chance(0.15) ? nil : figure(size)
        let width = figure(size) / 4
        let other: Double? = chance(0.1) ? nil : figure(size)
        let lost = pick(["c", "x", ""])
        let status = value == nil ? lost : chance(0.1) ? "b" : ""
        let word = pick(["better", "worse", "similar", "higher", "not compared", "2nd highest quintile"])
        let lower: Double? = hasLimits ? value.map { max(0, $0 - width) } : nil
        let upper: Double? = hasLimits ? value.map { $0 + width } : nil
        let difference: Double? = value.flatMap { v in other.map { v - $0 } }
        let ratio: Double? = value.flatMap { v in other.flatMap { $0 == 0 ? nil : v / $0 } }
        let keys: [ResultTable.Cell] = [
          .integer(7), cell(indicator), .text(Self.area), cell(place), .text(sex), cell("All ages"), .missing,
          .text("\(year)/\((year + 1) % 100)"), .text("\(year)-04-01"), cell(unit),
        ]
        let figures: [ResultTable.Cell] = [
          cell(value), cell(lower), cell(upper), cell(status), .text("E92000001"), cell(benchmark), cell(other),
          cell(difference), cell(ratio), cell(word), cell("Decreasing and getting better"),
        ]
        table.append(words: keys + figures)
      }
    }
    return table
  }

  /// A comparison or ranking: a row an area or indicator.
  mutating func rows(isRanking: Bool) -> ResultTable {
    let benchmark = name()
    var table = Self.empty(
      [
        "indicator_id", "indicator", "area_code", "area", "area_type", "sex", "age", "category", "period", "unit",
        "value", "lower_95", "upper_95", "count", "denominator", "status", "benchmark", "benchmark_value", "ratio",
        "comparison", "rank", "ranked", "average", "funnel", "theme",
      ], group: isRanking ? nil : "theme", benchmark: benchmark)
    let count = Int(random.uniform(1...60))
    let size: Double = pick([0.01, 1, 100, 1e6])
    let reference = figure(size) + size / 100
    let (indicator, own, period) = (name(), name(), "2023/24")
    let subject = Int(random.uniform(0...Double(count - 1)))
    let hasLimits = chance(0.6)
    for row in 0..<count {
      let value: Double? = chance(0.1) ? nil : figure(size)
      let width = figure(size) / 4
      let events = figure(5000) + 1
      let lower: Double? = hasLimits ? value.map { max(0, $0 - width) } : nil
      let upper: Double? = hasLimits ? value.map { $0 + width } : nil
      let compared: Double? = chance(0.1) && !isRanking ? nil : reference
      let word = pick(["better", "worse", "similar", "higher", "lower", "not compared"])
      let keys: [ResultTable.Cell] = [
        .integer(isRanking ? 7 : row), cell(isRanking ? indicator : name()),
        .text(row == subject || !isRanking ? Self.area : "E0\(row)"), cell(isRanking ? name() : own),
        .text("County & UA"), .text("Persons"), .text("All ages"), .missing, .text(period), .text("per 1,000"),
      ]
      let figures: [ResultTable.Cell] = [
        cell(value), cell(lower), cell(upper), cell(events), cell(value.map { events / max($0, size / 1000) }),
        cell(value == nil ? "c" : ""), cell(benchmark), cell(compared), cell(value.map { $0 / reference }), cell(word),
        value == nil ? .missing : .integer(row + 1), .integer(count), cell(reference),
        cell(pick(["High (0.001)", "Low (0.025)", "Not significant"])), .text("Theme \(row / 10)"),
      ]
      table.append(words: keys + figures)
    }
    return table
  }

  /// The control lines of a funnel.
  mutating func limits(about average: Double) -> ResultTable {
    var table = Self.empty(["position", "lower_998", "lower_95", "average", "upper_95", "upper_998"])
    for step in 1...40 {
      let width = average * 3 / Double(step).squareRoot()
      table.append(
        words: [
          Double(step * 100), average - width, average - width / 2, average, average + width / 2, average + width,
        ]
        .map { .number($0) })
    }
    return table
  }

  /// An inequality over time.
  mutating func inequality() -> ResultTable {
    var table = Self.empty([
      "indicator", "area", "sex", "age", "category_type", "period", "period_start", "unit", "sii", "sii_lower_95",
      "sii_upper_95", "most_deprived", "least_deprived", "line_most_deprived", "line_least_deprived", "status",
    ])
    if chance(0.7) {
      table.footnotes.append(
        Footnote(
          "SII and RII: a line through the values, weighted by population.", about: .line(throughValues: true)))
    }
    let (indicator, area) = (name(), name())
    let size: Double = pick([0.1, 10, 1000])
    let periods = chance(0.3) ? 1...2 : 1...14.99
    for year in 2010..<(2010 + Int(random.uniform(periods))) {
      let index: Double? = chance(0.1) ? nil : figure(size) - size / 3
      let most: Double? = index == nil ? nil : figure(size)
      let least: Double? = index == nil ? nil : figure(size)
      let keys: [ResultTable.Cell] = [
        cell(indicator), cell(area), .text("Persons"), .text("All ages"), .text("Deciles"), .text("\(year)"),
        .text("\(year)-01-01"), .text("per 1,000"),
      ]
      let figures: [ResultTable.Cell] = [
        cell(index), cell(index.map { $0 - size / 5 }), cell(index.map { $0 + size / 5 }), cell(most), cell(least),
        cell(most), cell(least), cell(index == nil ? "c" : ""),
      ]
      table.append(words: keys + figures)
    }
    return table
  }

  /// The figures of deciles or quintiles behind an inequality, some of them missing or left out, among those of the other sex.
  mutating func parts(of inequality: ResultTable) -> ResultTable {
    var table = Self.empty([
      "sex", "age", "category_type", "category", "period", "value", "lower_95", "upper_95", "denominator", "status",
    ])
    let words = [
      "Most deprived", "Second most deprived", "Third less deprived", "Second least deprived", "Least deprived",
    ]
    let isOfQuintiles = chance(0.3)
    let size: Double = pick([0.1, 10, 1000])
    let (hasLimits, hasPeople) = (chance(0.6), chance(0.6))
    for part in isOfQuintiles ? words.map({ "\($0) quintile" }) : (1...10).map({ "Decile \($0)" }) {
      for period in inequality.cells("period") where !chance(0.05) {
        for sex in ["Persons", "Female"] {
          let value: Double? = chance(0.05) ? nil : figure(size)
          let keys: [ResultTable.Cell] = [
            .text(sex), .text("All ages"), .text("Deciles"), .text(part), period, cell(value),
          ]
          let limits = hasLimits ? value.map { [$0 - size / 9, $0 + size / 9] } : nil
          let people: Double? = hasPeople && !chance(0.01) ? figure(1e6) : nil
          table.append(
            words: keys + [
              cell(limits?[0]), cell(limits?[1]), cell(people), cell(value == nil ? pick(["c", "x", ""]) : ""),
            ])
        }
      }
    }
    return table
  }

  /// The decomposition of a gap.
  mutating func decomposition() -> ResultTable {
    var table = Self.empty([
      "sex", "cause", "contribution", "share", "area_value", "comparator_value", "gap", "status",
    ])
    for sex in ["Male", "Female"].prefix(Int(random.uniform(1...2.99))) {
      for _ in 0..<Int(random.uniform(1...20)) {
        let part: Double? = chance(0.05) ? nil : figure(2) - 1
        table.append(words: [
          .text(sex), cell(name()), cell(part), cell(part.map { $0 * 40 }), .number(78.2), .number(80.1),
          .number(-1.9), cell(part == nil ? "x" : ""),
        ])
      }
    }
    return table
  }

  /// A table, and the one beside it, for a kind of chart.
  mutating func tables(for kind: Chart.Kind) -> (table: ResultTable, second: ResultTable?) {
    switch kind {
    case .trend, .multiples: return (trend(), nil)
    case .gap:
      let all = trend()
      var table = ResultTable(columns: all.columns, title: all.title, footnotes: all.footnotes)
      for row in all.rows where row[4] == .text("Persons") { table.append(row) }
      return (table, nil)
    case .compare: return (rows(isRanking: false), nil)
    case .rank, .spine: return (rows(isRanking: true), nil)
    case .funnel:
      let table = rows(isRanking: true)
      let average = table.cells("average").first.flatMap { if case .number(let value) = $0 { value } else { nil } } ?? 1
      return (table, limits(about: average))
    case .inequality:
      let table = inequality()
      return (table, chance(0.8) ? parts(of: table) : nil)
    case .decomposition: return (decomposition(), nil)
    }
  }
}
