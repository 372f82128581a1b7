package import TideModel

/// What stands between the figures of a store and whoever asks for them: disclosure control.
///
/// It is asked by `Snapshot.panel(_:)`, so that nothing which reads panels can go round it.
package protocol FigureScreen: AnyObject {
  /// What of a panel may be shown.
  func screen(_ panel: Panel) -> any PanelScreen
}

/// What of one panel may be shown.
package protocol PanelScreen: AnyObject {
  /// What is shown in the place of an observation.
  /// - Parameters:
  ///   - area: its position in the panel's areas.
  ///   - period: its position in the panel's periods.
  /// - Throws: `StoreError` where the store cannot be read, `withheld` where nothing of the panel may be shown.
  func shown(_ observation: Observation, area: Int, period: Int) throws(StoreError) -> Observation

  /// Edits cells of the panel in place: as `shown` does, one by one, and many times as fast.
  /// - Throws: as `shown` does.
  /// - Complexity: O(cells), and at the first use what finding out takes.
  func screen(_ cells: inout ScreenedCells) throws(StoreError)
}
