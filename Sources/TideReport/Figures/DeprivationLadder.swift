import TideModel

/// The figures of each part of a population by deprivation, behind an inequality.
struct DeprivationLadder: Sendable {
  /// A part's figure in a period.
  struct Rung: Sendable {
    var point = SeriesPoint(status: .notAvailable)
    /// How many people it is of; nil where that is not published.
    var people: Double?
  }

  /// The parts from the most deprived, each with a figure for every period of the inequality.
  let rungs: [[Rung]]

  /// `decile`, `quintile`.
  var noun: String { rungs.count == 5 ? "quintile" : "decile" }

  /// - Parameters:
  ///   - rows: an inequality of one sex, age and kind of category.
  ///   - figures: those behind it, among others.
  /// - Returns: nil where none of them are there.
  init?(_ rows: TableRows, among figures: TableRows) {
    let keys = ["indicator_id", "area_code", "sex", "age"].filter { column in
      rows.table.index(of: column) != nil && figures.table.index(of: column) != nil
    }
    func isOfLadder(_ row: Int, _ quantile: DeprivationQuantile) -> Bool {
      let heading = figures.text("category_type", row)
      return keys.allSatisfy { figures.text($0, row) == rows.text($0, 0) }
        // An inequality tells deciles from quintiles under the same heading in brackets.
        && quantile.isHeaded(by: rows.text("category_type", 0), of: heading)
    }
    var places: [String: Int] = [:]
    for row in rows.indices { places[rows.text("period", row)] = row }
    var rungs: [[Rung]] = []
    for row in figures.indices {
      let quantile = DeprivationQuantile(figures.text("category", row), of: figures.text("category_type", row))
      guard let quantile, isOfLadder(row, quantile),
        let period = places[figures.text("period", row)], rungs.isEmpty || rungs.count == quantile.parts
      else { continue }
      if rungs.isEmpty {
        rungs = Array(repeating: Array(repeating: Rung(), count: rows.indices.count), count: quantile.parts)
      }
      rungs[quantile.place - 1][period] = Rung(
        point: SeriesPoint(
          value: figures.number("value", row), lower: figures.number("lower_95", row),
          upper: figures.number("upper_95", row), status: figures.status(row)),
        people: figures.number("denominator", row))
    }
    guard rungs.contains(where: { $0.contains { $0.point.value != nil } }) else { return nil }
    self.rungs = rungs
  }

  /// Where the parts of a period begin and end on the way from the most deprived of the people to the least, from 0 to 1;
  /// equal parts where it is not published how many people there are.
  func edges(period: Int) -> [Double] {
    var people = rungs.compactMap { $0[period].people }
    if people.count < rungs.count || people.contains(where: { $0 <= 0 }) { people = rungs.map { _ in 1 } }
    let all = people.reduce(0, +)
    var edges = [0.0]
    for part in people { edges.append(edges[edges.count - 1] + part / all) }
    return edges
  }
}
