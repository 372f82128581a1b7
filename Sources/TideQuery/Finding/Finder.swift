public import TideModel
public import TideStore

/// Finds indicators and areas by id, code, name, other names or words, and says what may have been meant.
///
/// In public it searches. What a text stands for is for a ``Resolver`` to say, by which every door goes.
public final class Finder {
  /// What a text fits.
  public enum Match: Hashable, Sendable {
    /// An indicator.
    case indicator(Indicator)
    /// An area or group.
    case area(Area)
    /// A theme, and how many indicators have it.
    case theme(String, indicators: Int)
  }

  /// What a search by words found.
  public struct Finding: Sendable {
    /// The words that were searched: those given, or the nearest ones where nothing holds those.
    public let words: String
    /// Indicators, then themes and areas, closest first, and where the words were found.
    public let matches: [(match: Match, place: String)]
  }

  private let snapshot: Snapshot
  private var indicatorIndex: SearchIndex?
  private var areaIndex: SearchIndex?
  private var indicatorWords: WordSearch<Indicator>?
  private var groups: [String: Area] = [:]

  /// A finder over what a snapshot sees; its indexes are made when first needed.
  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// Indicators, themes and areas that fit a text: by id, code or name first, then by words of themes and definitions, then by
  /// words that stand for those asked for. Where nothing fits, the words are taken for the nearest ones in the store.
  /// - Throws: `StoreError`.
  /// - Complexity: O(texts in the store).
  public func find(_ text: String) throws -> Finding {
    let matches = try matches(text)
    if matches.isEmpty, let nearest = try corrected(text) {
      return Finding(words: nearest, matches: try self.matches(nearest))
    }
    return Finding(words: text, matches: matches)
  }

  private func matches(_ text: String) throws -> [(match: Match, place: String)] {
    var found: [(match: Match, place: String)] = []
    for indicator in try indicators(fitting: text) { found.append((.indicator(indicator), "name")) }
    for (indicator, place) in try words().search(text)
    where !found.contains(where: { $0.match == .indicator(indicator) }) {
      found.append((.indicator(indicator), place.rawValue))
    }
    for (theme, count) in try themes(fitting: text) { found.append((.theme(theme, indicators: count), "name")) }
    let areas = try areas().search(text).compactMap { try area(id: $0.entry.id) }
    return found + (areas.isEmpty ? try areaWords().search(text).map(\.item) : areas).map { (.area($0), "name") }
  }

  private func corrected(_ text: String) throws -> String? {
    if let nearest = try words().corrected(text), try !matches(nearest).isEmpty { return nearest }
    return try areaWords().corrected(text)
  }

  /// Themes whose names hold the words, with how many indicators have them.
  private func themes(fitting text: String) throws -> [(String, Int)] {
    var counts: [String: Int] = [:]
    for indicator in try snapshot.indicators() { for theme in indicator.themes { counts[theme, default: 0] += 1 } }
    let names = counts.keys.sorted()
    return SearchIndex(entries: names.map { SearchEntry(id: $0, names: [$0]) }).search(text).map {
      ($0.entry.name, counts[$0.entry.name] ?? 0)
    }
  }

  /// What may have been meant by a text that fits nothing, as `id  name`.
  /// - Throws: `StoreError`.
  public func suggestions(for text: String) throws -> [String] {
    Array(try (indicatorSuggestions(for: text) + areas().suggestions(for: text).map(Self.line)).prefix(5))
  }

  /// Indicators that speak of all the words, or whose names are a slip or two away.
  private func indicatorSuggestions(for text: String) throws -> [String] {
    var lines = try words().search(text).map { "\($0.item.id)  \($0.item.name)" }
    for entry in try indicators().suggestions(for: text) where !lines.contains(Self.line(entry)) {
      lines.append(Self.line(entry))
    }
    return Array(lines.prefix(5))
  }

  /// The one indicator a text stands for.
  ///
  /// Tried in turn: the id; the code or exact name; the name whose words, apart from filler such as "rate" and
  /// "prevalence", are those of the text; the same outside brackets; the only name that begins with the text, if
  /// that is more than one word; the only name that holds all its words.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates; `StoreError`.
  package func resolveIndicator(_ text: String) throws -> Indicator {
    if let id = Int(text), let indicator = try snapshot.indicator(id) { return indicator }
    let hits = try indicators().search(text)
    if let id = Self.single(hits, for: text), let number = Int(id), let indicator = try snapshot.indicator(number) {
      return indicator
    }
    if hits.isEmpty {
      throw QueryError(
        .unknownIndicator, "no indicator is called '\(text)'",
        candidates: try indicatorSuggestions(for: text),
        remedy: "'tidemark find WORDS' searches names, themes and definitions.")
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
  package func resolveArea(_ text: String) throws -> Area {
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

  /// The one indicator, area or theme a text stands for; an indicator before an area, and both before a theme.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates of both kinds; `StoreError`.
  package func resolve(_ text: String) throws -> Match {
    do {
      return .indicator(try resolveIndicator(text))
    } catch let error as QueryError {
      if let area = try? resolveArea(text) { return .area(area) }
      let key = Vocabulary.key(text)
      if let (theme, count) = try themes(fitting: text).first(where: { Vocabulary.key($0.0) == key }) {
        return .theme(theme, indicators: count)
      }
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

  private func words() throws -> WordSearch<Indicator> {
    if let indicatorWords { return indicatorWords }
    let words = try WordSearch(
      snapshot.indicators().map {
        WordSearch.Entry(item: $0, names: [$0.name, $0.code], themes: $0.themes, definition: $0.definition)
      })
    indicatorWords = words
    return words
  }

  private func areaWords() throws -> WordSearch<Area> {
    _ = try areas()
    return try WordSearch(
      (snapshot.areas() + groups.values).map { WordSearch.Entry(item: $0, names: [$0.name] + $0.aliases) })
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
