import TideModel

/// The shape and colour that stand with a comparison word.
struct ComparisonSign: Sendable {
  let symbol: Symbol
  let ink: Ink

  init(_ symbol: Symbol, _ ink: Ink) { (self.symbol, self.ink) = (symbol, ink) }

  /// Better is a teal disc, worse an orange diamond, similar an open circle; higher and lower point up and down.
  init(_ verdict: Verdict.Kind?) {
    (symbol, ink) =
      switch verdict {
      case .better?: (.circle, .teal)
      case .worse?: (.diamond, .orange)
      case .similar?: (.openCircle, .grey)
      case .higher?: (.triangleUp, .blue)
      case .lower?: (.triangleDown, .blue)
      case .quantile?, .notCompared?, nil: (.square, .peer)
      }
  }
}
