import Testing
import TideModel

@testable import TideMethods

/// Published figures against what is printed with them. All figures of real areas are as published: the national service's exports
/// named in Datasets/README.md.
@Suite struct AuditTests {
  /// A row that stands among others like it.
  static func row(_ figures: Figures, beside others: [Figures] = [], rounding: CountRounding? = nil) -> AuditRow {
    var column: [Measure: PrintedPrecision] = [:]
    for figures in others + [figures] {
      for measure in Measure.allCases {
        if let number = figures[measure] { column[measure, default: PrintedPrecision()].include(number) }
      }
    }
    return AuditRow(PublishedFigures(figures, column: column), rounding: rounding)
  }

  static func limits(
    _ figures: [Figures], _ level: ConfidenceLevel = .p95, told: Double? = nil, type: ValueType = .unknown,
    rounding: CountRounding? = nil
  ) throws -> (audit: LimitsAudit, findings: [LimitsAudit.Finding], values: [AuditOutcome]) {
    let rows = figures.map { row($0, beside: figures, rounding: rounding) }
    let value = try #require(ValueAudit(of: rows, told: told, valueType: type))
    let values = rows.map { value.outcome($0) }
    let audit = LimitsAudit(of: rows, value: value, level: level)
    return (audit, zip(rows, values).map { audit.finding($0, value: $1) }, values)
  }

  static func reason(_ outcome: AuditOutcome) -> String? {
    switch outcome {
    case .differs(let reason), .notChecked(let reason): reason.text
    case .agrees, .rounded: nil
    }
  }

  // MARK: Precision

  @Test(arguments: [
    (115.2166797, 7, 10), (1500, 0, 2), (0.00123, 5, 3), (1e-05, 5, 1), (1.5e-7, 8, 2), (100.0, 0, 1), (0.5, 1, 1),
    (98.59155, 5, 7), (1e21, 0, 1), (-2.50, 1, 2), (0, 0, 0), (.nan, 0, 0),
  ])
  func digitsAreReadOffTheNumber(number: Double, decimals: Int, significant: Int) {
    let precision = PrintedPrecision(of: number)
    #expect(precision.decimals == decimals)
    #expect(precision.significant == significant)
  }

  @Test func theUnitIsThatOfTheColumnUnlessTheRowShowsFewerDigits() {
    let long = Figures(value: 123.4567891, lower95: 120.1234567, upper95: 126.7654321)
    let short = Figures(value: 98.59155, lower95: 83.5819, upper95: 117.10489, lower998: 75.43584, upper998: 127.96204)
    let among = Self.row(short, beside: [long]).published
    #expect((among.unit(.lower95) - 1e-5).magnitude < 1e-12, "five decimals, though one limit ends in a zero")
    #expect((among.unit(.value) - 1e-5).magnitude < 1e-12)
    let zero = Self.row(Figures(value: 123.456789), beside: [long]).published
    #expect((zero.unit(.value) - 1e-7).magnitude < 1e-12, "one zero at the end is chance")
  }

  @Test func numbersKeptInSinglePrecisionAgreeAtTheirOwn() {
    // Acute hepatitis B, E06000006 2018: 2 of 127,595, printed with 15 digits of a 32-bit float.
    let published = Self.row(Figures(value: 1.56745958328247, count: 2, denominator: 127_595)).published
    #expect(published.agrees(.value, with: 2.0 / 127_595 * 100_000))
    #expect(!published.agrees(.value, with: 2.0 / 127_595 * 100_000 * 1.000001))
    // Referrals for suspected cancer, A82007 2020: the same, printed with ten digits.
    let ten = Self.row(Figures(value: 89.14300537, count: 310, denominator: 347.7558215)).published
    #expect(ten.agrees(.value, with: 310 / 347.7558215 * 100))
  }

  @Test func countsAreRoundedWhereAllButAFewAreMultiples() {
    let counts = (1...40).map { 5.0 * Double($0) }
    #expect(CountRounding(of: counts)?.step == 5)
    #expect(CountRounding(of: counts + [79_123])?.step == 5, "England's own count is left as it was")
    #expect(CountRounding(of: counts + [1, 2, 3]) == nil)
    #expect(CountRounding(of: [805, 1140, 1555, 1405, 2565, 1110, 364_501])?.step == 5)
    #expect(CountRounding(of: [10, 20, 30, 40, 60, 70])?.step == 10)
    #expect(CountRounding(of: [5, 10, 15]) == nil, "too few to tell")
    #expect(CountRounding(of: [0, 0, 0, 0, 0, 0]) == nil)
    #expect(CountRounding(of: [.nan, .infinity, -5, 0]) == nil)
  }

  // MARK: Limits

  /// Self-harm at 10 to 14, 2017/18: England, West Midlands, Birmingham, Coventry, Solihull.
  static let selfHarm = [
    Figures(
      value: 210.4207214, lower95: 205.3978723, upper95: 215.535366, lower998: 202.5438974, upper998: 218.5097514,
      count: 6662, denominator: 3_166_038),
    Figures(
      value: 228.8871806, lower95: 213.2217925, upper95: 245.3990047, lower998: 204.5731688, upper998: 255.153024,
      count: 792, denominator: 346_022),
    Figures(
      value: 144.7593213, lower95: 119.0828709, upper95: 174.3290038, lower998: 105.9622384, upper998: 192.4769212,
      count: 111, denominator: 76_679),
    Figures(
      value: 238.4939362, lower95: 175.2212805, upper95: 317.1535241, lower998: 145.1167949, upper998: 366.9343636,
      count: 47, denominator: 19_707),
    Figures(
      value: 99.00990099, lower95: 52.66748625, upper95: 169.3200838, lower998: 34.80578927, upper998: 217.0534172,
      count: 13, denominator: 13_130),
  ]

  @Test func recipeAndDeviateAreFoundOut() throws {
    let usual = try Self.limits(Self.selfHarm)
    #expect(usual.audit.recipes.first?.name == "Byar, exact under 10")
    #expect(usual.audit.recipes.first?.deviate(at: .p95) == "1.95996398")
    #expect(usual.findings.allSatisfy { $0.outcome == .agrees })
    #expect(usual.values.allSatisfy { $0 == .agrees })
    let wide = try Self.limits(Self.selfHarm, .p998)
    #expect(wide.audit.recipes.first?.name == "Byar, exact under 10")
    #expect(wide.audit.recipes.first?.deviate(at: .p998) == "3.090232")
    #expect(wide.findings.allSatisfy { $0.outcome == .agrees })
  }

  /// Campylobacter 2015: Hartlepool, Middlesbrough, Redcar and Cleveland, Stockton, Darlington.
  @Test func exactLimitsAtAllCountsAreTold() throws {
    let rows: [(Double, Double, Double, Double, Double)] = [
      (142.713502643443, 119.407207217347, 169.240005685604, 132, 92493),
      (122.572737242759, 104.889308308288, 142.383893742906, 171, 139509),
      (147.846978377379, 128.065696772987, 169.818482795321, 200, 135275),
      (168.888569477883, 151.130053522023, 188.160346611972, 329, 194803),
      (138.534382146144, 116.97479074431, 162.916267610514, 146, 105389),
    ]
    let found = try Self.limits(
      rows.map { Figures(value: $0.0, lower95: $0.1, upper95: $0.2, count: $0.3, denominator: $0.4) })
    #expect(found.audit.recipes.map(\.name) == ["exact Poisson"])
    #expect(found.findings.allSatisfy { $0.outcome == .agrees })
  }

  /// Hospital admissions for self-harm 2017/18, directly standardised: England and West Midlands.
  @Test func standardisedLimitsAreCheckedWithoutTheAgeBands() throws {
    var rows = [
      Figures(value: 421.2003255, lower95: 417.1432632, upper95: 425.2870172, count: 41218, denominator: 9_812_909),
      Figures(value: 388.6517083, lower95: 376.9775395, upper95: 400.595416, count: 4196, denominator: 1_082_605),
    ]
    let sound = try Self.limits(rows, type: .directlyStandardisedRate)
    #expect(sound.audit.recipes.first?.formula == .dobson)
    #expect(sound.findings.allSatisfy { $0.outcome == .agrees })
    #expect(sound.values.allSatisfy { Self.reason($0) == "the value is not count over denominator" })
    rows[1].upper95 = 400.5
    let broken = try Self.limits(rows, type: .directlyStandardisedRate)
    #expect(broken.findings[0].outcome == .agrees)
    if case .differs = broken.findings[1].outcome {} else { Issue.record("\(broken.findings[1].outcome)") }
  }

  /// Acute hepatitis B 2021: limits of six cases printed for a rate of 0.15.
  @Test func limitsOfTheCountAreRecognised() throws {
    let rate = Figures(
      value: 0.152434957908897, lower95: 2.201894, upper95: 13.059474, count: 6, denominator: 3_936_105)
    let rows = Self.selfHarm + [rate]
    let found = try Self.limits(rows)
    #expect(found.values.allSatisfy { $0 == .agrees })
    #expect(Self.reason(found.findings[5].outcome) == "the limits are those of the count and not of the figure")
  }

  /// Smoking: Coventry 2016/17, whose count is not that of its value, and Dorset 2013/14, whose limits are too wide for it.
  @Test func contradictionsAreToldApart() throws {
    let sound = [(70_000.0, 400_000.0), (60_000, 310_000), (50_000, 280_000)].map { x, n in
      let limits = Intervals.wilson(count: x, of: n, z: ConfidenceLevel.p95.z)?.scaled(by: 100)
      return Figures(value: x / n * 100, lower95: limits?.lower, upper95: limits?.upper, count: x, denominator: n)
    }
    let coventry = Figures(
      value: 18.55563064, lower95: 18.42246106, upper95: 18.68954232, count: 59397, denominator: 321_494)
    let dorset = Figures(
      value: 19.17921799, lower95: 19.03786286, upper95: 19.32121948, count: 70261, denominator: 366_339.2326)
    let found = try Self.limits(sound + [coventry, dorset])
    #expect(found.findings.prefix(3).allSatisfy { $0.outcome == .agrees })
    #expect(Self.reason(found.values[3]) == "count over denominator is another figure")
    #expect(Self.reason(found.findings[3].outcome) == "count and denominator contradict value and limits")
    #expect(found.values[4] == .agrees)
    guard case .differs(let reason) = found.findings[4].outcome else {
      Issue.record("\(found.findings[4].outcome)")
      return
    }
    #expect(reason.full == "the interval is wider than count and denominator give: by 11%")
  }

  /// Injuries in Birmingham's children from 2012/13 on: counts rounded to 5, limits made before.
  static let injuries: [Figures] = [
    (100.1875, 96.12258, 104.29167, 2335.0, 233_063.0), (101.68789, 97.62258, 105.79186, 2405, 236_508),
    (102.03228, 97.94158, 106.07758, 2440, 239_140), (103.78452, 99.72715, 107.87961, 2515, 242_329),
    (94.86857, 91.01944, 98.75484, 2335, 246_130), (93.73994, 89.97195, 97.62519, 2330, 248_560),
    (114.14836, 109.94523, 118.38823, 2835, 248_361), (103.93955, 99.99162, 108.08698, 2560, 246_297),
    (75.69836, 72.23847, 79.19597, 1840, 243_070), (86.60859, 82.95399, 90.46936, 2065, 238_429),
    (80.21581, 76.66291, 83.89088, 1915, 238_731), (86.12492, 82.36831, 89.83631, 2065, 239_768),
  ].map { Figures(value: $0.0, lower95: $0.1, upper95: $0.2, count: $0.3, denominator: $0.4) }

  @Test func roundedCountsRaiseNoAlarm() throws {
    let rounding = CountRounding(of: Self.injuries.compactMap(\.count))
    let found = try Self.limits(Self.injuries, rounding: rounding)
    #expect(found.values.allSatisfy { $0 == .agrees })
    #expect(found.findings.allSatisfy { $0.outcome == .agrees || $0.outcome == .rounded })
    #expect(found.findings.contains { $0.outcome == .rounded })
    // Half a step further is no rounding.
    var moved = Self.injuries
    moved[3].count = 2525
    let alarm = try Self.limits(moved, rounding: rounding)
    if case .differs = alarm.findings[3].outcome {} else { Issue.record("\(alarm.findings[3].outcome)") }
    // Nor are counts that are no multiples.
    #expect(try Self.limits(Self.injuries).findings.contains { if case .differs = $0.outcome { true } else { false } })
  }

  // MARK: Edges

  @Test func impossibleNumbersGiveAReason() throws {
    func outcomes(_ figures: Figures) throws -> (value: AuditOutcome, limits: AuditOutcome) {
      let found = try Self.limits(Self.selfHarm + [figures], told: 100_000, type: .crudeRate)
      return (try #require(found.values.last), try #require(found.findings.last).outcome)
    }
    func figures(_ value: Double?, _ count: Double?, _ denominator: Double?) -> Figures {
      Figures(value: value, lower95: 1, upper95: 3, count: count, denominator: denominator)
    }
    #expect(Self.reason(try outcomes(figures(2, 1, 0)).value) == "the denominator is not above zero")
    #expect(Self.reason(try outcomes(figures(2, -1, 10)).value) == "the count is negative or no number")
    #expect(Self.reason(try outcomes(figures(2, nil, 10)).value) == "no count and denominator are published")
    #expect(Self.reason(try outcomes(figures(nil, 1, 10)).value) == "no value is published")
    let turned = Figures(value: 2, lower95: 3, upper95: 1, count: 1, denominator: 10)
    #expect(Self.reason(try outcomes(turned).limits) == "the limits are the wrong way round")
    let outside = Figures(value: 9, lower95: 1, upper95: 3, count: 9, denominator: 100_000)
    #expect(Self.reason(try outcomes(outside).limits) == "the value lies outside its limits")
    #expect(try outcomes(Figures(value: 0, count: 0, denominator: 1e15)).value == .agrees)
    #expect(try outcomes(Figures(value: 50_000, count: 5e14, denominator: 1e15)).value == .agrees)
    let nothing = Self.row(Figures(value: 0, count: 0, denominator: 0))
    #expect(ValueAudit(of: [nothing], told: nil, valueType: .unknown) == nil)
    #expect(ValueAudit(of: [], told: nil, valueType: .proportion) == nil)
  }

  @Test func aCountAboveItsDenominatorIsNoProportion() throws {
    let figures = Figures(value: 120, lower95: 100, upper95: 140, count: 12, denominator: 10)
    let found = try Self.limits([figures], told: 100, type: .proportion)
    #expect(found.values == [.agrees])
    #expect(found.audit.recipes.allSatisfy { $0.formula != .wilson })
    #expect(Self.reason(found.findings[0].outcome) == "no method known here gives these limits")
  }

  @Test func awkwardNumbersNeverTrap() throws {
    for a in awkward {
      for b in awkward {
        for c in awkward {
          let odd = Figures(value: a, lower95: b, upper95: c, lower998: c, upper998: a, count: b, denominator: c)
          let rows = [odd, Figures(value: b, count: c, denominator: a)].map {
            Self.row($0, beside: Self.selfHarm, rounding: CountRounding(of: [5, 10, 15, 20, 25, 35]))
          }
          for type in [ValueType.unknown, .proportion, .directlyStandardisedRate] {
            guard let value = ValueAudit(of: rows, told: nil, valueType: type) else { continue }
            for level in ConfidenceLevel.allCases {
              let audit = LimitsAudit(of: rows, value: value, level: level)
              for row in rows {
                let finding = audit.finding(row, value: value.outcome(row))
                #expect(finding.recomputed.map { $0.lower.isFinite && $0.upper.isFinite } ?? true)
              }
            }
          }
        }
      }
    }
  }

  // MARK: False alarms

  /// Percentages that are their counts over their denominators.
  private static let plain = [(1996.0, 7166.0), (837, 3130)].map { count, people in
    Figures(value: count / people * 100, count: count, denominator: people)
  }

  /// Diabetes recorded by practices, 2018/19: the publisher's limits are whole numbers over n + z² (8618 and 8969 over 105,825.84
  /// in Halton), so that they lie within an event of Wilson's limits of the count, which are 8617.93 and 8969.91 over the same.
  @Test func limitsOfWholeCountsAreRounded() throws {
    let halton = Figures(
      value: 8.308291281, lower95: 8.14356860403842, upper95: 8.47524562655148, count: 8792, denominator: 105_822)
    let england = Figures(
      value: 6.931589714, lower95: 6.92439909041205, upper95: 6.93878531830596, count: 3_319_266,
      denominator: 47_886_072)
    let exact = try (1...3).map { step -> Figures in
      let (x, n) = (1000.0 * Double(step), 20_000.0)
      let limits = try #require(Intervals.wilson(count: x, of: n, z: ConfidenceLevel.p95.z)).scaled(by: 100)
      return Figures(value: x / n * 100, lower95: limits.lower, upper95: limits.upper, count: x, denominator: n)
    }
    let findings = try Self.limits(exact + [halton, england], told: 100, type: .proportion).findings
    #expect(findings.map(\.outcome) == [.agrees, .agrees, .agrees, .rounded, .rounded])
    // Two events off it is another interval.
    var odd = halton
    odd.upper95 = 8.47524562655148 - 1.5 / 105_825.84 * 100
    let wrong = try Self.limits(exact + [odd], told: 100, type: .proportion).findings[3].outcome
    #expect(Self.reason(wrong) == "they differ by less than a hundredth of the interval")
  }

  /// Of a count that was rounded to people the value lies within what half a person makes of it, if that is next to nothing.
  @Test func valuesOfWholeCountsAreRounded() throws {
    // Perinatal mental health, 2019: 885 of 3,620 is 24.4475, published 24.44403, which is 884.87 of them.
    let modelled = Figures(value: 24.44403, count: 885, denominator: 3620)
    let plain = Self.plain
    #expect(try Self.limits(plain + [modelled], told: 100, type: .proportion).values == [.agrees, .agrees, .rounded])
    // Smokers at delivery, Fylde 2023/24: 44 of 468 is 9.40, published 9.5. Half a smoker more would be 9.51, but is a hundredth.
    let fylde = Figures(value: 9.5, count: 44, denominator: 468)
    #expect(
      Self.reason(try Self.limits(plain + [fylde], told: 100, type: .proportion).values[2])
        == "count over denominator is another figure")
  }

  @Test func eightDigitsAreNoDifference() throws {
    // 1e-6 per cent of the value, which is printed with 15 digits.
    let plain = Self.plain
    let (x, n) = (2_000_001.0, 7_000_003.0)
    let near = Figures(value: x / n * 100 * (1 + 1e-8), count: x, denominator: n)
    #expect(try Self.limits(plain + [near], told: 100, type: .proportion).values[2] == .agrees)
  }

  /// Children in low-income families (indicator 10101): 17.0 with limits of 17.025 to 17.072, beside values of two decimals.
  @Test func aValueBesideItsLimitsByRoundingIsNoError() throws {
    let others = [
      Figures(value: 17.25, lower95: 17.2286, upper95: 17.2742),
      Figures(value: 16.89, lower95: 16.8706, upper95: 16.9156),
    ]
    func outcome(_ value: Double) throws -> AuditOutcome {
      let odd = Figures(value: value, lower95: 17.025, upper95: 17.072, count: 170_485, denominator: 1e6)
      let rows = (others + [odd]).map { Self.row($0, beside: others + [odd]) }
      let audit = try #require(ValueAudit(of: rows, told: 100, valueType: .proportion))
      let limits = LimitsAudit(of: rows, value: audit, level: .p95)
      let value = audit.outcome(rows[2])
      #expect((value == .rounded) == (odd.value == 17))
      return limits.finding(rows[2], value: value).outcome
    }
    #expect(try outcome(17) == .rounded)
    #expect(Self.reason(try outcome(16.9)) == "the value lies outside its limits")
  }

  /// A recipe that gives a few of the limits is not the publisher's: the others are no errors but not checked.
  @Test func aRecipeOfAFewRowsIsNotBelieved() throws {
    let rows = try (1...20).map { step -> Figures in
      let (x, n) = (500.0 + 13 * Double(step), 20_000.0)
      let limits = try #require(Intervals.wilson(count: x, of: n, z: step <= 3 ? ConfidenceLevel.p95.z : 1.2))
        .scaled(by: 100)
      return Figures(
        value: x / n * 100, lower95: limits.lower - (step <= 3 ? 0 : 0.01 * Double(step)), upper95: limits.upper,
        count: x,
        denominator: n)
    }
    let outcomes = try Self.limits(rows, told: 100, type: .proportion).findings.map(\.outcome)
    #expect(outcomes.prefix(3).allSatisfy { $0 == .agrees })
    #expect(outcomes.dropFirst(3).allSatisfy { Self.reason($0) == "no method known here gives these limits" })
  }
}
