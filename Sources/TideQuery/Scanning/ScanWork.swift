/// What scanning whole panels took.
public struct ScanWork: Sendable, Equatable {
  /// Panels that were looked into.
  public var panels = 0
  /// Chunks of columns decoded.
  public var chunks = 0
  /// Their bytes.
  public var bytesRead = 0
  /// Values decoded.
  public var values = 0
  /// Figures they are of.
  public var figures = 0

  /// Nothing yet.
  public init() {}

  mutating func add(_ other: ScanWork) {
    panels += other.panels
    chunks += other.chunks
    bytesRead += other.bytesRead
    values += other.values
    figures += other.figures
  }

  /// What was done since an earlier time.
  func since(_ before: ScanWork) -> ScanWork {
    var work = self
    work.panels -= before.panels
    work.chunks -= before.chunks
    work.bytesRead -= before.bytesRead
    work.values -= before.values
    work.figures -= before.figures
    return work
  }
}

/// Times the steps of an answer.
public struct StepClock {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  /// Seconds by step, in order.
  public private(set) var steps: [(name: String, seconds: Double)] = []

  /// Starts with the first step.
  public init() { last = clock.now }

  /// Ends a step.
  public mutating func step(_ name: String) {
    let now = clock.now
    let (seconds, attoseconds) = (now - last).components
    steps.append((name, Double(seconds) + Double(attoseconds) * 1e-18))
    last = now
  }
}
