public import TideModel
public import TideStore

/// Finds indicators and areas by id, code, name, other names or words, and says what may have been meant.
public final class Finder {
  /// What a text fits.
  public enum Match: Hashable, Sendable {
    /// An indicator.
    case indicator(Indicator)
    /// An area or group.
    case area(Area)
  }

  private let snapshot: Snapshot
  private var indicatorIndex: SearchIndex?
  private var areaIndex: SearchIndex?
  private var groups: [String: Area] = [:]

  /// A finder over what a snapshot sees; its indexes are made when first needed.
  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// Indicators, then areas, that fit a text, closest first.
  /// - Throws: `StoreError`.
  /// - Complexity: O(names in the store).
  public func find(_ text: String) throws -> [Match] {
    try indicators(fitting: text).map { .indicator($0) }
      + areas().search(text).compactMap { try area(id: $0.entry.id).map { .area($0) } }
  }

  /// What may have been meant by a text that fits nothing, as `id  name`.
  /// - Throws: `StoreError`.
  public func suggestions(for text: String) throws -> [String] {
    try (indicators().suggestions(for: text) + areas().suggestions(for: text)).prefix(5).map(Self.line)
  }

  /// The one indicator a text stands for.
  ///
  /// Tried in turn: the id; the code or exact name; the name whose words, apart from filler such as "rate" and
  /// "prevalence", are those of the text; the same outside brackets; the only name that begins with the text, if
  /// that is more than one word; the only name that holds all its words.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates; `StoreError`.
  public func resolveIndicator(_ text: String) throws -> Indicator {
    if let id = Int(text), let indicator = try snapshot.indicator(id) { return indicator }
    let hits = try indicators().search(text)
    if let id = Self.single(hits, for: text), let number = Int(id), let indicator = try snapshot.indicator(number) {
      return indicator
    }
    if hits.isEmpty {
      throw QueryError(
        .unknownIndicator, "no indicator is called '\(text)'",
        candidates: try indicators().suggestions(for: text).map(Self.line),
        remedy: "'tidemark find WORDS' searches all names.")
    }
    throw QueryError(
      .ambiguous, "'\(text)' fits \(hits.count) indicators", candidates: hits.map { Self.line($0.entry) },
      remedy: "Give an id, or more of the name.")
  }

  /// The one area or group a text stands for.
  ///
  /// Tried as for indicators; of equal names an authority is meant before a region, and both before anything else, and an
  /// area that exists before one that has been replaced.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates; `StoreError`.
  public func resolveArea(_ text: String) throws -> Area {
    if let area = try snapshot.area(text) ?? snapshot.area(text.uppercased()) { return area }
    let hits = try areas().search(text)
    if let id = Self.single(hits, for: text), let area = try area(id: id) { return area }
    if hits.isEmpty {
      throw QueryError(
        .unknownArea, "no area is called '\(text)'",
        candidates: try areas().suggestions(for: text).map(Self.line),
        remedy: "'tidemark find WORDS' searches all names.")
    }
    throw QueryError(
      .ambiguous, "'\(text)' fits \(hits.count) areas", candidates: hits.map { Self.line($0.entry) },
      remedy: "Give a code, or more of the name.")
  }

  /// The one indicator or area a text stands for; an indicator where both have one.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates of both kinds; `StoreError`.
  public func resolve(_ text: String) throws -> Match {
    do {
      return .indicator(try resolveIndicator(text))
    } catch let error as QueryError {
      if let area = try? resolveArea(text) { return .area(area) }
      if error.code == .ambiguous { throw error }
      throw QueryError(
        .unknownIndicator, "no indicator or area is called '\(text)'", candidates: try suggestions(for: text),
        remedy: error.remedy)
    }
  }

  private func indicators(fitting text: String) throws -> [Indicator] {
    var found: [Indicator] = []
    if let id = Int(text), let indicator = try snapshot.indicator(id) { found.append(indicator) }
    for hit in try indicators().search(text) {
      guard let id = Int(hit.entry.id), !found.contains(where: { $0.id == id }) else { continue }
      if let indicator = try snapshot.indicator(id) { found.append(indicator) }
    }
    return found
  }

  /// The only hit of the closest tier, or its only one of the first precedence where names are equal.
  private static func single(_ hits: [(tier: SearchTier, entry: SearchEntry)], for text: String) -> String? {
    guard let first = hits.first else { return nil }
    let words = Vocabulary.words(text).count
    var rivals = hits.filter { $0.tier == first.tier }
    if first.tier <= .samePlainWords { rivals = rivals.filter { $0.entry.precedence == first.entry.precedence } }
    // One word begins too many names: it stands for an indicator only where nothing else holds it.
    if first.tier > .prefix || first.tier == .prefix && words < 2 { rivals = hits }
    return rivals.count == 1 ? first.entry.id : nil
  }

  private static func line(_ entry: SearchEntry) -> String { "\(entry.id)  \(entry.name)" }

  private func indicators() throws -> SearchIndex {
    if let indicatorIndex { return indicatorIndex }
    let index = SearchIndex(
      entries: try snapshot.indicators().map { SearchEntry(id: String($0.id), names: [$0.name, $0.code]) })
    indicatorIndex = index
    return index
  }

  private func areas() throws -> SearchIndex {
    if let areaIndex { return areaIndex }
    let known = try snapshot.areas()
    let codes = Set(known.map(\.code))
    for parent in known.flatMap(\.parents) where !codes.contains(parent.code) {
      groups[parent.code] = Area(code: parent.code, name: parent.code, kind: parent.hierarchy)
    }
    let index = SearchIndex(
      entries: (known + groups.values).map {
        SearchEntry(id: $0.code, names: [$0.name] + $0.aliases, precedence: Self.precedence(of: $0))
      })
    areaIndex = index
    return index
  }

  private func area(id: String) throws -> Area? { try snapshot.area(id) ?? groups[id] }

  private static func precedence(of area: Area) -> Int {
    let classes: [AreaClass] = [.country, .authority, .region]
    let place = classes.firstIndex(of: AreaClass(code: area.code)) ?? classes.count
    return place * 2 + (area.successors.isEmpty && area.validTo == nil ? 0 : 1)
  }
}
