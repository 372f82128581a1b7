import TideDisclosure
import TideMethods
import TideModel

/// Gives the figures of an indicator that were published with their count and without limits those that follow from it,
/// as far as disclosure control allows.
///
/// Most indicators are published with limits: how they would follow is looked for when the first figure has none.
final class FigureCompletion {
  /// A figure with what was worked out, and what has to be said of that.
  struct Made {
    let figures: Figures
    let remark: String
  }

  /// Whether values are worked out too: never under disclosure control, which may have taken them away.
  let makesValues: Bool
  private let indicator: Indicator
  /// How limits follow from counts; nil where they do not.
  private(set) lazy var limits = CalculatedLimits(indicator)
  private lazy var source = indicator.countRounding.map { " from counts that the publisher rounds to \($0)" } ?? ""

  /// - Parameter policy: the disclosure control that figures have gone through.
  /// - Returns: nil where the counts shown are rounded by it.
  init?(_ indicator: Indicator, under policy: DisclosureControl?) {
    guard !(policy?.profiles.contains(where: \.roundsToFive) ?? false) else { return nil }
    self.indicator = indicator
    makesValues = policy == nil
  }

  /// A figure with its limits; nil where they were published or do not follow.
  func complete(_ figures: Figures, _ status: Status) -> Made? {
    guard figures.lower95 == nil, figures.count != nil, let limits,
      let made = limits.complete(figures, status: status, makesValues: makesValues)
    else { return nil }
    let what = made.hasCalculatedValue ? "value and limits" : "limits"
    return Made(figures: made.figures, remark: "\(what) calculated here\(source) (\(limits.formula.words))")
  }
}

extension Query {
  /// Whether figures are given limits that were not published: where they are tested, and not where they are listed, summed
  /// or checked as published.
  var completesFigures: Bool {
    guard limits == .calculated else { return false }
    switch question {
    case .compare, .trend, .trendTest, .rank, .profile, .overview, .watchlist, .gap, .ratio, .changes,
      .inequality, .export(compared: true):
      return true
    case .summary(let summary): return !TallyNeeds(summary.measures).isDisjoint(with: .verdicts)
    case .peers, .audit, .export, .aggregate, .funnel, .excess, .revisions, .disclosure: return false
    }
  }
}
