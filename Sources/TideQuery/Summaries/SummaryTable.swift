import TideModel

/// The columns of a summary, in contract order, and its rows in the order of the keys.
struct SummaryTable {
  private var columns: [ResultTable.Column] = []
  private var cells: [ResultTable.Cells] = []
  private let blocks: SummaryBlocks
  private let rows: SummaryRows
  private let periods: PeriodNumbers
  private let isInOrder: Bool

  /// - Parameter isInOrder: whether blocks came in their order.
  init(_ rows: SummaryRows, _ blocks: SummaryBlocks, _ periods: PeriodNumbers, isInOrder: Bool) throws {
    self.rows = rows
    self.blocks = blocks
    self.periods = periods
    self.isInOrder = isInOrder && blocks.isInOrderByBlocks
    for key in blocks.summary.keys { try add(key) }
    for (measure, column) in zip(blocks.summary.measures, rows.columns) { try add(measure, column) }
    if blocks.summary.measures.contains(.rate) {
      let statuses = rows.statuses.lazy.map { $0 == .none ? ResultTable.Cell.missing : .status($0) }
      add(.init("status", "Status", .status, 1), ResultTable.Cells(statuses, of: .status))
    }
    if blocks.summary.measures.contains(.rate) || blocks.summary.measures.contains(.slope) {
      add("note", "Note", 9, rows.notes, rows.noteTexts.first)
    }
  }

  private mutating func add(_ column: ResultTable.Column, _ cells: ResultTable.Cells) {
    columns.append(column)
    self.cells.append(cells)
  }

  private mutating func add(_ name: String, _ title: String, _ priority: Int, _ places: [Int32], _ texts: [String]) {
    let lexicon = ResultTable.Lexicon(texts: texts)
    add(.init(name, title, .text, priority), .coded(ResultTable.Coded(places, of: lexicon)))
  }

  // MARK: Keys

  private mutating func add(_ key: Summary.Key) throws {
    switch key {
    case .indicator:
      let numbers = numbers(.indicator)
      let ids = blocks.all.map { blocks.indicators[Int($0.fixed.indicator)].id }
      add(.init("indicator_id", "ID", .integer, 9), .integers(rows.spread(ids), valid: nil))
      add("indicator", "Indicator", 0, numbers, blocks.indicators.map(\.name))
      add("unit", "Unit", 8, numbers, blocks.indicators.map(\.unit))
    case .theme: add("theme", "Theme", 0, numbers(.theme), blocks.themes.first)
    case .sex: add("sex", "Sex", 0, numbers(.sex), blocks.sexes.first)
    case .age: add("age", "Age", 0, numbers(.age), blocks.ages.first)
    case .category:
      let numbers = numbers(.category)
      add("category_type", "Category type", 3, numbers, blocks.categories.first)
      add("category", "Category", 0, numbers, blocks.categories.second)
    case .period:
      let lexicon = ResultTable.Lexicon(
        periods.periods.map { named in
          named.label.isEmpty ? .missing : .period(ResultTable.LabelledPeriod(named.period.labelled(named.label)))
        })
      add(.init("period", "Period", .period), .coded(ResultTable.Coded(rows.periods, of: lexicon)))
    case .area, .areaType, .parent: try addAreas(key)
    }
  }

  /// For each row the number that its block has.
  private func numbers(_ key: Summary.Key) -> [Int32] { rows.spread(blocks.all.map { $0.fixed[key] }) }

  private mutating func addAreas(_ key: Summary.Key) throws {
    let areas = blocks.areas
    let place = areas.keys.firstIndex(of: key) ?? 0
    let values = areas.values.map { $0[place] }
    let name = key.columnName
    if key == .areaType { return add(name, "Area type", 0, rows.groups, values) }
    let title = key == .area ? "Area" : name.prefix(1).uppercased() + name.dropFirst().map { $0 == "_" ? " " : $0 }
    add(name + "_code", key == .area ? "Code" : "\(title) code", 12, rows.groups, values)
    add(name, title, 0, rows.groups, try values.map { try $0.isEmpty ? "" : areas.name(of: $0) })
  }

  // MARK: Measures

  private mutating func add(_ measure: Summary.Measure, _ column: Int) throws {
    let headings = Self.columns(of: measure)
    switch measure.kind {
    case .integer: add(headings[0], .integers(rows.integers[column], valid: nil))
    case .number:
      for (place, heading) in headings.enumerated() {
        let numbers = rows.numbers[column + place]
        let valid = numbers.contains(where: \.isNaN) ? numbers.map { !$0.isNaN } : nil
        add(heading, .numbers(numbers, valid: valid))
      }
    case .area:
      let (heading, codes) = (headings[0], blocks.areas.codes)
      add(heading.name + "_code", "\(heading.title) code", 12, rows.areas[column], codes)
      add(heading.name, heading.title, 2, rows.areas[column], try codes.map { try blocks.areas.name(of: $0) })
    }
  }

  private static func columns(of measure: Summary.Measure) -> [ResultTable.Column] {
    let name = measure.columnName
    let title = name.prefix(1).uppercased() + name.dropFirst().map { $0 == "_" ? " " : $0 }
    switch measure {
    case .figures, .missing, .compared, .above, .below, .judged: return [.init(name, title, .integer, 1)]
    case .count, .denominator: return [.init(name, title, .number, 2)]
    case .min, .max: return [.init(name, title, .number, 1)]
    case .mean, .median, .percentile: return [.init(name, title, .derived, 1)]
    case .slope: return [.init(name, "Slope", .derived, 1)]
    case .minArea: return [.init(name, "Area of min", .text, 2)]
    case .maxArea: return [.init(name, "Area of max", .text, 2)]
    case .pooled:
      return [
        .init("pooled_count", "Pooled count", .number, 2),
        .init("pooled_denominator", "Pooled denominator", .number, 2), .init("pooled", "Pooled", .derived, 1),
      ]
    case .rate:
      return [
        .init("rate", "Rate", .derived, 0), .init("rate_lower_95", "Lower 95%", .derived, 4),
        .init("rate_upper_95", "Upper 95%", .derived, 4), .init("rate_lower_998", "Lower 99.8%", .derived, 15),
        .init("rate_upper_998", "Upper 99.8%", .derived, 15), .init("rate_count", "Rate count", .number, 6),
        .init("rate_denominator", "Rate denominator", .number, 6),
      ]
    }
  }

  // MARK: Order

  /// The rows in the order of the keys; nil where they are in it.
  private var order: [Int]? {
    guard !isInOrder else { return nil }
    let ranks = blocks.summary.keys.map(ranks)
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      for rank in ranks where rank[one] != rank[other] { return rank[one] < rank[other] }
      return one < other
    }
    let rows = 0..<rows.count
    return rows.dropFirst().allSatisfy { isBefore($0 - 1, $0) } ? nil : rows.sorted(by: isBefore)
  }

  /// The place of each row's value among the values of a key in their order.
  private func ranks(_ key: Summary.Key) -> [Int32] {
    if key.isOfBlocks {
      let ranks = blocks.ranks(of: key)
      return rows.spread(blocks.all.map { ranks[Int($0.fixed[key])] })
    }
    if key == .period {
      let named = periods.periods
      let ranks = KeyTexts.ranks(named.count) {
        (named[$0].period, named[$0].label) < (named[$1].period, named[$1].label)
      }
      return rows.periods.map { ranks[Int($0)] }
    }
    let place = blocks.areas.keys.firstIndex(of: key) ?? 0
    let values = blocks.areas.values.map { $0[place] }
    let ranks = KeyTexts.ranks(values.count) { Self.isBefore(values[$0], values[$1]) }
    return rows.groups.map { ranks[Int($0)] }
  }

  private static func isBefore(_ one: String, _ other: String) -> Bool {
    one.isEmpty || other.isEmpty ? !one.isEmpty && other.isEmpty : one < other
  }

  // MARK: Result

  /// The same as a result, its rows in order.
  func result(title: String, footnotes: [String]) -> ResultTable {
    let table = ResultTable(
      columns: columns, cells: cells, title: title, footnotes: footnotes.map { Footnote($0) })
    return order.map(table.selecting(rows:)) ?? table
  }
}
