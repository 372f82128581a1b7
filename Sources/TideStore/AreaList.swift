/// The areas of the panels that share a list.
final class AreaList {
  /// Ids, by column of the matrix.
  let ids: [Int64]
  /// Codes and the like, once somebody asked for them.
  private var known: Names?

  /// The codes of a list, and their order.
  struct Names {
    /// Codes by column of the matrix.
    let codes: [String]
    /// Columns by ascending code.
    let order: [Int]
    /// Codes, ascending.
    let sorted: [String]
  }

  init(ids: [Int64]) { self.ids = ids }

  /// The codes, looked up the first time.
  func names(_ code: (Int64) throws(StoreError) -> String) throws(StoreError) -> Names {
    if let known { return known }
    var codes: [String] = []
    codes.reserveCapacity(ids.count)
    for id in ids { codes.append(try code(id)) }
    let order = codes.indices.sorted { codes[$0] < codes[$1] }
    let names = Names(codes: codes, order: order, sorted: order.map { codes[$0] })
    known = names
    return names
  }
}
