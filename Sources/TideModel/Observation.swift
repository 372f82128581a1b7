/// One published figure with everything that was published about it, apart from its keys.
public struct Observation: Hashable, Sendable {
  /// The numbers.
  public var figures: Figures
  /// Why the figure is absent or qualified.
  public var status: Status
  /// The value note as published; empty for none.
  public var note: String
  /// The publisher's recent-trend text; empty for none. Kept for audit, never used as a result.
  public var publishedTrend: String
  /// The publisher's comparison text against England; empty for none. Kept for audit, never used as a result.
  public var publishedComparison: String

  /// An observation of the given parts.
  public init(
    figures: Figures, status: Status = .none, note: String = "", publishedTrend: String = "",
    publishedComparison: String = ""
  ) {
    self.figures = figures
    self.status = status
    self.note = note
    self.publishedTrend = publishedTrend
    self.publishedComparison = publishedComparison
  }
}
