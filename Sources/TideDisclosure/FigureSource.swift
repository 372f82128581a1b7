public import TideStore

/// Where answers have figures from, and the only way to them: what it hands out may be shown.
///
/// A panel's figures are read in windows, as batches of columns with what of each cell is there. ``ScreenedSnapshot`` is
/// one over a snapshot of a store.
public protocol FigureSource: AnyObject {
  /// The vintage that the figures are of, for its catalogue: areas, indicators, strata, releases and keys of panels.
  var snapshot: Snapshot { get }
  /// The disclosure control that the figures have gone through; nil where none is pinned or asked for.
  var policy: DisclosureControl? { get }

  /// A panel, whose batches hold what may be shown; nil where nothing is published under the key.
  /// - Throws: `StoreError` where the store cannot be read; reading the panel throws `withheld` where nothing of it may
  ///   be shown.
  func panel(_ key: PanelKey) throws(StoreError) -> Panel?

  /// Another vintage of the same store, of which as much may be seen as of this one.
  /// - Throws: as opening a source does.
  func vintage(_ asOf: AsOf) throws(StoreError) -> any FigureSource
}
