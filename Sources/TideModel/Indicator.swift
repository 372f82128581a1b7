/// What kind of number an indicator is. Raw values are stored on disk.
public enum ValueType: UInt8, CaseIterable, Hashable, Sendable {
  case unknown = 0
  case directlyStandardisedRate = 1
  case indirectlyStandardisedRatio = 2
  case crudeRate = 3
  case indirectlyStandardisedRate = 4
  case proportion = 5
  case ratio = 6
  case count = 7
  case score = 8
  case lifeExpectancy = 9
  case rateRatio = 10
  case indirectlyStandardisedProportion = 11
  case excessRisk = 12
  case median = 13
  case percentagePoint = 14
  case slopeIndexOfInequality = 15
  case relativeIndexOfInequality = 16
  case mean = 17
  case gap = 18
  case monthsLifeLost = 19
  case number = 20

  /// The field's name, as in metadata files.
  public var name: String {
    switch self {
    case .unknown: ""
    case .directlyStandardisedRate: "Directly standardised rate"
    case .indirectlyStandardisedRatio: "Indirectly standardised ratio"
    case .crudeRate: "Crude rate"
    case .indirectlyStandardisedRate: "Indirectly standardised rate"
    case .proportion: "Proportion"
    case .ratio: "Ratio"
    case .count: "Count"
    case .score: "Score"
    case .lifeExpectancy: "Life expectancy"
    case .rateRatio: "Rate ratio"
    case .indirectlyStandardisedProportion: "Indirectly standardised proportion"
    case .excessRisk: "Excess risk"
    case .median: "Median"
    case .percentagePoint: "Percentage point"
    case .slopeIndexOfInequality: "Slope Index of Inequality"
    case .relativeIndexOfInequality: "Relative Index of Inequality"
    case .mean: "Mean"
    case .gap: "Gap"
    case .monthsLifeLost: "Months life lost"
    case .number: "Number"
    }
  }

  /// The value type of a metadata file's name; nil when unknown.
  public init?(name: String) {
    let key = Vocabulary.key(name)
    if key.hasPrefix("unknownvaluetype") {
      self = .unknown
      return
    }
    guard let found = Self.allCases.first(where: { Vocabulary.key($0.name) == key }) else { return nil }
    self = found
  }

  /// Whether value = count / denominator x multiplier, so that areas and years can be pooled by summing both.
  public var isRatioOfCounts: Bool { self == .proportion || self == .crudeRate || self == .ratio }
}

/// In which period an event such as a death is counted. Raw values are stored on disk.
///
/// The two give different figures for the same year and are never compared with each other.
public enum EventBasis: UInt8, CaseIterable, Hashable, Sendable {
  /// The one in which it was registered.
  case registration = 1
  /// The one in which it happened.
  case occurrence = 2

  /// The field's name.
  public var name: String {
    switch self {
    case .registration: "registration"
    case .occurrence: "occurrence"
    }
  }

  /// The basis a metadata file names (`registration`, `Date of occurrence`, `deaths registered`); nil when unknown.
  public init?(name: String) {
    let key = Vocabulary.key(name)
    let isRegistered = key.contains("regist")
    guard isRegistered != key.contains("occur") else { return nil }
    self = isRegistered ? .registration : .occurrence
  }
}

/// Whether a high value is good news. Raw values are stored on disk.
public enum Polarity: UInt8, CaseIterable, Hashable, Sendable {
  /// Not told.
  case unknown = 0
  /// A lower value is better.
  case lowIsGood = 1
  /// A higher value is better.
  case highIsGood = 2
  /// Neither: values are called higher or lower.
  case noJudgement = 3
  /// No comparison makes sense.
  case notApplicable = 4

  /// The field's words.
  public var name: String {
    switch self {
    case .unknown: ""
    case .lowIsGood: "low is good"
    case .highIsGood: "high is good"
    case .noJudgement: "no judgement"
    case .notApplicable: "not applicable"
    }
  }

  /// The polarity a metadata file names (`RAG - Low is good`, `Low`, `BOB - Blue orange blue`, `No judgement`); nil when unknown.
  public init?(name: String) {
    let key = Vocabulary.key(name)
    if key.isEmpty || key == "na" {
      self = .unknown
    } else if key.hasSuffix("lowisgood") || key == "low" {
      self = .lowIsGood
    } else if key.hasSuffix("highisgood") || key == "high" {
      self = .highIsGood
    } else if key.hasPrefix("bob") || key == "nojudgement" {
      self = .noJudgement
    } else if key == "notapplicable" {
      self = .notApplicable
    } else {
      return nil
    }
  }
}

/// How an area's figure is compared with its benchmark. Raw values are stored on disk.
public enum ComparisonMethod: UInt8, CaseIterable, Hashable, Sendable {
  /// Not told: the 95% interval against the benchmark's value, where an interval is published.
  case unspecified = 0
  /// No comparison is made.
  case none = 1
  /// The benchmark's value against the area's 95% interval.
  case interval95 = 2
  /// The benchmark's value against the area's 99.8% interval.
  case interval998 = 3
  /// The benchmark's value against both intervals of the area.
  case interval95And998 = 4
  /// The 95% intervals of area and benchmark against each other.
  case overlappingIntervals95 = 5
  /// The fifth of areas the figure falls in.
  case quintiles = 6
  /// The quarter of areas the figure falls in.
  case quartiles = 7
  /// Whether a suicide prevention plan is defined.
  case suicidePlan = 8

  /// The field's name, as in metadata files.
  public var name: String {
    switch self {
    case .unspecified: ""
    case .none: "No comparison"
    case .interval95: "Confidence intervals overlapping reference value (95.0)"
    case .interval998: "Confidence intervals overlapping reference value (99.8)"
    case .interval95And998: "Confidence intervals overlapping reference value (95.0 & 99.8)"
    case .overlappingIntervals95: "Overlapping confidence intervals (95.0)"
    case .quintiles: "Quintiles"
    case .quartiles: "Quartiles (Longer Lives only)"
    case .suicidePlan: "Is a suicide prevention plan defined?"
    }
  }

  /// The method a metadata file names; nil when unknown.
  public init?(name: String) {
    let key = Vocabulary.key(name)
    switch key {
    case "legacycomparatormethod12": self = .overlappingIntervals95
    case "legacycomparatormethod15": self = .quintiles
    case "legacycomparatormethod17": self = .interval95And998
    case "legacycomparatormethod18": self = .interval998
    case "quartiles": self = .quartiles
    default:
      guard let found = Self.allCases.first(where: { Vocabulary.key($0.name) == key }) else { return nil }
      self = found
    }
  }
}

/// A defined measure of public health, for which figures are published.
public struct Indicator: Hashable, Sendable, Identifiable {
  /// The publisher's number, or one from ``firstLocalID`` upward where the publisher gave none.
  public var id: Int
  /// The publisher's text code where it has one (`InfMort`); else empty.
  public var code: String
  /// Full name.
  public var name: String
  /// Unit as shown: `%`, `per 100,000`, `years`.
  public var unit: String
  /// What count / denominator is multiplied by: 1, 100, 1,000, 100,000. Nil when not told.
  public var multiplier: Double?
  /// What kind of number it is.
  public var valueType: ValueType
  /// Whether high is good.
  public var polarity: Polarity
  /// The published method of its confidence intervals, in the publisher's words.
  public var intervalMethod: String
  /// How it is compared with a benchmark.
  public var comparisonMethod: ComparisonMethod
  /// Which twelve months it calls a year; nil when not told.
  public var yearType: YearType?
  /// In which period an event is counted; nil when not told.
  public var basis: EventBasis?
  /// To multiples of what its publisher rounded counts; nil for not at all, or not told.
  public var countRounding: Int?
  /// Themes it belongs to.
  public var themes: [String]
  /// One line saying what it measures.
  public var definition: String
  /// Where the figures come from.
  public var source: String
  /// Who publishes them.
  public var publisher: String
  /// Under which licence.
  public var licence: String

  /// Ids from here on were given by a store to indicators whose publisher numbers none.
  public static let firstLocalID = 1_000_001

  /// An indicator of which only id and name are known, until its metadata is loaded.
  public init(id: Int, name: String, code: String = "") {
    self.id = id
    self.code = code
    self.name = name
    unit = ""
    multiplier = nil
    valueType = .unknown
    polarity = .unknown
    intervalMethod = ""
    comparisonMethod = .unspecified
    yearType = nil
    basis = nil
    countRounding = nil
    themes = []
    definition = ""
    source = ""
    publisher = ""
    licence = ""
  }
}
