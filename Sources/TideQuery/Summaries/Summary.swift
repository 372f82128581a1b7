/// Figures in groups: what tells the groups apart, and what is told of each.
///
/// Its JSON form has the keys and measures by their names on the command line.
public struct Summary: Hashable, Sendable, Codable {
  /// What tells groups apart, in the order of the columns and of the rows; one group of all where empty.
  public var keys: [Key]
  /// What is told of each group, in the order of the columns.
  public var measures: [Measure]
  /// Each period with so many less one before it that follow each other, named by the last; 1 for each by itself.
  public var rolling: Int

  /// A summary of the given keys and measures.
  public init(by keys: [Key], measures: [Measure], rolling: Int = 1) {
    self.keys = keys
    self.measures = measures
    self.rolling = rolling
  }

  /// The same, with each key and measure once, where it is named first.
  var withoutRepeats: Summary {
    func once<Name: Hashable>(_ names: [Name]) -> [Name] {
      var seen: Set<Name> = []
      return names.filter { seen.insert($0).inserted }
    }
    return Summary(by: once(keys), measures: once(measures), rolling: rolling)
  }
}

extension Summary {
  /// What figures are grouped by.
  public enum Key: Hashable, Sendable {
    case indicator
    /// The theme that `compare` and `profile` list an indicator under.
    case theme
    case area
    case areaType
    /// The larger area of a hierarchy that an area lies in, at any depth: `region`, `icb`, `group`.
    case parent(String)
    case sex
    case age
    /// Kind of category and category.
    case category
    case period
  }
}

extension Summary.Key: NamedValue {
  private static let fixed: [(name: String, key: Summary.Key)] = [
    ("indicator", .indicator), ("theme", .theme), ("area", .area), ("area-type", .areaType), ("sex", .sex),
    ("age", .age), ("category", .category), ("period", .period),
  ]

  /// The names of the keys that every store has.
  public static let names = fixed.map(\.name)

  /// Its name on the command line; `in:` stands before a hierarchy that is called as another key is.
  public var name: String {
    if case .parent(let hierarchy) = self {
      return Self.names.contains(hierarchy) || hierarchy.hasPrefix("in:") ? "in:" + hierarchy : hierarchy
    }
    return Self.fixed.first { $0.key == self }?.name ?? ""
  }

  /// The key of a name; any that is no other is taken for that of a hierarchy. Nil for no name at all.
  public init?(name: String) {
    guard !name.isEmpty, name != "in:" else { return nil }
    self =
      Self.fixed.first { $0.name == name }?.key
      ?? .parent(name.hasPrefix("in:") ? String(name.dropFirst(3)) : name)
  }

  /// The name of its column; that of a hierarchy is its own in snake case.
  var columnName: String {
    switch self {
    case .areaType: return "area_type"
    case .parent(let hierarchy):
      let name = String(hierarchy.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
      return Self.names.contains(hierarchy) || name == "area_type" ? "in_" + name : name
    default: return name
    }
  }
}

/// A value that is one name in a query's JSON form.
public protocol NamedValue: Codable {
  /// The name.
  var name: String { get }
  /// The value of a name; nil where there is none.
  init?(name: String)
}

extension NamedValue {
  /// As its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// From its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let value = Self(name: name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(name)' is no name of such a value")
    }
    self = value
  }
}
