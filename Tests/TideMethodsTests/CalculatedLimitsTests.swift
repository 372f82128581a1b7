import Foundation
import TestSupport
import Testing
import TideModel

@testable import TideMethods

/// Limits of figures that were published with counts and without limits.
@Suite struct CalculatedLimitsTests {
  private static func indicator(
    _ type: ValueType, _ method: String = "", multiplier: Double? = 1000, name: String = "Infant mortality rate"
  ) -> Indicator {
    var indicator = Indicator(id: 92196, name: name)
    indicator.valueType = type
    indicator.intervalMethod = method
    indicator.multiplier = multiplier
    return indicator
  }

  private static func complete(
    _ indicator: Indicator, _ figures: Figures, status: Status = .none, makesValues: Bool = true
  ) -> CalculatedLimits.Completed? {
    CalculatedLimits(indicator)?.complete(figures, status: status, makesValues: makesValues)
  }

  /// Published: Birmingham 402 deaths among 51,157 births, 7.86 (7.11 to 8.67); England 7,710 of 1,989,052, 3.88 (3.79 to 3.96).
  @Test func infantMortalityOfThreeYearsHasThePublishedLimits() throws {
    let rate = Self.indicator(.crudeRate, "Byar's method")
    for (count, births, shown) in [
      (402.0, 51157.0, ["7.86", "7.11", "8.67"]), (7710, 1_989_052, ["3.88", "3.79", "3.96"]),
    ] {
      let made = try #require(Self.complete(rate, Figures(count: count, denominator: births)))
      #expect(made.hasCalculatedValue)
      let numbers = [made.figures.value, made.figures.lower95, made.figures.upper95]
      #expect(numbers.map { String(format: "%.2f", $0 ?? .nan) } == shown)
    }
  }

  /// Limits that publishers printed beside counts, taken away and worked out again: the share of rows is that of the facts.
  @Test(arguments: [
    ("maternal-perinatal", 92196), ("maternal-perinatal", 20101), ("chronic-disease", 20601),
    ("chronic-disease", 20602),
  ])
  func publishedLimitsAreFoundAgain(file: String, id: Int) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Datasets")
    func table(_ name: String) throws -> [[String: String]] {
      CSVText.records(try String(contentsOf: folder.appendingPathComponent("\(name).csv"), encoding: .utf8))
    }
    let facts = try #require(try table("indicators").first { $0["indicator_id"] == String(id) })
    let type = try #require(ValueType(name: facts["value_type"] ?? ""))
    let indicator = Self.indicator(type, facts["ci_method"] ?? "", multiplier: Double(facts["multiplier"] ?? ""))
    var compared = 0
    for row in try table(file) where row["indicator_id"] == String(id) {
      func number(_ column: String) -> Double? { row[column].flatMap(Double.init) }
      guard let lower = number("lower_95"), let upper = number("upper_95") else { continue }
      let bare = Figures(value: number("value"), count: number("count"), denominator: number("denominator"))
      // Some authorities are published with limits and without a count.
      guard bare.count != nil else { continue }
      let made = try #require(Self.complete(indicator, bare), "\(row)")
      // Half a unit of the last decimal printed, and a millionth for what the publisher rounded on the way.
      #expect(((made.figures.lower95 ?? .nan) - lower).magnitude <= 0.51e-4, "\(row)")
      #expect(((made.figures.upper95 ?? .nan) - upper).magnitude <= 0.51e-4, "\(row)")
      compared += 1
    }
    #expect(compared > 120)
  }

  /// A rate of which only the count is known: its value in the proportion of the count's limits to the count.
  @Test func aRateWithoutItsDenominatorIsScaled() throws {
    for row in try Vectors.rows("poisson_ci_byars_exact") where row.number("confidence") == 0.95 {
      let x = try #require(row.number("x"))
      guard x > 0 else { continue }
      let (low, high) = x < 10 ? ("exact_lower", "exact_upper") : ("byars_lower", "byars_upper")
      guard let lower = row.number(low), let upper = row.number(high) else { continue }
      let made = try #require(Self.complete(Self.indicator(.directlyStandardisedRate), Figures(value: 2 * x, count: x)))
      #expect(Vectors.agree(made.figures.lower95, 2 * lower), "\(row)")
      #expect(Vectors.agree(made.figures.upper95, 2 * upper), "\(row)")
      #expect(!made.hasCalculatedValue)
    }
  }

  @Test func nothingIsWorkedOutWhereItMustNotBe() {
    let rate = Self.indicator(.crudeRate, "Byar's method")
    let counted = Figures(value: 7.86, count: 402, denominator: 51157)
    #expect(Self.complete(rate, counted) != nil)
    for status in [Status.suppressed, .notAvailable, .notApplicable, .withdrawn, .estimated, .forecast] {
      #expect(Self.complete(rate, counted, status: status) == nil, "\(status)")
    }
    #expect(Self.complete(rate, Figures(count: 402, denominator: 51157), makesValues: false) == nil)
    // What is published stands.
    #expect(Self.complete(rate, Figures(value: 7.86, lower95: 7, upper95: 9, count: 402, denominator: 51157)) == nil)
    // A count of something else than the value, more cases than people, and numbers that are none.
    #expect(Self.complete(rate, Figures(value: 9, count: 402, denominator: 51157)) == nil)
    let share = Self.indicator(.proportion, "Wilson Score method", multiplier: 100)
    #expect(Self.complete(share, Figures(value: 120, count: 6, denominator: 5)) == nil)
    for odd in [Double.nan, .infinity, -1] {
      #expect(Self.complete(rate, Figures(value: 7.86, count: odd, denominator: 51157)) == nil)
      #expect(Self.complete(rate, Figures(value: 7.86, count: 402, denominator: odd)) == nil)
    }
    // Other methods do not follow from counts, nor do estimates.
    for other in [
      Self.indicator(.lifeExpectancy), Self.indicator(.proportion, "Bootstrap"), Self.indicator(.proportion, "Unknown"),
      Self.indicator(.unknown), Self.indicator(.proportion, name: "Estimated prevalence of asthma"),
      Self.indicator(.proportion, name: "QOF modelled prevalence: Asthma"),
    ] {
      #expect(CalculatedLimits(other) == nil, "\(other.name)")
    }
  }

  @Test func noInputTraps() {
    let odd = [nil, 0, -0.0, 1e-300, 5, 1e15, 1.7e308, .nan, .infinity, -.infinity, -3] as [Double?]
    for type in ValueType.allCases {
      for method in ["", "Wilson Score method", "Byar's method", "Dobson & Byar's methods"] {
        let calculation = CalculatedLimits(Self.indicator(type, method))
        for value in odd {
          for count in odd {
            for denominator in odd {
              let made = calculation?.complete(
                Figures(value: value, count: count, denominator: denominator), status: .none, makesValues: true)
              guard let figures = made?.figures else { continue }
              #expect(figures.lower95?.isFinite ?? false && figures.upper95?.isFinite ?? false)
            }
          }
        }
      }
    }
  }
}
