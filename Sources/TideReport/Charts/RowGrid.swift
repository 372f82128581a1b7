/// Rows under each other: a name, some figures, a plot, and a word after it.
struct RowGrid: Sendable {
  /// One row.
  struct Row: Sendable {
    var name = ""
    /// As many as there are headings.
    var figures: [String] = []
    var word = ""
    /// Whether it names the rows after it and has nothing else.
    var isHeading = false
    /// Whether it is the one that the chart is about.
    var isStrong = false
  }

  /// Where the marks of the rows go.
  struct Places: Sendable {
    let plot: Box
    /// The middle of each row.
    let middles: [Double]
    /// How high a row of one line is.
    let step: Double
  }

  /// Headings of the figures.
  var headings: [String]
  /// The heading of the words after the plot.
  var wordHeading = ""
  var rows: [Row] = []

  private static let gap = 10.0
  /// A name takes so many lines at most, and what does not fit them is cut.
  private static let mostLines = 6
  /// What is left for the plot where names are long: the first with which no name takes more than two lines, else the last.
  private static func plotWidths(_ typeface: Typeface) -> [Double] { typeface.isCells ? [128] : [196, 160, 124] }

  /// How wide the columns are, and the texts in their lines.
  private struct Layout {
    var headings: [[String]] = []
    /// The widths of the figures.
    var figures: [Double] = []
    var words = 0.0
    var names = 0.0
    /// The lines of each row's name.
    var lines: [[String]] = []
    var top = 0.0
  }

  /// What a column of figures or words takes at most; longer texts are cut.
  private static func widest(in width: Double, _ typeface: Typeface) -> Double {
    typeface.isCells ? max(72, width * 0.15) : 136
  }

  private func layout(in width: Double, _ typeface: Typeface) -> Layout {
    let widest = Self.widest(in: width, typeface)
    var layout = Layout()
    for column in headings.indices {
      let texts = rows.map { row in
        row.figures.indices.contains(column)
          ? typeface.width(row.figures[column], row.isStrong ? .strong : .label) : 0
      }
      // A heading takes as many lines as it has words, rather than room from the plot.
      let word = headings[column].split(separator: " ").map { typeface.width(String($0), .small) }.max() ?? 0
      layout.figures.append(typeface.whole(min(widest, max(word, texts.max() ?? 0)), of: Typeface.cell.width))
      layout.headings.append(typeface.wrapped(headings[column], to: layout.figures[column], .small, most: 3))
    }
    layout.words = typeface.whole(
      min(widest, ([wordHeading] + rows.map(\.word)).map { typeface.width($0, .label) }.max() ?? 0),
      of: Typeface.cell.width)
    let others = layout.figures.reduce(0) { $0 + $1 + Self.gap } + layout.words + 2 * Self.gap
    let longest =
      rows.filter { !$0.isHeading }.map { typeface.width($0.name, $0.isStrong ? .strong : .label) }.max() ?? 0
    for plot in Self.plotWidths(typeface) {
      layout.names = min(longest, max(80, min(width * 0.45, width - others - plot)))
      layout.lines = rows.map { row in
        typeface.wrapped(
          row.name, to: row.isHeading ? width : layout.names, row.isStrong || row.isHeading ? .strong : .label,
          most: Self.mostLines)
      }
      if layout.lines.allSatisfy({ $0.count <= 2 }) { break }
    }
    layout.top = Double(max(1, layout.headings.map(\.count).max() ?? 1)) * typeface.lineHeight(.small)
    return layout
  }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    let layout = layout(in: width, typeface)
    let frame = layout.top + Self.axisHeight(typeface)
    let lines = layout.lines.reduce(0) { $0 + Double(max(1, $1.count)) } * typeface.lineHeight(.label)
    let padding = Double(max(rows.count, 1)) * (typeface.rowHeight - typeface.lineHeight(.label))
    return (max(typeface.rowHeight, lines + padding) + frame, max(typeface.lineHeight(.label), lines) + frame)
  }

  private static func axisHeight(_ typeface: Typeface) -> Double {
    typeface.whole(typeface.lineHeight(.small) + 8, of: Typeface.cell.height)
  }

  /// Writes the texts, and tells where the marks go.
  func write(in body: Box, on canvas: inout Canvas) throws(ChartError) -> Places {
    let typeface = canvas.typeface
    let layout = layout(in: body.width, typeface)
    let left = typeface.whole(
      layout.names + layout.figures.reduce(0) { $0 + $1 + Self.gap } + Self.gap, of: Typeface.cell.width)
    let right = layout.words > 0 ? layout.words + typeface.whole(Self.gap, of: Typeface.cell.width) : Self.gap
    let plot = body.inset(left: left, top: layout.top, right: right, bottom: Self.axisHeight(typeface))
    guard plot.width >= 72 else {
      throw ChartError(
        .room, "there is no room for the chart beside its figures",
        remedy: "Give --width \(Int((canvas.size.width + 80 - plot.width).rounded(.up))) or more, or leave it out.")
    }
    var edges: [Double] = []
    var edge = body.x + layout.names
    for (width, lines) in zip(layout.figures, layout.headings) {
      edge += Self.gap + width
      edges.append(edge)
      for (line, text) in lines.enumerated() {
        let up = (Double(lines.count - line) - 0.5) * typeface.lineHeight(.small)
        canvas.write(text, .left, of: Point(x: edge, y: plot.y - up), .small, .grey)
      }
    }
    canvas.write(
      wordHeading, .right, of: Point(x: body.maxX - layout.words, y: plot.y - typeface.lineHeight(.small) / 2), .small,
      .grey)
    return write(layout, plot, body, edges: edges, on: &canvas)
  }

  /// Writes the rows under each other, each as high as its name.
  private func write(
    _ layout: Layout, _ plot: Box, _ body: Box, edges: [Double], on canvas: inout Canvas
  ) -> Places {
    let line = canvas.typeface.lineHeight(.label)
    let heights = layout.lines.map { Double(max(1, $0.count)) * line }
    let spare = (plot.height - heights.reduce(0, +)) / Double(max(rows.count, 1))
    let padding = canvas.typeface.isCells ? 0 : min(max(spare, 0), 20)
    var top = plot.y
    var middles: [Double] = []
    for (index, row) in rows.enumerated() {
      let height = heights[index] + padding
      // On a terminal marks and figures stand in the first line of the name.
      middles.append(top + (canvas.typeface.isCells ? line : height) / 2)
      write(row, layout, index, top: top + padding / 2, at: middles[index], body, edges: edges, on: &canvas)
      top += height
    }
    return Places(
      plot: Box(x: plot.x, y: plot.y, width: plot.width, height: top - plot.y), middles: middles, step: line + padding)
  }

  private func write(
    _ row: Row, _ layout: Layout, _ index: Int, top: Double, at middle: Double, _ body: Box, edges: [Double],
    on canvas: inout Canvas
  ) {
    let font: Font = row.isStrong || row.isHeading ? .strong : .label
    _ = canvas.write(lines: layout.lines[index], x: body.x, y: top, font, .black)
    for (figure, edge) in zip(row.figures, edges) {
      canvas.write(
        canvas.typeface.cut(figure, to: Self.widest(in: body.width, canvas.typeface), font), .left,
        of: Point(x: edge, y: middle), font)
    }
    canvas.write(
      canvas.typeface.cut(row.word, to: layout.words, font), .right, of: Point(x: body.maxX - layout.words, y: middle),
      font)
  }
}
