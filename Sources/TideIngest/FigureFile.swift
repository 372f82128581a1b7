import TideCore
import TideModel
import TideStore

/// The columns of one figure file, and the texts met in them so far.
final class FigureFile {
  struct ResolvedArea {
    let id: Int64
    let areaClass: AreaClass
  }

  struct ResolvedPeriod {
    let key: Int64
    let label: Int64
    let status: Status?
  }

  private struct Note {
    let id: Int64
    let withValue: Status
    let withoutValue: Status
    let suppressesValue: Bool
  }

  private let source: SourceFile
  private let number: Int
  let columnCount: Int
  private let columns: RoleColumns
  private let measures: [(measure: Measure, column: Int)]

  private var areaCodes = ResolvedColumn<Result<ResolvedArea, Problem>>()
  private var areaNames = ResolvedColumn<Result<ResolvedArea, Problem>>()
  private var indicatorColumns = Array(repeating: ResolvedColumn<String?>(), count: 5)
  private var indicators: [IndicatorTexts: Int] = [:]
  private var lastIndicator: (key: IndicatorTexts, slot: Int)?
  private var labels = ResolvedColumn<String?>()
  private var sortables = ResolvedColumn<String?>()
  private var ranges = ResolvedColumn<String?>()
  private var periods: [PeriodTexts: Result<ResolvedPeriod, Problem>] = [:]
  private var strata: [StratumTexts: Int] = [:]
  private var lastStratum: (key: StratumTexts, id: Int)?
  private var stratumColumns = Array(repeating: ResolvedColumn<String>(), count: 4)
  private var notes = ResolvedColumn<Note?>()
  private var statuses = ResolvedColumn<Status?>()
  private var trends = ResolvedColumn<Int32>()
  private var comparisons = ResolvedColumn<Int32>()

  private struct IndicatorTexts: Hashable {
    let id: Int
    let code: Int
    let name: Int
    let unit: Int
    let theme: Int
  }

  private struct PeriodTexts: Hashable {
    let label: Int
    let sortable: Int
    let range: Int
  }

  private struct StratumTexts: Hashable {
    let sex: Int
    let age: Int
    let categoryType: Int
    let category: Int
  }

  /// What is wrong with a text, wherever it stands.
  struct Problem: Error {
    let rule: RejectedRow.Rule
    let reason: String
  }

  init(headings: [String], source: SourceFile, number: Int) {
    self.source = source
    self.number = number
    columnCount = headings.count
    var columns: [ColumnRole: Int] = [:]
    for (index, heading) in headings.enumerated() {
      // A file of ours with benchmark columns holds results under `trend` and `comparison`, not publishers' texts.
      guard let role = ColumnRole(heading: heading), columns[role] == nil else { continue }
      columns[role] = index
    }
    if headings.contains(where: { Vocabulary.key($0) == "benchmarkcode" }) {
      columns[.trend] = nil
      columns[.comparison] = nil
    }
    self.columns = RoleColumns(columns)
    measures = Measure.allCases.compactMap { measure in
      columns[.measure(measure)].map { (measure, $0) }
    }
  }

  /// A rejection of a row for what stands in a field.
  func reject(_ row: FigureRow, _ column: Int, _ rule: RejectedRow.Rule, _ reason: String) -> RejectedRow {
    let value = row.field(column).map { String(decoding: row.scanner.bytes(of: $0).prefix(200), as: UTF8.self) } ?? ""
    return RejectedRow(
      file: source.name, line: row.scanner.recordLine, column: column + 1, rule: rule, value: value, reason: reason)
  }

  private func rejection(_ row: FigureRow, _ column: Int, _ problem: Problem) -> Rejection {
    Rejection(row: reject(row, column, problem.rule, problem.reason))
  }

  private static let notUTF8 = Problem(rule: .notUTF8, reason: "the text is not UTF-8; save the file as CSV UTF-8")

  // MARK: Keys

  /// The area of a row, by code or else by name.
  func area(
    _ row: FigureRow, _ writer: StoreWriter, _ names: inout AreaNames
  ) -> Result<ResolvedArea, Rejection> {
    let codeColumn = columns.areaCode
    let nameColumn = columns.areaName
    if let field = row.field(codeColumn), field.length > 0 {
      let typeColumn = columns.areaType
      let index = areaCodes.index(field, row.scanner) { text in
        guard let text else { return .failure(Self.notUTF8) }
        let code = CleanText.key(text)
        guard !code.isEmpty, code.utf8.count <= 64 else {
          return .failure(Problem(rule: .missingArea, reason: "the area code is blank or longer than 64 bytes"))
        }
        let name = row.field(nameColumn).flatMap { row.scanner.text(of: $0) } ?? ""
        let kind = row.field(typeColumn).flatMap { row.scanner.text(of: $0) } ?? ""
        Self.describe(code, CleanText.key(name), CleanText.key(kind), writer)
        return .success(ResolvedArea(id: writer.areaID(code), areaClass: AreaClass(code: code)))
      }
      if case .success(let area) = areaCodes.values[index] { return .success(area) }
      if case .failure(let problem) = areaCodes.values[index] { return .failure(rejection(row, codeColumn, problem)) }
    }
    guard let field = row.field(nameColumn), field.length > 0 else {
      let problem = Problem(rule: .missingArea, reason: "neither an area code nor an area name is given")
      return .failure(rejection(row, codeColumn >= 0 ? codeColumn : nameColumn, problem))
    }
    let index = areaNames.index(field, row.scanner) { text in
      guard let text else { return .failure(Self.notUTF8) }
      return names.code(of: text).map { code in
        ResolvedArea(id: writer.areaID(code), areaClass: AreaClass(code: code))
      }
    }
    return areaNames.values[index].mapError { rejection(row, nameColumn, $0) }
  }

  private static func describe(_ code: String, _ name: String, _ kind: String, _ writer: StoreWriter) {
    guard let known = writer.area(code) else {
      writer.describe(Area(code: code, name: name, kind: kind))
      return
    }
    guard known.name.isEmpty && !name.isEmpty || known.kind.isEmpty && !kind.isEmpty else { return }
    var area = known
    if area.name.isEmpty { area.name = name }
    if area.kind.isEmpty { area.kind = kind }
    writer.describe(area)
  }

  /// The period of a row.
  func period(_ row: FigureRow, _ writer: StoreWriter) -> Result<ResolvedPeriod, Rejection> {
    let labelColumn = columns.period
    guard row.field(labelColumn)?.length ?? 0 > 0 else {
      let problem = Problem(rule: .missingPeriod, reason: "the time period is blank")
      return .failure(rejection(row, labelColumn, problem))
    }
    func index(_ column: Int, _ texts: inout ResolvedColumn<String?>) -> Int {
      guard let field = row.field(column), field.length > 0 else { return -1 }
      return texts.index(field, row.scanner) { $0 }
    }
    let sortable = index(columns.sortable, &sortables)
    let range = index(columns.range, &ranges)
    let key = PeriodTexts(label: index(labelColumn, &labels), sortable: sortable, range: range)
    if let known = periods[key] { return known.mapError { rejection(row, labelColumn, $0) } }
    let resolved = resolvePeriod(key, writer)
    periods[key] = resolved
    return resolved.mapError { rejection(row, labelColumn, $0) }
  }

  private func resolvePeriod(_ key: PeriodTexts, _ writer: StoreWriter) -> Result<ResolvedPeriod, Problem> {
    guard let label = labels.values[key.label] else { return .failure(Self.notUTF8) }
    let clean = CleanText.key(label)
    let sortable = key.sortable >= 0 ? sortables.values[key.sortable].flatMap { Int(CleanText.key($0)) } : nil
    let range = key.range >= 0 ? ranges.values[key.range] : nil
    guard let parsed = PeriodParser.parse(clean, sortable: sortable, range: range) else {
      return .failure(
        Problem(
          rule: .badPeriod,
          reason: "the time period is none of the forms 2019, 2019/20, 2017 - 19, 2019 Q3, Mar 2024, 2024-03-05"))
    }
    let period = parsed.period
    return .success(
      ResolvedPeriod(
        key: period.key, label: period.hasCanonicalLabel ? 0 : writer.textID(period.label), status: parsed.status))
  }

  /// The slot of a row's indicator: rows that name an indicator alike share one.
  func indicator(_ row: FigureRow, _ slots: inout IndicatorSlots) -> Result<Int, Rejection> {
    func index(_ position: Int) -> Int {
      guard let field = row.field(columns.indicator[position]), field.length > 0 else { return -1 }
      return indicatorColumns[position].index(field, row.scanner) { $0.map(CleanText.key) }
    }
    let key = IndicatorTexts(id: index(0), code: index(1), name: index(2), unit: index(3), theme: index(4))
    if let lastIndicator, lastIndicator.key == key { return .success(lastIndicator.slot) }
    if let known = indicators[key] {
      lastIndicator = (key, known)
      return .success(known)
    }
    var texts: [String] = []
    for (position, index) in [key.id, key.code, key.name, key.unit, key.theme].enumerated() {
      guard let text = index < 0 ? "" : indicatorColumns[position].values[index] else {
        return .failure(rejection(row, columns.indicator[position], Self.notUTF8))
      }
      texts.append(text)
    }
    let published = IndicatorSlots.Published(
      id: texts[0], code: texts[1], name: texts[2], unit: texts[3], theme: texts[4])
    switch slots.slot(published) {
    case .success(let slot):
      indicators[key] = slot
      lastIndicator = (key, slot)
      return .success(slot)
    case .failure(let problem):
      let place = [columns.indicator[0], columns.indicator[2], columns.indicator[1]].first { $0 >= 0 }
      return .failure(rejection(row, place ?? -1, problem))
    }
  }

  /// The stratum of a row.
  func stratum(_ row: FigureRow, _ writer: StoreWriter) -> Int {
    func index(_ position: Int) -> Int {
      guard let field = row.field(columns.stratum[position]), field.length > 0 else { return -1 }
      return stratumColumns[position].index(field, row.scanner) { CleanText.key($0 ?? "") }
    }
    let key = StratumTexts(sex: index(0), age: index(1), categoryType: index(2), category: index(3))
    if let lastStratum, lastStratum.key == key { return lastStratum.id }
    if let known = strata[key] {
      lastStratum = (key, known)
      return known
    }
    func text(_ position: Int, _ index: Int) -> String { index < 0 ? "" : stratumColumns[position].values[index] }
    let id = writer.stratumID(
      Stratum(
        sex: text(0, key.sex), age: text(1, key.age), categoryType: text(2, key.categoryType),
        category: text(3, key.category)))
    strata[key] = id
    lastStratum = (key, id)
    return id
  }

  // MARK: Figures

  /// Reads the numbers of a row.
  func readFigures(_ row: inout FigureRow) -> RejectedRow? {
    for (measure, column) in measures {
      guard let field = row.field(column), field.length > 0 else { continue }
      switch FigureCell(row.scanner.bytes(of: field)) {
      case .missing: continue
      case .marked(let status): if measure == .value { row.valueMark = status }
      case .number(let number): row.numbers[measure] = number
      case .unreadable: return reject(row, column, .notANumber, "this is neither a number nor a known marker")
      }
    }
    dropSentinels(&row.numbers)
    return nil
  }

  /// Where a value is missing, the national service's database writes -1 for the numbers that go with it, and some
  /// exports let that through. A limit, count or denominator of -1 beside a missing value is no figure.
  private func dropSentinels(_ numbers: inout Figures) {
    guard numbers.value == nil else { return }
    for measure in Measure.allCases where numbers[measure] == -1 { numbers[measure] = nil }
  }

  /// Settles a row's status from its status column, the mark in its value cell, its note and its period label.
  func readStatus(_ row: inout FigureRow, _ period: ResolvedPeriod, _ writer: StoreWriter) -> RejectedRow? {
    var hasValue = row.numbers.value != nil
    var noteStatus = hasValue ? Status.none : .notAvailable
    if let field = row.field(columns.note), field.length > 0 {
      let index = notes.index(field, row.scanner) { text in
        guard let text else { return nil }
        let note = CleanText.key(text)
        return Note(
          id: writer.textID(note), withValue: .of(note: note, hasValue: true),
          withoutValue: .of(note: note, hasValue: false), suppressesValue: Status.saysValueIsSuppressed(note: note))
      }
      guard let note = notes.values[index] else { return reject(row, columns.note, .notUTF8, Self.notUTF8.reason) }
      row.note = note.id
      if note.suppressesValue, let value = row.numbers.value {
        guard value == 0 else {
          return reject(row, columns.note, .badStatus, "the note says that the value is suppressed, but one is given")
        }
        // A suppressed figure is never 0: zeros beside such a note are no figures.
        for measure in Measure.allCases where row.numbers[measure] == 0 { row.numbers[measure] = nil }
        hasValue = false
      }
      noteStatus = hasValue ? note.withValue : note.withoutValue
    }
    if let field = row.field(columns.status), field.length > 0 {
      let index = statuses.index(field, row.scanner) { $0.flatMap { Status(marker: $0) } }
      guard let status = statuses.values[index] else {
        return reject(row, columns.status, .badStatus, "this is no marker; markers are b c e er f low p r u w x z")
      }
      if status != .none {
        if status.isAbsence, hasValue {
          return reject(
            row, columns.status, .badStatus, "the status says that there is no figure, but a value is given")
        }
        row.status = status
        return nil
      }
    }
    if let mark = row.valueMark, !hasValue {
      row.status = mark == .notAvailable ? noteStatus : mark
    } else {
      row.status = noteStatus == .none ? period.status ?? .none : noteStatus
    }
    return nil
  }

  /// Adds a row that has been read to its panel.
  func append(
    _ row: FigureRow, _ area: ResolvedArea, _ period: ResolvedPeriod, _ writer: StoreWriter, to rows: inout PanelRows
  ) {
    var mask: UInt8 = 0
    var numbers = SIMD8<Double>.zero
    for (measure, _) in measures {
      guard let number = row.numbers[measure] else { continue }
      mask |= 1 << measure.rawValue
      numbers[Int(measure.rawValue)] = number
    }
    rows.append(
      PanelRows.Row(
        area: area.id, period: period.key, label: Int32(truncatingIfNeeded: period.label),
        note: Int32(truncatingIfNeeded: row.note), trend: Self.text(row.field(columns.trend), row, &trends, writer),
        comparison: Self.text(row.field(columns.comparison), row, &comparisons, writer),
        line: UInt32(clamping: row.scanner.recordLine), file: UInt16(clamping: number), state: 1 + row.status.rawValue,
        mask: mask, numbers: numbers))
  }

  private static func text(
    _ field: CSVField?, _ row: FigureRow, _ texts: inout ResolvedColumn<Int32>, _ writer: StoreWriter
  ) -> Int32 {
    guard let field, field.length > 0 else { return 0 }
    let index = texts.index(field, row.scanner) { Int32(truncatingIfNeeded: writer.textID(CleanText.key($0 ?? ""))) }
    return texts.values[index]
  }
}
