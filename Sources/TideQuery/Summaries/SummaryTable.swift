import TideModel

/// The columns of a summary, in contract order, and its rows in the order of the keys.
struct SummaryTable {
  /// The cells of a column.
  enum Cells {
    /// Places among texts; -1 for a missing one.
    case texts([Int32], of: [String])
    case integers([Int])
    /// Missing is not a number.
    case numbers([Double])
  }

  private(set) var columns: [(column: ResultTable.Column, cells: Cells)] = []
  let count: Int
  private let blocks: SummaryBlocks
  private let rows: SummaryRows
  private let periods: PeriodNumbers

  /// - Parameter isInOrder: whether blocks came in their order.
  init(_ rows: SummaryRows, _ blocks: SummaryBlocks, _ periods: PeriodNumbers, isInOrder: Bool) throws {
    count = rows.count
    self.rows = rows
    self.blocks = blocks
    self.periods = periods
    for key in blocks.summary.keys { try add(key) }
    for (measure, column) in zip(blocks.summary.measures, rows.columns) { try add(measure, column) }
    if blocks.summary.measures.contains(.rate) {
      let statuses = Status.allCases
      let places = rows.statuses.map { status in
        status == .none ? -1 : Int32(statuses.firstIndex(of: status) ?? 0)
      }
      columns.append((.init("status", "Status", .text, 1), .texts(places, of: statuses.map(\.marker))))
    }
    if blocks.summary.measures.contains(.rate) || blocks.summary.measures.contains(.slope) {
      columns.append((.init("note", "Note", .text, 9), .texts(rows.notes, of: rows.noteTexts.first)))
    }
    if !isInOrder || !blocks.isInOrderByBlocks { sort() }
  }

  // MARK: Keys

  private mutating func add(_ key: Summary.Key) throws {
    switch key {
    case .indicator:
      let numbers = numbers(.indicator)
      let ids = blocks.all.map { blocks.indicators[Int($0.fixed.indicator)].id }
      columns.append((.init("indicator_id", "ID", .integer, 9), .integers(rows.spread(ids))))
      add("indicator", "Indicator", 0, numbers, blocks.indicators.map(\.name))
      add("unit", "Unit", 8, numbers, blocks.indicators.map(\.unit))
    case .theme: add("theme", "Theme", 0, numbers(.theme), blocks.themes.first)
    case .sex: add("sex", "Sex", 0, numbers(.sex), blocks.sexes.first)
    case .age: add("age", "Age", 0, numbers(.age), blocks.ages.first)
    case .category:
      let numbers = numbers(.category)
      add("category_type", "Category type", 3, numbers, blocks.categories.first)
      add("category", "Category", 0, numbers, blocks.categories.second)
    case .period: add("period", "Period", 0, rows.periods, periods.periods.map(\.label))
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

  private mutating func add(_ name: String, _ title: String, _ priority: Int, _ places: [Int32], _ texts: [String]) {
    columns.append((.init(name, title, .text, priority), .texts(places, of: texts)))
  }

  // MARK: Measures

  private mutating func add(_ measure: Summary.Measure, _ column: Int) throws {
    let headings = Self.columns(of: measure)
    switch measure.kind {
    case .integer: columns.append((headings[0], .integers(rows.integers[column])))
    case .number:
      for (place, heading) in headings.enumerated() {
        columns.append((heading, .numbers(rows.numbers[column + place])))
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

  /// Puts the rows in the order of the keys.
  private mutating func sort() {
    let ranks = blocks.summary.keys.map(ranks)
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      for rank in ranks where rank[one] != rank[other] { return rank[one] < rank[other] }
      return false
    }
    guard count > 1, (1..<count).contains(where: { isBefore($0, $0 - 1) }) else { return }
    let order = (0..<count).sorted { isBefore($0, $1) || !isBefore($1, $0) && $0 < $1 }
    for place in columns.indices {
      switch columns[place].cells {
      case .texts(let places, let texts): columns[place].cells = .texts(order.map { places[$0] }, of: texts)
      case .integers(let numbers): columns[place].cells = .integers(order.map { numbers[$0] })
      case .numbers(let numbers): columns[place].cells = .numbers(order.map { numbers[$0] })
      }
    }
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

  /// The same as a result: the one place where its cells are made.
  func result(title: String, footnotes: [String]) -> ResultTable {
    ResultTable(
      columns: columns.map(\.column), cells: columns.map { Self.cells($0.cells) }, title: title,
      footnotes: footnotes.map { Footnote($0) })
  }

  private static func cells(_ cells: Cells) -> ResultTable.Cells {
    switch cells {
    case .texts(let places, let texts): .coded(ResultTable.Coded(places, of: ResultTable.Lexicon(texts: texts)))
    case .integers(let numbers): .integers(numbers, valid: nil)
    case .numbers(let numbers):
      .numbers(numbers, valid: numbers.contains(where: \.isNaN) ? numbers.map { !$0.isNaN } : nil)
    }
  }
}
