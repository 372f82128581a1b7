import Testing
import TideModel

@testable import TideGenerator

/// The shares of shared/performance.md, at the size they are given for.
@Suite struct ShareTests {
  private let data = GeneratedData(size: .medium, seed: 11)

  private func share(_ isCounted: (IndicatorPlan) -> Bool) -> Double {
    Double(data.plans.count { isCounted($0) }) / Double(data.plans.count)
  }

  @Test func valueTypes() {
    let types = data.indicators.reduce(into: [:]) { $0[$1.valueType, default: 0] += 1 }
    #expect(types == [.proportion: 180, .mean: 32, .crudeRate: 148, .directlyStandardisedRate: 40])
    #expect(data.indicators.count { $0.unit == "per 1,000" } == 48)
  }

  @Test func otherPropertiesOfIndicators() {
    #expect(share(\.isPooled) == 0.3)
    #expect(share(\.hasDeciles) == 0.3)
    #expect(share(\.has998) == 0.6)
    #expect(share(\.roundsCounts) == 0.1)
    #expect(share { $0.decimals == .decimals(5) } == 0.45)
    #expect(share { $0.decimals == .significant(10) } == 0.25)
    #expect(share { $0.decimals == .significant(15) } == 0.3)
    #expect(share { $0.roundsCounts && $0.kind == .mean } == 0)
    #expect(Set(data.plans.map(\.usesShortDeviate)).count == 2)
    #expect(Set(data.plans.map(\.family)).count == 40)
    #expect(Set(data.plans.map(\.strata.sexes)) == [1, 3])
    #expect(Set(data.plans.map(\.strata.ages)) == [1, 2, 3])
    #expect(data.plans.reduce(0) { $0 + $1.strata.sexes * $1.strata.ages } == 810)
  }

  @Test func areas() {
    let areas = data.areas
    #expect(areas.count == 514)
    #expect(Set(areas.map(\.code)).count == 514)
    func count(_ type: AreaType) -> Int { areas.count { type.contains(code: $0.code) } }
    #expect(count(.country) == 1)
    #expect(count(.region) == 9)
    #expect(count(.integratedCareBoard) == 42)
    #expect(count(.upperTier) == 153)
    #expect(areas.count { $0.code.hasPrefix("E07") } == 309)
    let birmingham = areas.first { $0.code == Area.birminghamCode }
    #expect(birmingham?.name == "Birmingham")
    #expect(birmingham?.parents.contains(AreaParent(hierarchy: "region", code: "E12000005")) == true)
    let codes = Set(areas.map(\.code))
    #expect(areas.flatMap(\.parents).allSatisfy { codes.contains($0.code) })
    #expect(GeneratedData(size: .large, seed: 1).areas.count { AreaType.msoa.contains(code: $0.code) } == 6_800)
  }

  @Test func threePercentAreSuppressed() {
    var cells = 0
    var suppressed = 0
    for indicator in stride(from: 0, to: 400, by: 20) {
      data.forEachSlice(of: indicator) { slice in
        cells += slice.isSuppressed.count
        suppressed += slice.isSuppressed.count { $0 }
      }
    }
    #expect(abs(Double(suppressed) / Double(cells) - 0.03) < 0.002)
  }

  @Test func periodsEndIn2024() {
    var labels: Set<String> = []
    for (plan, number) in zip(data.plans, 0...) where number < 40 {
      let period = plan.period(yearsAfter2024: 0)
      labels.insert(period.label)
      #expect(period.end.civil.year == (plan.yearType == .calendar ? 2025 : 2024))
      #expect(period.count == (plan.isPooled ? 3 : 1))
    }
    #expect(labels.isSubset(of: ["2024", "2022 - 24", "2023/24", "2021/22 - 23/24"]))
    #expect(labels.count == 4)
  }

  @Test func seriesAreAutocorrelated() {
    // The lag-one correlation of a series of Birmingham's yearly values about their mean, over many indicators.
    var above = 0
    var series = 0
    for (plan, number) in zip(data.plans, 0...) where plan.kind == .proportion && !plan.isPooled && number < 100 {
      let place = data.areas.firstIndex { $0.code == Area.birminghamCode } ?? 0
      let slice = SliceMaker(data, indicator: number, sex: plan.sexes[0], age: 0).make()[0]
      let values = slice.periods.indices.compactMap { slice.number(.value, cell: $0 * slice.areaCount + place) }
      let mean = values.reduce(0, +) / Double(values.count)
      let products = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      series += 1
      if products / squares > 0.3 { above += 1 }
    }
    #expect(series > 10)
    #expect(Double(above) > 0.7 * Double(series))
  }

  @Test func manyIndicatorsShareDenominators() {
    var columns: Set<[Double]> = []
    var slices = 0
    for indicator in 0..<120 {
      data.forEachSlice(of: indicator) { slice in
        guard slice.stratum.isWhole else { return }
        slices += 1
        columns.insert(slice.figures[Int(Measure.denominator.rawValue)])
      }
    }
    #expect(Double(columns.count) < 0.8 * Double(slices))
  }
}
