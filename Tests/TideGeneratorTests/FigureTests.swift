import Foundation
import Testing
import TideModel

@testable import TideGenerator

@Suite struct FigureTests {
  private let data = GeneratedData(size: Samples.deep, seed: 23)
  private let slices: [GeneratedSlice]

  init() { slices = Samples.slices(data) }

  /// Sums of published counts and of denominators of an area's children; nil where one of the counts is suppressed.
  private func sums(_ slice: GeneratedSlice, _ row: Int, _ children: [Int]) -> (count: Double?, denominator: Double) {
    let cells = children.map { row * slice.areaCount + $0 }
    let counts = cells.compactMap { slice.number(.count, cell: $0) }
    return (
      counts.count == children.count ? counts.reduce(0, +) : nil,
      cells.reduce(0) { $0 + (slice.number(.denominator, cell: $1) ?? .nan) }
    )
  }

  @Test func childrenSumToParents() {
    let tree = data.tree
    var checked: [String: Int] = [:]
    for slice in slices where slice.stratum.isWhole && !data.plans[slice.indicator].roundsCounts {
      for row in slice.periods.indices {
        for parent in 0..<slice.areaCount {
          let children = tree.sumsInto.indices.filter { $0 < slice.areaCount && tree.sumsInto[$0].contains(parent) }
          guard !children.isEmpty else { continue }
          let sums = sums(slice, row, children)
          let cell = row * slice.areaCount + parent
          #expect(slice.number(.denominator, cell: cell) == sums.denominator)
          guard let count = sums.count, let own = slice.number(.count, cell: cell) else { continue }
          #expect(own == count)
          checked[String(tree.areas[parent].code.prefix(3)), default: 0] += 1
        }
      }
    }
    for kind in ["E92", "E12", "E54", "E10", "E06"] { #expect(checked[kind, default: 0] > 0, "\(kind)") }
  }

  @Test func decilesAndSexesSumToAll() throws {
    var deciles = 0
    var sexes = 0
    for (number, plan) in data.plans.enumerated() where plan.kind != .mean && !plan.roundsCounts {
      let own = slices.filter { $0.indicator == number }
      for whole in own where whole.stratum.isWhole {
        let parts = own.filter { $0.stratum.sex == whole.stratum.sex && $0.stratum.age == whole.stratum.age }
        for row in whole.periods.indices where plan.hasDeciles {
          let total = parts.filter { !$0.stratum.isWhole }.reduce(0) { $0 + ($1.number(.count, cell: row) ?? .nan) }
          #expect(total == whole.number(.count, cell: row * whole.areaCount))
          deciles += 1
        }
        guard plan.strata.sexes == 3, whole.stratum.sex == "Persons" else { continue }
        let halves = own.filter {
          $0.stratum.isWhole && $0.stratum.age == whole.stratum.age && $0.stratum.sex != "Persons"
        }
        let total = halves.reduce(0) { $0 + ($1.number(.count, cell: 0) ?? .nan) }
        #expect(total == whole.number(.count, cell: 0))
        sexes += 1
      }
    }
    #expect(deciles > 0)
    #expect(sexes > 0)
  }

  @Test func suppressedFiguresHaveADenominatorOnly() {
    var seen = 0
    for slice in slices {
      for cell in slice.isSuppressed.indices {
        let numbers = Measure.allCases.filter { slice.number($0, cell: cell) != nil }
        if slice.isSuppressed[cell] {
          seen += 1
          #expect(numbers == [.denominator])
        } else {
          #expect(numbers.contains(.value) && numbers.contains(.lower95) && numbers.contains(.upper95))
        }
      }
    }
    #expect(seen > 0)
    #expect(Status.of(note: GeneratedSlice.suppressionNote, hasValue: false) == .suppressed)
  }

  /// A limit by another arrangement of the published formulas than the one that made it.
  private func expected(_ plan: IndicatorPlan, _ count: Double, _ total: Double, _ z: Double, upper: Bool) -> Double {
    let sign: Double = upper ? 1 : -1
    if plan.kind == .proportion {
      let p = count / total
      let spread = z * (p * (1 - p) / total + z * z / (4 * total * total)).squareRoot()
      return (p + z * z / (2 * total) + sign * spread) / (1 + z * z / total) * plan.multiplier
    }
    let x = upper ? count + 1 : count
    if x == 0 { return 0 }
    let root = max(0, 1 - 1 / (9 * x) + sign * z / (3 * x.squareRoot()))
    return x * pow(root, 3) / total * plan.multiplier
  }

  @Test func valuesAndLimitsReproduceFromCounts() throws {
    var checked = 0
    var zeros = 0
    for slice in slices {
      let plan = data.plans[slice.indicator]
      guard [.proportion, .ratePer1000, .ratePer100000].contains(plan.kind), !plan.roundsCounts else { continue }
      for cell in stride(from: 0, to: slice.isSuppressed.count, by: 7) where !slice.isSuppressed[cell] {
        let count = try #require(slice.number(.count, cell: cell))
        let total = try #require(slice.number(.denominator, cell: cell))
        func agrees(_ measure: Measure, _ number: Double) throws {
          let published = try #require(slice.number(measure, cell: cell))
          let unit = pow(10, -Double(plan.decimals.places(for: number)))
          #expect(
            abs(published - number) <= 0.5 * unit + 1e-13 * plan.multiplier,
            "\(measure) \(published) \(number) of \(count)/\(total)")
        }
        try agrees(.value, count / total * plan.multiplier)
        try agrees(.lower95, expected(plan, count, total, plan.z95, upper: false))
        try agrees(.upper95, expected(plan, count, total, plan.z95, upper: true))
        if plan.has998 {
          try agrees(.lower998, expected(plan, count, total, 3.090232306167813, upper: false))
          try agrees(.upper998, expected(plan, count, total, 3.090232306167813, upper: true))
        }
        if count == 0 {
          #expect(slice.number(.lower95, cell: cell) == 0)
          zeros += 1
        }
        checked += 1
      }
    }
    #expect(checked > 1000)
    #expect(zeros > 0)
  }

  @Test func roundedCountsAreFivesAndDoNotGiveTheLimits() throws {
    let rounded = slices.filter { data.plans[$0.indicator].roundsCounts }
    #expect(!rounded.isEmpty)
    for slice in rounded {
      for cell in slice.isSuppressed.indices {
        guard let count = slice.number(.count, cell: cell) else { continue }
        #expect(count.truncatingRemainder(dividingBy: 5) == 0)
      }
    }
  }

  @Test func meansAndStandardisedRatesAreShapedAsPublishedOnes() throws {
    var means = 0
    var rates = 0
    for slice in slices {
      let kind = data.plans[slice.indicator].kind
      for cell in stride(from: 0, to: slice.isSuppressed.count, by: 11) where !slice.isSuppressed[cell] {
        let value = try #require(slice.number(.value, cell: cell))
        let lower = try #require(slice.number(.lower95, cell: cell))
        let upper = try #require(slice.number(.upper95, cell: cell))
        #expect(lower <= value && value <= upper && lower < upper)
        if kind == .mean {
          #expect(slice.number(.count, cell: cell) == nil)
          means += 1
        } else if kind == .standardised, let count = slice.number(.count, cell: cell), count > 20 {
          let crude = count / (slice.number(.denominator, cell: cell) ?? .nan) * 100_000
          #expect(value != crude && abs(value / crude - 1) < 0.5)
          #expect(upper - value > value - lower)
          rates += 1
        }
      }
    }
    #expect(means > 0)
    #expect(rates > 0)
  }
}
