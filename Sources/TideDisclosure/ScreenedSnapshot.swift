public import TideStore

/// A vintage of a store under the disclosure control that is pinned in it, or asked for: all its figures are screened.
public final class ScreenedSnapshot: FigureSource {
  /// The vintage, for its catalogue.
  public let snapshot: Snapshot
  /// What is in force; nil where nothing is pinned or asked for.
  public let policy: DisclosureControl?
  private let asked: DisclosureProfile?

  /// Opens a store for reading, as of a vintage.
  /// - Parameters:
  ///   - withholding: whether figures that were suppressed or withdrawn after the vintage are kept back in it.
  ///   - profile: what is asked for beside what the store pins; nil for nothing.
  /// - Throws: `withheld` where a pin does not allow what is asked, or is not known to this program; and as
  ///   `Snapshot.open` does.
  public static func open(
    _ path: String, asOf: AsOf = .latest, withholding: Bool = true, asking profile: DisclosureProfile? = nil
  ) throws(StoreError) -> ScreenedSnapshot {
    try ScreenedSnapshot(Snapshot.open(path, asOf: asOf, withholding: withholding), asking: profile)
  }

  /// Puts what is pinned and what is asked for between the figures of a snapshot and whoever reads them.
  /// - Parameter snapshot: one of which no panel has been read; where another source has it, it is opened again.
  /// - Throws: as ``open(_:asOf:withholding:asking:)``.
  package convenience init(_ snapshot: Snapshot, asking profile: DisclosureProfile? = nil) throws(StoreError) {
    let own = snapshot.screen == nil ? snapshot : Snapshot(of: snapshot)
    self.init(own, try DisclosureControl(of: own, asking: profile), asked: profile)
  }

  private init(_ snapshot: Snapshot, _ policy: DisclosureControl?, asked: DisclosureProfile?) {
    snapshot.screen = policy
    (self.snapshot, self.policy, self.asked) = (snapshot, policy, asked)
  }

  /// A panel, whose batches hold what may be shown; nil where nothing is published under the key.
  public func panel(_ key: PanelKey) throws(StoreError) -> Panel? { try snapshot.panel(key) }

  /// Another vintage of the same store, under the same control; where the store pins another profile by now, under that.
  public func vintage(_ asOf: AsOf) throws(StoreError) -> any FigureSource {
    let other = try snapshot.vintage(asOf)
    guard other.disclosurePin == snapshot.disclosurePin else { return try ScreenedSnapshot(other, asking: asked) }
    return ScreenedSnapshot(other, policy, asked: asked)
  }

  // MARK: Whole panels

  /// Whether panels may be read whole, chunk by chunk: no figure is screened or kept back.
  package var mayReadWhole: Bool { policy == nil && !snapshot.mayWithhold }

  /// The panels of an indicator for those who read them whole.
  /// - Throws: `withheld` where not all figures may be shown.
  package func stacks(indicator: Int) throws(StoreError) -> [PanelStack] { try snapshot.stacks(indicator: indicator) }
}
