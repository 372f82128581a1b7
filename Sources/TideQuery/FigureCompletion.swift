import TideDisclosure
import TideMethods
import TideModel

/// Gives the figures of an indicator that were published with their count and without limits those that follow from it,
/// as far as disclosure control allows.
struct FigureCompletion {
  /// A figure with what was worked out, and what has to be said of that.
  struct Made {
    let figures: Figures
    let remark: String
  }

  /// Whether values are worked out too: never under disclosure control, which may have taken them away.
  let makesValues: Bool
  private let limits: CalculatedLimits
  private let remarks: (limits: String, value: String)

  /// - Parameter policy: the disclosure control that figures have gone through.
  /// - Returns: nil where the indicator's limits do not follow from counts, or where the counts shown are rounded ones.
  init?(_ indicator: Indicator, under policy: DisclosureControl?) {
    guard let limits = CalculatedLimits(indicator), !(policy?.profiles.contains(where: \.roundsToFive) ?? false) else {
      return nil
    }
    self.limits = limits
    makesValues = policy == nil
    let source = indicator.countRounding.map { " from counts that the publisher rounds to \($0)" } ?? ""
    remarks = (
      "limits calculated here\(source) (\(limits.formula.words))",
      "value and limits calculated here\(source) (\(limits.formula.words))"
    )
  }

  /// A figure with its limits; nil where they were published or do not follow.
  func complete(_ figures: Figures, _ status: Status) -> Made? {
    guard let made = limits.complete(figures, status: status, makesValues: makesValues) else { return nil }
    return Made(figures: made.figures, remark: made.hasCalculatedValue ? remarks.value : remarks.limits)
  }
}

extension Query {
  /// Whether figures are given limits that were not published: where they are tested, and not where they are listed, summed
  /// or checked as published.
  var completesFigures: Bool {
    guard limits == .calculated else { return false }
    switch question {
    case .compare, .trend, .trendTest, .rank, .profile, .overview, .watchlist, .gap, .changes, .export(compared: true):
      return true
    case .summary(let summary): return !TallyNeeds(summary.measures).isDisjoint(with: .verdicts)
    case .peers, .audit, .export, .aggregate, .inequality, .funnel, .excess, .revisions, .disclosure: return false
    }
  }
}
