import TideDisclosure
import TideModel
import TideStore

/// A key of a JSON object.
struct TextKey: CodingKey {
  let stringValue: String
  var intValue: Int? { Int(stringValue) }

  init(_ text: String) { stringValue = text }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { stringValue = String(intValue) }
}

extension Decoder {
  /// Throws where an object has a key that is not known: what was not understood is not asked.
  func requireKnownKeys(_ known: [String]) throws {
    let form = try container(keyedBy: TextKey.self)
    if let key = form.allKeys.first(where: { !known.contains($0.stringValue) }) {
      throw form.fault(key, "'\(key.stringValue)' means nothing here")
    }
  }
}

extension KeyedDecodingContainer {
  /// That what stands under a key is not as it has to be.
  func fault(_ key: Key, _ what: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: codingPath + [key], debugDescription: what))
  }
}

/// Part of a query's form that has these keys and no others.
protocol FormPart: Decodable {
  static var keys: [String] { get }
}

/// A part of which every key is known.
struct Strict<Part: FormPart>: Decodable {
  let part: Part

  init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(Part.keys)
    part = try Part(from: decoder)
  }
}

/// One of several things: a word alone, or an object of one key with what belongs to it.
struct OneOf {
  private let form: KeyedDecodingContainer<TextKey>?
  /// The word or the key.
  let name: String

  init(_ decoder: any Decoder) throws {
    if let word = try? decoder.singleValueContainer().decode(String.self) {
      (form, name) = (nil, word)
      return
    }
    let form = try decoder.container(keyedBy: TextKey.self)
    guard form.allKeys.count == 1, let key = form.allKeys.first else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "a word or an object of one key is meant"))
    }
    (self.form, name) = (form, key.stringValue)
  }

  /// What belongs to the key.
  func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let form else { throw unknown }
    return try form.decode(type, forKey: TextKey(name))
  }

  /// What belongs to the key, all of its own keys known.
  func part<Part: FormPart>(_ type: Part.Type) throws -> Part { try value(Strict<Part>.self).part }

  /// That the word or key means nothing here.
  var unknown: DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: form?.codingPath ?? [], debugDescription: "'\(name)' means nothing here"))
  }

  /// Whether the name stands alone.
  var isAlone: Bool { form == nil }

  static func write(_ name: String, to encoder: any Encoder) throws {
    var form = encoder.singleValueContainer()
    try form.encode(name)
  }

  static func write(_ name: String, _ value: some Encodable, to encoder: any Encoder) throws {
    var form = encoder.container(keyedBy: TextKey.self)
    try form.encode(value, forKey: TextKey(name))
  }
}

/// A case by its raw value.
struct Named<Value: RawRepresentable & CaseIterable>: Decodable where Value.RawValue == String {
  let value: Value

  init(from decoder: any Decoder) throws {
    let form = try decoder.singleValueContainer()
    let name = try form.decode(String.self)
    guard let value = Value(rawValue: name) else {
      let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(in: form, debugDescription: "'\(name)' is none of \(all)")
    }
    self.value = value
  }
}

/// A vintage: `latest`, `{"release": 3}` or `{"date": "2024-06-30"}`.
struct VintageName: Codable {
  let asOf: AsOf

  init(asOf: AsOf) { self.asOf = asOf }

  init(from decoder: any Decoder) throws {
    let one = try OneOf(decoder)
    switch one.name {
    case "latest" where one.isAlone: asOf = .latest
    case "release":
      let number = try one.value(Int.self)
      guard number >= 0 else { throw one.unknown }
      asOf = .release(number)
    case "date":
      guard let date = CalendarDate(iso: try one.value(String.self)) else { throw one.unknown }
      asOf = .date(date)
    default: throw one.unknown
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch asOf {
    case .latest: try OneOf.write("latest", to: encoder)
    case .release(let number): try OneOf.write("release", number, to: encoder)
    case .date(let date): try OneOf.write("date", date.description, to: encoder)
    }
  }
}

/// A profile of disclosure control by its name.
struct ProfileName: Decodable {
  let profile: DisclosureProfile

  init(from decoder: any Decoder) throws {
    let form = try decoder.singleValueContainer()
    let name = try form.decode(String.self)
    guard let profile = DisclosureProfile(name) else {
      throw DecodingError.dataCorruptedError(in: form, debugDescription: "there is no disclosure control '\(name)'")
    }
    self.profile = profile
  }
}
