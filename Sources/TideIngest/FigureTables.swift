import TideCore
import TideModel
import TideStore

/// What the texts of a figure file stand for, settled when a row first has them.
struct FigureTables {
  struct ResolvedArea {
    let id: Int32
    let areaClass: AreaClass
  }

  struct Note {
    let id: Int32
    let withValue: Status
    let withoutValue: Status
    let suppressesValue: Bool
  }

  let file: FigureFile
  private var areaCodes = ResolvedColumn<ResolvedArea>()
  private var areaNames = ResolvedColumn<ResolvedArea>()
  private var indicators = NumberTable()
  private var lastIndicator: (key: NumberKey, slot: Int32) = (NumberKey(), -1)
  private var strata = NumberTable()
  private var lastStratum: (key: NumberKey, id: Int32) = (NumberKey(), -1)
  private var periods = NumberTable()
  private var badPeriods: [NumberKey: Problem] = [:]
  private var lastPeriod: (key: NumberKey, index: Int32) = (NumberKey(), -1)
  var periodStatuses: [Status?] = []
  var notes = ResolvedColumn<Note>()
  var statuses = ResolvedColumn<Status>()
  private var trends = ResolvedColumn<Int32>()
  private var comparisons = ResolvedColumn<Int32>()

  init(_ file: FigureFile) { self.file = file }

  // MARK: Areas

  /// The area of a row, by code or else by name.
  @inline(__always)
  mutating func area(_ row: ReadRow, _ writer: StoreWriter, _ names: AreaNames) throws(Rejection) -> ResolvedArea {
    let code = row.number(.areaCode)
    if code >= 0, let known = areaCodes.known(code) { return known }
    return try newArea(row, writer, names)
  }

  private mutating func newArea(
    _ row: ReadRow, _ writer: StoreWriter, _ names: AreaNames
  ) throws(Rejection) -> ResolvedArea {
    let codeColumn = file.column(of: .areaCode)
    let nameColumn = file.column(of: .areaName)
    do throws(Problem) {
      let code = row.number(.areaCode)
      if code >= 0 {
        let kindColumn = file.column(.areaType)
        return try areaCodes.settle(code) { () throws(Problem) in
          guard let text = row.text(.areaCode) else { throw .notUTF8 }
          let code = CleanText.key(text)
          guard !code.isEmpty, code.utf8.count <= 64 else {
            throw Problem(rule: .missingArea, reason: "the area code is blank or longer than 64 bytes")
          }
          Self.describe(
            code, CleanText.key(row.text(inColumn: nameColumn)), CleanText.key(row.text(inColumn: kindColumn)), writer)
          return Self.resolved(code, writer)
        }
      }
      let name = row.number(.areaName)
      guard name >= 0 else {
        throw Problem(rule: .missingArea, reason: "neither an area code nor an area name is given")
      }
      return try areaNames.settle(name) { () throws(Problem) in
        guard let text = row.text(.areaName) else { throw .notUTF8 }
        return Self.resolved(try names.code(of: text).get(), writer)
      }
    } catch {
      let isNamed = row.number(.areaCode) < 0 && row.number(.areaName) >= 0
      throw row.rejection(file, isNamed || codeColumn < 0 ? nameColumn : codeColumn, error)
    }
  }

  private static func resolved(_ code: String, _ writer: StoreWriter) -> ResolvedArea {
    ResolvedArea(id: Int32(truncatingIfNeeded: writer.areaID(code)), areaClass: AreaClass(code: code))
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

  // MARK: Periods

  /// The period of a row: its index in the append's table.
  @inline(__always)
  mutating func period(
    _ row: ReadRow, _ writer: StoreWriter, _ table: inout PeriodTable
  ) throws(Rejection) -> Int32 {
    let key = NumberKey(a: row.number(.period), b: row.number(.sortable), c: row.number(.range))
    if key == lastPeriod.key, lastPeriod.index >= 0 { return lastPeriod.index }
    if let known = periods.value(key) {
      lastPeriod = (key, known)
      return known
    }
    do throws(Problem) {
      return try newPeriod(key, row, writer, &table)
    } catch {
      throw row.rejection(file, file.column(of: .period), error)
    }
  }

  private mutating func newPeriod(
    _ key: NumberKey, _ row: ReadRow, _ writer: StoreWriter, _ table: inout PeriodTable
  ) throws(Problem) -> Int32 {
    if let problem = badPeriods[key] { throw problem }
    guard key.a >= 0 else { throw Problem(rule: .missingPeriod, reason: "the time period is blank") }
    guard let label = row.text(.period) else {
      badPeriods[key] = .notUTF8
      throw .notUTF8
    }
    let sortable = row.text(.sortable).flatMap { Int(CleanText.key($0)) }
    let range = key.c < 0 ? nil : row.text(.range)
    guard let parsed = PeriodParser.parse(CleanText.key(label), sortable: sortable, range: range) else {
      let problem = Problem(rule: .badPeriod, reason: Self.badPeriod(CleanText.key(label), sortable, range))
      badPeriods[key] = problem
      throw problem
    }
    let period = parsed.period
    let index = table.index(
      key: period.key, label: period.hasCanonicalLabel ? 0 : writer.textID(period.label))
    while periodStatuses.count <= index { periodStatuses.append(nil) }
    periodStatuses[index] = parsed.status
    periods.set(key, to: Int32(truncatingIfNeeded: index))
    lastPeriod = (key, Int32(truncatingIfNeeded: index))
    return Int32(truncatingIfNeeded: index)
  }

  /// What is wrong with a period: its label, or that the columns beside it contradict it.
  private static func badPeriod(_ label: String, _ sortable: Int?, _ range: String?) -> String {
    guard PeriodParser.parse(label) != nil else {
      return "the time period is none of the forms 2019, 2019/20, 2017 - 19, 2019 Q3, Mar 2024, 2024-03-05"
    }
    let key = sortable.map { "its sortable column (\($0))" } ?? "its range"
    let length = sortable == nil ? "" : range.map { ", over a range of \(CleanText.key($0))," } ?? ""
    return "the time period (\(label)) and \(key)\(length) contradict each other"
  }

  // MARK: Indicators and strata

  /// The slot of a row's indicator: rows that name an indicator alike share one.
  @inline(__always)
  mutating func indicator(_ row: ReadRow, _ slots: inout IndicatorSlots) throws(Rejection) -> Int32 {
    let key = NumberKey(
      a: row.number(.indicatorID), b: row.number(.indicatorCode), c: row.number(.indicatorName), d: row.number(.unit),
      e: row.number(.theme))
    if key == lastIndicator.key, lastIndicator.slot >= 0 { return lastIndicator.slot }
    let known = indicators.value(key)
    let slot = if let known { known } else { try newIndicator(key, row, &slots) }
    lastIndicator = (key, slot)
    return slot
  }

  private mutating func newIndicator(
    _ key: NumberKey, _ row: ReadRow, _ slots: inout IndicatorSlots
  ) throws(Rejection) -> Int32 {
    var texts: [String] = []
    for slot in [FigureFile.Slot.indicatorID, .indicatorCode, .indicatorName, .unit, .theme] {
      guard let text = row.text(slot) else { throw row.rejection(file, file.column(of: slot), .notUTF8) }
      texts.append(CleanText.key(text))
    }
    let published = IndicatorSlots.Published(
      id: texts[0], code: texts[1], name: texts[2], unit: texts[3], theme: texts[4])
    switch slots.slot(published) {
    case .success(let slot):
      indicators.set(key, to: Int32(truncatingIfNeeded: slot))
      return Int32(truncatingIfNeeded: slot)
    case .failure(let problem):
      let columns = [FigureFile.Slot.indicatorID, .indicatorName, .indicatorCode].map { file.column(of: $0) }
      throw row.rejection(file, columns.first { $0 >= 0 } ?? -1, problem)
    }
  }

  /// The stratum of a row.
  @inline(__always)
  mutating func stratum(_ row: ReadRow, _ writer: StoreWriter) -> Int32 {
    let key = NumberKey(
      a: row.number(.sex), b: row.number(.age), c: row.number(.categoryType), d: row.number(.category))
    if key == lastStratum.key, lastStratum.id >= 0 { return lastStratum.id }
    let id = strata.value(key) ?? newStratum(key, row, writer)
    lastStratum = (key, id)
    return id
  }

  private mutating func newStratum(_ key: NumberKey, _ row: ReadRow, _ writer: StoreWriter) -> Int32 {
    func text(_ slot: FigureFile.Slot) -> String { CleanText.key(row.text(slot) ?? "") }
    let id = writer.stratumID(
      Stratum(sex: text(.sex), age: text(.age), categoryType: text(.categoryType), category: text(.category)))
    strata.set(key, to: Int32(truncatingIfNeeded: id))
    return Int32(truncatingIfNeeded: id)
  }

  // MARK: Texts kept as they are

  /// The text id of the published trend; 0 for none.
  @inline(__always)
  mutating func trend(_ row: ReadRow, _ writer: StoreWriter) -> Int32 {
    Self.text(row, .trend, &trends, writer)
  }

  /// The text id of the published comparison; 0 for none.
  @inline(__always)
  mutating func comparison(_ row: ReadRow, _ writer: StoreWriter) -> Int32 {
    Self.text(row, .comparison, &comparisons, writer)
  }

  @inline(__always)
  private static func text(
    _ row: ReadRow, _ slot: FigureFile.Slot, _ texts: inout ResolvedColumn<Int32>, _ writer: StoreWriter
  ) -> Int32 {
    let number = row.number(slot)
    if number < 0 { return 0 }
    if let known = texts.known(number) { return known }
    let settled = try? texts.settle(number) { () throws(Problem) in
      Int32(truncatingIfNeeded: writer.textID(CleanText.key(row.text(slot) ?? "")))
    }
    return settled ?? 0
  }
}
