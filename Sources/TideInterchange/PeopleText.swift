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
    case .missing, .series: nil
    case .text(let text): text
    case .integer(let integer): whole(integer, in: column)
    case .number(let number): DecimalNumber(number).map { figure($0, in: column) }
    }
  }

  private func whole(_ integer: Int, in column: ResultTable.Column) -> String {
    let text = String(integer)
    if Self.isNamed(column.name, Self.identifiers) { return text }
    let digits = Array(integer.magnitude.description)
    var grouped = integer < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return grouped
  }

  private func figure(_ number: DecimalNumber, in column: ResultTable.Column) -> String {
    guard number.point <= 21 else { return number.machineText }
    let places: Int
    switch precision {
    case .decimals(let wanted) where !Self.isNamed(column.name, Self.counts): places = min(max(wanted, 0), 15)
    case .published where column.kind == .derived: places = number.isZero ? 2 : min(15, max(2, 2 - number.point))
    case .published, .decimals: return published(number)
    }
    return shown(number.rounded(to: places), places: places)
  }

  /// As published, at most two decimals, or three significant digits where those are more: 6.93, 0.0216, 0.00453.
  private func published(_ number: DecimalNumber) -> String {
    let places = min(number.decimals, max(2, 3 - number.point))
    guard places <= 15 else { return number.machineText }
    return shown(number.rounded(to: places), places: places)
  }

  /// Zero has no sign for people.
  private func shown(_ number: DecimalNumber, places: Int) -> String {
    var number = number
    if number.isZero { number.isNegative = false }
    return number.plain(places: places, grouped: true)
  }

  private static func isNamed(_ name: String, _ nouns: [String]) -> Bool {
    nouns.contains { name == $0 || name.hasSuffix("_" + $0) }
  }
}
