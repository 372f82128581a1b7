import TideModel

/// Which columns of a table for people are shown and how wide they are, in columns of the terminal.
struct TableLayout {
  /// How wide the cells of one column are so far.
  struct Measure {
    /// Left-aligned text.
    var text = 0
    /// What stands before the decimal point, and the point with all after it.
    var whole = 0
    var fraction = 0

    /// The widest cell.
    var cells: Int { max(text, whole + fraction) }

    mutating func include(_ cell: TableCell) {
      switch cell {
      case .text(let text, _): self.text = max(self.text, DisplayWidth.of(text))
      case .number(let wholePart, let fractionPart):
        whole = max(whole, wholePart.utf8.count)
        fraction = max(fraction, fractionPart.utf8.count)
      }
    }
  }

  /// Positions of the shown columns, in order.
  private(set) var shown: [Int]
  /// The width of every column, by position.
  private(set) var widths: [Int]
  /// Positions of the columns left out, in the order they went.
  private(set) var dropped: [Int] = []

  static let gap = 2
  /// Text is never cut to less.
  static let narrowest = 8

  /// - Parameters:
  ///   - indent: columns before the first one.
  ///   - limit: the terminal's width; nil for no limit.
  init(columns: [ResultTable.Column], titles: [String], measures: [Measure], hidden: Int?, indent: Int, limit: Int?) {
    widths = zip(titles, measures).map { max(DisplayWidth.of($0), $1.cells) }
    shown = columns.indices.filter { $0 != hidden }
    guard let limit else { return }
    while indent + total > limit,
      let next = shown.filter({ columns[$0].priority > 0 }).max(by: { a, b in
        (columns[a].priority, a) < (columns[b].priority, b)
      })
    {
      shown.removeAll { $0 == next }
      dropped.append(next)
    }
    let wide = shown.filter { columns[$0].kind.isText && widths[$0] * 10 > limit * 6 }
    for column in wide.sorted(by: { widths[$0] > widths[$1] }) where indent + total > limit {
      let others = indent + total - widths[column]
      widths[column] = min(widths[column], max(Self.narrowest, limit - others))
    }
  }

  private var total: Int { shown.reduce(0) { $0 + widths[$1] } + max(0, shown.count - 1) * Self.gap }
}
