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
    /// How high each row is.
    let step: Double
  }

  /// Headings of the figures.
  var headings: [String]
  /// The heading of the words after the plot.
  var wordHeading = ""
  var rows: [Row] = []

  private static let gap = 10.0

  /// What a column of figures or words takes at most; longer texts are cut.
  private static func widest(in body: Box, _ typeface: Typeface) -> Double {
    typeface.isCells ? max(72, body.width * 0.15) : 136
  }

  func heights(_ typeface: Typeface) -> (natural: Double, least: Double) {
    let frame = typeface.lineHeight(.small) + Self.axisHeight(typeface)
    let count = Double(max(rows.count, 1))
    return (count * typeface.rowHeight + frame, count * typeface.lineHeight(.label) + frame)
  }

  private static func axisHeight(_ typeface: Typeface) -> Double {
    typeface.whole(typeface.lineHeight(.small) + 8, of: Typeface.cell.height)
  }

  /// Writes the texts, and tells where the marks go.
  func write(in body: Box, on canvas: inout Canvas) throws(ChartError) -> Places {
    let typeface = canvas.typeface
    let widest = Self.widest(in: body, typeface)
    let figures = headings.indices.map { column in
      let texts = [headings[column]] + rows.map { $0.figures.indices.contains(column) ? $0.figures[column] : "" }
      return typeface.whole(
        min(widest, texts.map { typeface.width($0, .strong) }.max() ?? 0), of: Typeface.cell.width)
    }
    let words = typeface.whole(
      min(widest, ([wordHeading] + rows.map(\.word)).map { typeface.width($0, .label) }.max() ?? 0),
      of: Typeface.cell.width)
    let longest =
      rows.filter { !$0.isHeading }.map { typeface.width($0.name, $0.isStrong ? .strong : .label) }.max() ?? 0
    let others = figures.reduce(0) { $0 + $1 + Self.gap } + words + 2 * Self.gap
    let names = min(longest, max(80, min(body.width * 0.45, body.width - others - 160)))
    let left = typeface.whole(names + figures.reduce(0) { $0 + $1 + Self.gap } + Self.gap, of: Typeface.cell.width)
    let right = words > 0 ? words + typeface.whole(Self.gap, of: Typeface.cell.width) : Self.gap
    let top = typeface.lineHeight(.small)
    let plot = body.inset(left: left, top: top, right: right, bottom: Self.axisHeight(typeface))
    guard plot.width >= 72 else {
      throw ChartError(
        .room, "there is no room for the chart beside its figures",
        remedy: "Give --width \(Int((canvas.size.width + 80 - plot.width).rounded(.up))) or more, or leave it out.")
    }
    let step =
      typeface.rowHeight == Typeface.cell.height
      ? Typeface.cell.height : min(36, plot.height / Double(max(rows.count, 1)))
    let middles = rows.indices.map { plot.y + (Double($0) + 0.5) * step }
    var edges: [Double] = []
    var edge = body.x + names
    for width in figures {
      edge += Self.gap + width
      edges.append(edge)
    }
    for (heading, edge) in zip(headings, edges) {
      canvas.write(
        typeface.cut(heading, to: widest, .small), .left, of: Point(x: edge, y: body.y + top / 2), .small, .grey)
    }
    canvas.write(wordHeading, .right, of: Point(x: body.maxX - words, y: body.y + top / 2), .small, .grey)
    for (row, middle) in zip(rows, middles) {
      write(row, at: middle, body, names: names, edges: edges, words: words, on: &canvas)
    }
    return Places(
      plot: Box(x: plot.x, y: plot.y, width: plot.width, height: step * Double(rows.count)), middles: middles,
      step: step)
  }

  private func write(
    _ row: Row, at middle: Double, _ body: Box, names: Double, edges: [Double], words: Double, on canvas: inout Canvas
  ) {
    let font: Font = row.isStrong || row.isHeading ? .strong : .label
    let room = row.isHeading ? body.width : names
    canvas.write(canvas.typeface.cut(row.name, to: room, font), .right, of: Point(x: body.x, y: middle), font)
    for (figure, edge) in zip(row.figures, edges) {
      canvas.write(
        canvas.typeface.cut(figure, to: Self.widest(in: body, canvas.typeface), font), .left,
        of: Point(x: edge, y: middle), font)
    }
    canvas.write(
      canvas.typeface.cut(row.word, to: words, font), .right, of: Point(x: body.maxX - words, y: middle), font)
  }
}
