import TideModel
import TideStore

/// One indicator and stratum: the panels of all its area classes, opened when first needed.
final class Slice {
  let indicator: Indicator
  let stratum: Stratum
  /// The whole population of the same sex and age, for a slice that is a category of it; nil where it is not published.
  let whole: Slice?
  private let catalogue: CatalogueView
  private let keys: [AreaClass: PanelKey]
  private var panels: [AreaClass: AreaPanel] = [:]
  private var members: [PeerGroup: Members] = [:]

  private init(
    indicator: Indicator, stratum: Stratum, whole: Slice?, keys: [PanelKey], catalogue: CatalogueView
  ) {
    self.indicator = indicator
    self.stratum = stratum
    self.whole = whole
    self.keys = Dictionary(keys.map { ($0.areaClass, $0) }) { first, _ in first }
    self.catalogue = catalogue
  }

  /// The strata of an indicator that a selection asks for, in stratum order.
  static func all(
    of indicator: Indicator, selection: Query.Selection, catalogue: CatalogueView
  ) throws -> [Slice] {
    var keys: [Stratum: [PanelKey]] = [:]
    for key in catalogue.keys(of: indicator.id) { keys[try catalogue.stratum(key.stratum), default: []].append(key) }
    var wholes: [Stratum: Slice] = [:]
    for (stratum, keys) in keys where stratum.isWhole {
      wholes[stratum] = Slice(indicator: indicator, stratum: stratum, whole: nil, keys: keys, catalogue: catalogue)
    }
    return StratumFilter.apply(selection, to: keys.keys.sorted()).map { stratum in
      let whole = wholes[Stratum(sex: stratum.sex, age: stratum.age)]
      if stratum.isWhole, let whole { return whole }
      return Slice(
        indicator: indicator, stratum: stratum, whole: whole, keys: keys[stratum] ?? [], catalogue: catalogue)
    }
  }

  /// The classes there are figures for, in their order.
  var classes: [AreaClass] { keys.keys.sorted { $0.rawValue < $1.rawValue } }

  /// The panel of a class; nil when nothing is published for it.
  func panel(_ areaClass: AreaClass) throws -> AreaPanel? {
    if let open = panels[areaClass] { return open }
    guard let key = keys[areaClass], let published = try catalogue.snapshot.panel(key) else { return nil }
    let panel =
      switch catalogue.geography {
      case .published: AreaPanel(published)
      case .current: AreaPanel(published, of: indicator, try catalogue.succession())
      }
    panels[areaClass] = panel
    return panel
  }

  /// The panel that holds an area, and its place in it.
  func place(of code: String) throws -> (panel: AreaPanel, area: Int)? {
    guard let panel = try panel(AreaClass(code: code)), let area = panel.areaIndex(code) else { return nil }
    return (panel, area)
  }

  /// The members of a peer group; nil when nothing is published for their class.
  func members(of group: PeerGroup) throws -> Members? {
    if let known = members[group] { return known }
    guard let panel = try panel(group.type.areaClass) else { return nil }
    let found = try Members(of: group, in: panel, catalogue: catalogue)
    members[group] = found
    return found
  }
}
