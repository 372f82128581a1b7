import TideModel

/// An area's figures over time beside the benchmark: one panel, or one for each indicator and stratum.
struct TrendChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let panels: [SeriesPanel]

  /// More panels than a page shows so that they can be read.
  private static let mostPanels = 24

  init(_ table: ResultTable, peers: ResultTable?) throws(ChartError) {
    let rows = try TableRows(table, needs: ["indicator", "area", "period", "value"], chart: "trend")
    let groups = rows.groups { "\(rows.text("indicator_id", $0))\u{1F}\(rows.stratum($0))" }
    guard groups.count <= Self.mostPanels else {
      throw ChartError(
        .figures, "\(groups.count) indicators and strata are more than one picture can show (\(Self.mostPanels))",
        remedy: "Name fewer indicators, or narrow them with --sex, --age or --category.")
    }
    guard rows.indices.contains(where: { rows.number("value", $0) != nil }) else {
      throw ChartError(
        .empty, "none of the figures has a value", remedy: "'tidemark export' shows their statuses and notes.")
    }
    let others = try peers.flatMap { (table) throws(ChartError) in
      table.rows.isEmpty
        ? nil : try TableRows(table, needs: ["indicator", "area_code", "period", "value"], chart: "trend")
    }
    var panels = groups.map { SeriesPanel(rows, $0.rows, others) }
    let isOneIndicator = rows.common("indicator_id") != nil && rows.common("indicator") != nil
    let lost = rows.indices.contains { rows.number("value", $0) == nil && rows.status($0) == .none }
    var notes = rows.footnotes + rows.legend(ofMissing: lost)
    if panels.count > 1 {
      for (index, group) in groups.enumerated() {
        let stratum = rows.tellingStratum(group.rows[0])
        panels[index].heading = isOneIndicator ? stratum : rows.text("indicator", group.rows[0])
        if !isOneIndicator {
          panels[index].unit = [panels[index].unit, stratum].filter { !$0.isEmpty }.joined(separator: ", ")
        }
      }
      if isOneIndicator {
        let span = Scale.span(of: panels.flatMap(\.figures), includesZero: nil)
        for index in panels.indices { panels[index].span = span }
        notes.append("All panels have the same scale.")
      } else {
        notes.append("Each panel has a scale of its own.")
      }
    }
    notes += Self.startNotes(panels)
    self.panels = panels
    self.notes = notes
    (title, subtitle) = Self.words(rows, groups.map(\.rows), isOneIndicator: isOneIndicator, panels)
    data = Self.data(rows)
  }

  private static func startNotes(_ panels: [SeriesPanel]) -> [String] {
    let elsewhere = panels.filter { SeriesPanel.startsElsewhere($0.usualSpan) }.count
    if elsewhere == 0 { return [] }
    return [
      panels.count == 1 || elsewhere == panels.count
        ? "The vertical axis does not begin at 0." : "Some vertical axes do not begin at 0."
    ]
  }

  private static func words(
    _ rows: TableRows, _ groups: [[Int]], isOneIndicator: Bool, _ panels: [SeriesPanel]
  ) -> (title: String, subtitle: String) {
    let area = rows.text("area", 0)
    let benchmark = panels.lazy.compactMap { $0.series.first { $0.stroke == .benchmark }?.name }.first
    let hasBand = panels.contains { $0.series[0].points.contains { $0.lower != nil } }
    let how = [
      "Unbroken line: \(area)", benchmark.map { "dashed line: \($0)" }, hasBand ? "band: 95% confidence interval" : nil,
      panels.contains { $0.series.contains { $0.stroke == .goal } } ? "long dashes: the goal" : nil,
      panels.contains { !$0.peers.isEmpty } ? "thin grey lines: other areas" : nil,
    ].compactMap { $0 }.joined(separator: "; ")
    guard groups.count > 1 else {
      let latest = groups[0].last { rows.number("value", $0) != nil } ?? groups[0][0]
      let finding = Finding(rows: rows, row: latest)
      let parts = [rows.stratum(latest), how].filter { !$0.isEmpty }
      return (
        [finding.sentence + ".", finding.trend].filter { !$0.isEmpty }.joined(separator: " "),
        parts.joined(separator: ". ") + "."
      )
    }
    let whole = groups.first { rows.text("sex", $0[0]) == Stratum.persons && rows.text("category", $0[0]).isEmpty }
    if isOneIndicator, let whole {
      let latest = whole.last { rows.number("value", $0) != nil } ?? whole[0]
      return (Finding(rows: rows, row: latest).sentence + ".", how + (how.isEmpty ? "" : "."))
    }
    if isOneIndicator {
      let parts = groups.compactMap { group in
        group.last { rows.number("value", $0) != nil }.flatMap { row in
          rows.number("value", row).map {
            "\(rows.tellingStratum(row)) \(Finding.figure($0, unit: rows.unit(row))) in \(rows.text("period", row))"
          }
        }
      }
      let shown = parts.prefix(3).joined(separator: "; ") + (parts.count > 3 ? " …" : "")
      return ("\(rows.text("indicator", 0)) in \(area): \(shown)", how + (how.isEmpty ? "" : "."))
    }
    return (
      tally(rows, groups, area, rows.benchmark.isEmpty ? "the benchmark" : rows.benchmark),
      how + (how.isEmpty ? "" : ".")
    )
  }

  /// How many of the latest figures are worse, better and similar.
  private static func tally(_ rows: TableRows, _ groups: [[Int]], _ area: String, _ benchmark: String) -> String {
    let latest = groups.compactMap { group in group.last { rows.number("value", $0) != nil } }
    return Tally(rows, latest).sentence(area: area, benchmark: benchmark) + "."
  }

  private static func data(_ rows: TableRows) -> String {
    let named = rows.common("indicator") == nil || rows.common("sex") == nil || rows.common("category") == nil
    let lines = rows.indices.prefix(60).map { row in
      let value = rows.number("value", row).map(FigureText.published) ?? "no figure [\(rows.text("status", row))]"
      let other = rows.number("benchmark_value", row).map {
        ", \(rows.text("benchmark", row)) \(FigureText.published($0))"
      }
      let who = named ? "\(rows.text("indicator", row)) \(rows.stratum(row)) " : ""
      return "\(who)\(rows.text("period", row)): \(value)\(other ?? "")"
    }
    let rest = rows.indices.count - lines.count
    return lines.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }

  var pageWidth: Double { panels.count == 1 ? 760 : 1000 }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    let rows = Double((panels.count + 1) / 2)
    if panels.count == 1 { return typeface.isCells ? (16 * 18, 16 * 8) : (360, 180) }
    // Headings of more than one line are on top of that.
    let lines = panels.map { $0.headings.lines(in: (width - gap(typeface)) / 2, typeface) }
    let extra = stride(from: 0, to: lines.count, by: 2).reduce(0.0) { sum, index in
      sum + Double(max(1, lines[index..<min(index + 2, lines.count)].max() ?? 1) - 1) * typeface.lineHeight(.strong)
    }
    return typeface.isCells
      ? (rows * 16 * 13 + extra, rows * 16 * 9 + extra) : (rows * 230 + extra, rows * 150 + extra)
  }

  private func gap(_ typeface: Typeface) -> Double { typeface.whole(24, of: Typeface.cell.width) }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let columns = panels.count == 1 ? 1 : 2
    let rows = (panels.count + columns - 1) / columns
    let gap = gap(canvas.typeface)
    let width = (body.width - gap * Double(columns - 1)) / Double(columns)
    let height = body.height / Double(rows)
    for (index, panel) in panels.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let box = Box(
        x: body.x + Double(column) * (width + gap), y: body.y + Double(row) * height, width: width,
        height: height - (rows > 1 ? canvas.typeface.whole(12, of: Typeface.cell.height) : 0))
      let beside = panels[(row * columns)..<min(panels.count, (row + 1) * columns)]
      let lines = beside.map { $0.headings.lines(in: width, canvas.typeface) }
      try panel.draw(in: box, headingLines: lines.max() ?? 0, on: &canvas)
    }
  }
}

extension SeriesPanel {
  /// The series of some rows of one indicator and stratum: the area, its benchmark, and other areas.
  fileprivate init(_ rows: TableRows, _ indices: [Int], _ others: TableRows?) {
    self.init()
    labels = indices.map { rows.text("period", $0) }
    times = PeriodTimes.of(rows, indices)
    unit = rows.text("unit", indices[0])
    let area = indices.map {
      SeriesPoint(
        value: rows.number("value", $0), lower: rows.number("lower_95", $0), upper: rows.number("upper_95", $0),
        status: rows.status($0))
    }
    series = [
      Series(name: rows.text("area", indices[0]), points: area, stroke: .area, symbol: .circle, isSubject: true)
    ]
    let benchmark = indices.map { SeriesPoint(value: rows.number("benchmark_value", $0)) }
    if benchmark.contains(where: { $0.value != nil }) {
      let names = Set(indices.map { rows.text("benchmark", $0) }).subtracting([""])
      // A benchmark that was pooled in some periods has a name in each; the heading of its column names it for all.
      let name = names.count == 1 ? names.first ?? "" : rows.title("benchmark_value")
      series.append(Series(name: name, points: benchmark, stroke: .benchmark))
    }
    series += GoalFigures(rows: rows, indices: indices).ends.map { end in
      Series(name: end.name, points: end.values.map { SeriesPoint(value: $0) }, stroke: .goal)
    }
    peers = others.map { Self.peers($0, rows, indices) } ?? []
  }

  private static func peers(_ others: TableRows, _ rows: TableRows, _ indices: [Int]) -> [[Double?]] {
    let own = rows.text("area_code", indices[0])
    let benchmark = rows.text("benchmark_code", indices[0])
    let key = { (table: TableRows, row: Int) in "\(table.text("indicator_id", row))\u{1F}\(table.stratum(row))" }
    let wanted = key(rows, indices[0])
    let groups = others.groups { key(others, $0) == wanted ? others.text("area_code", $0) : "" }
    return groups.filter { !["", own, benchmark].contains($0.key) }.map { group in
      let values = Dictionary(
        group.rows.map { (others.text("period", $0), others.number("value", $0)) }, uniquingKeysWith: { $1 })
      return indices.map { values[rows.text("period", $0)] ?? nil }
    }
  }
}
