import TideModel

/// Which columns of a table for people are shown and how wide they are, in columns of the terminal.
///
/// Where the terminal is too narrow, headings are broken into lines and texts give way to a comfortable width, to be broken as
/// well; then whole columns go, those of the highest `priority` number first and of equal ones the rightmost, never those of
/// priority 0; and what room is left goes back to texts and headings from the left.
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
  /// Texts are never broken into lines of less.
  static let narrowest = 8

  /// - Parameters:
  ///   - indent: columns before the first one.
  ///   - limit: the terminal's width; nil for no limit.
  init(
    columns: [ResultTable.Column], titles: [String], measures: [Measure], hidden: Set<Int>, indent: Int, limit: Int?
  ) {
    let natural = zip(titles, measures).map { max(DisplayWidth.of($0), $1.cells) }
    widths = natural
    shown = columns.indices.filter { !hidden.contains($0) }
    guard let limit, indent + total > limit else { return }
    let comfortable = Self.comfortable(on: limit)
    widths = columns.indices.map { index in
      let cells = columns[index].kind.isNumeric ? measures[index].cells : min(measures[index].cells, comfortable)
      return max(cells, DisplayWidth.ofWidestWord(titles[index]))
    }
    while indent + total > limit,
      let next = shown.filter({ columns[$0].priority > 0 }).max(by: { a, b in
        (columns[a].priority, a) < (columns[b].priority, b)
      })
    {
      shown.removeAll { $0 == next }
      dropped.append(next)
    }
    for column in shown.filter({ !columns[$0].kind.isNumeric }).sorted(by: { widths[$0] > widths[$1] }) {
      let excess = max(0, indent + total - limit)
      widths[column] = max(min(widths[column], Self.narrowest), widths[column] - excess)
    }
    for wanted in [measures.map(\.cells), natural] {
      for column in shown where widths[column] < wanted[column] {
        widths[column] = min(wanted[column], widths[column] + max(0, limit - indent - total))
      }
    }
  }

  /// How wide a text may be so that figures stand beside it.
  private static func comfortable(on limit: Int) -> Int {
    limit < 100 ? max(24, limit * 2 / 5 - 8) : limit * 2 / 5
  }

  private var total: Int { shown.reduce(0) { $0 + widths[$1] } + max(0, shown.count - 1) * Self.gap }
}
