import FoundationEssentials
import TideDisclosure
import TideModel

/// One question about a store's catalogue, as a value: what it has, knows and was given.
///
/// As a ``Query`` it is resolved and has a JSON form; the words of a search alone stay words.
public struct CatalogueQuery: Hashable, Sendable {
  /// What is asked.
  public enum Question: Hashable, Sendable {
    /// The indicators, areas and themes that hold some words.
    case find(String)
    /// What is known of one of them.
    case describe(Subject)
    /// What the store holds: one row.
    case status
    /// Every release, oldest first.
    case releases
  }

  /// What is described.
  public enum Subject: Hashable, Sendable {
    /// An indicator, by its id.
    case indicator(Int)
    /// An area, by its code.
    case area(String)
    /// A theme, by its name.
    case theme(String)
  }

  /// What is asked.
  public var question: Question
  /// Of which vintage of the store, and under which disclosure control.
  public var vintage: Query.VintageChoice
  /// Which columns of the answer are wanted, its order and its length.
  public var shape: Query.Shape

  /// A question about the newest vintage unless told otherwise.
  public init(
    _ question: Question, vintage: Query.VintageChoice = Query.VintageChoice(), shape: Query.Shape = Query.Shape()
  ) {
    self.question = question
    self.vintage = vintage
    self.shape = shape
  }
}

// MARK: The JSON form

extension CatalogueQuery {
  /// The version of the form that this program writes. It reads no other.
  public static let formVersion = 1

  /// The query as JSON, its keys in the order of the alphabet: the same query has the same text.
  /// - Complexity: O(size of the query).
  public var json: String { QueryForm.text(self) }

  /// The query that a JSON text stands for.
  /// - Throws: `QueryError` that says what is wrong and where, for what is no query or not all understood.
  public init(json bytes: [UInt8]) throws(QueryError) { self = try QueryForm.read(bytes) }

  /// Whether a JSON text says that it is a question about the catalogue.
  public static func isMeant(by bytes: [UInt8]) -> Bool {
    struct Head: Decodable {
      var version: Int?
      enum CodingKeys: String, CodingKey { case version = "tidemark_catalogue_query" }
    }
    return (try? JSONDecoder().decode(Head.self, from: Data(bytes)))?.version != nil
  }
}

extension CatalogueQuery: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case version = "tidemark_catalogue_query"
    case question
  }

  /// Reads the JSON form; every key has to be known.
  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(Key.allCases.map(\.rawValue) + QueryFrame.keys)
    let form = try decoder.container(keyedBy: Key.self)
    try QueryFrame.require(version: form.decode(Int.self, forKey: .version), Self.formVersion)
    let question = try form.decode(Question.self, forKey: .question)
    let frame = try QueryFrame(from: decoder)
    self.init(question, vintage: frame.vintage, shape: frame.shape)
  }

  /// Writes the JSON form.
  public func encode(to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: Key.self)
    try form.encode(Self.formVersion, forKey: .version)
    try form.encode(question, forKey: .question)
    try QueryFrame(vintage, shape).encode(to: encoder)
  }
}

extension CatalogueQuery.Question: Codable {
  private struct Words: Codable, FormPart {
    static let keys = ["words"]
    var words: String
  }

  /// Reads a word, or an object whose one key is the question and holds what belongs to it.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    switch (one.name, one.isAlone) {
    case ("status", true): self = .status
    case ("releases", true): self = .releases
    case ("find", false): self = .find(try one.part(Words.self).words)
    case ("describe", false): self = .describe(try one.value(CatalogueQuery.Subject.self))
    default: throw one.unknown
    }
  }

  /// Writes the same.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .status: try OneOf.write("status", to: encoder)
    case .releases: try OneOf.write("releases", to: encoder)
    case .find(let words): try OneOf.write("find", Words(words: words), to: encoder)
    case .describe(let subject): try OneOf.write("describe", subject, to: encoder)
    }
  }
}

extension CatalogueQuery.Subject: Codable {
  /// Reads an object whose one key is the kind of subject.
  public init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    switch one.name {
    case "indicator": self = .indicator(try one.value(Int.self))
    case "area": self = .area(try one.value(String.self))
    case "theme": self = .theme(try one.value(String.self))
    default: throw one.unknown
    }
  }

  /// Writes the same.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .indicator(let id): try OneOf.write("indicator", id, to: encoder)
    case .area(let code): try OneOf.write("area", code, to: encoder)
    case .theme(let name): try OneOf.write("theme", name, to: encoder)
    }
  }
}
