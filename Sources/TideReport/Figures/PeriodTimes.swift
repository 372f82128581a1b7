/// When periods begin.
enum PeriodTimes {
  /// Years and parts of years; empty where a row does not say.
  static func of(_ rows: TableRows, _ indices: [Int]) -> [Double] {
    let times = indices.compactMap { time(rows.text("period_start", $0)) }
    return times.count == indices.count ? times : []
  }

  private static func time(_ day: String) -> Double? {
    let parts = day.split(separator: "-").map { Double($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let date = parts[2] else { return nil }
    return year + (month - 1) / 12 + (date - 1) / 372
  }
}
