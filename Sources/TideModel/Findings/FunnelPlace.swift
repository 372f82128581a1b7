/// Where a figure lies against the control lines of a funnel.
public enum FunnelPlace: Sendable, Hashable {
  /// Above both lines of a level: beyond 99.8%, or beyond 95% alone.
  case high(ConfidenceLevel)
  /// The same below.
  case low(ConfidenceLevel)
  /// Between the lines.
  case notSignificant
  /// No place can be told.
  case notApplicable

  /// The label of the published tool, which names the tail beyond the line: `High (0.001)`, `Low (0.025)`.
  public var text: String {
    switch self {
    case .high(.p998): "High (0.001)"
    case .high(.p95): "High (0.025)"
    case .low(.p998): "Low (0.001)"
    case .low(.p95): "Low (0.025)"
    case .notSignificant: "Not significant"
    case .notApplicable: "Not applicable"
    }
  }
}
