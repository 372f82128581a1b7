import TideMethods
import TideModel

/// One of the two figures of a ratio, with its keys.
struct RatioSide {
  let indicator: Indicator
  let areaCode: String
  let area: String
  let stratum: Stratum
  let period: Period
  let figures: Figures
  let status: Status
  /// Who made its limits; empty where there are none.
  let limitsBy: String
  /// What is said of it.
  let remarks: [String]
  /// Why it has no value; nil where it has one.
  let reason: String?

  /// A figure of the store.
  init(_ row: ResultRow) {
    indicator = row.indicator
    (areaCode, area) = (row.area.code, row.area.name)
    (stratum, period) = (row.stratum, row.period)
    (figures, status) = (row.observation.figures, row.observation.status)
    limitsBy = row.limitsBy
    remarks = [row.observation.note] + row.remarks
    reason = figures.value == nil ? Self.reason(status, "has no value") : nil
  }

  /// The benchmark of a figure.
  /// - Parameter remark: what has to be said of limits that were worked out; nil where none were.
  init(_ benchmark: BenchmarkFigure, of row: ResultRow, stratum: Stratum, remark: String?) {
    indicator = row.indicator
    (areaCode, area) = (benchmark.code, benchmark.name.text)
    (self.stratum, period) = (stratum, row.period)
    (figures, status) = (benchmark.figures, benchmark.status)
    limitsBy = figures.lower95 == nil ? "" : remark == nil ? "published" : "calculated"
    remarks = [benchmark.name.remark] + [remark].compactMap { $0 }
    reason = figures.value == nil ? benchmark.reason?.text ?? Self.reason(status, "has no value") : nil
  }

  /// That there is no such figure.
  init(missing reason: String, indicator: Indicator, area: Area, stratum: Stratum, period: Period) {
    self.indicator = indicator
    (areaCode, self.area) = (area.code, area.name)
    (self.stratum, self.period) = (stratum, period)
    (figures, status) = (Figures(), .notAvailable)
    limitsBy = ""
    remarks = []
    self.reason = reason
  }

  private static func reason(_ status: Status, _ otherwise: String) -> String {
    status.isAbsence ? status.meaning : otherwise
  }

  /// What a part of its key is called; empty where it has none.
  func text(_ part: RatioPart) -> String {
    switch part {
    case .indicator: indicator.name
    case .area: area
    case .sex: stratum.sex
    case .age: stratum.age
    case .category: stratum.category.isEmpty ? "all" : stratum.category
    case .period: period.label
    }
  }
}

/// What may tell the two figures of a ratio apart.
enum RatioPart: CaseIterable {
  case indicator, area, sex, age, category, period
}
