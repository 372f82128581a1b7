import TideModel
public import TideStore

/// Finds the keys and measures that words name.
extension Summary {
  /// The keys of some names, in their order, each once.
  /// - Throws: `QueryError` for a name that is no key of the store.
  public static func keys(named names: [String], in snapshot: Snapshot) throws -> [Key] {
    var keys: [Key] = []
    var hierarchies: [String]?
    for name in names {
      let text = name.lowercased()
      guard var key = Key(name: text) else { throw unknown(name, "key", Key.names) }
      if case .parent(let asked) = key {
        let known = try hierarchies ?? Self.hierarchies(of: snapshot)
        hierarchies = known
        guard let found = known.first(where: { $0.lowercased() == asked }) else {
          throw unknown(name, "key", Key.names + known)
        }
        key = .parent(found)
      }
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  /// The measures of some names, in their order, each once.
  /// - Throws: `QueryError` for a name that is no measure.
  public static func measures(named names: [String]) throws(QueryError) -> [Measure] {
    var measures: [Measure] = []
    for name in names {
      guard let measure = Measure(name: name.lowercased()) else {
        throw unknown(name, "measure", Measure.names, and: "any percentile, as p10 and p2.5")
      }
      if !measures.contains(measure) { measures.append(measure) }
    }
    return measures
  }

  /// The hierarchies that the areas of a store lie in, by name.
  static func hierarchies(of snapshot: Snapshot) throws(StoreError) -> [String] {
    var names: Set<String> = []
    for area in try snapshot.areas() { for parent in area.parents { names.insert(parent.hierarchy) } }
    return names.sorted()
  }

  private static func unknown(
    _ name: String, _ what: String, _ names: [String], and more: String? = nil
  ) -> QueryError {
    let near = names.compactMap { other -> (Int, String)? in
      if !name.isEmpty, other.hasPrefix(name.lowercased()) { return (0, other) }
      return TextDistance.edits(name, other, limit: 2).map { ($0, other) }
    }.filter { $0.0 < $0.1.count }.sorted { $0 < $1 }.prefix(3).map(\.1)
    let all = names + [more].compactMap { $0 }
    return QueryError(
      .usage, "there is no \(what) '\(name)'", candidates: Array(near),
      remedy: "The \(what)s are: \(all.joined(separator: ", ")).")
  }
}
