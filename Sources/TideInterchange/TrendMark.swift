/// The arrow that stands before the words of a recent trend in a table for people: up, down or neither. Whether that is
/// for better or worse is left to the words.
enum TrendMark: CaseIterable {
  case increasing, decreasing, steady

  /// The mark of a cell whose whole text is one of the field's words for a trend; nil for any other, also for one that
  /// cannot be calculated.
  init?(_ text: String) {
    switch text {
    case "Increasing", "Increasing and getting better", "Increasing and getting worse": self = .increasing
    case "Decreasing", "Decreasing and getting better", "Decreasing and getting worse": self = .decreasing
    case "No significant change": self = .steady
    default: return nil
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
