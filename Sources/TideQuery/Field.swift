import TideModel

/// A column of an answer; all but the series are in the machine-format contract. The order of the cases is the order of
/// the columns.
enum Field: String, CaseIterable {
  case indicatorID = "indicator_id"
  case indicator
  case areaCode = "area_code"
  case area
  case areaType = "area_type"
  case sex
  case age
  case categoryType = "category_type"
  case category
  case period
  case periodStart = "period_start"
  case unit
  case value
  case lower95 = "lower_95"
  case upper95 = "upper_95"
  case lower998 = "lower_998"
  case upper998 = "upper_998"
  case limitsBy = "limits_by"
  case count
  case denominator
  case status
  case note
  case benchmarkCode = "benchmark_code"
  case benchmark
  case benchmarkValue = "benchmark_value"
  case difference
  case differenceLower95 = "difference_lower_95"
  case differenceUpper95 = "difference_upper_95"
  case ratio
  case ratioLower95 = "ratio_lower_95"
  case ratioUpper95 = "ratio_upper_95"
  case comparison
  case comparedBy = "compared_by"
  case comparisonLevel = "comparison_level"
  case goalLower = "goal_lower"
  case goalUpper = "goal_upper"
  case series
  case trend
  case rank
  case rankLower95 = "rank_lower_95"
  case rankUpper95 = "rank_upper_95"
  case ranked
  case members
  case release

  /// The columns a question's table has.
  ///
  /// Compare, rank and profile have all of them, and a watchlist has more; trend, whose rows are the series, leaves out
  /// series, rank and ranked; an export ends at note, followed by
  /// release, and a compared export has the benchmark's columns up to comparison_level as well. An aggregate has those and
  /// how many figures were summed. Where figures are measured by a goal its two ends follow the columns of the comparison,
  /// equal where it is one value. The test of a trend, the gap, peers, the audit, inequality and funnels have
  /// tables of their own. The limits of difference and ratio follow each where they are asked for.
  static func of(_ query: Query) -> [Field] {
    let hasGoal = if case .goal = query.comparing { true } else { false }
    return of(query.question).filter { field in
      switch field {
      case .goalLower, .goalUpper: hasGoal
      case _ where field.isLimitOfRatio: query.ratioLimits && of(query.question).contains(.ratio)
      case _ where field.isLimitOfRank: query.rankIntervals && of(query.question).contains(.rank)
      default: true
      }
    }
  }

  private static func of(_ question: Query.Question) -> [Field] {
    switch question {
    case .compare, .rank, .profile, .overview, .watchlist: allCases.filter { $0 != .members }
    case .trend, .trendTest, .gap, .ratio, .peers, .audit, .changes, .revisions, .disclosure, .summary:
      allCases.filter { ![.series, .rank, .ranked, .members].contains($0) }
    case .aggregate, .inequality, .funnel, .excess:
      allCases.filter { ![.limitsBy, .series, .trend, .rank, .ranked, .goalLower, .goalUpper].contains($0) }
    case .export(compared: true): allCases.filter { ![.series, .trend, .rank, .ranked, .members].contains($0) }
    case .export(compared: false):
      allCases.filter {
        ![
          .limitsBy, .benchmarkCode, .benchmark, .benchmarkValue, .difference, .differenceLower95, .differenceUpper95,
          .ratio, .ratioLower95, .ratioUpper95, .comparison, .comparedBy, .comparisonLevel,
          .goalLower, .goalUpper, .series, .trend, .rank, .ranked, .members,
        ].contains($0)
      }
    }
  }

  /// Whether it is a limit of the difference to the benchmark or of the ratio, which are given where they are asked for.
  var isLimitOfRatio: Bool {
    [.differenceLower95, .differenceUpper95, .ratioLower95, .ratioUpper95].contains(self)
  }

  /// Whether it is a limit of the rank, given likewise.
  var isLimitOfRank: Bool { [.rankLower95, .rankUpper95].contains(self) }

  /// The column with its heading for people.
  /// - Parameter benchmark: what the benchmark's figure is called, for example England.
  func column(benchmark: String, for question: Query.Question) -> ResultTable.Column {
    ResultTable.Column(
      name: rawValue, title: title(benchmark: benchmark), kind: kind, priority: priority(for: question))
  }

  private func title(benchmark: String) -> String {
    switch self {
    case .indicatorID: "ID"
    case .areaCode: "Code"
    case .areaType: "Area type"
    case .categoryType: "Category type"
    case .periodStart: "From"
    case .lower95: "Lower 95%"
    case .upper95: "Upper 95%"
    case .lower998: "Lower 99.8%"
    case .upper998: "Upper 99.8%"
    case .limitsBy: "Limits by"
    case .benchmarkCode: "Benchmark code"
    case .benchmarkValue: benchmark
    case .comparedBy: "Compared by"
    case .comparisonLevel: "Level"
    case .goalLower: "Goal"
    case .goalUpper: "Goal to"
    case .differenceLower95, .ratioLower95: "Lower 95%"
    case .differenceUpper95, .ratioUpper95: "Upper 95%"
    case .rankLower95: "Rank from"
    case .rankUpper95: "to"
    case .ranked: "of"
    case .members: "Summed"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }

  private var kind: ResultTable.Kind {
    switch self {
    case .indicatorID, .rank, .rankLower95, .rankUpper95, .ranked, .members, .release: .integer
    case .value, .lower95, .upper95, .lower998, .upper998, .count, .denominator, .benchmarkValue, .goalLower,
      .goalUpper:
      .number
    case .difference, .differenceLower95, .differenceUpper95, .ratio, .ratioLower95, .ratioUpper95: .derived
    case .periodStart: .date
    case .period: .period
    case .status: .status
    case .benchmark: .benchmark
    case .comparison: .verdict
    case .comparedBy: .rule
    case .trend: .trend
    case .series: .series
    case .indicator, .areaCode, .area, .areaType, .sex, .age, .categoryType, .category, .unit, .note, .benchmarkCode,
      .comparisonLevel, .limitsBy:
      .text
    }
  }

  /// What a narrow terminal drops first (high numbers); 0 stays.
  private func priority(for question: Query.Question) -> Int {
    switch (self, question) {
    case (.area, .rank), (.area, .export), (.area, .aggregate): return 0
    // One indicator or one area fills its column from top to bottom, and the title names it.
    case (.indicator, .rank), (.indicator, .trend), (.indicator, .gap), (.indicator, .aggregate): return 12
    case (.area, _): return 13
    // The headings of a watchlist tell the comparison.
    case (.comparison, .watchlist): return 8
    case (.trend, .watchlist): return 6
    default: return priority
    }
  }

  private var priority: Int {
    switch self {
    case .value, .comparison, .benchmarkValue, .indicator, .period, .area: 0
    case .rank, .rankLower95, .rankUpper95, .ranked: 2
    case .members: 3
    case .status, .comparisonLevel: 3
    case .series: 4
    case .trend: 4
    case .lower95, .upper95: 5
    case .difference, .differenceLower95, .differenceUpper95: 6
    case .ratio, .ratioLower95, .ratioUpper95: 7
    case .unit, .sex, .age, .category: 8
    case .indicatorID: 9
    case .note: 10
    case .count, .denominator: 11
    case .areaType, .areaCode: 12
    case .categoryType: 13
    case .benchmark, .comparedBy, .goalLower, .goalUpper, .limitsBy: 14
    case .lower998, .upper998: 15
    case .periodStart, .benchmarkCode, .release: 16
    }
  }
}
