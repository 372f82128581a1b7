import TideModel
public import TideStore

/// Disclosure control in force: all figures that a ``ScreenedSnapshot`` hands out go through it.
///
/// Which figures are hidden is found once for each indicator that is asked for, from all vintages of the store together:
/// what one of them hides is hidden in all.
public final class DisclosureControl: FigureScreen {
  /// The profiles in force: the one pinned in the store, then the one asked for where it is another.
  public let profiles: [DisclosureProfile]
  /// What was done so far.
  public private(set) var report = DisclosureReport()
  private let path: String
  /// The newest vintage, in which everything that older ones had is found as well.
  private var newest: (snapshot: Snapshot, hierarchy: AreaHierarchy)?
  private var found: [Int: HiddenFigures] = [:]

  /// What holds for a vintage: what its store pins, and what is asked for beside it; nil where nothing does.
  /// - Throws: `withheld` where a pin does not allow what is asked, or is not known to this program.
  init?(of snapshot: Snapshot, asking profile: DisclosureProfile?) throws(StoreError) {
    profiles = try Self.profiles(pinned: DisclosureProfile.pin(snapshot.disclosurePin), asked: profile)
    path = snapshot.path
    if profiles.isEmpty { return nil }
  }

  private static func profiles(
    pinned: DisclosureProfile.Pin, asked: DisclosureProfile?
  ) throws(StoreError) -> [DisclosureProfile] {
    switch pinned {
    case .none: return asked.map { [$0] } ?? []
    case .unknown:
      throw StoreError(
        .withheld, "the store pins a profile of disclosure control that this program does not know",
        remedy: "Use a newer tidemark.")
    case .profile(let pin):
      guard let asked, asked != pin else { return [pin] }
      guard asked.isAtLeastAsStrict(as: pin) else {
        throw StoreError(
          .withheld,
          "the store's figures are under disclosure control (\(pin.name)), and '\(asked.name)' may show more",
          remedy: "Leave --disclosure out, or name a stricter profile.")
      }
      // Both hold: what either hides would else be the difference of two answers.
      return [pin, asked]
    }
  }

  /// The names of the profiles in force: `hes`, `k=5 and hes`.
  public var names: String { profiles.map(\.name).joined(separator: " and ") }

  /// What may be shown of a panel.
  package func screen(_ panel: Panel) -> any PanelScreen { ScreenedPanel(panel, self) }

  func count(_ outcome: ShownFigure.Outcome) { report.add(outcome) }

  // MARK: What is hidden

  /// A stratum by its id.
  func stratum(_ id: Int) throws(StoreError) -> Stratum { try Self.stratum(id, open().snapshot) }

  private static func stratum(_ id: Int, _ snapshot: Snapshot) throws(StoreError) -> Stratum {
    try snapshot.stratum(id) ?? Stratum(sex: "", age: "")
  }

  /// What is hidden of an indicator.
  func figures(of indicator: Int) throws(StoreError) -> HiddenFigures {
    if let known = found[indicator] { return known }
    let (snapshot, hierarchy) = try open()
    let described = try snapshot.indicator(indicator) ?? Indicator(id: indicator, name: "")
    let hidden = try HiddenFigures(described, try snapshot.histories(indicator: indicator), hierarchy, profiles) {
      id throws(StoreError) in try Self.stratum(id, snapshot)
    }
    if hidden.places == nil { report.unchecked.append(indicator) }
    found[indicator] = hidden
    return hidden
  }

  private func open() throws(StoreError) -> (snapshot: Snapshot, hierarchy: AreaHierarchy) {
    if let newest { return newest }
    let snapshot = try Snapshot.open(path)
    let opened = (snapshot, AreaHierarchy(try snapshot.areas()))
    newest = opened
    return opened
  }
}
