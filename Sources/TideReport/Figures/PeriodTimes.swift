import TideModel

/// When periods begin.
enum PeriodTimes {
  /// Years and parts of years; empty where a row does not say.
  static func of(_ rows: TableRows, _ indices: [Int]) -> [Double] {
    let times = indices.compactMap { row -> Double? in
      guard case .date(let date) = rows.cell("period_start", row) else { return nil }
      let (year, month, day) = date.civil
      return Double(year) + Double(month - 1) / 12 + Double(day - 1) / 372
    }
    return times.count == indices.count ? times : []
  }
}
