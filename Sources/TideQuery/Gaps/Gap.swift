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
  /// The difference with its 95% limits.
  let difference: Estimate
  /// On which side of the benchmark the value is; nil where there is no difference.
  let side: Side?
  /// What has to be said of the limits; empty for nothing.
  let remark: String

  /// The gap of a row that has its benchmark.
  /// - Parameter limits: whether a figure without limits, a pooled benchmark for example, is given those of its count.
  init(_ row: ResultRow, limits: Query.Limits) {
    self.row = row
    let theirs = row.benchmark?.figures ?? Figures()
    let pair = [row.observation.figures, theirs].map {
      limits == .calculated ? Self.limited($0, row.indicator) : $0
    }
    difference = TwoFigures.difference(pair[0], less: pair[1])
    side = row.difference.map { Self.side(of: $0, row.indicator.polarity) }
    if difference.value == nil {
      remark = ""
    } else if difference.interval == nil {
      let which = pair[0].lower95 == nil || pair[0].upper95 == nil ? "the value has none" : "the benchmark has none"
      let hasLimits = pair.allSatisfy { $0.lower95 != nil && $0.upper95 != nil }
      remark = "no limits of the difference: \(hasLimits ? difference.reason ?? which : which)"
    } else {
      remark = pair == [row.observation.figures, theirs] ? "" : "limits of the difference from counts"
    }
  }

  /// A figure with the limits that its count gives where none are published, as a pooled benchmark has none.
  private static func limited(_ figures: Figures, _ indicator: Indicator) -> Figures {
    CalculatedLimits(indicator)?.complete(figures, status: .none, makesValues: false)?.figures ?? figures
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
