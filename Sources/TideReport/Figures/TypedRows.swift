import TideModel

/// What rows say in words of the model.
extension TableRows {
  /// How a figure stands to its benchmark; nil where nothing is said of it.
  func verdict(_ row: Int) -> Verdict? {
    if case .verdict(let verdict) = cell("comparison", row) { verdict } else { nil }
  }

  /// What a test of a trend found.
  func trend(_ column: String, _ row: Int) -> TrendOutcome? {
    if case .trend(let outcome) = cell(column, row) { outcome } else { nil }
  }

  /// Where a figure lies against a funnel.
  func funnelPlace(_ row: Int) -> FunnelPlace? {
    if case .funnel(let place) = cell("funnel", row) { place } else { nil }
  }

  /// The status of a figure.
  func status(_ row: Int) -> Status { if case .status(let status) = cell("status", row) { status } else { .none } }

  /// What a figure is compared against.
  func benchmarkName(_ row: Int) -> BenchmarkName? {
    if case .benchmark(let name) = cell("benchmark", row) { name } else { nil }
  }

  /// Whether figures are measured by a goal.
  func isOfGoal(_ row: Int) -> Bool { cell("compared_by", row) == .rule(.goal) }

  /// Whether high is good.
  func polarity(_ row: Int) -> Polarity {
    if case .polarity(let polarity) = cell("polarity", row) { polarity } else { .unknown }
  }

  /// The unit of a row's figures.
  func unit(_ row: Int) -> Unit { Unit(text("unit", row)) }
}

extension Status {
  /// What stands for a figure that is not there.
  var sign: String { self == .none ? Status.notAvailable.sign : "[\(marker)]" }

  /// Whether a missing figure with this status is shown as not available.
  var isShownAsNotAvailable: Bool { self == .none || self == .notAvailable }
}
