import ArgumentParser
import TideModel
import TideQuery
import TideStore

/// `tidemark bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time eight questions over a whole store.",
    discussion: """
      EXAMPLES:
        tidemark generate --size M --store bench-store
        tidemark bench --store bench-store
        tidemark bench Q4 Q8 --store bench-store --threads 2 --explain

      Each question is answered once to warm up and then --runs times. The digest is that of the answer's text, equal to
      that of any engine that gives the same answer from the same figures.

      \(AnalysisQuestion.allCases.map { "  \($0.rawValue)  \($0.title)" }.joined(separator: "\n"))
      """)

  @Argument(help: ArgumentHelp("Q1 to Q8; all when none is named.", valueName: "question"))
  var questions: [String] = []

  @OptionGroup var vintage: VintageOptions

  @Option(name: .long, help: ArgumentHelp("Threads at work at once.", valueName: "number"))
  var threads: Int = 1

  @Option(name: .long, help: ArgumentHelp("Timed answers of each question.", valueName: "number"))
  var runs: Int = 5

  @Option(name: .long, help: ArgumentHelp("Go on for so many seconds a question.", valueName: "seconds"))
  var seconds: Double = 0

  @Option(
    name: .long,
    help: ArgumentHelp("A folder that is there, for the answers: one file of tabs a question.", valueName: "folder"))
  var answers: String?

  @Flag(name: .long, help: "Also the panels, chunks and bytes read, and the time of each step.")
  var explain = false

  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads takes a number from 1 to 256.") }
    guard (1...1000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000.") }
    guard (0...3600).contains(seconds) else { throw ValidationError("--seconds takes a number up to 3600.") }
    for name in questions where AnalysisQuestion(rawValue: name.uppercased()) == nil {
      throw ValidationError("'\(name)' is no question; they are Q1 to Q8.")
    }
  }

  func run() throws {
    let asked = questions.compactMap { AnalysisQuestion(rawValue: $0.uppercased()) }
    let snapshot = try vintage.open()
    guard !snapshot.mayWithhold else {
      throw CommandFailure(
        .usage, "the questions are answered with all that a vintage had, also what was suppressed since",
        remedy: "Give --allow-withdrawn where you may see it, or leave out --as-of.")
    }
    let engine = try AnalysisEngine(snapshot, threads: threads)
    var table = ResultTable(columns: BenchRow.columns(explained: explain), title: "Eight questions")
    for question in asked.isEmpty ? AnalysisQuestion.allCases : asked {
      let row = try BenchRow(question, engine, runs: runs, seconds: seconds)
      if let answers {
        let sink = try FileSink("\(answers)/\(question.rawValue).tsv", option: "--answers")
        try AnswerText(row.answer, .full).bytes().withUnsafeBytes { try sink.write($0) }
        try sink.finish()
      }
      table.append(row.cells(threads: threads, bytes: snapshot.byteCount, explained: explain))
    }
    try answer.write(table, hint: "", from: .store(snapshot))
  }
}

/// One question's answers, timed.
private struct BenchRow {
  let question: AnalysisQuestion
  let answer: AnalysisAnswer
  private let milliseconds: [Double]

  init(_ question: AnalysisQuestion, _ engine: AnalysisEngine, runs: Int, seconds: Double) throws {
    self.question = question
    var answer = try engine.answer(question)
    let clock = ContinuousClock()
    var times: [Double] = []
    var spent = 0.0
    while times.count < runs || spent < seconds * 1000 && times.count < 1000 {
      let start = clock.now
      answer = try engine.answer(question)
      let (seconds, attoseconds) = (clock.now - start).components
      times.append(Double(seconds) * 1000 + Double(attoseconds) * 1e-15)
      spent += times[times.count - 1]
    }
    milliseconds = times.sorted()
    self.answer = answer
  }

  private static let kinds: [(name: String, title: String, kind: ResultTable.Kind, priority: Int)] = [
    ("question", "Question", .text, 0), ("threads", "Threads", .integer, 1), ("median_ms", "Median ms", .derived, 0),
    ("least_ms", "Least ms", .derived, 1), ("greatest_ms", "Greatest ms", .derived, 1), ("runs", "Runs", .integer, 3),
    ("rows", "Rows", .integer, 0),
    ("figures", "Figures read", .integer, 2), ("digest", "Digest", .text, 4),
  ]
  private static let explanations: [(name: String, title: String, kind: ResultTable.Kind, priority: Int)] = [
    ("panels", "Panels", .integer, 2), ("chunks", "Chunks", .integer, 2), ("bytes_read", "Bytes read", .integer, 2),
    ("bytes_in_store", "Bytes in store", .integer, 3), ("values", "Values decoded", .integer, 2),
    ("peak_mb", "Peak MB", .integer, 2), ("indicator", "Indicator", .integer, 3), ("steps", "Steps, ms", .text, 3),
  ]

  static func columns(explained: Bool) -> [ResultTable.Column] {
    (kinds + (explained ? explanations : [])).map {
      ResultTable.Column(name: $0.name, title: $0.title, kind: $0.kind, priority: $0.priority)
    }
  }

  func cells(threads: Int, bytes: Int, explained: Bool) -> [ResultTable.Cell] {
    let work = answer.work
    let timed: [ResultTable.Cell] = [
      .text(question.rawValue), .integer(threads), .number(milliseconds[milliseconds.count / 2]),
      .number(milliseconds[0]), .number(milliseconds[milliseconds.count - 1]), .integer(milliseconds.count),
      .integer(answer.rowCount),
      .integer(work.figures), .text(AnswerText(answer, .compared).digest()),
    ]
    guard explained else { return timed }
    let steps = work.steps.map { "\($0.name) \(($0.seconds * 1e6).rounded() / 1000)" }.joined(separator: "; ")
    return timed + [
      .integer(work.panels), .integer(work.chunks), .integer(work.bytesRead), .integer(bytes), .integer(work.values),
      .integer(Terminal.peakMemory / 1_000_000), answer.indicator.map { .integer($0) } ?? .missing, .text(steps),
    ]
  }
}
