import TideModel

/// What a column of a published file holds, whatever it is headed.
enum ColumnRole: Hashable {
  case indicatorID, indicatorCode, indicatorName
  case areaCode, areaName, areaType
  case sex, age, categoryType, category
  case period, sortable, range
  case measure(Measure)
  case status, note, trend, comparison
  case unit, theme

  /// The role of a heading in any spelling met in published files; nil for a column that is passed over.
  ///
  /// Headings are compared by their letters and digits alone: `Lower CI 95.0 limit`, `Lower_CI_95.0_limit` and
  /// `lowerci950limit` are one heading.
  init?(heading: String) {
    guard let role = Self.roles[Vocabulary.key(heading)] else { return nil }
    self = role
  }

  private static let roles: [String: ColumnRole] = {
    var roles: [String: ColumnRole] = [:]
    func name(_ role: ColumnRole, _ keys: String...) { for key in keys { roles[key] = role } }
    name(.indicatorID, "indicatorid", "iid")
    name(.indicatorCode, "shortdesc", "indicatorcode")
    name(.indicatorName, "indicatorname", "indicator", "dataitem")
    name(.areaCode, "areacode", "gsscode", "odscode")
    name(.areaName, "areaname", "area", "laandregions")
    name(.areaType, "areatype")
    name(.sex, "sex")
    name(.age, "age")
    name(.categoryType, "categorytype")
    name(.category, "category")
    name(.period, "timeperiod", "period", "year", "years")
    name(.sortable, "timeperiodsortable")
    name(.range, "timeperiodrange")
    name(.measure(.value), "value", "values")
    name(.measure(.lower95), "lowerci950limit", "lowerci95limit", "lowerci", "lower95", "lowercilimit", "lowerci950")
    name(.measure(.upper95), "upperci950limit", "upperci95limit", "upperci", "upper95", "uppercilimit", "upperci950")
    name(.measure(.lower998), "lowerci998limit", "lower998", "lowerci998")
    name(.measure(.upper998), "upperci998limit", "upper998", "upperci998")
    name(.measure(.count), "count", "numerator")
    name(.measure(.denominator), "denominator")
    name(.status, "status", "marker")
    name(.note, "valuenote", "note")
    name(.trend, "recenttrend", "trend")
    name(.comparison, "comparedtoenglandvalueorpercentiles")
    name(.unit, "unit")
    name(.theme, "priority", "theme")
    return roles
  }()
}

/// The kinds of file `append` reads, told apart by their headings.
enum FileKind: Equatable {
  case figures
  case areas
  case indicators

  /// The kind whose headings these are; nil for none.
  init?(headings: [String]) {
    let keys = Set(headings.map { Vocabulary.key($0) })
    let roles = Set(headings.compactMap { ColumnRole(heading: $0) })
    let namesIndicator = !roles.isDisjoint(with: [.indicatorID, .indicatorCode, .indicatorName])
    let namesArea = !roles.isDisjoint(with: [.areaCode, .areaName])
    let hasFigures =
      roles.contains(.measure(.value)) || roles.isSuperset(of: [.measure(.count), .measure(.denominator)])
    if namesIndicator, namesArea, roles.contains(.period), hasFigures {
      self = .figures
    } else if AreaListReader.reads(keys) {
      self = .areas
    } else if IndicatorListReader.reads(keys) {
      self = .indicators
    } else {
      return nil
    }
  }
}
