import TideMethods
import TideModel

/// The difference of one figure to its benchmark.
struct Gap {
  /// A side of the benchmark, whether or not the difference is significant. Raw values are the words of the column `side`,
  /// which are not those of a comparison.
  enum Side: String {
    /// Where low or high is good, the good side.
    case favourable
    /// The other side.
    case unfavourable
    /// Greater, where neither high nor low is good.
    case above
    /// Less, where neither high nor low is good.
    case below
    /// No difference.
    case equal
  }

  let row: ResultRow
  /// The two set against each other, with 95% limits.
  let contrast: Contrast
  /// The difference with its 95% limits.
  var difference: Estimate { contrast.difference }
  /// On which side of the benchmark the value is; nil where there is no difference.
  let side: Side?
  /// What has to be said of the limits; empty for nothing.
  let remark: String

  /// The gap of a row that has its benchmark.
  /// - Parameter limits: how limits follow from counts, which a pooled benchmark has none but for them; nil where counts are
  ///   not to be used.
  init(_ row: ResultRow, limits: CalculatedLimits?) {
    self.row = row
    let theirs = row.benchmark?.figures ?? Figures()
    contrast = Contrast(row.observation.figures, theirs, limits: limits)
    side = row.difference.map { Self.side(of: $0, row.indicator.polarity) }
    remark = Self.remark(contrast.difference, [row.observation.figures, theirs])
  }

  private static func remark(_ difference: Estimate, _ pair: [Figures]) -> String {
    if difference.value == nil { return "" }
    let bare = pair.firstIndex { $0.lower95 == nil || $0.upper95 == nil }
    guard difference.interval == nil else { return bare == nil ? "" : "limits of the difference from counts" }
    let which = bare == 0 ? "the value has none" : "the benchmark has none"
    return "no limits of the difference: \(bare == nil ? difference.reason ?? which : which)"
  }

  private static func side(of difference: Double, _ polarity: Polarity) -> Side {
    if difference == 0 { return .equal }
    switch polarity {
    case .lowIsGood: return difference > 0 ? .unfavourable : .favourable
    case .highIsGood: return difference > 0 ? .favourable : .unfavourable
    default: return difference > 0 ? .above : .below
    }
  }
}
