import Foundation
import Testing

/// Every number of a report is found again: a published figure in the export, a derived one in the answer of its question.
@Suite struct ReportFiguresTests {
  private let page: ReportText
  private let ledger: ReportLedger

  init() throws {
    let store = try DatasetsStore.url
    let outcome = try BinaryUnderTest.run(["report"], store: store)
    try #require(outcome.status == 0, "\(outcome.errors)")
    page = ReportText(outcome.output)
    try #require(page.isWellFormed)
    ledger = try ReportLedger(store: store)
  }

  // MARK: Tables

  /// The columns that hold a row's own texts and numbers, by their headings.
  private static let fields = [
    "Sex": "sex", "Age": "age", "Period": "period", "Value": "value", "Lower 95%": "lower_95",
    "Upper 95%": "upper_95", "Limits by": "limits_by", "Unit": "unit", "England": "benchmark_value",
    "Comparison": "comparison", "Trend": "trend",
    "Rank": "rank", "of": "ranked", "Status": "status", "Indicator": "indicator", "Area": "area", "SII": "sii",
    "Category": "category", "Most deprived": "most_deprived", "Least deprived": "least_deprived",
  ]

  @Test func everyCellOfATableIsFoundAgain() throws {
    var kinds: [String: Int] = [:]
    for table in page.tables {
      for row in table.rows {
        #expect(row.count == table.titles.count, "\(table.caption)")
        let cells = Dictionary(uniqueKeysWithValues: zip(table.titles, row))
        let kind = Self.kind(table)
        kinds[kind, default: 0] += 1
        let isFound =
          switch kind {
          case "comparison": ledger.compare.contains { Self.agree(cells, $0) } && Self.isExported(cells, ledger)
          case "trend": Self.isExported(cells, ledger)
          case "ranks": Self.isRanked(cells, ledger)
          case "parts": Self.isPart(cells, table.caption, ledger)
          case "deprivation": try Self.isUnequal(cells, table.caption, ledger)
          case "standing": Self.isCounted(cells, ledger)
          case "indicators": ledger.titles.contains { "\($0.id)" == cells["ID"] && $0.name == cells["Indicator"] }
          default: kind == "claims"
          }
        #expect(isFound, "\(kind), \(table.caption): \(cells)")
      }
    }
    #expect(kinds["other"] == nil)
    for (kind, least) in [
      "comparison": 90, "trend": 200, "ranks": 45, "deprivation": 20, "parts": 100, "indicators": 49, "claims": 8,
      "standing": 7,
    ] {
      #expect(kinds[kind, default: 0] >= least, "\(kind): \(kinds)")
    }
  }

  private static func kind(_ table: ReportText.Table) -> String {
    let titles = Set(table.titles)
    if titles.contains("Said") { return "claims" }
    if titles.contains("Priority or theme") { return "standing" }
    if titles.contains("ID") { return "indicators" }
    if titles.contains("Core cities") { return "ranks" }
    if titles.contains("SII") { return "deprivation" }
    if titles.contains("Category") { return "parts" }
    if titles.isSuperset(of: ["Indicator", "Rank", "Comparison"]) { return "comparison" }
    return titles.isSuperset(of: ["Indicator", "Period", "Value"]) ? "trend" : "other"
  }

  /// Whether a row of an answer has all texts and numbers of some cells, and nothing where they are empty.
  private static func agree(_ cells: [String: String], _ row: ReportLedger.Row) -> Bool {
    cells.allSatisfy { title, cell in
      guard let name = fields[title] else { return false }
      switch row[name] {
      case let text as String: return cell == text
      case let number as NSNumber: return ReportLedger.isShown(cell, number.doubleValue)
      default: return cell.isEmpty
      }
    }
  }

  /// How many figures of a theme there are, and how many of them a word is said of.
  private static func isCounted(_ cells: [String: String], _ ledger: ReportLedger) -> Bool {
    let ids = ledger.ids(of: cells["Priority or theme"] ?? "")
    let own = ledger.compare.filter { ids.contains(ReportLedger.id($0)) }
    return cells.allSatisfy { title, cell in
      switch title {
      case "Priority or theme": true
      case "Figures": cell == "\(own.count)"
      case "Not compared": cell == "\(own.count { ["", "not compared"].contains($0.text("comparison")) })"
      default: cell == "\(own.count { $0.text("comparison") == title.lowercased() })"
      }
    }
  }

  /// The published part of a row, in the export of the area.
  private static func isExported(_ cells: [String: String], _ ledger: ReportLedger) -> Bool {
    let published = cells.filter { !["Trend", "Rank", "of"].contains($0.key) }
    return ledger.export.contains { row in
      row.text("area_code") == "E08000025" && row.text("category").isEmpty && agree(published, row)
    }
  }

  private static func isRanked(_ cells: [String: String], _ ledger: ReportLedger) -> Bool {
    func row(_ rows: [ReportLedger.Row]) -> ReportLedger.Row? {
      rows.first { row in
        let sex = row.text("sex")
        let name = row.text("indicator") + (sex == "Persons" ? "" : " (\(sex))")
        return name == cells["Indicator"] && row.text("period") == cells["Period"]
          && ReportLedger.isShown(cells["Value"] ?? "", row.number("value"))
      }
    }
    return ledger.ranks.allSatisfy { group, rows in
      guard let row = row(rows) else { return false }
      let (rank, ranked) = (row["rank"] as? NSNumber, row["ranked"] as? NSNumber)
      return cells[group] == (rank.flatMap { rank in ranked.map { "\(rank) of \($0)" } } ?? "")
    } && cells.count == ledger.ranks.count + 3
  }

  /// A row of figures by deprivation: in the answer on inequality, and its ends in the export by category.
  private static func isUnequal(
    _ cells: [String: String], _ caption: String, _ ledger: ReportLedger
  ) throws -> Bool {
    let named = (cells["Indicator"] ?? "") + caption
    guard let id = ledger.titles.first(where: { named.contains($0.name) })?.id else { return false }
    var own = cells.filter { $0.key != "Indicator" }
    let renamed = ["Lower 95%": "sii_lower_95", "Upper 95%": "sii_upper_95"]
    let limits = renamed.map { ($0.value, own.removeValue(forKey: $0.key) ?? "") }
    let answers = try ledger.answer("inequality", id, "--area", "E92000001")
    guard
      let row = answers.first(where: { row in
        agree(own, row)
          && limits.allSatisfy { row.number($0.0) == nil ? $0.1.isEmpty : ReportLedger.isShown($0.1, row.number($0.0)) }
      })
    else { return false }
    return ["most_deprived", "least_deprived"].allSatisfy { end in
      row.number(end) == nil
        || ledger.export.contains {
          ReportLedger.id($0) == id && $0.text("area_code") == "E92000001" && $0.number("value") == row.number(end)
            && $0.text("period") == row.text("period") && $0.text("category").contains("deprived")
        }
    }
  }

  /// A decile's figure, in the export of England by category.
  private static func isPart(_ cells: [String: String], _ caption: String, _ ledger: ReportLedger) -> Bool {
    let id = ledger.titles.first { caption.contains($0.name) }?.id
    return ledger.export.contains { row in
      ReportLedger.id(row) == id && row.text("area_code") == "E92000001" && agree(cells, row)
    }
  }

  // MARK: Sentences

  @Test func everyNumberOfASentenceIsFoundAgain() throws {
    // These say how, and from where, and have no figure.
    let isOfFigures = { (section: String) in
      !["", "Contents", "Methods", "Statuses", "Where the figures are from"].contains(section)
    }
    var sentences = page.texts.map { ReportSentence($0.text, in: $0.section, ledger) }
    for table in page.tables {
      sentences.append(ReportSentence(table.caption, in: table.section, ledger, under: table))
      for row in table.rows where table.titles.contains("Said") {
        sentences += row.dropLast().map { ReportSentence($0, in: table.section, ledger) }
        // Where a figure is from ends with the number of the indicator that the figure's sentence names.
        let id = ledger.titles.first { row[1].contains($0.name) }?.id
        #expect(row.last?.hasSuffix("; indicator \(id ?? 0)") ?? false, "\(row)")
      }
    }
    var found = 0
    for var sentence in sentences where isOfFigures(sentence.section) {
      let unknown = try sentence.numbersNotFound()
      #expect(unknown.isEmpty, "\(sentence.section): \(sentence.text)")
      found += sentence.found
    }
    #expect(found > 250, "\(found) numbers were found")
  }

  /// Sentences of the report, each with one number that is wrong.
  @Test func wrongNumbersAreNotFound() throws {
    let sentences = [
      (
        "Infant mortality rate in Birmingham was 7.94 per 1,000 live births in 2015 - 17, 2.0 times England's 3.92.",
        "7.94"
      ),
      (
        "Infant mortality rate in Birmingham was 7.84 per 1,000 live births in 2015 - 17, 2.1 times England's 3.92.",
        "2.1"
      ),
      (
        "Infant mortality rate in Birmingham was 7.84 per 1,000 live births in 2014 - 16, 2.0 times England's 3.92.",
        "7.84"
      ),
      ("Low birth weight of term babies in Birmingham was 8.8% in 2024.", "8.8"),
      (
        "Percentage of cancers diagnosed at stages 1 and 2: the gap to England is widening by 0.62 percentage points a year "
          + "(95% limits 0.08 to 1.15) from 2018 to 2022, for the worse.", "0.62"
      ),
      (
        "Birmingham is worse than England on 8 of 17 figures compared.",
        "worse than England on 8 of 17 figures compared: [31, 49]"
      ),
      ("Of 81 gaps to England 2 widen.", ""), ("Of 51 gaps to England 2 widen.", "Of 51 gaps: [81]"),
    ]
    for (sentence, wrong) in sentences {
      var read = ReportSentence(sentence, in: "Headlines", ledger)
      let unknown = try read.numbersNotFound()
      #expect(unknown.first ?? "" == wrong, "\(sentence) \(unknown)")
    }
  }
}
