import TideModel

/// A cell of a table for people.
enum TableCell {
  /// Text, stands left; with the mark of a comparison word.
  case text(String, ComparisonMark?)
  /// A number: what stands before the decimal point, and the point with what follows.
  case number(whole: String, fraction: String)

  /// A cell with its shape, arrow or line, made safe to print.
  init(_ cell: ResultTable.Cell, in column: ResultTable.Column, _ people: PeopleText, _ repertoire: Repertoire) {
    if case .series(let values) = cell {
      self = .text(repertoire == .ascii ? "" : Sparkline.text(of: values), nil)
      return
    }
    let text = people.text(cell, in: column)
    if column.kind.isText {
      self = Self.marked(text ?? "", repertoire)
    } else if let text, case .text = cell {
      self = .text(VisibleText.escaped(text), ComparisonMark(rawValue: text))
    } else if let text {
      let whole = text.prefix { $0 != "." }
      self = .number(whole: String(whole), fraction: String(text.dropFirst(whole.count)))
    } else {
      self = .number(whole: "-", fraction: "")
    }
  }

  private static func marked(_ text: String, _ repertoire: Repertoire) -> TableCell {
    if let mark = ComparisonMark(rawValue: text) { return .text(mark.text(repertoire), mark) }
    if let mark = TrendMark(text) { return .text("\(mark.shape(repertoire)) \(text)", nil) }
    return .text(VisibleText.escaped(text), nil)
  }

  /// All of it as one text.
  var flat: String {
    switch self {
    case .text(let text, _): text
    case .number(let whole, let fraction): whole + fraction
    }
  }
}

extension ResultTable.Kind {
  /// Whether cells are texts and stand left.
  var isText: Bool { self == .text || self == .heading || self == .series }
}
