import TideModel

/// The arrow that stands before the words of a recent trend in a table for people: up, down or neither. Whether that is
/// for better or worse is left to the words.
enum TrendMark: CaseIterable {
  case increasing, decreasing, steady

  /// The mark of a trend of figures; nil for one that cannot be calculated, and for what becomes of a gap.
  init?(_ outcome: TrendOutcome) {
    guard case .figures(let direction, _) = outcome else { return nil }
    switch direction {
    case .increasing: self = .increasing
    case .decreasing: self = .decreasing
    case .noSignificantChange: self = .steady
    case .cannotBeCalculated: return nil
    }
  }

  /// The arrow, or what stands for it where there is nothing but ASCII.
  func shape(_ repertoire: Repertoire) -> String {
    switch (self, repertoire) {
    case (.increasing, .unicode): "↑"
    case (.decreasing, .unicode): "↓"
    case (.steady, .unicode): "→"
    case (.increasing, .ascii): "^"
    case (.decreasing, .ascii): "v"
    case (.steady, .ascii): "="
    }
  }
}
