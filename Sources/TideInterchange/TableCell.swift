import TideModel

/// A cell of a table for people.
enum TableCell {
  /// Text, stands left; with the mark of a comparison word.
  case text(String, ComparisonMark?)
  /// A number: what stands before the decimal point, and the point with what follows.
  case number(whole: String, fraction: String)
}

extension ResultTable.Kind {
  /// Whether cells are texts and stand left.
  var isText: Bool { self == .text || self == .heading }
}
