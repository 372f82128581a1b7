import Testing
import TideModel

@testable import TideDisclosure

@Suite("Profiles of disclosure control")
struct DisclosureProfileTests {
  @Test(
    "names that a user may give",
    arguments: [
      ("hes", DisclosureProfile.hes), ("HES", .hes), ("opensafely", .opensafely), ("OpenSAFELY", .opensafely),
      ("ons-deaths", .onsDeaths), ("k=1", .below(1)), ("K=5", .below(5)), ("k=1000000", .below(1_000_000)),
    ])
  func named(_ text: String, _ profile: DisclosureProfile) {
    #expect(DisclosureProfile(text) == profile)
    #expect(DisclosureProfile(profile.name) == profile)
  }

  @Test(
    "texts that are no profile",
    arguments: [
      "", "none", "hes ", "ons", "k", "k=", "k=0", "k=-5", "k=1000001", "k=5.5", "k=99999999999999999999", "k==5", "5",
      "k=½",
    ])
  func unnamed(_ text: String) { #expect(DisclosureProfile(text) == nil) }

  /// Literals: they stand in stores.
  @Test func pins() {
    let numbers: [(DisclosureProfile, Int)] = [
      (.hes, 2), (.opensafely, 3), (.onsDeaths, 4), (.below(1), 1_000_001), (.below(1_000_000), 2_000_000),
    ]
    for (profile, number) in numbers {
      #expect(profile.pin == number)
      #expect(DisclosureProfile.pin(number) == .profile(profile))
    }
    #expect(DisclosureProfile.pin(nil) == .none && DisclosureProfile.pin(1) == .none)
    for number in [0, -1, 5, 999_999, 1_000_000, 2_000_001, Int.max, Int.min] {
      #expect(DisclosureProfile.pin(number) == .unknown)
    }
  }

  /// From the profiles' definitions, count by count.
  @Test func smallCounts() {
    for count in 0...30 {
      let number = Double(count)
      #expect(DisclosureProfile.hes.isSmall(number) == (1...7).contains(count))
      #expect(DisclosureProfile.opensafely.isSmall(number) == (count <= 7))
      #expect(DisclosureProfile.below(5).isSmall(number) == (1...4).contains(count))
      #expect(!DisclosureProfile.below(1).isSmall(number) && !DisclosureProfile.onsDeaths.isSmall(number))
    }
    #expect(DisclosureProfile.hes.isSmall(0.5) && DisclosureProfile.hes.isSmall(-3))
  }

  @Test func strictness() {
    let all: [DisclosureProfile] = [.hes, .opensafely, .onsDeaths, .below(5), .below(8), .below(9)]
    let stricter: [(DisclosureProfile, DisclosureProfile)] = [
      (.opensafely, .hes), (.hes, .below(5)), (.hes, .below(8)), (.opensafely, .below(5)), (.opensafely, .below(8)),
      (.below(8), .below(5)), (.below(9), .below(5)), (.below(9), .below(8)),
    ]
    for one in all {
      for other in all {
        let isListed = stricter.contains { $0 == (one, other) }
        #expect(one.isAtLeastAsStrict(as: other) == (one == other || isListed), "\(one.name) and \(other.name)")
      }
    }
  }
}

@Suite("Figures under disclosure control")
struct ShownFigureTests {
  private func shown(
    _ figures: Figures, _ type: ValueType, _ profile: DisclosureProfile, multiplier: Double? = nil,
    status: Status = .none
  ) -> Observation {
    var indicator = Indicator(id: 1, name: "One")
    (indicator.valueType, indicator.multiplier) = (type, multiplier)
    let observation = Observation(
      figures: figures, status: status, note: "a note", publishedTrend: "Increasing", publishedComparison: "Worse")
    var cell = ShownCell(observation)
    _ = ShownFigure(indicator, [profile]).screen(&cell)
    return cell.shown(of: observation)
  }

  /// 220 / 1273 is the example of a value that tells its count.
  @Test("a value is made anew from rounded numbers, and what was made with the exact count is left out")
  func rounded() throws {
    let exact = 220.0 / 1273 * 100
    for multiplier in [100.0, nil] {
      let made = shown(
        Figures(
          value: exact, lower95: 15.3, upper95: 19.5, lower998: 14, upper998: 21, count: 221, denominator: 1273),
        .proportion, .hes, multiplier: multiplier)
      #expect(made.figures == Figures(value: 220.0 / 1275 * 100, count: 220, denominator: 1275))
      #expect(made.publishedTrend.isEmpty && made.publishedComparison.isEmpty && made.note == "a note")
    }
  }

  @Test("a rate whose value is not that of its count is withheld, a standardised one told to three digits")
  func others() {
    #expect(shown(Figures(value: 3, count: 100, denominator: 200), .crudeRate, .hes).figures == Figures())
    for (value, told) in [(512.3456, 512.0), (51.23456, 51.2), (5123.456, 5120), (0.0123456, 0.0123), (0, 0)] {
      let made = shown(Figures(value: value, lower95: 1, upper95: 2, count: 102), .directlyStandardisedRate, .hes)
      #expect(made.figures.count == 100 && made.figures.lower95 == nil)
      #expect(abs((made.figures.value ?? -1) - told) < 1e-9)
    }
  }

  @Test("counts to the nearest 5", arguments: [(8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (0, 0), (1002, 1000)])
  func nearest(_ count: Int, _ told: Int) {
    let made = shown(Figures(value: Double(count), count: Double(count)), .count, .hes)
    #expect(made.figures == Figures(value: Double(told), count: Double(told)))
    #expect(shown(Figures(value: Double(count)), .count, .hes).figures == Figures(value: Double(told)))
  }

  @Test(
    "a figure without a count: rates are withheld, what is not made of counts is shown",
    arguments: [
      DisclosureProfile.below(5), .hes, .onsDeaths,
    ])
  func uncounted(_ profile: DisclosureProfile) {
    let figures = Figures(value: 17.2820109976434, lower95: 15, upper95: 19)
    for type in [ValueType.proportion, .crudeRate, .directlyStandardisedRate, .unknown, .rateRatio] {
      let made = shown(figures, type, profile)
      #expect(made.figures == Figures() && made.status == .suppressed)
    }
    for type in [ValueType.lifeExpectancy, .mean, .score, .median] {
      #expect(shown(figures, type, profile).figures == figures)
    }
  }

  /// Whoever sees a mean and a rounded number of people looks for numbers of people of whom whole numbers have that mean.
  @Test("a mean beside a rounded count tells nothing more of the count", arguments: [true, false])
  func means(_ hasCount: Bool) throws {
    for people in [8, 9, 11, 12, 14, 23, 47, 99, 101, 152, 1013] {
      for sum in [0, 1, people + 1, 3 * people - 1, 7 * people + 5, -2 * people - 1] {
        let value = Double(sum) / Double(people)
        var figures = Figures(value: value, lower95: value - 1, upper95: value + 1)
        figures[hasCount ? .count : .denominator] = Double(people)
        for type in [ValueType.mean, .score, .median] {
          let made = shown(figures, type, .hes)
          let told = try #require(made.figures.value)
          let beside = try #require(made.figures[hasCount ? .count : .denominator])
          #expect(beside == Double((people + 2) / 5 * 5) && made.figures.lower95 == nil && made.figures.upper95 == nil)
          for other in Int(beside) - 2...Int(beside) + 2 {
            let near = Int((told * Double(other)).rounded())
            let fits = (near - 2...near + 2).contains { sum in
              shown(
                Figures(value: Double(sum) / Double(other), count: Double(other)), type, .hes
              ).figures.value == told
            }
            #expect(fits, "\(value) of \(people) is told as \(told), which \(other) cannot have")
          }
          #expect(shown(figures, type, .below(5)).figures == figures)
        }
      }
    }
    let long = shown(Figures(value: 81.2345678, count: 5000), .lifeExpectancy, .hes)
    #expect(long.figures == Figures(value: 81.235, count: 5000))
    let scaled = shown(Figures(value: 81.2345678, count: 5000), .mean, .opensafely, multiplier: 100)
    #expect(scaled.figures == Figures(value: 81.2, count: 5000))
    for value in [Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, .nan] {
      for multiplier in [1, 1e300, -.infinity, .nan, 0] {
        _ = shown(Figures(value: value, count: 5000), .mean, .hes, multiplier: multiplier)
      }
    }
  }

  /// ONS: age-standardised rates from 10 deaths, crude rates from 3, (u) under 20.
  @Test(
    "ons-deaths",
    arguments: [
      (2, ValueType.crudeRate, Status.notAvailable), (3, .crudeRate, .lowReliability),
      (19, .crudeRate, .lowReliability),
      (20, .crudeRate, .none), (9, .directlyStandardisedRate, .notAvailable),
      (10, .directlyStandardisedRate, .lowReliability), (20, .directlyStandardisedRate, .none),
      (9, .indirectlyStandardisedRatio, .notAvailable), (0, .crudeRate, .notAvailable),
    ])
  func deaths(_ count: Int, _ type: ValueType, _ status: Status) {
    let figures = Figures(value: 4, lower95: 3, upper95: 5, count: Double(count), denominator: 1000)
    let made = shown(figures, type, .onsDeaths)
    #expect(made.status == status)
    #expect(made.figures == (status == .notAvailable ? Figures(count: Double(count)) : figures))
    #expect(shown(figures, type, .onsDeaths, status: .provisional).status != .lowReliability)
  }
}
