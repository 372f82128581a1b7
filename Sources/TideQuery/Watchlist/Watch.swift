import TideModel

/// Why a figure is watched, in the order of the sections. Raw values are the words of the column `watch`.
enum Watch: String, CaseIterable {
  /// Worse than the benchmark, and the recent trend is for the worse.
  case worseWorsening = "worse-worsening"
  /// Worse than the benchmark, without a significant trend or with none that can be tested.
  case worseSteady = "worse-steady"
  /// Worse than the benchmark, but the recent trend is for the better.
  case worseImproving = "worse-improving"
  /// Not significantly different from the benchmark, but the recent trend is for the worse.
  case similarWorsening = "similar-worsening"
  /// Better than the benchmark, but the recent trend is for the worse.
  case betterWorsening = "better-worsening"

  /// Nil for what needs no watching, or cannot be judged.
  init?(_ verdict: Verdict?, _ course: TrendCourse?) {
    switch (verdict, course) {
    case (.worse?, .worse?): self = .worseWorsening
    case (.worse?, nil): self = .worseSteady
    case (.worse?, .better?): self = .worseImproving
    case (.similar?, .worse?): self = .similarWorsening
    case (.better?, .worse?): self = .betterWorsening
    default: return nil
    }
  }

  /// What heads the section.
  func heading(against benchmark: String) -> String {
    switch self {
    case .worseWorsening: "Worse than \(benchmark) and getting worse"
    case .worseSteady: "Worse than \(benchmark), no significant change or trend unknown"
    case .worseImproving: "Worse than \(benchmark) but getting better"
    case .similarWorsening: "Similar to \(benchmark) but getting worse"
    case .betterWorsening: "Better than \(benchmark) but getting worse"
    }
  }
}
