/// What a place against a funnel is called and looks like.
enum FunnelSign {
  /// High and low are no judgement, so that neither has the colour of one.
  static func of(_ text: String) -> ComparisonSign {
    let isOuter = text.contains("0.001")
    if text.hasPrefix("High") { return isOuter ? ComparisonSign(.triangleUp, .plum) : ComparisonSign("similar") }
    if text.hasPrefix("Low") { return isOuter ? ComparisonSign(.triangleDown, .plum) : ComparisonSign("similar") }
    return ComparisonSign("")
  }

  static func words(_ text: String) -> String {
    let level = text.contains("0.001") ? "99.8%" : "95%"
    if text.hasPrefix("High") { return "above the upper \(level) limit of the funnel" }
    if text.hasPrefix("Low") { return "below the lower \(level) limit of the funnel" }
    return text.hasPrefix("Not significant") ? "within the limits of the funnel" : "not placed against the funnel"
  }
}
