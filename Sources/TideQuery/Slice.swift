import TideModel
import TideStore

/// One indicator and stratum: the panels of all its area classes, opened when first needed.
final class Slice {
  let indicator: Indicator
  let stratum: Stratum
  /// The whole population of the same sex and age, for a slice that is a category of it; nil where it is not published.
  let whole: Slice?
  private let catalogue: CatalogueView
  /// One a class, in their order.
  private let keys: ArraySlice<PanelKey>
  private var panels: [AreaPanel?]

  private init(
    indicator: Indicator, stratum: Stratum, whole: Slice?, keys: ArraySlice<PanelKey>, catalogue: CatalogueView
  ) {
    self.indicator = indicator
    self.stratum = stratum
    self.whole = whole
    self.keys = keys
    self.catalogue = catalogue
    panels = Array(repeating: nil, count: keys.count)
  }

  /// The strata of an indicator that a selection asks for, in stratum order.
  static func all(
    of indicator: Indicator, selection: Query.Selection, catalogue: CatalogueView
  ) throws -> [Slice] {
    let runs = try catalogue.strata(of: indicator.id)
    var wholes: [Stratum: Slice] = [:]
    for run in runs where run.stratum.isWhole {
      wholes[run.stratum] = Slice(
        indicator: indicator, stratum: run.stratum, whole: nil, keys: run.keys, catalogue: catalogue)
    }
    return runs.compactMap { run in
      guard selection.strata.includes(run.stratum, of: indicator.id) else { return nil }
      if run.stratum.isWhole { return wholes[run.stratum] }
      return Slice(
        indicator: indicator, stratum: run.stratum, whole: wholes[Stratum(sex: run.stratum.sex, age: run.stratum.age)],
        keys: run.keys, catalogue: catalogue)
    }
  }

  /// The classes there are figures for, in their order.
  var classes: [AreaClass] { keys.map(\.areaClass) }

  /// The panel of a class; nil when nothing is published for it.
  func panel(_ areaClass: AreaClass) throws -> AreaPanel? {
    guard let place = keys.firstIndex(where: { $0.areaClass == areaClass }) else { return nil }
    let index = place - keys.startIndex
    if let open = panels[index] { return open }
    let panel = try catalogue.panel(keys[place], of: indicator)
    panels[index] = panel
    return panel
  }

  /// The panel that holds an area, and its place in it.
  func place(of code: String) throws -> (panel: AreaPanel, area: Int)? {
    guard let panel = try panel(catalogue.areaClass(of: code)), let area = panel.areaIndex(code) else { return nil }
    return (panel, area)
  }

  /// The members of a peer group; nil when nothing is published for their class.
  func members(of group: PeerGroup) throws -> Members? {
    guard let panel = try panel(group.type.areaClass) else { return nil }
    return Members(try catalogue.members(of: group, in: panel.list), panel)
  }
}
