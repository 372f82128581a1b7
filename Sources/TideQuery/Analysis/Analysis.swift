public import TideStore

/// The questions that engines are measured with: `Benchmarks/peers/QUESTIONS.md` defines each answer exactly.
public enum AnalysisQuestion: String, CaseIterable, Sendable {
  case q1 = "Q1"
  case q2 = "Q2"
  case q3 = "Q3"
  case q4 = "Q4"
  case q5 = "Q5"
  case q6 = "Q6"
  case q7 = "Q7"
  case q8 = "Q8"

  /// The question in a few words.
  public var title: String {
    switch self {
    case .q1: "One indicator, Birmingham and England, all periods"
    case .q2: "One indicator, latest period, every upper-tier area: rank and against England"
    case .q3: "Birmingham's latest figure of every indicator beside England's"
    case .q4: "Sums, means and extremes by indicator and period"
    case .q5: "Three-year pooled rates by indicator, sex, age and region"
    case .q6: "Figures above England's, by area and period"
    case .q7: "10th, 50th and 90th percentiles by indicator and period"
    case .q8: "Slope of every series"
    }
  }
}

/// An answer, column by column.
public struct AnalysisAnswer: Sendable {
  /// The values of one column; nil is a missing number.
  public enum Column: Sendable {
    /// For each row the place of its text among `texts`.
    case text([Int32], texts: [String])
    case integers([Int64?])
    /// Missing is NaN.
    case floats([Double])
    /// As floats, compared to fewer digits.
    case slopes([Double])
  }

  /// All of equal length, in the order of the question's definition.
  public var columns: [Column]
  /// Rows.
  public var rowCount: Int
  /// The indicator it is about; nil where it is about all.
  public var indicator: Int?
  /// What it took.
  public var work: AnalysisWork

  init(columns: [Column], rowCount: Int, indicator: Int? = nil, work: AnalysisWork) {
    self.columns = columns
    self.rowCount = rowCount
    self.indicator = indicator
    self.work = work
  }
}

/// What an answer took.
public struct AnalysisWork: Sendable {
  /// Panels that were looked into.
  public var panels = 0
  /// Panels of the store that were passed over.
  public var panelsSkipped = 0
  /// Chunks of columns decoded.
  public var chunks = 0
  /// Their bytes.
  public var bytesRead = 0
  /// Bytes of the columns and panels that were not needed.
  public var bytesSkipped = 0
  /// Values decoded.
  public var values = 0
  /// Figures the answer is made from.
  public var figures = 0
  /// Seconds by step.
  public var steps: [(name: String, seconds: Double)] = []

  mutating func add(_ other: AnalysisWork) {
    panels += other.panels
    chunks += other.chunks
    bytesRead += other.bytesRead
    values += other.values
    figures += other.figures
  }
}

/// Answers questions over whole panels: reads only the columns a question needs, chunk by chunk, on several threads
/// where that pays. Memory is that of the answer and a few chunks a thread.
///
/// Not thread-safe; what it has learnt of the store's panels is kept for the next question.
public final class AnalysisEngine {
  let layout: AnalysisLayout
  let threads: Int

  /// An engine over what a snapshot sees.
  ///
  /// - Parameter threads: how many may work at once; at least 1.
  public init(_ snapshot: Snapshot, threads: Int) throws {
    layout = try AnalysisLayout(snapshot)
    self.threads = max(1, threads)
  }

  /// Answers a question.
  ///
  /// - Throws: `QueryError` where the store lacks what it asks about, `StoreError` for what cannot be read.
  public func answer(_ question: AnalysisQuestion) throws -> AnalysisAnswer {
    switch question {
    case .q1: try OneIndicatorTrend(self).answer()
    case .q2: try OneIndicatorRanks(self).answer()
    case .q3: try OneAreaProfile(self).answer()
    case .q4: try IndicatorSummary(self).answer()
    case .q5: try PooledRates(self).answer()
    case .q6: try AboveBenchmark(self).answer()
    case .q7: try AreaQuantiles(self).answer()
    case .q8: try SeriesSlopes(self).answer()
    }
  }
}
