import TideModel

/// A cell of a table for people.
enum TableCell {
  /// Text, stands left; with the mark of a comparison word.
  case text(String, ComparisonMark?)
  /// A number: what stands before the decimal point, and the point with what follows.
  case number(whole: String, fraction: String)

  /// A cell with its shape, arrow or line, made safe to print.
  init(_ cell: ResultTable.Cell, in column: ResultTable.Column, _ people: PeopleText, _ repertoire: Repertoire) {
    switch cell {
    case .series(let values): self = .text(repertoire == .ascii ? "" : Sparkline.text(of: values), nil)
    case .integer, .number, .missing:
      self = Self.number(people.text(cell, in: column), isText: !column.kind.isNumeric)
    case .verdict(let verdict):
      let mark = ComparisonMark(verdict.kind)
      self = .text(mark?.text(repertoire) ?? VisibleText.escaped(verdict.text), mark)
    case .trend(let outcome):
      self = .text((TrendMark(outcome).map { "\($0.shape(repertoire)) " } ?? "") + outcome.text, nil)
    default: self = .text(VisibleText.escaped(cell.words ?? ""), nil)
    }
  }

  /// A number, or what stands for one that is missing.
  private static func number(_ text: String?, isText: Bool) -> TableCell {
    if isText { return .text(text ?? "", nil) }
    guard let text else { return .number(whole: "-", fraction: "") }
    let whole = text.prefix { $0 != "." }
    return .number(whole: String(whole), fraction: String(text.dropFirst(whole.count)))
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
  /// Whether cells are words of a row, and not numbers, a heading or a line of figures.
  var isWords: Bool { !isNumeric && self != .heading && self != .series }
}
