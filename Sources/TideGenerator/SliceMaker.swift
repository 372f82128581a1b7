import TideMethods
import TideModel

/// Makes the figures of one indicator.
struct SliceMaker {
  private let data: GeneratedData
  private let number: Int
  private let plan: IndicatorPlan
  private let sex: Sex
  private let age: Int

  private var tree: AreaTree { data.tree }
  private var seriesKey: Int { (number * 3 + age) * 3 + sex.rawValue }

  init(_ data: GeneratedData, indicator number: Int, sex: Sex, age: Int) {
    self.data = data
    self.number = number
    plan = data.plans[number]
    self.sex = sex
    self.age = age
  }

  /// The figures of whole populations and, where it has them, of England's ten deprivation deciles.
  func make() -> [GeneratedSlice] {
    let events = yearly(sex: sex)
    let people = data.denominators.columns(family: plan.family, sex: sex, age: age)
    let areaCount = plan.hasSmallAreas ? tree.areas.count : tree.authorities.upperBound
    let label = DenominatorFamily.all[plan.family].ages[age].label
    let plain = Stratum(sex: sex.label, age: label)
    var slices = [
      slice(plain, areas: areaCount, isSuppressible: true) { year, area in (events[year][area], people[year][area]) }
    ]
    guard plan.hasDeciles else { return slices }
    for decile in DeprivationDecile.all.indices {
      let members = zip(tree.upperTier, tree.decile).filter { $0.1 == decile }.map(\.0)
      let stratum = Stratum(
        sex: sex.label, age: label, categoryType: DeprivationDecile.type, category: DeprivationDecile.all[decile])
      slices.append(
        slice(stratum, areas: 1, isSuppressible: false, salt: decile + 1) { year, _ in
          (members.reduce(0) { $0 + events[year][$1] }, members.reduce(0) { $0 + people[year][$1] })
        })
    }
    return slices
  }

  // MARK: Events

  /// Events of each year and area; for a mean the sum over its people.
  private func yearly(sex: Sex) -> YearlyColumns {
    if sex == .persons, plan.strata.sexes == 3 {
      return zip(yearly(sex: .female), yearly(sex: .male)).map { zip($0, $1).map(+) }
    }
    let people = data.denominators.columns(family: plan.family, sex: sex, age: age)
    var events = YearlyColumns(repeating: Array(repeating: 0, count: tree.areas.count), count: data.years)
    let use = plan.kind == .mean ? StreamUse.means : .counts
    let key = (number * 3 + age) * 3 + sex.rawValue
    for area in plan.hasSmallAreas ? Array(tree.msoas) : tree.leaves {
      var stream = RandomStream(seed: data.seed, use.rawValue, key, area)
      let place = max(0.2, 1 + plan.gradient * tree.deprivation[area] + 0.06 * stream.deviate())
      var wave = 0.02 * stream.deviate()
      for year in 0..<data.years {
        wave = 0.9 * wave + 0.015 * stream.deviate()
        let rate = max(0, plan.level * place * (1 + plan.drift * Double(year - data.years / 2)) * (1 + wave))
        let total = people[year][area]
        events[year][area] =
          plan.kind == .mean ? rate * total : Self.events(rate: min(rate, 0.97), of: total, &stream)
      }
    }
    for year in 0..<data.years { tree.rollUp(&events[year], fromSmallAreas: plan.hasSmallAreas) }
    return events
  }

  /// A whole number of events among `total`, scattered about its mean as a binomial number is.
  private static func events(rate: Double, of total: Double, _ stream: inout RandomStream) -> Double {
    let mean = rate * total
    let scatter = (mean * (1 - rate)).squareRoot() * stream.deviate()
    // Adding 0 makes a minus zero, which no file prints, a zero.
    return min(total, max(0, (mean + scatter).rounded())) + 0
  }

  // MARK: Figures

  private func slice(
    _ stratum: Stratum, areas: Int, isSuppressible: Bool, salt: Int = 0,
    _ yearly: (_ year: Int, _ area: Int) -> (events: Double, people: Double)
  ) -> GeneratedSlice {
    let offsets = data.periodOffsets
    var slice = GeneratedSlice(
      indicator: number, stratum: stratum, areaCount: areas,
      periods: offsets.map { plan.period(yearsAfter2024: $0 - data.size.periods + 1) }, decimals: plan.decimals)
    slice.open(.value, .lower95, .upper95, .denominator)
    if plan.has998 { slice.open(.lower998, .upper998) }
    if plan.kind != .mean { slice.open(.count) }
    for area in 0..<areas {
      let hidden = isSuppressible ? suppressed(area) : []
      let ratios = plan.kind == .standardised ? standardisation(area, salt) : []
      for (row, offset) in offsets.enumerated() {
        // Two years are made before the first period, so that its three-year window is whole.
        let last = offset + 2
        var (events, people) = yearly(last, area)
        if plan.isPooled {
          for year in [last - 1, last - 2] {
            let earlier = yearly(year, area)
            events += earlier.events
            people += earlier.people
          }
        }
        let cell = row * areas + area
        slice.set(.denominator, cell, people)
        if !hidden.isEmpty, hidden[offset] {
          slice.isSuppressed[cell] = true
        } else {
          publish(&slice, cell, events, people, ratio: ratios.isEmpty ? (1, 1) : ratios[offset])
        }
      }
    }
    return slice
  }

  /// Which of an area's figures are suppressed: 3% of all, more often where few people live.
  private func suppressed(_ area: Int) -> [Bool] {
    guard area >= tree.authorities.lowerBound else { return [] }
    let published = plan.hasSmallAreas ? tree.areas.count : tree.authorities.upperBound
    let perMillion = 30_000 * published / (published - tree.authorities.lowerBound)
    let limit = tree.isSmall[area] ? perMillion * 3 : perMillion / 2
    var stream = RandomStream(seed: data.seed, StreamUse.suppression.rawValue, seriesKey, area)
    return (0..<data.size.periods + 1).map { _ in stream.below(1_000_000) < limit }
  }

  /// For each period how far the standardised rate is from the crude one, and how much wider its limits are.
  private func standardisation(_ area: Int, _ salt: Int) -> [(value: Double, width: Double)] {
    var stream = RandomStream(seed: data.seed, StreamUse.standardisation.rawValue, seriesKey, area, salt)
    var ratio = 1 + 0.07 * stream.deviate()
    let width = stream.number(in: 1.01...1.06)
    return (0..<data.size.periods + 1).map { _ in
      ratio += 0.003 * stream.deviate()
      return (max(0.6, ratio), width + 0.002 * stream.deviate())
    }
  }

  private func publish(
    _ slice: inout GeneratedSlice, _ cell: Int, _ events: Double, _ people: Double,
    ratio: (value: Double, width: Double)
  ) {
    let factor = plan.multiplier
    let value = events / people * factor * ratio.value
    slice.set(.value, cell, plan.decimals.rounded(value))
    func limits(_ z: Double) -> Interval {
      switch plan.kind {
      case .proportion:
        return Intervals.wilson(count: events, of: people, z: z)?.scaled(by: factor)
          ?? Interval(lower: 0, upper: factor)
      case .mean:
        let half = z * (0.2 * plan.level) / people.squareRoot()
        return Interval(lower: max(0, value - half), upper: value + half)
      case .ratePer1000, .ratePer100000:
        let byar = ByarLimits.of(count: events, z: z)
        return Interval(lower: byar.lower / people * factor, upper: byar.upper / people * factor)
      case .standardised:
        let byar = ByarLimits.of(count: events, z: z)
        guard events > 0 else { return Interval(lower: 0, upper: byar.upper / people * factor) }
        let step = value / events * ratio.width
        return Interval(
          lower: max(0, value + step * (byar.lower - events)), upper: value + step * (byar.upper - events))
      }
    }
    let narrow = limits(plan.z95)
    slice.set(.lower95, cell, plan.decimals.rounded(narrow.lower))
    slice.set(.upper95, cell, plan.decimals.rounded(narrow.upper))
    if plan.has998 {
      let wide = limits(IndicatorPlan.z998)
      slice.set(.lower998, cell, plan.decimals.rounded(wide.lower))
      slice.set(.upper998, cell, plan.decimals.rounded(wide.upper))
    }
    guard plan.kind != .mean else { return }
    slice.set(.count, cell, plan.roundsCounts ? (events / 5).rounded() * 5 : events)
  }
}

/// Byar's limits of any count, also of those under ten for which published figures have exact ones: exact limits need
/// logarithms, whose last bit differs from machine to machine.
enum ByarLimits {
  /// Limits in events: the lower one of 0 events, and any below 0, is 0.
  /// - Parameters:
  ///   - count: events, 0 or more.
  ///   - z: the standard normal deviate.
  static func of(count: Double, z: Double) -> Interval {
    if let interval = Intervals.byar(count: count, z: z) { return interval }
    let next = count + 1
    let above = 1 - 1 / (9 * next) + z / (3 * next.squareRoot())
    let below = count == 0 ? 0 : max(0, 1 - 1 / (9 * count) - z / (3 * count.squareRoot()))
    return Interval(lower: count * (below * below * below), upper: next * (above * above * above))
  }
}

/// England's upper-tier authorities by deprivation, in tenths.
enum DeprivationDecile {
  static let type = "County & UA deprivation deciles in England (IMD2019, 4/21 geography)"
  /// From the most to the least deprived.
  static let all = [
    "Most deprived decile (IMD2019)", "Second most deprived decile (IMD2019)", "Third more deprived decile (IMD2019)",
    "Fourth more deprived decile (IMD2019)", "Fifth more deprived decile (IMD2019)",
    "Fifth less deprived decile (IMD2019)", "Fourth less deprived decile (IMD2019)",
    "Third less deprived decile (IMD2019)", "Second least deprived decile (IMD2019)", "Least deprived decile (IMD2019)",
  ]
}
