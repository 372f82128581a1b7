/// A remark under a table for people, and what it is about.
public struct Footnote: Sendable, Hashable {
  /// What a remark is about, for those who show some of a table.
  public enum Subject: Sendable, Hashable {
    /// Anything that holds for the whole table.
    case remark
    /// What the markers of statuses mean.
    case legend([Status])
    /// How many figures of areas of today were made from those before them.
    case formerAreas(Int)
    /// How many rows have a pooled benchmark.
    case pooled(Int)
    /// How many rows are not compared.
    case notCompared(Int)
    /// How many comparisons turned over, and what else changed.
    case changes
    /// What the control lines of a funnel are placed by: people, or else events.
    case placedBy(people: Bool)
    /// What the line of an inequality goes through: the values themselves, or else what was made of them.
    case line(throughValues: Bool)
    /// A published note, to which rows refer by a letter.
    case note(letter: String)
  }

  /// The remark: a sentence, or a list of markers.
  public let text: String
  /// Where the rows' own notes are not to be seen, the same without a reference to them.
  public let textAlone: String
  /// What it is about.
  public let subject: Subject

  /// A remark on a subject.
  /// - Parameter reference: the end of the text that sends readers to the notes of the rows.
  public init(_ text: String, about subject: Subject = .remark, reference: String = "") {
    self.text = text + reference + (reference.isEmpty ? "" : ".")
    textAlone = text + (reference.isEmpty ? "" : ".")
    self.subject = subject
  }

  /// What the markers of some statuses mean, in their order; nil where none of them has one.
  public static func legend(_ statuses: some Sequence<Status>) -> Footnote? {
    let used = Set(statuses).subtracting([.none]).sorted { $0.rawValue < $1.rawValue }
    guard !used.isEmpty else { return nil }
    return Footnote(
      used.map { "[\($0.marker)] \($0.meaning)" }.joined(separator: ", "), about: .legend(used))
  }

  /// Whether it counts rows, and so holds for the whole table alone.
  public var countsRows: Bool {
    switch subject {
    case .formerAreas, .pooled, .notCompared, .changes: true
    default: false
    }
  }
}

extension Footnote: ExpressibleByStringInterpolation {
  /// A remark on the whole table.
  public init(stringLiteral text: String) { self.init(text) }
}
