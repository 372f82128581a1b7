/// What stands above a panel: its heading, in two lines where one does not hold it, and the unit of its figures.
struct PanelHeading {
  var heading: String
  var unit: String

  private static let most = 3

  /// How many lines the heading takes.
  func lines(in width: Double, _ typeface: Typeface) -> Int {
    typeface.wrapped(heading, to: width, .strong, most: Self.most).count
  }

  /// Writes both.
  /// - Parameter lines: how many lines are kept for the heading at least.
  /// - Returns: where the panel begins under them.
  func write(in box: Box, lines: Int, on canvas: inout Canvas) -> Double {
    let typeface = canvas.typeface
    let text = typeface.wrapped(heading, to: box.width, .strong, most: Self.most)
    let line = typeface.lineHeight(.strong)
    // A heading that is shorter than those beside it stands next to its plot.
    var top = box.y + Double(max(0, lines - text.count)) * line
    top = canvas.write(lines: text, x: box.x, y: top, .strong, .black)
    top = canvas.write(lines: typeface.wrapped(unit, to: box.width, .small, most: 2), x: box.x, y: top, .small, .grey)
    return top + typeface.whole(6, of: Typeface.cell.height)
  }
}
