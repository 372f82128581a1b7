import TideModel

/// Everything that is settled about an indicator before a figure is made.
struct IndicatorPlan {
  /// What is published of the indicator besides its name.
  enum Kind: Int {
    case proportion
    case mean
    case ratePer1000
    case ratePer100000
    case standardised
  }

  /// How many sexes and ages it is published for.
  struct Strata {
    let sexes: Int
    let ages: Int
  }

  var kind: Kind
  var strata: Strata
  /// Each figure is for three years.
  var isPooled: Bool
  var yearType: YearType
  var hasDeciles: Bool
  var has998: Bool
  var hasSmallAreas: Bool
  /// Counts are published to the nearest 5, limits come from the counts before.
  var roundsCounts: Bool
  /// Limits are made with 1.96 instead of the sixteen digits of the deviate.
  var usesShortDeviate: Bool
  var decimals: PublishedDecimal
  var family: Int
  /// Events per person in the middle; for a mean its value.
  var level: Double
  /// How much more of it there is in the most deprived areas, as a part of the level.
  var gradient: Double
  /// Change a year, as a part of the level.
  var drift: Double

  /// Years one figure is for.
  var yearsPooled: Int { isPooled ? 3 : 1 }

  /// What count / denominator is multiplied by; 1 for a mean.
  var multiplier: Double {
    switch kind {
    case .proportion: 100
    case .mean: 1
    case .ratePer1000: 1000
    case .ratePer100000, .standardised: 100_000
    }
  }

  /// The deviate of its 95% limits.
  var z95: Double { usesShortDeviate ? 1.96 : 1.959963984540054 }
  /// The deviate of its 99.8% limits.
  static let z998 = 3.090232306167813

  /// The plans of all indicators, every share as exact as their number allows.
  static func all(size: DataSize, seed: UInt64) -> [IndicatorPlan] {
    let count = size.indicators
    var deals = 0
    func deal<Item>(_ parts: (item: Item, weight: Int)...) -> [Item] {
      deals += 1
      var stream = RandomStream(seed: seed, StreamUse.shares.rawValue, deals)
      return Shares.deal(parts, count: count, stream: &stream)
    }
    let kinds: [Kind] = deal(
      (.proportion, 45), (.mean, 8), (.ratePer1000, 12), (.ratePer100000, 25), (.standardised, 10))
    // 81 strata for 40 indicators.
    let strata: [Strata] = deal(
      (Strata(sexes: 1, ages: 1), 22), (Strata(sexes: 3, ages: 1), 11), (Strata(sexes: 1, ages: 2), 4),
      (Strata(sexes: 1, ages: 3), 1), (Strata(sexes: 3, ages: 2), 1), (Strata(sexes: 3, ages: 3), 1))
    let pooled = deal((true, 30), (false, 70))
    let yearTypes: [YearType] = deal((.calendar, 65), (.financial, 35))
    let deciles = deal((true, 30), (false, 70))
    let wide = deal((true, 60), (false, 40))
    let smallAreas = deal((true, 27), (false, 73))
    let rounded = deal((true, 10), (false, 90))
    let short = deal((true, 40), (false, 60))
    let decimals: [PublishedDecimal] = deal((.decimals(5), 45), (.significant(10), 25), (.significant(15), 30))
    let shared = families(of: count, seed: seed)
    var plans = (0..<count).map { index in
      IndicatorPlan(
        kind: kinds[index], strata: strata[index], isPooled: pooled[index], yearType: yearTypes[index],
        hasDeciles: deciles[index], has998: wide[index], hasSmallAreas: smallAreas[index] && size.msoas > 0,
        roundsCounts: rounded[index], usesShortDeviate: short[index], decimals: decimals[index],
        family: shared[index], level: 0, gradient: 0, drift: 0)
    }
    for index in plans.indices { plans[index].settleLevel(index, seed) }
    moveRounding(&plans)
    return plans
  }

  /// Families are shared unevenly: the first ten by half of the indicators.
  private static func families(of count: Int, seed: UInt64) -> [Int] {
    var stream = RandomStream(seed: seed, StreamUse.shares.rawValue, 0)
    let parts = DenominatorFamily.all.indices.map { (item: $0, weight: $0 < 10 ? 3 : 1) }
    return Shares.deal(parts, count: count, stream: &stream)
  }

  /// A mean has no count that could be rounded: its turn goes to the next indicator that has one.
  private static func moveRounding(_ plans: inout [IndicatorPlan]) {
    for index in plans.indices where plans[index].roundsCounts && plans[index].kind == .mean {
      plans[index].roundsCounts = false
      if let other = plans.indices.first(where: { plans[$0].kind != .mean && !plans[$0].roundsCounts }) {
        plans[other].roundsCounts = true
      }
    }
  }

  private mutating func settleLevel(_ index: Int, _ seed: UInt64) {
    var stream = RandomStream(seed: seed, StreamUse.indicators.rawValue, index)
    // Squaring a number in 0...1 leaves more low levels than high ones.
    let place = stream.unit()
    switch kind {
    case .proportion: level = 0.02 + 0.7 * place * place
    case .mean: level = 5 + 75 * place
    case .ratePer1000: level = 0.002 + 0.058 * place * place
    case .ratePer100000: level = 0.00005 + 0.008 * place * place
    case .standardised: level = 0.0004 + 0.012 * place * place
    }
    gradient = stream.number(in: -0.25...0.35)
    drift = stream.number(in: -0.012...0.012)
  }
}

extension IndicatorPlan {
  private static let topics = [
    "Emergency admissions", "Early diagnosis", "Screening coverage", "Vaccination coverage",
    "Prevalence of long-term illness",
    "Premature mortality", "Smoking", "Excess weight", "Physical activity", "Self-harm admissions", "Low birth weight",
    "Waiting times", "School readiness", "Falls", "Alcohol-related admissions", "Fuel poverty", "Employment gap",
    "New diagnoses", "Reoffending", "Social care users",
  ]
  private static let themes = [
    "Child health", "Cancer outcomes", "Mental health", "Long-term conditions", "Wider determinants", "Prevention",
  ]

  /// The indicator's metadata.
  func indicator(number: Int) -> Indicator {
    let topic = Self.topics[number % Self.topics.count]
    let family = DenominatorFamily.all[family].name
    var indicator = Indicator(
      id: GeneratedData.firstIndicatorID + number, name: "\(topic) (generated \(number + 1)): \(family)")
    indicator.multiplier = kind == .mean ? nil : multiplier
    indicator.yearType = yearType
    indicator.themes = [Self.themes[number % Self.themes.count]]
    indicator.definition = "Generated by tidemark; no real figure."
    indicator.source = "tidemark generate"
    indicator.comparisonMethod = .interval95
    indicator.polarity = [.lowIsGood, .highIsGood, .noJudgement][number % 3]
    switch kind {
    case .proportion: (indicator.unit, indicator.valueType) = ("%", .proportion)
    case .mean: (indicator.unit, indicator.valueType) = ("score", .mean)
    case .ratePer1000: (indicator.unit, indicator.valueType) = ("per 1,000", .crudeRate)
    case .ratePer100000: (indicator.unit, indicator.valueType) = ("per 100,000", .crudeRate)
    case .standardised: (indicator.unit, indicator.valueType) = ("per 100,000", .directlyStandardisedRate)
    }
    switch kind {
    case .proportion: indicator.intervalMethod = "Wilson Score method"
    case .mean: indicator.intervalMethod = "Normal approximation"
    case .ratePer1000, .ratePer100000: indicator.intervalMethod = "Byar's method"
    case .standardised: indicator.intervalMethod = "Dobson & Byar's methods"
    }
    return indicator
  }

  /// Sexes it is published for.
  var sexes: [Sex] { strata.sexes == 1 ? [.persons] : [.persons, .female, .male] }

  /// Age groups it is published for, as places in its family's list.
  var ages: Range<Int> { 0..<strata.ages }

  /// The period of a figure whose last year is so many years after 2024.
  func period(yearsAfter2024 offset: Int) -> Period {
    let last = 2024 + offset - (yearType == .financial ? 1 : 0)
    let start = CalendarDate(year: last - yearsPooled + 1, month: yearType.startMonth) ?? CalendarDate(day: 0)
    // A length of one or three years is always one a period may have.
    return Period(start: start, unit: .year, count: yearsPooled, yearType: yearType)!
  }
}
