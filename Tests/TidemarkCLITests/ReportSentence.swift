import Foundation

/// A sentence of a report whose numbers are looked for one by one: counts by the words beside them, figures by the indicator
/// and the periods that the sentence names.
struct ReportSentence {
  let text: String
  let section: String
  /// How many numbers were found so far.
  private(set) var found = 0
  private let ledger: ReportLedger
  private let table: ReportText.Table?
  /// What is not accounted for yet.
  private var rest: String
  private var unknown: [String] = []

  init(_ text: String, in section: String, _ ledger: ReportLedger, under table: ReportText.Table? = nil) {
    self.text = text
    self.section = section
    self.ledger = ledger
    self.table = table
    rest = text
  }

  /// The numbers that nothing accounts for.
  mutating func numbersNotFound() throws -> [String] {
    tallies()
    try gapTallies()
    try places(of: 92196)
    releases()
    var ids: [Int] = []
    var periods: Set<String> = []
    for title in ledger.titles where rest.contains(title.name) {
      ids.append(title.id)
      rest = rest.replacing(title.name, with: "…")
    }
    for name in ledger.names where rest.contains(name) {
      let isPeriod = ledger.export.contains { $0.text("period") == name }
      // A period is a word of its own, so that no figure passes for one.
      let pattern = isPeriod ? "(?<![0-9.,])\(NSRegularExpression.escapedPattern(for: name))(?![0-9]|[.,/][0-9])" : nil
      let range = pattern.flatMap { rest.range(of: $0, options: .regularExpression) }
      if isPeriod, range == nil { continue }
      if isPeriod { periods.insert(name) }
      while let next = pattern.flatMap({ rest.range(of: $0, options: .regularExpression) }) {
        rest.replaceSubrange(next, with: "…")
      }
      if !isPeriod { rest = rest.replacing(name, with: "…") }
    }
    // The level of limits and intervals is the same everywhere.
    rest = rest.replacing(/95% (limits|confidence interval)/, with: "…")
    let candidates = try ids.flatMap { try figures(of: $0, periods) }
    for match in rest.matches(of: /[−-]?\d[\d,]*(\.\d+)?/) {
      let number = String(match.0)
      if candidates.contains(where: { ReportLedger.isShown(number, $0) }) { found += 1 } else { unknown.append(number) }
    }
    return unknown
  }

  /// What may be said of an indicator in a sentence that names some periods.
  private func figures(of id: Int, _ periods: Set<String>) throws -> [Double] {
    let isNamed = { (row: ReportLedger.Row) in ReportLedger.id(row) == id && periods.contains(row.text("period")) }
    var numbers = ledger.export.filter(isNamed).filter { text.contains($0.text("area")) }
      .flatMap { row in ["value", "lower_95", "upper_95", "benchmark_value"].compactMap { row.number($0) } }
    numbers += (ledger.export + ledger.compare).filter { isNamed($0) && text.contains($0.text("area")) }
      .compactMap { $0.number("ratio") }
    if text.contains("the gap to ") {
      for row in try ledger.answer("trend", id, "--test")
      where periods.isSuperset(of: [row.text("first_period"), row.text("last_period")]) {
        let sign = (row.number("slope") ?? 0) < 0 ? -1.0 : 1.0
        numbers += ["slope", "slope_lower_95", "slope_upper_95"].compactMap { row.number($0).map { $0 * sign } }
      }
    }
    if text.contains(" that of England") || text.contains("difference") {
      for row in try ledger.answer("gap", id) where isNamed(row) {
        let difference = row.number("difference") ?? 0
        numbers += [difference, abs(difference)]
        numbers += ["difference_lower_95", "difference_upper_95"].compactMap { row.number($0) }
      }
    }
    if text.contains("deprived") {
      for row in try ledger.answer("inequality", id, "--area", "E92000001") where isNamed(row) {
        numbers += ["sii", "sii_lower_95", "sii_upper_95", "most_deprived", "least_deprived"].compactMap {
          row.number($0)
        }
      }
    }
    if text.contains(" areas of ") {
      let ranks = try ledger.answer("rank", id)
      numbers.append(Double(ranks.count { $0.number("value") != nil }))
    }
    return numbers
  }

  // MARK: Counts

  /// Takes a number out of the sentence by the words around it, which is right where it is what was counted.
  private mutating func take(_ pattern: String, _ counts: Int...) {
    while let match = rest.range(of: pattern, options: .regularExpression) {
      let words = String(rest[match])
      rest.replaceSubrange(match, with: "…")
      let numbers = words.replacing("none", with: "0").matches(of: /\d[\d,]*/).compactMap {
        Int($0.0.replacing(",", with: ""))
      }
      if numbers == counts { found += counts.count } else { unknown.append("\(words): \(counts)") }
    }
  }

  /// The rows that a sentence on comparisons counts: those of its table, else those of the section.
  private var counted: [(comparison: String, value: Double?, benchmark: Double?, note: String)] {
    if let table, let place = table.titles.firstIndex(of: "Comparison") {
      var latest: [String: [String]] = [:]
      let keys = ["Indicator", "Sex", "Age"].compactMap { table.titles.firstIndex(of: $0) }
      for row in table.rows { latest[keys.map { row[$0] }.joined(separator: "|")] = row }
      func number(_ row: [String], _ title: String) -> Double? {
        table.titles.firstIndex(of: title).flatMap { Double(row[$0].replacing(",", with: "")) }
      }
      return latest.values.map { ($0[place], number($0, "Value"), number($0, "England"), "") }
    }
    let ids = ledger.ids(of: section)
    return ledger.compare.filter { ids.contains(ReportLedger.id($0)) }
      .map { ($0.text("comparison"), $0.number("value"), $0.number("benchmark_value"), $0.text("note")) }
  }

  private mutating func tallies() {
    let rows = counted
    func count(_ word: String) -> Int { rows.count { $0.comparison == word } }
    let compared = rows.count - count("not compared")
    take("worse than England on (none|[0-9]+) of [0-9]+ figures? compared", count("worse"), compared)
    take("better on [0-9]+", count("better"))
    take("similar on [0-9]+", count("similar"))
    take("[0-9]+ (is|are) not compared", count("not compared"))
    let sides = rows.filter { $0.value != nil && $0.benchmark != nil }
    take("above England on [0-9]+ of [0-9]+ figures?", sides.count { $0.value! > $0.benchmark! }, sides.count)
    take("below on [0-9]+", sides.count { $0.value! < $0.benchmark! })
    take(
      "no confidence interval is published \\([0-9]+\\)",
      rows.count { $0.note.hasSuffix("no confidence interval is published") })
    take("no figure of England \\([0-9]+\\)", rows.count { $0.note.contains("no figure of England") })
    // Of what is not tested the first five are told.
    let untested = ledger.compare.filter { row in
      guard row.text("comparison") == "not compared", let value = row.number("value"),
        let other = row.number("benchmark_value")
      else { return false }
      let polarity = ledger.polarity(ReportLedger.id(row))
      return polarity == "low is good" && value > other || polarity == "high is good" && value < other
    }
    let groups = Set(untested.map { "\(ReportLedger.id($0))|\($0.text("period"))" })
    // Of what is worse or better the first eight lines.
    let latest = ledger.compare
    let lines = { (word: String) in
      Set(latest.filter { $0.text("comparison") == word }.map(ReportLedger.id)).count - 8
    }
    let more = [groups.count - 5, lines("worse"), lines("better")].first { text.hasPrefix("\($0) more ") }
    take("^[0-9]+ more (is|are) in the sections below", more ?? groups.count - 5)
  }

  private mutating func gapTallies() throws {
    guard text.contains(" gap") else { return }
    let ids = ledger.ids(of: section).intersection(ledger.compare.map(ReportLedger.id))
    var outcomes: [String: Int] = [:]
    for id in ids {
      let tests = try ledger.answer("trend", id, "--test").filter { $0.text("test").hasSuffix(", 5 points") }
      let hasPersons = tests.contains { $0.text("sex") == "Persons" }
      for test in tests where !hasPersons || test.text("sex") == "Persons" {
        outcomes[test.text("outcome"), default: 0] += 1
      }
    }
    let lost = outcomes["cannot be calculated"] ?? 0
    take("(Of|None of) [0-9]+ gaps?", outcomes.values.reduce(0, +))
    take("[0-9]+ widens?\\b", outcomes["widening"] ?? 0)
    take("[0-9]+ closes?\\b", outcomes["closing"] ?? 0)
    take("[0-9]+ closed and (is|are) now on the other side", outcomes["closed and now on the other side"] ?? 0)
    take("[0-9]+ shows? no clear change", outcomes["no significant change"] ?? 0)
    take("[0-9]+ cannot be tested", lost)
    take("fewer than [0-9]+ independent points with limits in both series \\([0-9]+\\)", 5, lost)
  }

  /// How sure a place is, and who is higher, in the answer on ranks.
  private mutating func places(of id: Int) throws {
    guard text.contains("with 95% certainty it is") else { return }
    let ranks = try ledger.answer("rank", id, "--rank-interval")
    guard let own = ranks.first(where: { $0.text("area_code") == "E08000025" }),
      let value = own.number("value"), let first = own.number("rank_lower_95"), let last = own.number("rank_upper_95")
    else { return }
    let known = ranks.count { $0.number("value") != nil }
    let higher = ranks.filter { ($0.number("value") ?? 0) > value }
    take("of [0-9]+ areas of Birmingham's kind", known)
    take(
      "[0-9]+ figures? (is|are) higher \\(\(higher.map { $0.text("area") }.joined(separator: "; "))\\)", higher.count)
    take(
      "from the [0-9]+(st|nd|rd|th) to the [0-9]+(st|nd|rd|th) highest", known + 1 - Int(last), known + 1 - Int(first))
    rest = rest.replacing("with 95% certainty it is", with: "…")
  }

  private mutating func releases() {
    guard let newest = ledger.releases.last else { return }
    func count(_ key: String) -> Int { (newest[key] as? NSNumber)?.intValue ?? -1 }
    rest = rest.replacing("published \(newest.text("published"))", with: "…")
    take("Release [0-9]+", count("release"))
    take("[0-9,]+ new figures", count("new"))
    for key in ["revised", "withdrawn", "newly_suppressed"] {
      take("[0-9,]+ \(key.replacing("_", with: " "))", count(key))
    }
  }
}
