import TideModel

extension Query.Benchmark: Codable {
  /// Reads `pooled`, `mean`, `median` or `{"area": code}`.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    switch one.name {
    case "pooled" where one.isAlone: self = .pooled
    case "mean" where one.isAlone: self = .mean
    case "median" where one.isAlone: self = .median
    case "area": self = .area(try one.value(String.self))
    default: throw one.unknown
    }
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .area(let code): try OneOf.write("area", code, to: encoder)
    case .pooled: try OneOf.write("pooled", to: encoder)
    case .mean: try OneOf.write("mean", to: encoder)
    case .median: try OneOf.write("median", to: encoder)
    }
  }
}

extension Query.Peers: Codable {
  private struct Listed: Codable, FormPart {
    static let keys = ["areas", "title"]
    var areas: [String]
    var title: String
  }

  /// Reads `area_type`, `{"within": code}`, `{"group": code}` or `{"members": {"areas": [code], "title": text}}`.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    switch one.name {
    case "area_type" where one.isAlone: self = .areaType
    case "within": self = .within(try one.value(String.self))
    case "group": self = .group(try one.value(String.self))
    case "members":
      let listed = try one.part(Listed.self)
      self = .members(Set(listed.areas).sorted(), title: listed.title)
    default: throw one.unknown
    }
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .areaType: try OneOf.write("area_type", to: encoder)
    case .within(let code): try OneOf.write("within", code, to: encoder)
    case .group(let code): try OneOf.write("group", code, to: encoder)
    case .members(let codes, let title):
      try OneOf.write("members", Listed(areas: codes, title: title), to: encoder)
    }
  }
}

extension Query.StrataChoice: Codable {
  private struct Listed: Encodable {
    var indicator: Int
    var strata: [StratumTexts]
  }

  /// What is read of a ``Listed``.
  private struct ReadListed: FormPart {
    static let keys = ["indicator", "strata"]
    var indicator: Int
    var strata: [Strict<StratumTexts>]
  }

  private struct StratumTexts: Codable, FormPart {
    static let keys = ["sex", "age", "category_type", "category"]
    var sex: String
    var age: String
    var categoryType: String?
    var category: String?

    enum CodingKeys: String, CodingKey {
      case sex, age, category
      case categoryType = "category_type"
    }

    init(_ stratum: Stratum) {
      (sex, age) = (stratum.sex, stratum.age)
      categoryType = stratum.categoryType.isEmpty ? nil : stratum.categoryType
      category = stratum.category.isEmpty ? nil : stratum.category
    }

    var stratum: Stratum {
      Stratum(sex: sex, age: age, categoryType: categoryType ?? "", category: category ?? "")
    }
  }

  /// Reads `usual`, `every`, `whole` or `{"of": [{"indicator": id, "strata": [{"sex": text, "age": text ...}]}]}`.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    switch one.name {
    case "usual" where one.isAlone: self = .usual
    case "every" where one.isAlone: self = .every
    case "whole" where one.isAlone: self = .whole
    case "of":
      let listed = try one.value([Strict<ReadListed>].self).map {
        ($0.part.indicator, Set($0.part.strata.map(\.part.stratum)))
      }
      self = .of(Dictionary(listed) { $0.union($1) })
    default: throw one.unknown
    }
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .usual: try OneOf.write("usual", to: encoder)
    case .every: try OneOf.write("every", to: encoder)
    case .whole: try OneOf.write("whole", to: encoder)
    case .of(let listed):
      let sorted = listed.sorted { $0.key < $1.key }.map { indicator, strata in
        Listed(indicator: indicator, strata: strata.sorted().map { StratumTexts($0) })
      }
      try OneOf.write("of", sorted, to: encoder)
    }
  }
}

extension PeriodChoice: Codable {
  private enum Key: String, CodingKey, CaseIterable { case start, unit, count, year, label }

  /// Reads `start` (a date), `unit`, `count`, `year` (the kind of year) and `label`.
  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(Key.allCases.map(\.rawValue))
    let form = try decoder.container(keyedBy: Key.self)
    guard let start = CalendarDate(iso: try form.decode(String.self, forKey: .start)) else {
      throw form.fault(.start, "it is no date")
    }
    guard let unit = Self.units.first(where: { $0.1 == (try? form.decode(String.self, forKey: .unit)) }) else {
      throw form.fault(.unit, "it is year, quarter, month, week or day")
    }
    let kind = try form.decode(String.self, forKey: .year)
    guard let year = YearType.allCases.first(where: { $0.name == kind }) else {
      throw form.fault(.year, "there is no such kind of year")
    }
    let label = try form.decode(String.self, forKey: .label)
    let count = try form.decode(Int.self, forKey: .count)
    guard let period = Period(start: start, unit: unit.0, count: count, yearType: year) else {
      throw form.fault(.count, "no period is so long")
    }
    self.init(period, label: label)
  }

  private static let units: [(Period.Unit, String)] = [
    (.year, "year"), (.quarter, "quarter"), (.month, "month"), (.week, "week"), (.day, "day"),
  ]

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: Key.self)
    try form.encode(period.start.description, forKey: .start)
    try form.encode(Self.units.first { $0.0 == period.unit }?.1 ?? "", forKey: .unit)
    try form.encode(period.count, forKey: .count)
    try form.encode(period.yearType.name, forKey: .year)
    try form.encode(label, forKey: .label)
  }
}

extension Query.Comparing: Codable {
  /// Reads `published`, `control_limits`, `{"method": name}` or `{"goal": goal}`.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    switch one.name {
    case "published" where one.isAlone: self = .published
    case "control_limits" where one.isAlone: self = .controlLimits
    case "method":
      let name = try one.value(String.self)
      guard let method = ComparisonMethod.allCases.first(where: { $0.shortName == name && $0 != .unspecified }) else {
        throw one.unknown
      }
      self = .method(method)
    case "goal": self = .goal(try one.value(Query.Goal.self))
    default: throw one.unknown
    }
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .published: try OneOf.write("published", to: encoder)
    case .controlLimits: try OneOf.write("control_limits", to: encoder)
    case .method(let method): try OneOf.write("method", method.shortName, to: encoder)
    case .goal(let goal): try OneOf.write("goal", goal, to: encoder)
    }
  }
}

extension Query.Goal: Codable {
  /// Reads `last_year`, `{"limit": x}`, `{"limit_by_interval": x}`, `{"range": [low, high]}` or
  /// `{"percentiles": [low, high]}`, shares of 1.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    func pair() throws -> (Double, Double) {
      let pair = try one.value([Double].self)
      guard pair.count == 2, pair.allSatisfy(\.isFinite), pair[0] <= pair[1] else { throw one.unknown }
      return (pair[0], pair[1])
    }
    switch one.name {
    case "last_year" where one.isAlone: self = .lastYear
    case "limit": self = .limit(try one.value(Double.self))
    case "limit_by_interval": self = .limitByInterval(try one.value(Double.self))
    case "range":
      let (low, high) = try pair()
      self = .range(low, high)
    case "percentiles":
      let (low, high) = try pair()
      guard low >= 0, high <= 1 else { throw one.unknown }
      self = .percentiles(low, high)
    default: throw one.unknown
    }
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .lastYear: try OneOf.write("last_year", to: encoder)
    case .limit(let limit): try OneOf.write("limit", limit, to: encoder)
    case .limitByInterval(let limit): try OneOf.write("limit_by_interval", limit, to: encoder)
    case .range(let low, let high): try OneOf.write("range", [low, high], to: encoder)
    case .percentiles(let low, let high): try OneOf.write("percentiles", [low, high], to: encoder)
    }
  }
}
