import TideCore
import TideModel

/// What a release says of a panel, coded and ready to be written. Several threads may each prepare one.
public struct PreparedPanel {
  /// Which panel.
  public let key: PanelKey
  let panel: EncodedPanel

  /// Codes a draft.
  /// - Complexity: O(cells).
  public init(_ draft: PanelDraft) {
    var parts = PanelParts(
      areas: draft.areas, periods: draft.periods.map(\.key), states: draft.states, figures: draft.figures,
      present: draft.present)
    parts.labels = draft.labels.contains { $0 != 0 } ? draft.labels : []
    parts.notes = draft.notes
    parts.trends = draft.trends
    parts.comparisons = draft.comparisons
    key = draft.key
    panel = EncodedPanel(parts)
  }
}
