public import TideDisclosure
import TideModel
import TideStore

/// Why an answer has no rows: which of the restrictions fits nothing, and what there is in its place.
public struct EmptyReason {
  private let query: Query
  private let words: SelectionWords
  private let source: any FigureSource
  private var snapshot: Snapshot { source.snapshot }

  /// Of a query that has found nothing in a source.
  /// - Parameter words: what its selection was asked for in.
  public init(_ query: Query, _ words: SelectionWords, _ source: any FigureSource) {
    self.query = query
    self.words = words
    self.source = source
  }

  /// At most so many alternatives are told.
  private static let most = 12

  /// Sentences, one for each restriction that fits nothing by itself; empty when only all together do.
  /// - Throws: `StoreError`.
  /// - Complexity: O(panels asked for).
  public func sentences() throws -> [String] {
    var strata: Set<Stratum> = []
    var periods: Set<Period> = []
    var areas: Set<String> = []
    var holdsArea = query.area == nil
    let keys =
      query.indicators.isEmpty
      ? try snapshot.panelKeys() : try query.indicators.flatMap { try snapshot.panelKeys(indicator: $0) }
    for key in keys {
      if let stratum = try snapshot.stratum(key.stratum) { strata.insert(stratum) }
      guard let area = query.area, let panel = try source.panel(key) else { continue }
      areas.formUnion(panel.areas)
      guard panel.areaIndex(area) != nil else { continue }
      holdsArea = true
      periods.formUnion(panel.periods)
    }
    guard holdsArea else { return try [withoutArea(areas)] }
    return [
      unfit("sex", words.sex, strata.map(\.sex)) { StratumFilter.apply(.init(sex: $0), to: Array(strata)) },
      unfit("age", words.age, strata.map(\.age)) { StratumFilter.apply(.init(age: $0), to: Array(strata)) },
      category(strata), period(periods),
    ].compactMap { $0 }
  }

  /// That there is nothing of the area, and for which areas there is: countries and regions first.
  private func withoutArea(_ areas: Set<String>) throws -> String {
    let name = try query.area.flatMap { try snapshot.area($0)?.name } ?? query.area ?? ""
    guard query.indicators.count == 1, let indicator = try snapshot.indicator(query.indicators[0]) else {
      return "There are no figures of \(name)."
    }
    let ordered = areas.sorted {
      (AreaClass(code: $0).rawValue, $0) < (AreaClass(code: $1).rawValue, $1)
    }
    let shown = try ordered.prefix(3).map { try snapshot.area($0)?.name ?? $0 }
    let more = ordered.count > shown.count ? " and \(ordered.count - shown.count) more areas" : ""
    return
      "\(indicator.name) (\(indicator.id)) has no figures of \(name), but of \(shown.joined(separator: ", "))\(more); "
      + "name one with --area."
  }

  private func unfit(
    _ what: String, _ wanted: String?, _ texts: [String], _ fits: (String) -> [Stratum]
  ) -> String? {
    guard let wanted, fits(wanted).isEmpty else { return nil }
    return "No figure has the \(what) '\(wanted)'\(Self.instead(texts))"
  }

  private func category(_ strata: Set<Stratum>) -> String? {
    switch words.category {
    case .named(let text)?:
      return unfit("category", text, strata.flatMap { [$0.categoryType, $0.category] }) {
        StratumFilter.apply(.init(category: .named($0)), to: Array(strata))
      }
    case .none?:
      return strata.contains(where: \.isWhole) ? nil : "All figures are of categories; leave out --category none."
    case .all?, nil: return nil
    }
  }

  private func period(_ periods: Set<Period>) -> String? {
    guard let wanted = words.period, let choice = query.selection.period else { return nil }
    let indicators = (try? snapshot.indicators()) ?? []
    let asked = query.indicators.isEmpty ? indicators : indicators.filter { query.indicators.contains($0.id) }
    guard !asked.contains(where: { indicator in periods.contains { choice.includes($0, of: indicator) } }) else {
      return nil
    }
    let labels = periods.sorted().suffix(Self.most).map(\.label)
    return
      "No figure is of the period '\(wanted)'\(labels.isEmpty ? "." : "; the latest are: \(labels.joined(separator: ", ")).")"
  }

  private static func instead(_ texts: [String]) -> String {
    let there = Set(texts.filter { !$0.isEmpty }).sorted()
    if there.isEmpty { return "; none has any." }
    let more = there.count > most ? " and \(there.count - most) more" : ""
    return "; there are: \(there.prefix(most).joined(separator: ", "))\(more)."
  }
}
