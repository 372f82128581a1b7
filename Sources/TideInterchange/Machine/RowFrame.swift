import TideModel

/// What a machine format puts around the cells of a row, and how it writes a cell that is no number.
struct RowFrame {
  /// Before a row.
  var opening: [UInt8] = []
  /// Before the cell of each column that is written.
  var leads: [[UInt8]]
  /// After the last cell.
  var tail: [UInt8]
  /// In the place of a missing cell, or of a number that is not finite.
  var missing: [UInt8]
  /// After a minus zero.
  var afterMinusZero: [UInt8]
  /// A cell that is no number.
  var bytes: (ResultTable.Cell) -> [UInt8]
}
