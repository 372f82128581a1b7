import TideModel
import TideStore

extension Query.Question: Codable {
  private struct Since: Codable, FormPart {
    static let keys = ["since", "listing"]
    var since: VintageName
    var listing: [String]?
  }

  private struct Listing: Codable, FormPart {
    static let keys = ["listing"]
    var listing: Bool
  }
  private struct Compared: Codable, FormPart {
    static let keys = ["compared"]
    var compared: Bool
  }
  private struct Limits: Codable, FormPart {
    static let keys = ["limits"]
    var limits: Bool
  }
  private struct Rows: Codable, FormPart {
    static let keys = ["rows"]
    var rows: Int
  }
  private struct EveryPeriod: Codable, FormPart {
    static let keys = ["every_period"]
    var everyPeriod: Bool
    enum CodingKeys: String, CodingKey { case everyPeriod = "every_period" }
  }

  private enum RatioKey: String, CodingKey {
    case with
    case everyPeriod = "every_period"
  }
  private struct Ratio: Encodable {
    var with: Query.Counterpart?
    var everyPeriod: Bool
    typealias CodingKeys = RatioKey
  }
  private struct ReadRatio: FormPart {
    static let keys = ["with", "every_period"]
    var with: Strict<Query.Counterpart>?
    var everyPeriod: Bool
    typealias CodingKeys = RatioKey
  }

  /// Reads a word, or an object whose one key is the question and holds what belongs to it.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    if one.isAlone, let plain = Self.plain.first(where: { $0.name == one.name }) {
      self = plain.question
      return
    }
    switch one.name {
    case "peers": self = .peers(listing: try one.part(Listing.self).listing)
    case "overview":
      let rows = try one.part(Rows.self).rows
      guard rows > 0 else { throw one.unknown }
      self = .overview(rows: rows)
    case "audit": self = .audit(listing: try one.part(Listing.self).listing)
    case "export": self = .export(compared: try one.part(Compared.self).compared)
    case "aggregate": self = .aggregate(try one.value(Aggregation.self))
    case "summary": self = .summary(try one.part(Summary.self))
    case "inequality": self = .inequality(try one.value(InequalityChoice.self))
    case "funnel": self = .funnel(showsLimits: try one.part(Limits.self).limits)
    case "excess": self = .excess(everyPeriod: try one.part(EveryPeriod.self).everyPeriod)
    case "ratio":
      let told = try one.part(ReadRatio.self)
      self = .ratio(told.with?.part ?? Query.Counterpart(), everyPeriod: told.everyPeriod)
    case "changes": self = .changes(since: try one.part(Since.self).since.asOf)
    case "revisions":
      let told = try one.part(Since.self)
      let kinds = try (told.listing ?? []).map { name throws in
        guard let kind = VintageDifference.Change(rawValue: name) else { throw one.unknown }
        return kind
      }
      self = .revisions(since: told.since.asOf, listing: Set(kinds))
    default: throw one.unknown
    }
  }

  /// The questions that are a word alone.
  private static let plain: [(name: String, question: Query.Question)] = [
    ("compare", .compare), ("trend", .trend), ("trend_test", .trendTest), ("rank", .rank), ("profile", .profile),
    ("watchlist", .watchlist), ("gap", .gap), ("disclosure", .disclosure),
  ]

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    if let plain = Self.plain.first(where: { $0.question == self }) { return try OneOf.write(plain.name, to: encoder) }
    switch self {
    case .peers(let listing): try OneOf.write("peers", Listing(listing: listing), to: encoder)
    case .overview(let rows): try OneOf.write("overview", Rows(rows: rows), to: encoder)
    case .audit(let listing): try OneOf.write("audit", Listing(listing: listing), to: encoder)
    case .export(let compared): try OneOf.write("export", Compared(compared: compared), to: encoder)
    case .aggregate(let aggregation): try OneOf.write("aggregate", aggregation, to: encoder)
    case .summary(let summary): try OneOf.write("summary", summary, to: encoder)
    case .inequality(let choice): try OneOf.write("inequality", choice, to: encoder)
    case .funnel(let limits): try OneOf.write("funnel", Limits(limits: limits), to: encoder)
    case .excess(let every): try OneOf.write("excess", EveryPeriod(everyPeriod: every), to: encoder)
    case .ratio(let other, let every):
      try OneOf.write("ratio", Ratio(with: other.isBenchmark ? nil : other, everyPeriod: every), to: encoder)
    case .changes(let since): try OneOf.write("changes", Since(since: VintageName(asOf: since)), to: encoder)
    case .revisions(let since, let listing):
      let kinds = listing.map(\.rawValue).sorted()
      try OneOf.write("revisions", Since(since: VintageName(asOf: since), listing: kinds), to: encoder)
    case .compare, .trend, .trendTest, .rank, .profile, .watchlist, .gap, .disclosure: break
    }
  }
}

extension Summary: FormPart {
  static let keys = ["keys", "measures", "rolling"]
}

extension Aggregation: Codable {
  private enum Key: String, CodingKey, CaseIterable { case areas, latest, periods, by }

  /// Reads `areas` (codes; the query's peers without them), `latest` or `periods`, and `by`.
  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(Key.allCases.map(\.rawValue))
    let form = try decoder.container(keyedBy: Key.self)
    let areas = try form.decodeIfPresent([String].self, forKey: .areas)
    let named = try form.decodeIfPresent([PeriodChoice].self, forKey: .periods)
    let latest = try form.decodeIfPresent(Int.self, forKey: .latest) ?? 1
    guard (1...1000).contains(latest) else { throw form.fault(.latest, "it is 1 to 1000") }
    let kept = try form.decodeIfPresent([Named<Dimension>].self, forKey: .by) ?? []
    self.init(
      areas.map { .areas($0) } ?? .peers, periods: named.map { .named($0) } ?? .latest(latest),
      keeping: Set(kept.map(\.value)))
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: Key.self)
    if case .areas(let codes) = members { try form.encode(codes, forKey: .areas) }
    switch periods {
    case .named(let named): try form.encode(named, forKey: .periods)
    case .latest(let number): try form.encode(number, forKey: .latest)
    }
    try form.encode(kept.map(\.rawValue).sorted(), forKey: .by)
  }
}

extension InequalityChoice: Codable {
  private enum Key: String, CodingKey, CaseIterable { case transform, repetitions, seed }

  /// Reads `transform`, `repetitions` (none for limits in closed form) and `seed`.
  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(Key.allCases.map(\.rawValue))
    let form = try decoder.container(keyedBy: Key.self)
    let repetitions = try form.decodeIfPresent(Int.self, forKey: .repetitions)
    if let repetitions, !(1000...10_000_000).contains(repetitions) {
      throw form.fault(.repetitions, "it is 1000 to 10000000")
    }
    self.init(
      transform: try form.decode(Named<Transform>.self, forKey: .transform).value, repetitions: repetitions,
      seed: try form.decodeIfPresent(UInt64.self, forKey: .seed) ?? 1)
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: Key.self)
    try form.encode(transform.rawValue, forKey: .transform)
    try form.encodeIfPresent(repetitions, forKey: .repetitions)
    try form.encode(seed, forKey: .seed)
  }
}
