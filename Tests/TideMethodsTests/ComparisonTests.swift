import Testing
import TideModel

@testable import TideMethods

@Suite struct ComparisonTests {
  static func figures(_ row: [String: String]) -> Figures {
    Figures(
      value: row.number("value"), lower95: row.number("lower95"), upper95: row.number("upper95"),
      lower998: row.number("lower99_8"), upper998: row.number("upper99_8"))
  }

  @Test func agreesWithTheReferenceCases() throws {
    let methods: [String: ComparisonMethod] = [
      "1_single_CI_95": .interval95, "17_single_CI_95_and_99.8": .interval95And998,
      "12_double_CI_overlap": .overlappingIntervals95,
    ]
    var tested = 0
    for row in try Vectors.rows("comparison_ci") {
      let method = try #require(row["method"].flatMap { methods[$0] })
      let polarity: Polarity = row["polarity(0=low good;1=high good)"] == "1" ? .highIsGood : .lowIsGood
      let benchmark = Figures(
        value: row.number("comparator_value"), lower95: row.number("comparator_lower95"),
        upper95: row.number("comparator_upper95"))
      let verdict = Comparison.compare(
        figures: Self.figures(row), benchmark: benchmark, polarity: polarity, method: method)
      let expected: (String, ConfidenceLevel?)? =
        switch row["expected"] {
        case "Same": ("similar", nil)
        case "Better": ("better", .p95)
        case "Worse": ("worse", .p95)
        case "Best": ("better", .p998)
        case "Worst": ("worse", .p998)
        default: ("not compared", nil)
        }
      #expect(verdict.text == expected?.0, "\(row)")
      #expect(verdict.level == expected?.1, "\(row)")
      tested += 1
    }
    #expect(tested == 33)
  }

  static let high = Figures(value: 11, lower95: 10.5, upper95: 11.5, lower998: 9.9, upper998: 12.1)
  static let england = Figures(value: 10, lower95: 9.9, upper95: 10.1)

  @Test func polarityChoosesTheWords() {
    let words: [(Polarity, String)] = [
      (.lowIsGood, "worse"), (.highIsGood, "better"), (.noJudgement, "higher"), (.unknown, "higher"),
      (.notApplicable, "not compared"),
    ]
    for (polarity, word) in words {
      let verdict = Comparison.compare(
        figures: Self.high, benchmark: Self.england, polarity: polarity, method: .interval95)
      #expect(verdict.text == word)
      #expect(verdict.isSignificant == (polarity != .notApplicable))
    }
    let low = Figures(value: 9, lower95: 8.5, upper95: 9.5)
    #expect(
      Comparison.compare(figures: low, benchmark: Self.england, polarity: .noJudgement, method: .unspecified)
        == .lower(.p95))
  }

  @Test func eachMethodReadsItsOwnInterval() {
    func verdict(_ method: ComparisonMethod) -> Verdict {
      Comparison.compare(figures: Self.high, benchmark: Self.england, polarity: .highIsGood, method: method)
    }
    #expect(verdict(.unspecified) == .better(.p95))
    #expect(verdict(.interval95) == .better(.p95))
    #expect(verdict(.interval998) == .similar)
    #expect(verdict(.interval95And998) == .better(.p95))
    #expect(verdict(.overlappingIntervals95) == .better(.p95))
    #expect(verdict(.none).reason?.text == "its publisher compares it with nothing")
    #expect(verdict(.quintiles).reason?.text == "a quantile needs the values of all areas")
  }

  @Test func noIntervalIsNeverSignificant() {
    let bare = Figures(value: 99)
    let methods: [ComparisonMethod] = [
      .unspecified, .interval95, .interval998, .interval95And998, .overlappingIntervals95,
    ]
    for method in methods {
      let verdict = Comparison.compare(figures: bare, benchmark: Self.england, polarity: .lowIsGood, method: method)
      #expect(verdict == .notCompared(.noInterval))
    }
    let only95 = Figures(value: 99, lower95: 98, upper95: 100)
    for method in [ComparisonMethod.interval998, .interval95And998] {
      let verdict = Comparison.compare(figures: only95, benchmark: Self.england, polarity: .lowIsGood, method: method)
      #expect(verdict == .notCompared(.no998))
    }
    let overlap = Comparison.compare(
      figures: only95, benchmark: Figures(value: 10), polarity: .lowIsGood, method: .overlappingIntervals95)
    #expect(overlap == .notCompared(.noBenchmarkInterval))
    let half = Figures(value: 99, lower95: 98)
    #expect(
      Comparison.compare(figures: half, benchmark: Self.england, polarity: .lowIsGood, method: .interval95).reason?.text
        == "no confidence interval is published")
  }

  @Test func aMissingValueGivesItsStatusAsReason() {
    func reason(_ status: Status, _ other: Status = .none) -> String? {
      Comparison.compare(
        figures: status == .none ? Self.high : Figures(), status: status, benchmark: Figures(), benchmarkStatus: other,
        polarity: .lowIsGood, method: .interval95
      ).reason?.text
    }
    #expect(reason(.suppressed) == "suppressed")
    #expect(reason(.notAvailable) == "not available")
    #expect(reason(.withdrawn) == "withdrawn")
    #expect(reason(.lowReliability) == "no value is published")
    #expect(reason(.none) == "no benchmark value is published")
    #expect(reason(.none, .suppressed) == "the benchmark is suppressed")
  }

  @Test func aSuppressedFigureIsNotComparedEvenWhereAValueSlippedThrough() {
    let verdict = Comparison.compare(
      figures: Self.high, status: .suppressed, benchmark: Self.england, polarity: .lowIsGood, method: .interval95)
    #expect(verdict == .notCompared(.value(.suppressed)))
  }

  @Test func suicidePlansAreReadByCode() {
    func verdict(_ value: Double) -> Verdict {
      Comparison.compare(
        figures: Figures(value: value), benchmark: Figures(), polarity: .unknown, method: .suicidePlan)
    }
    #expect(verdict(1) == .better(nil))
    #expect(verdict(2) == .similar)
    #expect(verdict(3) == .worse(nil))
    #expect(verdict(4).reason?.text == "the value stands for no state of a suicide prevention plan")
  }

  @Test func limitsOutOfOrderAreNotCompared() {
    let turned = Figures(value: 5, lower95: 6, upper95: 4, lower998: 3, upper998: 7)
    for method in [ComparisonMethod.interval95, .interval95And998, .overlappingIntervals95] {
      #expect(
        Comparison.compare(figures: turned, benchmark: Self.england, polarity: .lowIsGood, method: method)
          == .notCompared(.limits))
    }
  }

  @Test func awkwardNumbersNeverTrapAndNonFiniteOnesAreNotCompared() {
    for method in ComparisonMethod.allCases {
      for value in awkward {
        for limit in awkward {
          for reference in awkward {
            let figures = Figures(value: value, lower95: limit, upper95: limit, lower998: limit, upper998: limit)
            let benchmark = Figures(value: reference, lower95: limit, upper95: value)
            let verdict = Comparison.compare(
              figures: figures, benchmark: benchmark, polarity: .lowIsGood, method: method)
            if !value.isFinite { #expect(verdict.text == "not compared") }
            if verdict.text == "not compared" { #expect(verdict.reason?.text.isEmpty == false) }
          }
        }
      }
    }
  }
}
