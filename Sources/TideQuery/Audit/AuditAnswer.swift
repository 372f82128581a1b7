import TideDisclosure
import TideMethods
import TideModel

/// Audit: published figures recomputed from the counts, denominators and series printed with them.
struct AuditAnswer {
  private let asked: Asked
  private let isListing: Bool

  init(_ query: Query, listing: Bool, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    isListing = listing
  }

  /// A row a check and method, by indicator; with `listing`, a row a published figure that differs.
  func table() throws -> ResultTable {
    if asked.query.area != nil { _ = try asked.subject() }
    var table = ResultTable(
      columns: isListing ? Self.listColumns : Self.summaryColumns, title: try title(), groupColumn: "indicator")
    var total = AuditCount()
    for indicator in asked.indicators {
      asked.maker.reset()
      let audited = try AuditedIndicator(indicator, asked, asked.maker.comparer)
      let findings = try AuditChecks(audited: audited, maker: asked.maker, comparer: asked.maker.comparer).findings()
      for finding in findings { total.add(finding.outcome) }
      if isListing {
        for finding in findings { if let cells = Self.listed(finding, audited) { table.append(cells) } }
      } else {
        for line in AuditLine.lines(of: findings) { table.append(line.cells(indicator)) }
      }
    }
    table.footnotes = footnotes(total)
    return table
  }

  private func title() throws -> String {
    let subject = try asked.query.area.map { "figures of \(try asked.catalogue.area($0).name)" } ?? "figures"
    return isListing
      ? "Published \(subject) that differ from what is printed with them"
      : "Published \(subject) recomputed from what is printed with them"
  }

  private func footnotes(_ total: AuditCount) -> [Footnote] {
    let counts = [total.agree, total.checked, total.rounded, total.differ].map { DecimalNumber.grouped(String($0)) }
    var notes: [Footnote] = [
      Footnote(
        "\(counts[0]) of \(counts[1]) recomputed figures and texts agree at the precision printed, \(counts[2]) more but for "
          + "the rounding of their counts; \(counts[3]) differ.")
    ]
    if !isListing {
      notes.append(
        Footnote(
          "Rounded: the figure lies between what the printed count less and plus half a rounding step gives. The count before "
            + "rounding is not looked for."))
      if total.differ > 0 { notes.append("--rows lists those that differ, one by one.") }
    }
    return notes
  }

  // MARK: Tables

  private static let summaryColumns: [ResultTable.Column] = [
    .init("indicator_id", "ID", .integer, 9), .init("indicator", "Indicator", .text, 0),
    .init("check", "Check", .text, 0), .init("method", "Method", .text, 0), .init("z", "z", .text, 1),
    .init("agree", "Agree", .integer, 0),
    .init("rounded", "Rounded", .integer, 0), .init("differ", "Differ", .integer, 0), .init("of", "of", .integer, 0),
    .init("unchecked", "Unchecked", .integer, 2), .init("note", "Note", .text, 0),
  ]

  private static let listColumns: [ResultTable.Column] = [
    .init("indicator_id", "ID", .integer, 9), .init("indicator", "Indicator", .text, 0),
    .init("area_code", "Code", .text, 8), .init("area", "Area", .text, 0), .init("sex", "Sex", .text, 5),
    .init("age", "Age", .text, 9), .init("category_type", "Category type", .text, 9),
    .init("category", "Category", .text, 6), .init("period", "Period", .period, 0), .init("check", "Check", .text, 0),
    .init("method", "Method", .text, 9), .init("count", "Count", .number, 7),
    .init("denominator", "Denominator", .number, 7), .init("value", "Published", .number, 3),
    .init("recomputed_value", "Recomputed", .derived, 3), .init("lower", "Lower", .number, 3),
    .init("recomputed_lower", "Recomputed", .derived, 3), .init("upper", "Upper", .number, 3),
    .init("recomputed_upper", "Recomputed", .derived, 3), .init("text", "Text", .text, 2),
    .init("recomputed_text", "Recomputed", .text, 2), .init("reason", "Reason", .text, 0),
  ]

  /// The cells of a figure that differs; nil for any other.
  private static func listed(_ finding: AuditFinding, _ audited: AuditedIndicator) -> [ResultTable.Cell]? {
    guard case .differs(let reason) = finding.outcome else { return nil }
    let row = audited.rows[finding.row].row
    let (observation, figures) = (row.observation, row.observation.figures)
    var published: (value: Double?, lower: Double?, upper: Double?, text: String) = (nil, nil, nil, "")
    switch finding.check {
    case .value: published.value = figures.value
    case .limits95: published = (nil, figures.lower95, figures.upper95, "")
    case .limits998: published = (nil, figures.lower998, figures.upper998, "")
    case .comparison: published.text = observation.publishedComparison
    case .trend: published.text = observation.publishedTrend
    }
    func number(_ value: Double?) -> ResultTable.Cell { value.map { .number($0) } ?? .missing }
    func text(_ text: String?) -> ResultTable.Cell { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .missing }
    return row.cells([.indicatorID, .indicator, .areaCode, .area, .sex, .age, .categoryType, .category, .period])
      + [.text(finding.check.rawValue), text(finding.method)] + row.cells([.count, .denominator])
      + [number(published.value), number(finding.value), number(published.lower), number(finding.interval?.lower)]
      + [
        number(published.upper), number(finding.interval?.upper), .published(published.text),
        .published(finding.text ?? ""),
      ]
      + [.text(reason.full)]
  }
}

/// How many figures came out how.
struct AuditCount {
  private(set) var agree = 0
  private(set) var rounded = 0
  private(set) var differ = 0
  private(set) var unchecked = 0

  /// Those that were checked.
  var checked: Int { agree + rounded + differ }

  mutating func add(_ outcome: AuditOutcome) {
    switch outcome {
    case .agrees: agree += 1
    case .rounded: rounded += 1
    case .differs: differ += 1
    case .notChecked: unchecked += 1
    }
  }
}

/// A line of the summary: one check by one method.
struct AuditLine {
  let check: AuditCheck
  let method: String
  let deviate: String?
  private(set) var count = AuditCount()
  private var differing: [String: Int] = [:]
  private var unchecked: [String: Int] = [:]

  private init(of finding: AuditFinding) { (check, method, deviate) = (finding.check, finding.method, finding.deviate) }

  private func isOf(_ finding: AuditFinding) -> Bool {
    check == finding.check && method == finding.method && deviate == finding.deviate
  }

  /// The lines of findings: in the order of the checks, and of a check the methods as they come.
  static func lines(of findings: [AuditFinding]) -> [AuditLine] {
    var lines: [AuditLine] = []
    for finding in findings {
      let known = lines.firstIndex { $0.isOf(finding) }
      if known == nil { lines.append(AuditLine(of: finding)) }
      lines[known ?? lines.count - 1].add(finding.outcome)
    }
    return lines
  }

  private mutating func add(_ outcome: AuditOutcome) {
    count.add(outcome)
    switch outcome {
    case .differs(let reason): differing[reason.text, default: 0] += 1
    case .notChecked(let reason): unchecked[reason.text, default: 0] += 1
    case .agrees, .rounded: break
    }
  }

  func cells(_ indicator: Indicator) -> [ResultTable.Cell] {
    let notes = Self.list(differing) + Self.list(unchecked).map { "not checked: \($0)" }
    return [
      .integer(indicator.id), .text(indicator.name), .text(check.rawValue),
      method.isEmpty ? .missing : .text(method), deviate.map { .text($0) } ?? .missing, .integer(count.agree),
      .integer(count.rounded), .integer(count.differ), .integer(count.checked), .integer(count.unchecked),
      notes.isEmpty ? .missing : .text(notes.joined(separator: "; ")),
    ]
  }

  /// The most frequent first; with their numbers where there are several.
  private static func list(_ reasons: [String: Int]) -> [String] {
    let sorted = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return sorted.count == 1 ? [sorted[0].key] : sorted.map { "\($0.value) \($0.key)" }
  }
}
