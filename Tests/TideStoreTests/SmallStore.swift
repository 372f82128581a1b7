import TideModel

@testable import TideStore

/// A store of two releases with one of everything in it, small enough to damage every byte of.
struct SmallStore {
  let folder: TemporaryFolder
  let path: String
  /// What the store answers after release 0, 1 and 2.
  let vintages: [StoreContents]

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("store")
    var vintages = [StoreContents()]
    for draft in [Self.first, Self.second] {
      vintages.append(vintages.last!.after(draft, try draft.commit(to: path)))
    }
    self.vintages = vintages
  }

  var newest: StoreContents { vintages[vintages.count - 1] }
  var catalogue: String { path + "/catalog.sqlite" }
  var seal: String { path + "/catalog.seal" }
  var segmentsFolder: String { path + "/segments" }

  /// The segments' paths, oldest release first.
  func segments() throws -> [String] {
    try Catalogue(store: path, writing: false, files: System()).manifest().segments.map {
      segmentsFolder + "/\($0.name).tide"
    }
  }

  static let period2020 = PeriodParser.parse("2020")!.period
  static let pooled = PeriodParser.parse("2017 - 19")!.period
  /// A calendar year.
  static func year(_ number: Int) -> Period {
    Period(start: CalendarDate(year: number)!, unit: .year, count: 1, yearType: .calendar)!
  }
  static let women = Stratum(sex: "Female", age: "<75 yrs", categoryType: "IMD", category: "Most deprived")

  static var first: ReleaseDraft {
    var draft = ReleaseDraft()
    draft.published = CalendarDate(year: 2021, month: 6)
    draft.indicators = [Indicator(id: 92_196, name: "Infant mortality", code: "InfMort")]
    draft.indicators[0].multiplier = 1000
    draft.areas = [Area(code: "E08000025", name: "Birmingham"), Area(code: "E92000001", name: "England")]
    draft.sources = [Release.Source(name: "a.csv", sha256: String(repeating: "0a", count: 32), bytes: 99, rows: 3)]
    for (index, code) in ["E08000025", "E08000026", "E07000192"].enumerated() {
      draft.set(
        92_196, code, pooled.labelled("2017-19"),
        Observation(figures: Figures(value: 7.125 + Double(index), lower95: 6.5, upper95: 8.25, count: 120)))
      draft.set(92_196, code, period2020, Observation(figures: Figures(), status: .suppressed, note: "too small"))
    }
    draft.set(
      92_196, "E92000001", pooled,
      Observation(
        figures: Figures(value: 3.91236798710232, denominator: 1_900_000), publishedTrend: "Increasing",
        publishedComparison: "Not compared"))
    draft.set(92_196, "E08000025", pooled, Observation(figures: Figures(value: -0.0)), stratum: women)
    return draft
  }

  static var second: ReleaseDraft {
    var draft = ReleaseDraft()
    draft.published = CalendarDate(year: 2022, month: 6)
    draft.counts.new = 2
    draft.indicators = [Indicator(id: 92_196, name: "Infant mortality rate", code: "InfMort")]
    draft.set(92_196, "E08000025", pooled, Observation(figures: Figures(value: 7.25, count: 122), status: .revised))
    draft.set(41_001, "E08000025", period2020, Observation(figures: Figures(value: 1e300)))
    return draft
  }
}

/// What reading a damaged store came to.
enum DamageOutcome: Hashable {
  /// It was refused with an error of this code.
  case refused(StoreError.Code)
  /// It gave the right answer.
  case right
  /// It gave another answer and said nothing.
  case wrong

  /// Reads every figure and description.
  static func reading(_ path: String, expecting expected: StoreContents) throws -> DamageOutcome {
    do {
      return try StoreContents.read(path) == expected ? .right : .wrong
    } catch let error as StoreError {
      return .refused(error.code)
    }
  }

  /// Runs `verify`; right when it finds nothing.
  static func verifying(_ path: String) -> (outcome: DamageOutcome, error: StoreError?) {
    do {
      _ = try Snapshot.open(path).verify()
      return (.right, nil)
    } catch {
      return (.refused(error.code), error)
    }
  }
}
