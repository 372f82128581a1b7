public import TideModel
public import TideStore

/// Which categories (deprivation deciles, ethnic groups) are wanted.
public enum CategoryWords: Hashable, Sendable {
  /// Whole populations only.
  case none
  /// Everything.
  case all
  /// Categories or category types of this name, else holding these words.
  case named(String)
}

/// Which strata, period and area type people asked for, in their words; nil means not restricted.
public struct SelectionWords: Hashable, Sendable {
  /// A sex: exact without regard to case where the indicator has it, else by contained words.
  public var sex: String?
  /// An age, matched as `sex`.
  public var age: String?
  /// Categories.
  public var category: CategoryWords?
  /// A period in any published form, or its label.
  public var period: String?
  /// The type ranked and pooled; the usual one of the area when nil.
  public var areaType: AreaType?

  /// No restriction, or the given ones.
  public init(
    sex: String? = nil, age: String? = nil, category: CategoryWords? = nil, period: String? = nil,
    areaType: AreaType? = nil
  ) {
    self.sex = sex
    self.age = age
    self.category = category
    self.period = period
    self.areaType = areaType
  }
}

/// Turns words into what they stand for in a store.
public struct Resolver {
  private let snapshots: [Snapshot]

  /// - Parameter snapshots: the vintages that are asked about; what any of them has is found.
  public init(_ snapshots: Snapshot...) { self.snapshots = snapshots }

  /// The strata, period and type that words stand for.
  ///
  /// - Parameter indicators: ids; all when empty.
  /// - Throws: `QueryError` for what is no period, `StoreError`.
  /// - Complexity: O(panels of the indicators) where sex, age or category are restricted.
  public func selection(_ words: SelectionWords, of indicators: [Int]) throws -> Query.Selection {
    Query.Selection(
      strata: try strata(words, of: indicators), period: try words.period.map { text throws in try PeriodChoice(text) },
      areaType: words.areaType)
  }

  private func strata(_ words: SelectionWords, of indicators: [Int]) throws -> Query.StrataChoice {
    if words.sex == nil, words.age == nil {
      switch words.category {
      case nil: return .usual
      case .all?: return .every
      case .none?: return .whole
      case .named?: break
      }
    }
    var listed: [Int: Set<Stratum>] = [:]
    for (indicator, strata) in try published(indicators) {
      listed[indicator] = Set(StratumFilter.apply(words, to: strata.sorted()))
    }
    return .of(listed)
  }

  /// The strata that there are of each indicator.
  private func published(_ indicators: [Int]) throws -> [Int: Set<Stratum>] {
    var found: [Int: Set<Stratum>] = [:]
    for snapshot in snapshots {
      let keys =
        indicators.isEmpty
        ? try snapshot.panelKeys() : try Set(indicators).sorted().flatMap { try snapshot.panelKeys(indicator: $0) }
      for key in keys {
        found[key.indicator, default: []].insert(try snapshot.stratum(key.stratum) ?? Stratum(sex: "", age: ""))
      }
    }
    return found
  }
}
