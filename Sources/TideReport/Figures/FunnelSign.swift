import TideModel

/// What a place against a funnel is called and looks like.
enum FunnelSign {
  /// High and low are no judgement, so that neither has the colour of one.
  static func of(_ place: FunnelPlace?) -> ComparisonSign {
    switch place {
    case .high(.p998)?: ComparisonSign(.triangleUp, .plum)
    case .low(.p998)?: ComparisonSign(.triangleDown, .plum)
    case .high(.p95)?, .low(.p95)?: ComparisonSign(.similar)
    case .notSignificant?, .notApplicable?, nil: ComparisonSign(nil)
    }
  }

  static func words(_ place: FunnelPlace?) -> String {
    switch place {
    case .high(let level)?: "above the upper \(level.text) limit of the funnel"
    case .low(let level)?: "below the lower \(level.text) limit of the funnel"
    case .notSignificant?: "within the limits of the funnel"
    case .notApplicable?, nil: "not placed against the funnel"
    }
  }
}
