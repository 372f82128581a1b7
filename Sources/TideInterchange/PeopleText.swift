import TideModel

/// Cells as people read them, without alignment.
struct PeopleText {
  let precision: Precision

  /// Columns of whole numbers that name something and get no thousands commas.
  private static let identifiers = ["id", "indicator", "release", "year", "line"]
  /// Columns that hold counts whatever their kind, and have no decimals of their own to choose.
  private static let counts = ["count", "denominator"]

  /// The text of a cell; nil for a missing cell or a number that is not finite. Text comes back as it is.
  func text(_ cell: ResultTable.Cell, in column: ResultTable.Column) -> String? {
    switch cell {
    case .integer(let integer): whole(integer, in: column)
    case .number(let number): DecimalNumber(number).map { figure($0, in: column) }
    default: cell.words
    }
  }

  private func whole(_ integer: Int, in column: ResultTable.Column) -> String {
    if Self.isNamed(column.name, Self.identifiers) { return String(integer) }
    return (integer < 0 ? "-" : "") + DecimalNumber.grouped(String(integer.magnitude))
  }

  private func figure(_ number: DecimalNumber, in column: ResultTable.Column) -> String {
    switch precision {
    case .decimals(let wanted) where !Self.isNamed(column.name, Self.counts):
      number.figure(places: min(max(wanted, 0), 15))
    case .published where column.kind == .derived: number.figure(places: min(15, number.places(significant: 2)))
    case .published, .decimals: number.published
    }
  }

  private static func isNamed(_ name: String, _ nouns: [String]) -> Bool {
    name.split(separator: "_").last.map { nouns.contains(String($0)) } ?? false
  }
}
