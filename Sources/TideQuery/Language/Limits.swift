extension Query {
  /// Whose limits figures are tested by.
  public enum Limits: String, CaseIterable, Hashable, Sendable {
    /// Those published; where there are none, those that follow from counts.
    case calculated
    /// Those published alone.
    case published
  }
}
