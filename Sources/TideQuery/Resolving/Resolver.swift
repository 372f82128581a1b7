import TideModel
public import TideStore

/// Turns what people typed into what is asked: words into the ids, codes, strata and periods of a store.
///
/// Every door resolves words here, so that the same words are the same ``Query`` whoever was given them.
public struct Resolver {
  /// Says which of the candidates of an error was meant, by its id or code; nil for none of them.
  public typealias Choice = (QueryError) throws -> String?

  let snapshot: Snapshot
  private let finder: Finder
  private let choice: Choice?

  /// A resolver over what a snapshot sees.
  /// - Parameter choice: asked where one indicator or area was named by words that fit several, or none but nearly; without
  ///   it nobody is asked, and such words are errors.
  public init(_ snapshot: Snapshot, choosing choice: Choice? = nil) {
    self.snapshot = snapshot
    self.choice = choice
    finder = Finder(snapshot)
  }

  /// The whole query that words stand for, beside the parts that are no words.
  ///
  /// Looked up in the order area, indicators, benchmark, selection, peers: the first that stands for nothing is told.
  /// - Throws: `QueryError`, unknown or ambiguous with candidates, or for what makes no sense; `StoreError`.
  /// - Complexity: O(names in the store), and O(panels of the indicators) where sex, age or category are restricted.
  public func query(
    _ question: Query.Question, _ words: QueryWords, geography: Query.Geography = .published,
    comparing: Query.Comparing = .published, limits: Query.Limits = .calculated,
    vintage: Query.VintageChoice = Query.VintageChoice()
  ) throws -> Query {
    let area = try words.area.map { try self.area($0) }
    let ids = try indicators(words)
    let benchmark = try benchmark(words.benchmark)
    let selection = try selection(words.selection, of: ids, for: question)
    return Query(
      question, indicators: ids, area: area, benchmark: benchmark, selection: selection,
      peers: try peers(words.peers), geography: geography, comparing: comparing, limits: limits,
      vintage: vintage)
  }

  // MARK: Indicators and areas

  /// The id of the one indicator that a text stands for: an id, a code, a name or enough of its words.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates; `StoreError`.
  /// - Complexity: O(1) for an id, else O(indicators).
  public func indicator(_ text: String) throws -> Int { try meant(text) { try finder.resolveIndicator($0).id } }

  /// The ids of the indicators that are named (all when none is) and are of the priority and theme asked for.
  /// - Returns: in the order named, or ascending where a priority or theme chose; empty for all.
  /// - Throws: `QueryError`, unknown or ambiguous with candidates, or where none is left; `StoreError`.
  /// - Complexity: O(indicators) for each name.
  public func indicators(_ words: QueryWords) throws -> [Int] {
    let named = try words.indicators.map(indicator)
    let themes = [words.priority, words.theme].compactMap { $0 }
    guard !themes.isEmpty else { return named }
    let about = try indicators(ofPriority: words.priority, theme: words.theme)
    let chosen = named.isEmpty ? about : about.intersection(named)
    guard !chosen.isEmpty else {
      throw QueryError(
        .usage, "none of the indicators named belongs to '\(themes.joined(separator: "', '"))'",
        remedy: "'tidemark describe INDICATOR' lists its themes.")
    }
    return chosen.sorted()
  }

  private func indicators(ofPriority priority: String?, theme: String?) throws -> Set<Int> {
    let all = try snapshot.indicators()
    var chosen = Set(all.map(\.id))
    if let priority {
      chosen.formIntersection(try Themes.indicators(ofPriority: priority, among: all).map(\.id))
    }
    if let theme { chosen.formIntersection(try Themes.indicators(ofTheme: theme, among: all).map(\.id)) }
    return chosen
  }

  /// The code of the one area or group that a text stands for: a code, a name or enough of its words.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates; `StoreError`.
  /// - Complexity: O(1) for a code, else O(areas).
  public func area(_ text: String) throws -> String { try meant(text) { try finder.resolveArea($0).code } }

  /// The codes of several areas, in the order given. Nobody is asked which of several was meant.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates; `StoreError`.
  /// - Complexity: O(areas) for each name.
  public func areas(_ texts: [String]) throws -> [String] { try texts.map { try finder.resolveArea($0).code } }

  /// What is described: the one indicator, area or theme that a text stands for, in this order where it may be each.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates of all kinds; `StoreError`.
  /// - Complexity: O(names in the store).
  public func subject(_ text: String) throws -> CatalogueQuery.Subject {
    switch try finder.resolve(text) {
    case .indicator(let indicator): .indicator(indicator.id)
    case .area(let area): .area(area.code)
    case .theme(let name, _): .theme(name)
    }
  }

  /// What a text stands for, or else what is chosen where it may stand for several things.
  private func meant<Found>(_ text: String, _ find: (String) throws -> Found) throws -> Found {
    do {
      return try find(text)
    } catch let error as QueryError {
      guard let chosen = try choice?(error) else { throw error }
      return try find(chosen)
    }
  }

  // MARK: Benchmark and peers

  /// What a text names as a benchmark: `mean`, `median`, `pooled` or an area. `England` is England in every store.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates; `StoreError`.
  /// - Complexity: O(areas) for a name.
  public func benchmark(_ text: String) throws -> Query.Benchmark {
    switch text.lowercased() {
    case "england": .area(Area.englandCode)
    case "mean": .mean
    case "median": .median
    case "pooled": .pooled
    default: .area(try area(text))
    }
  }

  /// The areas that are ranked together.
  /// - Throws: `QueryError`, unknown or ambiguous, with candidates and where a list's entry was read; `StoreError`.
  /// - Complexity: O(areas) for each name.
  public func peers(_ words: PeerWords) throws -> Query.Peers {
    switch words {
    case .areaType: .areaType
    case .within(let text): .within(try area(text))
    case .group(let text): .group(try area(text))
    case .listed(let list): .members(Set(try list.entries.map(code)).sorted(), title: list.title)
    }
  }

  private func code(_ entry: ListedAreas.Entry) throws -> String {
    do {
      return try finder.resolveArea(entry.text).code
    } catch let error as QueryError {
      guard let place = entry.place else { throw error }
      throw QueryError(
        error.code, "\(place): \(error.message)", candidates: error.candidates, remedy: error.remedy)
    }
  }

  // MARK: Strata, period and type

  /// The strata, period and type that words stand for.
  /// - Parameters:
  ///   - indicators: ids; all when empty.
  ///   - question: what they are asked for: of a change between vintages, what either has is found.
  /// - Throws: `QueryError` for what is no period or no area type, `StoreError`.
  /// - Complexity: O(panels of the indicators) where sex, age or category are restricted.
  public func selection(
    _ words: SelectionWords, of indicators: [Int], for question: Query.Question = .compare
  ) throws -> Query.Selection {
    let type = try words.areaType.map(areaType)
    return Query.Selection(
      strata: try strata(words, of: indicators, since: question.earlierVintage),
      period: try words.period.map { text throws in try PeriodChoice(text) }, areaType: type)
  }

  private func areaType(_ name: String) throws -> AreaType {
    guard let type = AreaType(name: name) else {
      throw QueryError(
        .ambiguous, "there is no area type '\(name)'; there are",
        candidates: AreaType.allCases.map { "\($0.rawValue)  \($0.title)" })
    }
    return type
  }

  private func strata(
    _ words: SelectionWords, of indicators: [Int], since earlier: AsOf?
  ) throws -> Query.StrataChoice {
    if words.sex == nil, words.age == nil {
      switch words.category {
      case nil: return .usual
      case .all?: return .every
      case .none?: return .whole
      case .named?: break
      }
    }
    let vintages = try (earlier.map { [try snapshot.vintage($0)] } ?? []) + [snapshot]
    return .of(
      try published(indicators, in: vintages).mapValues { Set(StratumFilter.apply(words, to: $0.sorted())) })
  }

  /// The strata that there are of each indicator in any of some vintages.
  private func published(_ indicators: [Int], in vintages: [Snapshot]) throws -> [Int: Set<Stratum>] {
    var found: [Int: Set<Stratum>] = [:]
    for vintage in vintages {
      let keys =
        indicators.isEmpty
        ? try vintage.panelKeys() : try Set(indicators).sorted().flatMap { try vintage.panelKeys(indicator: $0) }
      for key in keys {
        found[key.indicator, default: []].insert(try vintage.stratum(key.stratum) ?? Stratum(sex: "", age: ""))
      }
    }
    return found
  }
}

extension Query.Question {
  /// The vintage that is set against the query's own; nil for a question about one.
  fileprivate var earlierVintage: AsOf? {
    switch self {
    case .changes(let since), .revisions(let since, _): since
    default: nil
    }
  }
}
