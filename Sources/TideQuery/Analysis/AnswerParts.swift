/// Collects a column of texts, each distinct one once.
struct TextColumn {
  private var places: [Int32] = []
  private var texts: [String] = []
  private var known: [String: Int32] = [:]

  /// An empty column, with room for so many rows.
  init(rows: Int = 0) { places.reserveCapacity(rows) }

  /// The place of a text among the distinct ones.
  mutating func place(of text: String) -> Int32 {
    if let place = known[text] { return place }
    let place = Int32(texts.count)
    known[text] = place
    texts.append(text)
    return place
  }

  mutating func append(_ text: String) { places.append(place(of: text)) }
  mutating func append(place: Int32) { places.append(place) }
  mutating func append(place: Int32, times: Int) { places.append(contentsOf: repeatElement(place, count: times)) }

  var column: AnalysisAnswer.Column { .text(places, texts: texts) }
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

  /// What all scanners have read, and the time it took; the last step is that of making the answer.
  mutating func work(of scanners: [ChunkScanner]) -> AnalysisWork {
    var read = AnalysisWork()
    for scanner in scanners { read.add(scanner.work) }
    return work(of: read)
  }

  /// What was read, and the time it took.
  mutating func work(of read: AnalysisWork) -> AnalysisWork {
    step("make the answer")
    var work = read
    work.steps = steps
    return work
  }
}
