public import TideModel

/// Figures in the shape of the national service's, made from a seed: the same bytes on every machine.
///
/// Only + - x / and square roots of doubles stand between the seed and a figure. One indicator's stratum is in memory at a
/// time.
public final class GeneratedData {
  /// The id of the first indicator; the others follow it.
  public static let firstIndicatorID = 910_001

  /// How much is made.
  public let size: DataSize
  /// What everything is made from.
  public let seed: UInt64
  /// All indicators, by id.
  public let indicators: [Indicator]
  /// All areas: England, regions, integrated care boards, authorities by code, small areas. The parents of an authority
  /// name its region, board and county.
  public var areas: [Area] { tree.areas }
  /// Figures by the place of their period: 0 is the first, `size.periods` the year after the last.
  let periodOffsets: Range<Int>
  /// Years made for each series: two before the first period, and one after the last.
  let years: Int
  let tree: AreaTree
  let plans: [IndicatorPlan]
  let denominators: Denominators

  /// Data of a size.
  /// - Parameters:
  ///   - seed: other seeds give other figures, populations and shares dealt to other indicators.
  ///   - nextYear: only the figures of the year after the others, 2025, as the release of a year later holds them.
  public init(size: DataSize, seed: UInt64, nextYear: Bool = false) {
    self.size = size
    self.seed = seed
    periodOffsets = nextYear ? size.periods..<size.periods + 1 : 0..<size.periods
    years = size.periods + 3
    tree = AreaTree(size: size, seed: seed)
    plans = IndicatorPlan.all(size: size, seed: seed)
    indicators = plans.enumerated().map { $1.indicator(number: $0) }
    denominators = Denominators(tree: tree, seed: seed, years: years)
  }

  /// How many figures there are, suppressed ones among them.
  public var figureCount: Int {
    plans.reduce(0) { sum, plan in
      let areas = plan.hasSmallAreas ? tree.areas.count : tree.authorities.upperBound
      return sum + plan.strata.sexes * plan.strata.ages * periodOffsets.count * (areas + (plan.hasDeciles ? 10 : 0))
    }
  }

  /// Hands over the figures of an indicator, stratum by stratum in ascending order; whole populations come first.
  public func forEachSlice<Failure: Error>(
    of indicator: Int, _ body: (GeneratedSlice) throws(Failure) -> Void
  ) throws(Failure) {
    let plan = plans[indicator]
    let ages = DenominatorFamily.all[plan.family].ages
    var deciles: [GeneratedSlice] = []
    for sex in plan.sexes {
      for age in plan.ages.sorted(by: { ages[$0].label < ages[$1].label }) {
        let made = SliceMaker(self, indicator: indicator, sex: sex, age: age).make()
        try body(made[0])
        deciles += made.dropFirst()
      }
    }
    for slice in deciles.sorted(by: { $0.stratum < $1.stratum }) { try body(slice) }
  }

  /// All strata, ascending.
  var strata: [Stratum] {
    var all: Set<Stratum> = []
    for plan in plans {
      for sex in plan.sexes {
        for age in plan.ages {
          var stratum = Stratum(sex: sex.label, age: DenominatorFamily.all[plan.family].ages[age].label)
          all.insert(stratum)
          guard plan.hasDeciles else { continue }
          stratum.categoryType = DeprivationDecile.type
          for category in DeprivationDecile.all {
            stratum.category = category
            all.insert(stratum)
          }
        }
      }
    }
    return all.sorted()
  }

  /// The classes of areas with their places in ``areas``, in the order of the classes' raw values.
  var areaClasses: [(areaClass: AreaClass, places: Range<Int>)] {
    [
      (.country, 0..<1), (.region, tree.regions), (.authority, tree.authorities),
      (.integratedCareBoard, tree.careBoards), (.msoa, tree.msoas),
    ]
  }
}
