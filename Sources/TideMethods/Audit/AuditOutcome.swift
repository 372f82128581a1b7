/// A published row and how the counts of its period were rounded.
public struct AuditRow: Sendable {
  /// As published.
  public let published: PublishedFigures
  /// Nil for counts that are not rounded.
  public let rounding: CountRounding?

  /// A row of the given parts.
  public init(_ published: PublishedFigures, rounding: CountRounding?) {
    self.published = published
    self.rounding = rounding
  }
}

/// What a check says of one published figure.
public enum AuditOutcome: Sendable, Hashable {
  /// The recomputed figure is the published one at the precision printed.
  case agrees
  /// It lies within what rounding explains: between what the printed count less and plus half a rounding step give, or printed with
  /// fewer digits than the figures beside it.
  case rounded
  /// It differs.
  case differs(AuditReason)
  /// It cannot be checked.
  case notChecked(AuditReason)
}

/// The likely reason of a difference: a class, for counting, and what is particular to the row.
public struct AuditReason: Sendable, Hashable {
  /// In lower case, the same for all rows of the class.
  public let text: String
  /// Numbers of this row; empty for none.
  public let detail: String

  /// A reason of the given words.
  public init(_ text: String, detail: String = "") {
    self.text = text
    self.detail = detail
  }

  /// Both.
  public var full: String { detail.isEmpty ? text : "\(text): \(detail)" }
}
