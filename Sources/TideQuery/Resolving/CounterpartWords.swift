import TideModel
import TideStore

/// In what the second figure of a ratio is another than the first, in people's words; nil for the same.
public struct CounterpartWords: Hashable, Sendable {
  /// Another indicator by id, code or name.
  public var indicator: String?
  /// Another area by code or name.
  public var area: String?
  /// Another sex, age and category, and another period; the words are those of a selection.
  public var selection: SelectionWords

  /// The benchmark, or another in what is given.
  public init(indicator: String? = nil, area: String? = nil, selection: SelectionWords = SelectionWords()) {
    self.indicator = indicator
    self.area = area
    self.selection = selection
  }

  /// Whether nothing is another.
  public var isEmpty: Bool { self == CounterpartWords() }
}

extension Resolver {
  /// The second figure that words stand for.
  /// - Parameter first: the id of the first figure's indicator.
  /// - Throws: `QueryError` for what is unknown, or fits several sexes, ages or categories; `StoreError`.
  /// - Complexity: O(names in the store), O(panels of the indicator).
  public func counterpart(_ words: CounterpartWords, of first: Int) throws -> Query.Counterpart {
    let other = try words.indicator.map { try indicator($0) }
    let strata = Array(try published(other ?? first))
    let asked = words.selection
    var found = Query.Counterpart(indicator: other, area: try words.area.map { try area($0) })
    found.sex = try asked.sex.map { text throws in
      try Self.only("sex", text, StratumFilter.apply(.init(sex: text), to: strata).map(\.sex), strata.map(\.sex))
    }
    found.age = try asked.age.map { text throws in
      try Self.only("age", text, StratumFilter.apply(.init(age: text), to: strata).map(\.age), strata.map(\.age))
    }
    found.category = try asked.category.map { try category($0, strata) }
    found.period = try asked.period.map { text throws in try PeriodChoice(text) }
    return found
  }

  private func category(_ words: CategoryWords, _ strata: [Stratum]) throws -> String {
    switch words {
    case .none: return ""
    case .all:
      throw QueryError(.usage, "a ratio is to one category", remedy: "Name it, or none for the whole population.")
    case .named(let text):
      let fitting = StratumFilter.apply(.init(category: words), to: strata)
      return try Self.only("category", text, fitting.map(\.category), strata.map(\.category))
    }
  }

  /// The one text that fits.
  private static func only(_ what: String, _ text: String, _ fitting: [String], _ all: [String]) throws -> String {
    let found = Set(fitting)
    if found.count == 1, let only = found.first { return only }
    let candidates = (found.isEmpty ? Set(all) : found).filter { !$0.isEmpty }.sorted()
    throw QueryError(
      .ambiguous,
      found.isEmpty ? "no figure has the \(what) '\(text)'; there are" : "'\(text)' fits more than one \(what)",
      candidates: candidates)
  }

  private func published(_ indicator: Int) throws -> Set<Stratum> {
    try Set(
      snapshot.panelKeys(indicator: indicator).map { try snapshot.stratum($0.stratum) ?? Stratum(sex: "", age: "") })
  }
}
