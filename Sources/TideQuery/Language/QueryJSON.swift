import FoundationEssentials
import TideDisclosure
import TideModel

/// The JSON form of a ``Query``, version 1; `tidemark help queries` describes it.
extension Query {
  /// The version of the form that this program writes. It reads no other.
  public static let formVersion = 1

  /// The query as JSON, its keys in the order of the alphabet: the same query has the same text.
  /// - Complexity: O(size of the query).
  public var json: String { QueryForm.text(self) }

  /// The query that a JSON text stands for.
  /// - Throws: `QueryError` that says what is wrong and where, for what is no query or not all understood.
  public init(json bytes: [UInt8]) throws(QueryError) { self = try QueryForm.read(bytes) }
}

/// The text of a form, of questions about figures and about the catalogue alike.
enum QueryForm {
  static func text(_ query: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Nothing in a query is beyond JSON: its numbers are finite.
    guard let bytes = try? encoder.encode(query) else { return "{}" }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  static func read<Form: Decodable>(_ bytes: [UInt8]) throws(QueryError) -> Form {
    do {
      return try JSONDecoder().decode(Form.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw QueryError(.usage, "this is no query: \(Self.fault(error))", remedy: Self.remedy)
    } catch let error as QueryError {
      throw error
    } catch {
      throw QueryError(.usage, "this is no query: it cannot be read as JSON", remedy: Self.remedy)
    }
  }

  private static let remedy = "Any question prints one with --query-json."

  private static func fault(_ error: DecodingError) -> String {
    switch error {
    case .dataCorrupted(let context): place(context) + context.debugDescription.withoutStop
    case .keyNotFound(let key, let context): place(context) + "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      place(context) + context.debugDescription.withoutStop
    @unknown default: "it cannot be understood"
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? "" : "at \(path): "
  }
}

/// What every form has: of which vintage, under which disclosure control, and in what shape the answer is wanted.
struct QueryFrame {
  let vintage: Query.VintageChoice
  let shape: Query.Shape

  /// The keys in which it stands, beside those of the form.
  static let keys = Key.allCases.map(\.rawValue)

  private enum Key: String, CodingKey, CaseIterable {
    case withdrawn, disclosure, columns, order, limit
    case asOf = "as_of"
  }

  init(_ vintage: Query.VintageChoice, _ shape: Query.Shape) { (self.vintage, self.shape) = (vintage, shape) }

  init(from decoder: any Decoder) throws {
    let form = try decoder.container(keyedBy: Key.self)
    vintage = Query.VintageChoice(
      asOf: try form.decode(VintageName.self, forKey: .asOf).asOf,
      allowsWithdrawn: try form.decode(Bool.self, forKey: .withdrawn),
      disclosure: try form.decodeIfPresent(ProfileName.self, forKey: .disclosure)?.profile)
    shape = Query.Shape(
      columns: try form.decodeIfPresent([String].self, forKey: .columns) ?? [],
      order: try form.decodeIfPresent([String].self, forKey: .order) ?? [],
      limit: try form.decodeIfPresent(Int.self, forKey: .limit))
    if let limit = shape.limit, limit < 1 { throw form.fault(.limit, "a limit is 1 or more") }
  }

  func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: Key.self)
    try form.encode(VintageName(asOf: vintage.asOf), forKey: .asOf)
    try form.encode(vintage.allowsWithdrawn, forKey: .withdrawn)
    try form.encodeIfPresent(vintage.disclosure?.name, forKey: .disclosure)
    if !shape.columns.isEmpty { try form.encode(shape.columns, forKey: .columns) }
    if !shape.order.isEmpty { try form.encode(shape.order, forKey: .order) }
    try form.encodeIfPresent(shape.limit, forKey: .limit)
  }

  /// Refuses a form of another version.
  static func require(version: Int, _ known: Int) throws {
    guard version == known else {
      throw QueryError(
        .usage, "the query has form \(version); this program reads form \(known)",
        remedy: "Ask with the tidemark that wrote it, or have it written anew with --query-json.")
    }
  }
}

extension String {
  fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

extension Query: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case version = "tidemark_query"
    case question, indicators, area, benchmark, strata, period, peers, geography, comparing, limits
    case areaType = "area_type"
    case rankIntervals = "rank_intervals"
    case ratioLimits = "ratio_limits"
  }

  /// Reads the JSON form; every key has to be known.
  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(Key.allCases.map(\.rawValue) + QueryFrame.keys)
    let form = try decoder.container(keyedBy: Key.self)
    try QueryFrame.require(version: form.decode(Int.self, forKey: .version), Self.formVersion)
    self.init(
      try form.decode(Question.self, forKey: .question), indicators: try form.decode([Int].self, forKey: .indicators),
      area: try form.decodeIfPresent(String.self, forKey: .area),
      benchmark: try form.decode(Benchmark.self, forKey: .benchmark),
      selection: Selection(
        strata: try form.decode(StrataChoice.self, forKey: .strata),
        period: try form.decodeIfPresent(PeriodChoice.self, forKey: .period),
        areaType: try form.decodeIfPresent(Named<AreaType>.self, forKey: .areaType)?.value),
      peers: try form.decode(Peers.self, forKey: .peers),
      geography: try form.decode(Geography.self, forKey: .geography),
      comparing: try form.decode(Comparing.self, forKey: .comparing),
      limits: try form.decodeIfPresent(Named<Limits>.self, forKey: .limits)?.value ?? .calculated,
      rankIntervals: try form.decodeIfPresent(Bool.self, forKey: .rankIntervals) ?? false,
      ratioLimits: try form.decodeIfPresent(Bool.self, forKey: .ratioLimits) ?? false)
    let frame = try QueryFrame(from: decoder)
    (vintage, shape) = (frame.vintage, frame.shape)
  }

  /// Writes the JSON form.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: Key.self)
    try form.encode(Self.formVersion, forKey: .version)
    try form.encode(question, forKey: .question)
    try form.encode(indicators, forKey: .indicators)
    try form.encodeIfPresent(area, forKey: .area)
    try form.encode(benchmark, forKey: .benchmark)
    try form.encode(selection.strata, forKey: .strata)
    try form.encodeIfPresent(selection.period, forKey: .period)
    try form.encodeIfPresent(selection.areaType?.rawValue, forKey: .areaType)
    try form.encode(peers, forKey: .peers)
    try form.encode(geography, forKey: .geography)
    try form.encode(comparing, forKey: .comparing)
    if rankIntervals { try form.encode(true, forKey: .rankIntervals) }
    if ratioLimits { try form.encode(true, forKey: .ratioLimits) }
    if limits != .calculated { try form.encode(limits.rawValue, forKey: .limits) }
    try QueryFrame(vintage, shape).encode(to: encoder)
  }
}
