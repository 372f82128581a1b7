import Testing
import TideModel

@testable import TideMethods

@Suite struct ControlLimitsTests {
  @Test func agreesWithTheReferenceCases() throws {
    var agreement = Agreement("comparison_spc.csv")
    for row in try Vectors.rows("comparison_spc") {
      let n = try #require(row.number("denominator"))
      let (benchmark, unit) = (try #require(row.number("comparator_value")), try #require(row.number("unit")))
      let variable = try #require(row.number("confidence_variable"))
      let isRate = row["method"] == "6_spc_dsr"
      let limits =
        isRate
        ? ControlLimits.rate(benchmark: benchmark, denominator: n, unit: unit, tail: variable)
        : ControlLimits.proportion(benchmark: benchmark, denominator: n, unit: unit, z: variable)
      agreement.nextRow()
      // The source finds the limits of rates by halving.
      agreement.expect(limits?.lower, row.number("lower_control_limit"), tolerance: isRate ? 1e-5 : 1e-12, "\(row)")
      agreement.expect(limits?.upper, row.number("upper_control_limit"), tolerance: isRate ? 1e-5 : 1e-12, "\(row)")
      let verdict = Comparison.compare(
        figures: Figures(value: row.number("value"), denominator: n), benchmark: benchmark, unit: unit,
        polarity: row["polarity"] == "0" ? .lowIsGood : .highIsGood, controlLimits: isRate ? .rates : .proportions)
      let isWide = variable == 3.0902 || variable == 0.001
      let isDifferent = isWide ? verdict.level == .p998 : verdict.isSignificant
      #expect((isDifferent ? verdict.text : "same") == row["expected"]?.lowercased(), "\(row)")
    }
    agreement.report(rows: 16)
  }

  @Test func whatCannotBeComparedSaysWhy() {
    func reason(
      _ figures: Figures, _ benchmark: Double? = 10, _ status: Status = .none, unit: Double = 100,
      polarity: Polarity = .lowIsGood
    ) -> String? {
      Comparison.compare(
        figures: figures, status: status, benchmark: benchmark, unit: unit, polarity: polarity,
        controlLimits: .proportions
      ).reason?.text
    }
    let figures = Figures(value: 9, denominator: 50)
    #expect(reason(figures) == nil)
    #expect(reason(Figures(value: 9)) == "no denominator is published")
    #expect(reason(Figures(value: 9, denominator: 0)) == "no denominator is published")
    #expect(reason(Figures(denominator: 50)) == "no value is published")
    #expect(reason(figures, 10, .suppressed) == "suppressed")
    #expect(reason(figures, nil) == "no benchmark value is published")
    #expect(reason(figures, 101) == "no control limits can be drawn about the benchmark")
    #expect(reason(figures, polarity: .notApplicable) == "comparison is not applicable to this indicator")
    #expect(ControlLimits.rate(benchmark: 0, denominator: 10, unit: 1, tail: 0.025)?.lower == 0)
    for a in awkward {
      for b in awkward {
        for method in [Comparison.ControlMethod.proportions, .rates] {
          let verdict = Comparison.compare(
            figures: Figures(value: a, denominator: b), benchmark: b, unit: a, polarity: .highIsGood,
            controlLimits: method)
          #expect(verdict.reason?.text != "", "\(a) \(b)")
        }
      }
    }
  }

  static func goal(_ target: Target, _ value: Double, _ lower: Double? = nil, _ upper: Double? = nil) -> [String] {
    [Polarity.highIsGood, .lowIsGood, .noJudgement].map {
      Target.colour(
        of: target.verdict(figures: Figures(value: value, lower95: lower, upper95: upper), polarity: $0))
    }
  }

  /// The rules of facts section 9, worked by hand at each side of each limit and on it: where high is good, where low is, and
  /// where neither is.
  @Test func goalsFollowTheirRules() {
    let none = "Not compared"
    #expect(Self.goal(.limit(95), 95) == ["Green", "Green", none])
    #expect(Self.goal(.limit(95), 96) == ["Green", "Red", none])
    #expect(Self.goal(.limit(95), 94) == ["Red", "Green", none])
    #expect(Self.goal(.limitByInterval(95), 96, 95, 97) == ["Green", "Red", none])
    #expect(Self.goal(.limitByInterval(95), 95, 94, 96) == ["Amber", "Amber", none])
    #expect(Self.goal(.limitByInterval(95), 94, 93, 95) == ["Amber", "Amber", none])
    #expect(Self.goal(.limitByInterval(95), 93, 92, 94) == ["Red", "Green", none])
    #expect(Self.goal(.limitByInterval(95), 93) == [none, none, none])
    #expect(Self.goal(.range(90, 95), 90) == ["Amber", "Amber", none])
    #expect(Self.goal(.range(90, 95), 95) == ["Green", "Red", none])
    #expect(Self.goal(.range(90, 95), 89.9) == ["Red", "Green", none])
    #expect(Self.goal(.range(95, 90), 92) == [none, none, none])
    #expect(Self.goal(.previousBenchmark(5), 5) == ["Green", "Green", "Green"])
    #expect(Self.goal(.previousBenchmark(5), 4) == ["Red", "Red", "Red"])
    #expect(Target.percentiles(0.25, 0.75, of: [1, 2, nil, 3, 4, 5]) == .range(2, 4))
    #expect(Target.percentiles(0.75, 0.25, of: [1, 2]) == nil)
    #expect(Target.percentiles(0.25, 0.75, of: [nil]) == nil)
    #expect(
      Target.limit(1).verdict(figures: Figures(), status: .suppressed, polarity: .lowIsGood).reason?.text
        == "suppressed")
    #expect(
      Target.limit(1).verdict(figures: Figures(value: 2), polarity: .unknown).reason?.text
        == "neither high nor low is good")
    for a in awkward {
      for b in awkward {
        for target in [Target.limit(a), .limitByInterval(a), .range(a, b), .previousBenchmark(a)] {
          let verdict = target.verdict(figures: Figures(value: b, lower95: a, upper95: b), polarity: .lowIsGood)
          #expect(verdict.reason?.text.isEmpty != true)
        }
      }
    }
  }
}
