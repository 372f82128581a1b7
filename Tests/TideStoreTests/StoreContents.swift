import TideModel

@testable import TideStore

/// What names one figure of a store.
struct FactKey: Hashable, Comparable {
  var indicator: Int
  var stratum: Stratum
  var area: String
  var period: Int64

  static func < (lhs: FactKey, rhs: FactKey) -> Bool {
    (lhs.indicator, lhs.period, lhs.area, lhs.stratum) < (rhs.indicator, rhs.period, rhs.area, rhs.stratum)
  }
}

/// What names one period of one panel.
struct LabelKey: Hashable {
  var indicator: Int
  var stratum: Stratum
  var areaClass: AreaClass
  var period: Int64
}

/// One figure, numbers as bit patterns.
struct Fact: Equatable {
  var numbers: [UInt64?]
  var status: Status
  var note: String
  var trend: String
  var comparison: String
  var release: Int

  init(_ observation: Observation, release: Int) {
    numbers = Measure.allCases.map { observation.figures[$0]?.bitPattern }
    status = observation.status
    note = observation.note
    trend = observation.publishedTrend
    comparison = observation.publishedComparison
    self.release = release
  }

  var figures: Figures {
    var figures = Figures()
    for (measure, bits) in zip(Measure.allCases, numbers) { figures[measure] = bits.map { Double(bitPattern: $0) } }
    return figures
  }
}

/// Everything a store answers in one vintage.
struct StoreContents: Equatable {
  var facts: [FactKey: Fact] = [:]
  var labels: [LabelKey: String] = [:]
  var indicators: [Int: Indicator] = [:]
  var areas: [String: Area] = [:]
  var releases: [Release] = []

  init() {}

  /// Reads it all.
  init(_ snapshot: Snapshot) throws {
    for key in try snapshot.panelKeys() {
      let panel = try snapshot.panel(key)!
      let stratum = try snapshot.stratum(key.stratum)!
      for (periodIndex, period) in panel.periods.enumerated() {
        let label = LabelKey(
          indicator: key.indicator, stratum: stratum, areaClass: key.areaClass, period: period.key)
        labels[label] = period.label
        for (areaIndex, code) in panel.areas.enumerated() {
          guard let observation = try panel.observation(area: areaIndex, period: periodIndex) else { continue }
          let fact = FactKey(indicator: key.indicator, stratum: stratum, area: code, period: period.key)
          facts[fact] = Fact(observation, release: try panel.release(area: areaIndex, period: periodIndex)!)
        }
      }
    }
    for indicator in try snapshot.indicators() { indicators[indicator.id] = indicator }
    for area in try snapshot.areas() { areas[area.code] = area }
    releases = try snapshot.releases()
  }

  /// Reads a store from its files anew.
  static func read(_ path: String, asOf: AsOf = .latest) throws -> StoreContents {
    try StoreContents(Snapshot.open(path, asOf: asOf))
  }
}

/// One release to be written.
struct ReleaseDraft {
  var facts: [FactKey: Observation] = [:]
  /// Labels other than the canonical one.
  var labels: [LabelKey: String] = [:]
  var indicators: [Indicator] = []
  var areas: [Area] = []
  var published: CalendarDate?
  var counts = Release.Counts()
  var sources: [Release.Source] = []

  mutating func set(
    _ indicator: Int, _ area: String, _ period: Period, _ observation: Observation,
    stratum: Stratum = Stratum(sex: "Persons", age: "All ages")
  ) {
    facts[FactKey(indicator: indicator, stratum: stratum, area: area, period: period.key)] = observation
    if !period.hasCanonicalLabel {
      labels[
        LabelKey(
          indicator: indicator, stratum: stratum, areaClass: AreaClass(code: area), period: period.key)] = period.label
    }
  }

  /// Commits the draft to the store at a path.
  @discardableResult
  func commit(to path: String) throws -> Release {
    let writer = try StoreWriter(path, waitingUpTo: 900, tool: "tests")
    return try commit(writer)
  }

  func commit(_ writer: StoreWriter) throws -> Release {
    for indicator in indicators { writer.describe(indicator) }
    for area in areas { writer.describe(area) }
    for (key, draft) in panels(writer).sorted(by: { $0.key < $1.key }) {
      assert(draft.key == key)
      try writer.add(draft)
    }
    return try writer.commit(published: published, counts: counts, sources: sources)
  }

  private func panels(_ writer: StoreWriter) -> [PanelKey: PanelDraft] {
    // Ids are given in one order, so that equal releases have equal bytes.
    let ordered = facts.sorted { $0.key < $1.key }
    var rows: [PanelKey: [(key: FactKey, observation: Observation)]] = [:]
    for (key, observation) in ordered {
      let panel = PanelKey(
        indicator: key.indicator, stratum: writer.stratumID(key.stratum), areaClass: AreaClass(code: key.area))
      rows[panel, default: []].append((key, observation))
    }
    var drafts: [PanelKey: PanelDraft] = [:]
    for key in rows.keys.sorted() { drafts[key] = panel(key, rows[key]!, writer) }
    return drafts
  }

  private func panel(
    _ key: PanelKey, _ rows: [(key: FactKey, observation: Observation)], _ writer: StoreWriter
  ) -> PanelDraft {
    let areas = Set(rows.map { writer.areaID($0.key.area) }).sorted()
    let keys = Set(rows.map(\.key.period)).sorted()
    let stratum = rows[0].key.stratum
    let labels = keys.map { period in
      let label = LabelKey(
        indicator: key.indicator, stratum: stratum, areaClass: key.areaClass, period: period)
      return self.labels[label].map { writer.textID($0) } ?? 0
    }
    var draft = PanelDraft(key: key, areas: areas, periods: keys.map { Period(key: $0)! }, labels: labels)
    let areaIndex = Dictionary(uniqueKeysWithValues: areas.enumerated().map { ($1, $0) })
    let periodIndex = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    for (fact, observation) in rows {
      draft.set(
        cell: periodIndex[fact.period]! * areas.count + areaIndex[writer.areaID(fact.area)]!,
        status: observation.status, figures: observation.figures, note: writer.textID(observation.note),
        trend: writer.textID(observation.publishedTrend), comparison: writer.textID(observation.publishedComparison))
    }
    return draft
  }
}

extension StoreContents {
  /// The plain dictionary oracle: what a store answers after one more release.
  func after(_ draft: ReleaseDraft, _ release: Release) -> StoreContents {
    var next = self
    for (key, observation) in draft.facts {
      next.facts[key] = Fact(observation, release: release.sequence)
      let label = LabelKey(
        indicator: key.indicator, stratum: key.stratum, areaClass: AreaClass(code: key.area), period: key.period)
      next.labels[label] = draft.labels[label] ?? Period(key: key.period)!.label
    }
    for indicator in draft.indicators { next.indicators[indicator.id] = indicator }
    for area in draft.areas { next.areas[area.code] = area }
    next.releases.append(release)
    return next
  }
}
