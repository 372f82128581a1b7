import TideCore
import TideDisclosure
import TideModel
import TideStore

/// Export: every observation, by indicator, stratum, area class, period and area; some periods of a panel in memory at a time.
struct ExportAnswer {
  private let asked: Asked
  private let compared: Bool
  /// Codes of the list that the query's peers are.
  private let listed: Set<String>

  init(_ query: Query, compared: Bool, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    self.compared = compared
    if case .members(let codes, _) = query.peers { listed = try asked.listed(codes) } else { listed = [] }
  }

  func stream(header: (ResultTable) throws -> Void, batch: (ResultTable) throws -> Void) throws {
    let only = asked.query.area == nil ? nil : try asked.subject()
    let empty = try asked.emptyTable(title: only.map { "Figures of \($0.name)" } ?? "Figures")
    if compared || asked.query.geography == .current {
      return try RowBatches.gather(header: header, batch: batch) { header, row in
        try header(empty)
        try forEachPanel(only) { slice, panel, areas in try rows(slice, panel, areas, row) }
      }
    }
    try header(empty)
    let columns = ExportColumns(asked, empty)
    try forEachPanel(only) { slice, panel, areas in
      let wanted = panel.periods.indices.filter { asked.periods.includes(panel.periods[$0], of: slice.indicator) }
      // Areas come in their order: what lies outside the first and the last is not read.
      let window = (areas.first ?? 0)..<(areas.last ?? -1) + 1
      for periods in panel.runs(of: wanted) {
        let figures = try panel.batch(FigureWindow(areas: window, periods: periods))
        let table = try columns.table(slice, panel, figures, areas)
        if table.rowCount > 0 { try batch(table) }
      }
    }
  }

  private func forEachPanel(_ only: Area?, _ body: (Slice, AreaPanel, [Int]) throws -> Void) throws {
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        asked.maker.reset()
        for areaClass in slice.classes {
          guard let panel = try slice.panel(areaClass) else { continue }
          let areas = try panel.areas.indices.filter { try includes(panel.areas[$0], only: only) }
          if !areas.isEmpty { try body(slice, panel, areas) }
        }
      }
    }
  }

  // MARK: Row by row

  private func rows(
    _ slice: Slice, _ panel: AreaPanel, _ areas: [Int], _ row: ([ResultTable.Cell]) throws -> Void
  ) throws {
    let fields = Field.of(asked.query)
    for period in panel.periods.indices where asked.periods.includes(panel.periods[period], of: slice.indicator) {
      try panel.loadAll(at: period)
      for area in areas {
        guard let made = try self.row(slice, panel, area: area, period: period) else { continue }
        try row(made.cells(fields))
      }
    }
  }

  private func row(_ slice: Slice, _ panel: AreaPanel, area: Int, period: Int) throws -> ResultRow? {
    let group = Self.group(of: panel.areas[area], asked.query)
    guard var row = try asked.maker.figure(slice, panel, area: area, period: period, type: group.type) else {
      return nil
    }
    if compared { try asked.maker.compare(&row, slice, panel, period: period, group: group) }
    return row
  }

  /// The areas that one is compared among.
  static func group(of code: String, _ query: Query) -> PeerGroup {
    let type = query.selection.areaType.flatMap { $0.contains(code: code) ? $0 : nil }
    return PeerGroup(of: code, type: type, parent: nil)
  }

  /// Whether an area is listed: the one asked for; else those of the type and inside the larger area, or on the list, asked for.
  private func includes(_ code: String, only: Area?) throws -> Bool {
    if let only { return code == only.code }
    if let type = asked.query.selection.areaType, !type.contains(code: code) { return false }
    switch asked.query.peers {
    case .areaType: return true
    case .within(let parent), .group(let parent):
      return try code == parent || asked.catalogue.ancestors(of: code).contains(parent)
    case .members: return listed.contains(code)
    }
  }
}

/// Makes the tables of an export out of whole columns. What many panels share (areas, periods, markers) stands in one lexicon
/// for all of them.
private final class ExportColumns {
  private typealias Lexicon = ResultTable.Lexicon

  private let asked: Asked
  private let header: ResultTable
  private let fields: [Field]
  private var areaLexicons: [ObjectIdentifier: (areas: PanelAreas, lexicons: [Field: Lexicon])] = [:]
  private var periodLexicons: (periods: [Period], year: YearType?, lexicons: [Field: Lexicon])?
  private let markers: Lexicon

  init(_ asked: Asked, _ header: ResultTable) {
    self.asked = asked
    self.header = header
    fields = Field.of(asked.query)
    let statuses = Dictionary(Status.allCases.map { (Int($0.rawValue), $0) }) { first, _ in first }
    markers = Lexicon(
      (0...(statuses.keys.max() ?? 0)).map { raw in
        statuses[raw].flatMap { $0 == .none ? nil : .status($0) } ?? .missing
      })
  }

  /// The figures of some areas in the periods of a batch, period by period.
  func table(_ slice: Slice, _ panel: AreaPanel, _ batch: FigureBatch, _ areas: [Int]) throws -> ResultTable {
    let rows = Rows(batch, areas)
    let (areaLexicons, periodLexicons) = (try areaLexicons(panel.list), periodLexicons(panel.periods, slice.indicator))
    var cells: [ResultTable.Cells] = []
    for field in fields {
      switch field {
      case .areaCode, .area, .areaType:
        cells.append(.coded(ResultTable.Coded(rows.areas, of: areaLexicons[field] ?? Lexicon([]))))
      case .period, .periodStart:
        cells.append(.coded(ResultTable.Coded(rows.periods, of: periodLexicons[field] ?? Lexicon([]))))
      case .status:
        cells.append(.coded(ResultTable.Coded(rows.cells.map { Int32(batch.columns.states[$0]) - 1 }, of: markers)))
      case .note:
        let (places, texts) = try batch.notes(of: rows.cells)
        cells.append(.coded(ResultTable.Coded(places, of: Lexicon(texts: texts))))
      case .release:
        let releases = rows.cells.map { batch.release($0) }
        let isWhole = releases.allSatisfy { $0 != nil }
        cells.append(.integers(releases.map { $0 ?? 0 }, valid: isWhole ? nil : releases.map { $0 != nil }))
      default: cells.append(constant(field, slice, rows.count) ?? numbers(field, batch, rows))
      }
    }
    return ResultTable(columns: header.columns, cells: cells, title: header.title, footnotes: header.footnotes)
  }

  /// The cells that something is published for, and where each stands.
  private struct Rows {
    var cells: [Int] = []
    var areas: [Int32] = []
    var periods: [Int32] = []
    var count: Int { cells.count }

    init(_ batch: FigureBatch, _ wanted: [Int]) {
      cells.reserveCapacity(batch.count)
      areas.reserveCapacity(batch.count)
      periods.reserveCapacity(batch.count)
      for period in batch.window.periods {
        for area in wanted {
          let cell = batch.window.cell(area, period)
          guard batch.isPresent(cell) else { continue }
          cells.append(cell)
          areas.append(Int32(area))
          periods.append(Int32(period))
        }
      }
    }
  }

  /// A column that says the same of all figures of a slice; nil for any other.
  private func constant(_ field: Field, _ slice: Slice, _ count: Int) -> ResultTable.Cells? {
    func text(_ text: String) -> ResultTable.Cells { .repeated(text.isEmpty ? .missing : .text(text), count: count) }
    return switch field {
    case .indicatorID: .repeated(.integer(slice.indicator.id), count: count)
    case .indicator: text(slice.indicator.name)
    case .sex: text(slice.stratum.sex)
    case .age: text(slice.stratum.age)
    case .categoryType: text(slice.stratum.categoryType)
    case .category: text(slice.stratum.category)
    case .unit: text(slice.indicator.unit)
    default: nil
    }
  }

  private func numbers(_ field: Field, _ batch: FigureBatch, _ rows: Rows) -> ResultTable.Cells {
    guard let measure = Measure.allCases.first(where: { $0.columnName == field.rawValue }) else {
      return .repeated(.missing, count: rows.count)
    }
    let (values, valid) = batch.numbers(measure, of: rows.cells)
    return .numbers(values, valid: valid)
  }

  private func areaLexicons(_ list: PanelAreas) throws -> [Field: Lexicon] {
    if let known = areaLexicons[ObjectIdentifier(list)] { return known.lexicons }
    let areas = try list.codes.map { try asked.catalogue.area($0) }
    let lexicons: [Field: Lexicon] = [
      .areaCode: Lexicon(texts: areas.map(\.code)), .area: Lexicon(texts: areas.map(\.name)),
      .areaType: Lexicon(
        texts: areas.map { RowMaker.title(of: $0, as: ExportAnswer.group(of: $0.code, asked.query).type) }),
    ]
    areaLexicons[ObjectIdentifier(list)] = (list, lexicons)
    return lexicons
  }

  private func periodLexicons(_ periods: [Period], _ indicator: Indicator) -> [Field: Lexicon] {
    if let known = periodLexicons, known.year == indicator.yearType, known.periods == periods,
      known.periods.elementsEqual(periods, by: { $0.label == $1.label })
    {
      return known.lexicons
    }
    let lexicons: [Field: Lexicon] = [
      .period: Lexicon(periods.map { $0.label.isEmpty ? .missing : .period(.init($0)) }),
      .periodStart: Lexicon(periods.map { .date((indicator.yearType.map($0.read(as:)) ?? $0).start) }),
    ]
    periodLexicons = (periods, indicator.yearType, lexicons)
    return lexicons
  }
}
