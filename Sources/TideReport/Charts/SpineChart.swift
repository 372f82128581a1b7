import TideModel

/// The area between the worst and the best of the areas ranked, with their middle half and the benchmark; a row for each
/// indicator and stratum.
struct SpineChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let grid: RowGrid
  private let spines: [Spine]

  private static let mostRows = 120

  /// One indicator and stratum.
  private struct Spine: Sendable {
    /// The worst, or the lowest where nothing is judged, and its opposite.
    let left: Double
    let right: Double
    let quarter: Double
    let threeQuarters: Double
    let benchmark: Double?
    let value: Double?
    let sign: ComparisonSign
    let isJudged: Bool

    /// Whether a figure lies between the two ends: the benchmark may not, where few areas are ranked.
    func holds(_ figure: Double) -> Bool { figure >= min(left, right) && figure <= max(left, right) }
  }

  /// - Parameter table: rankings of one indicator or more, best first.
  init(_ table: ResultTable, area: String) throws(ChartError) {
    let rows = try TableRows(
      table, needs: ["indicator", "area", "area_code", "period", "value", "rank", "benchmark_value", "comparison"],
      chart: "spine")
    var grid = RowGrid(
      headings: ["Period", "Area", rows.title("benchmark_value"), "Worst"], wordHeading: "Best")
    var spines: [Spine] = []
    var owned: [Int] = []
    var name = ""
    var isMissing = false
    for group in rows.groups(by: { "\(rows.text("indicator_id", $0))\u{1F}\(rows.stratum($0))" }) {
      let own = group.rows.first { rows.text("area_code", $0) == area }
      guard let spine = Self.spine(rows, group.rows, own) else { continue }
      spines.append(spine)
      grid.rows.append(Self.row(rows, group.rows, own, spine))
      let status = own.map { rows.status($0) } ?? .none
      isMissing = isMissing || spine.benchmark == nil || spine.value == nil && status.isShownAsNotAvailable
      if let own {
        name = rows.text("area", own)
        owned.append(own)
      }
    }
    guard !spines.isEmpty, !name.isEmpty else {
      throw ChartError(
        .empty, "the area has no figures among areas ranked with it", remedy: "Choose another area or indicator.")
    }
    guard spines.count <= Self.mostRows else {
      throw ChartError(
        .figures, "\(spines.count) indicators and strata are more than one picture can show (\(Self.mostRows))",
        remedy: "Name fewer indicators, or narrow them with --sex.")
    }
    grid.headings[1] = name
    self.grid = grid
    self.spines = spines
    let benchmark = rows.benchmark
    title = Tally(rows, owned).sentence(area: name, benchmark: benchmark) + "."
    subtitle =
      "Each row runs from the worst area at the left to the best at the right (from lowest to highest where no "
      + "judgement is made: marked *). Dark part: the middle half of the areas. Upright line: \(benchmark). Diamond: worse than it; disc: "
      + "better; open circle: similar; triangle: higher or lower; square: not compared."
    notes =
      rows.footnotes {
        switch $0 {
        case .legend, .pooled: true
        default: false
        }
      } + rows.legend(ofMissing: isMissing)
    data = grid.rows.map { row in
      "\(row.name), \(row.figures[0]): \(row.figures[1]) between \(row.figures[3]) and \(row.word), "
        + "\(benchmark) \(row.figures[2])"
    }.joined(separator: "; ")
  }

  private static func row(_ rows: TableRows, _ group: [Int], _ own: Int?, _ spine: Spine) -> RowGrid.Row {
    let first = own ?? group[0]
    let sex = rows.text("sex", first)
    let who = [sex == Stratum.persons ? "" : sex, rows.text("category", first)].filter { !$0.isEmpty }.joined(
      separator: ", ")
    let status = own.map { rows.status($0) } ?? .none
    return RowGrid.Row(
      name: (spine.isJudged ? "" : "* ") + (who.isEmpty ? "" : "\(who): ") + rows.text("indicator", first),
      figures: [
        rows.text("period", first), spine.value.map(FigureText.published) ?? status.sign,
        spine.benchmark.map(FigureText.published) ?? Status.none.sign, FigureText.published(spine.left),
      ], word: FigureText.published(spine.right))
  }

  /// Which end is the best: the first of the ranking where something is judged better or worse, or where the lowest is
  /// ranked first, which is done for nothing else.
  private static func spine(_ rows: TableRows, _ group: [Int], _ own: Int?) -> Spine? {
    let ranked = group.compactMap { row in
      rows.number("rank", row).flatMap { rank in rows.number("value", row).map { (rank: rank, value: $0) } }
    }
    guard let best = ranked.min(by: { $0.rank < $1.rank }), let worst = ranked.max(by: { $0.rank < $1.rank }),
      best.value != worst.value
    else { return nil }
    let verdicts = Set(group.map { rows.verdict($0)?.kind })
    let isJudged = best.value < worst.value || verdicts.contains(.better) || verdicts.contains(.worse)
    let values = ranked.map(\.value).sorted()
    return Spine(
      left: isJudged ? worst.value : values[0], right: isJudged ? best.value : values[values.count - 1],
      quarter: quantile(values, 0.25), threeQuarters: quantile(values, 0.75),
      benchmark: own.flatMap { rows.number("benchmark_value", $0) } ?? rows.number("benchmark_value", group[0]),
      value: own.flatMap { rows.number("value", $0) },
      sign: ComparisonSign(own.flatMap { rows.verdict($0)?.kind }), isJudged: isJudged)
  }

  /// The value below which such a share of sorted values lies, between the two nearest in proportion.
  static func quantile(_ values: [Double], _ share: Double) -> Double {
    let place = share * Double(values.count - 1)
    let lower = min(Int(place), values.count - 1)
    let upper = min(lower + 1, values.count - 1)
    return values[lower] + (values[upper] - values[lower]) * (place - Double(lower))
  }

  var pageWidth: Double { 1000 }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    grid.heights(typeface, width: width)
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let places = try grid.write(in: body, on: &canvas)
    let plot = places.plot.inset(left: 8, right: 8)
    for (spine, middle) in zip(spines, places.middles) {
      func place(_ value: Double) -> Double {
        plot.x + min(max((value - spine.left) / (spine.right - spine.left), 0), 1) * plot.width
      }
      let height = places.step * 0.6
      canvas.draw(.bar(Box(x: plot.x, y: middle - height / 2, width: plot.width, height: height), .band))
      let edges = [place(spine.quarter), place(spine.threeQuarters)].sorted()
      canvas.draw(
        .bar(Box(x: edges[0], y: middle - height / 2, width: edges[1] - edges[0], height: height), .innerBand))
      for edge in [plot.x, plot.maxX] + edges {
        canvas.draw(
          .line([Point(x: edge, y: middle - height / 2), Point(x: edge, y: middle + height / 2)], .spineEdge))
      }
      if let benchmark = spine.benchmark, spine.holds(benchmark) {
        let x = place(benchmark)
        canvas.draw(
          .line(
            [Point(x: x, y: middle - places.step / 2 + 1), Point(x: x, y: middle + places.step / 2 - 1)],
            Stroke(ink: .black, width: 2, glyph: "|")))
      }
      if let value = spine.value {
        canvas.draw(.symbol(spine.sign.symbol, Point(x: place(value), y: middle), spine.sign.ink))
      }
    }
  }
}
