/// The areas of a panel's matrix, by column. Panels that share a list share the object.
public final class AreaList: Sendable {
  /// Codes by column of the matrix.
  public let codes: [String]
  /// Columns by ascending code.
  let order: [Int]
  /// Codes, ascending.
  package let sorted: [String]

  init(codes: [String]) {
    self.codes = codes
    order = codes.indices.sorted { codes[$0] < codes[$1] }
    sorted = order.map { codes[$0] }
  }
}
