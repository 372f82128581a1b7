import TideMethods
import TideModel

/// What the answers that are calculated from a file have in common.
enum FileAnswer {
  /// A column of a file's own, to tell groups apart.
  static func keyColumn(_ heading: String, besides others: [ResultTable.Column]) -> ResultTable.Column {
    var name = heading.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }.map(String.init).joined()
    if name.isEmpty { name = "group" }
    if others.contains(where: { $0.name == name }) { name += "_group" }
    return ResultTable.Column(name: name, title: heading, kind: .text)
  }

  /// The columns of a value with its limits.
  static func estimateColumns(_ title: String, _ limits: LimitLevels) -> [ResultTable.Column] {
    [ResultTable.Column(name: "value", title: title, kind: .number)] + limits.columns()
  }

  /// The last two columns: why there is no figure, as a marker and in words.
  static let statusColumns = [
    ResultTable.Column(name: "status", title: "Status", kind: .status, priority: 2),
    ResultTable.Column(name: "note", title: "Note", kind: .text, priority: 8),
  ]

  /// The cells of ``estimateColumns(_:_:)``: a figure at each level of confidence.
  static func cells(_ estimates: [Estimate]) -> [ResultTable.Cell] {
    let limits = estimates.flatMap { [$0.interval?.lower, $0.interval?.upper] }
    return ([estimates.first?.value] + limits).map(number)
  }

  /// A number's cell.
  static func number(_ value: Double?) -> ResultTable.Cell {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .missing
  }

  /// The cells of ``statusColumns``.
  static func cells(_ status: Status, _ notes: [String]) -> [ResultTable.Cell] {
    let note = notes.filter { !$0.isEmpty }.joined(separator: "; ")
    return [status == .none ? .missing : .status(status), .words(note)]
  }

  /// The cells of a row, or of one without figures that says why, status and note the last of so many columns.
  /// - Parameter columns: asked for only where there are no figures.
  static func cells(
    of columns: @autoclosure () -> Int, _ figures: () throws(Obstacle) -> [ResultTable.Cell]
  ) -> [ResultTable.Cell] {
    do throws(Obstacle) {
      return try figures()
    } catch {
      return Array(repeating: .missing, count: columns() - 2) + cells(error.status, [error.text])
    }
  }

  /// What is said of counts that the file leaves blank; nothing of none.
  static func note(ofBlanks blanks: Int) -> String {
    blanks == 0 ? "" : "\(blanks) blank count\(blanks == 1 ? "" : "s") read as 0"
  }

  /// A file's name without its folders.
  static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// What the markers used mean.
  static func legend(_ table: ResultTable) -> [Footnote] {
    let used = table.cells("status").compactMap { if case .status(let status) = $0 { status } else { nil } }
    return [Footnote.legend(used)].compactMap { $0 }
  }

  /// A number with so many decimals, for a title or a footnote.
  static func text(_ value: Double, decimals: Int = 2) -> String {
    DecimalNumber(value)?.figure(places: decimals) ?? value.description
  }

  /// How many decimals numbers up to a greatest one are told with: two, and of numbers below one two digits.
  static func decimals(upTo greatest: Double) -> Int {
    (2...8).first { place in greatest * (0..<place).reduce(1.0) { power, _ in power * 10 } >= 10 } ?? 8
  }

  /// A multiplier as people write it: `100,000`.
  static func grouped(_ multiplier: Double) -> String {
    DecimalNumber(multiplier)?.plain(grouped: true) ?? multiplier.description
  }
}
