public import TideModel

/// Two figures of one indicator set against each other, of two areas, sexes or years: the first less, and over, the second.
///
/// The two are taken to be independent.
public struct Contrast: Sendable, Hashable {
  /// What kind of ratio it is.
  public enum Measure: Sendable, Hashable {
    /// Of two crude rates, with limits from their counts.
    case rateRatio
    /// Of two proportions, with limits from their counts.
    case riskRatio
    /// Of two figures of any kind, with limits from those of the two.
    case ratio

    /// The field's name.
    public var name: String {
      switch self {
      case .rateRatio: "rate ratio"
      case .riskRatio: "risk ratio"
      case .ratio: "ratio"
      }
    }
  }

  /// The first less the second, in their unit, with 95% limits from those of the two.
  public let difference: Estimate
  /// The first over the second, with 95% limits.
  public let ratio: Estimate
  /// What kind of ratio it is.
  public let measure: Measure

  /// Sets two figures against each other.
  ///
  /// Where both are crude rates or proportions published with the counts that they were made of, the ratio is that of the
  /// counts, with its limits (``TwoFigures/rateRatio(_:to:confidence:)``, ``TwoFigures/riskRatio(_:to:confidence:)``); else
  /// of the values, with limits from theirs (``TwoFigures/ratio(_:to:)``).
  /// - Parameters:
  ///   - first: in the indicator's unit.
  ///   - second: in the same unit.
  ///   - limits: how limits of the indicator follow from counts; nil where counts are not to be used.
  /// - Complexity: O(1); O(√count) below ten events.
  public init(_ first: Figures, _ second: Figures, limits: CalculatedLimits?) {
    let pair = (Self.limited(first, limits), Self.limited(second, limits))
    difference = TwoFigures.difference(pair.0, less: pair.1)
    guard let limits, let one = limits.counts(of: first), let other = limits.counts(of: second) else {
      (measure, ratio) = (.ratio, TwoFigures.ratio(pair.0, to: pair.1))
      return
    }
    let isProportion = limits.formula == .wilson
    measure = isProportion ? .riskRatio : .rateRatio
    ratio = isProportion ? TwoFigures.riskRatio(one, to: other) : TwoFigures.rateRatio(one, to: other)
  }

  /// A figure with the limits that its count gives where none are published, as a pooled benchmark has none.
  private static func limited(_ figures: Figures, _ limits: CalculatedLimits?) -> Figures {
    limits?.complete(figures, status: .none, makesValues: false)?.figures ?? figures
  }
}
