import ArgumentParser
import TideDisclosure
import TideIngest
import TideInterchange
import TideModel
import TideQuery
import TideStore

/// `tidemark bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time any question, or eight over a whole store.",
    discussion: """
      EXAMPLES:
        tidemark bench -- compare --category none
        tidemark bench --threads 2 --runs 20 -- summarise --by region,period --measures mean
        tidemark generate --size M --store bench-store
        tidemark bench --store bench-store
        tidemark bench Q4 Q8 --store bench-store --threads 2 --explain

      What follows -- is a command that asks a question, as it would be typed. Its words are looked up once; then it is
      answered once to warm up and --runs times in this process, without writing. The digest is the SHA-256 of its answer
      as csv. Without a command it is the eight questions that engines are compared with:

      \(BenchQuestion.allCases.map { "  \($0.rawValue)  \($0.command)" }.joined(separator: "\n"))

      INDICATOR is the middle one, AGE its first of Persons, PERIOD its latest.
      """)

  @Argument(
    help: ArgumentHelp(
      "Q1 to Q8, or after -- a command that asks a question (else all eight).", valueName: "question"))
  var words: [String] = []

  @OptionGroup var vintage: VintageOptions

  @Option(name: .long, help: ArgumentHelp("Threads at work at once.", valueName: "number"))
  var threads: Int = 1

  @Option(name: .long, help: ArgumentHelp("Timed answers of each question.", valueName: "number"))
  var runs: Int = 5

  @Option(name: .long, help: ArgumentHelp("Go on for so many seconds a question.", valueName: "seconds"))
  var seconds: Double = 0

  @Option(
    name: .long,
    help: ArgumentHelp("A folder that is there, for the answers: one csv file a question.", valueName: "folder"))
  var answers: String?

  @Flag(name: .long, help: "Also the panels, chunks, bytes and values read, and the memory it took.")
  var explain = false

  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads takes a number from 1 to 256.") }
    guard (1...1000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000.") }
    guard (0...3600).contains(seconds) else { throw ValidationError("--seconds takes a number up to 3600.") }
    if let questions, questions.contains(nil) {
      throw ValidationError("Questions are Q1 to Q8, or one command after --.")
    }
  }

  /// The questions that are named; nil for a command, nil among them for what is none.
  private var questions: [BenchQuestion?]? {
    let named = words.map { BenchQuestion(rawValue: $0.uppercased()) }
    return named.first.map { $0 == nil } ?? false ? nil : named
  }

  func run() throws {
    var table = ResultTable(columns: BenchRow.columns(explained: explain), title: "Times of questions")
    let source = try vintage.open()
    for (name, words) in try asked(source) {
      let row = try BenchRow(name, words: words + common(words), threads: threads, runs: runs, seconds: seconds)
      let digest = try row.write(to: answers)
      table.append(row.cells(threads: threads, digest: digest, explained: explain))
    }
    try answer.write(table, hint: "", from: .store(source))
  }

  /// The names and words of what is asked.
  private func asked(_ source: any FigureSource) throws -> [(name: String, words: [String])] {
    guard let named = questions?.compactMap({ $0 }) else { return [(words[0], words)] }
    let subject = try BenchSubject(source)
    return (named.isEmpty ? BenchQuestion.allCases : named).map { ($0.rawValue, $0.words(subject)) }
  }

  /// The store and vintage given here, for a command that names none.
  private func common(_ words: [String]) -> [String] {
    func given(_ option: String) -> Bool { words.contains { $0 == option || $0.hasPrefix(option + "=") } }
    var more: [String] = []
    if let store = vintage.store.store, !given("--store") { more += ["--store", store] }
    if let asOf = vintage.asOf, !given("--as-of") { more += ["--as-of", asOf] }
    if vintage.allowWithdrawn, !given("--allow-withdrawn") { more.append("--allow-withdrawn") }
    if let disclosure = vintage.disclosure.disclosure, !given("--disclosure") {
      more += ["--disclosure", disclosure.name]
    }
    return more
  }
}

/// One question's answers, timed.
private struct BenchRow {
  private let name: String
  private let words: [String]
  private let asked: Asking
  private let query: Query
  private let answer: AnswerOptions
  private let work: AnswerWork
  /// Of the first answer: what it found in memory the others find too.
  private let reading: StoreReading
  private let milliseconds: [Double]

  init(_ name: String, words: [String], threads: Int, runs: Int, seconds: Double) throws {
    self.name = name
    self.words = words
    guard let command = try Program.command(words) as? any QuestionCommand else {
      let all = RootCommand.configuration.subcommands.filter { $0 is any QuestionCommand.Type }
      throw CommandFailure(
        .usage, "'\(name)' asks no question that is timed",
        remedy: "Questions are: \(all.compactMap { $0.configuration.commandName }.joined(separator: ", ")).")
    }
    var asked = try Asking(command.options)
    asked.engine.threads = threads
    query = try command.query(asked)
    answer = command.answer
    self.asked = asked
    var work = try asked.engine.work(query)
    reading = asked.snapshot.reading
    let clock = ContinuousClock()
    var times: [Double] = []
    var spent = 0.0
    while times.count < runs || spent < seconds * 1000 && times.count < 1000 {
      let start = clock.now
      work = try asked.engine.work(query)
      let (seconds, attoseconds) = (clock.now - start).components
      times.append(Double(seconds) * 1000 + Double(attoseconds) * 1e-15)
      spent += times[times.count - 1]
    }
    milliseconds = times.sorted()
    self.work = work
  }

  /// Writes the answer as csv to a file of a folder, where one is given.
  /// - Returns: the SHA-256 of the answer as csv.
  func write(to folder: String?) throws -> String {
    let sink = try folder.map { try FileSink("\($0)/\(name).csv", option: "--answers") }
    var digest = StreamDigest()
    let writer = makeWriter(format: .csv, options: OutputOptions()) { bytes in
      digest.add(bytes)
      try sink?.write(bytes)
    }
    if answer.sort == nil {
      var shape: ShapePlan?
      var rows = 0
      try asked.engine.run(
        query,
        header: { header in
          let plan = try answer.plan(for: header)
          shape = plan
          try writer.begin(plan.header(header))
        },
        batch: { batch in
          let left = max(0, (answer.limit ?? .max) - rows)
          rows += batch.rowCount
          guard left > 0, let shape else { return }
          try writer.batch(shape.columns(of: batch), rows: 0..<min(left, batch.rowCount))
        })
      try writer.end()
    } else {
      let table = try asked.engine.table(query)
      try writer.write(try answer.plan(for: table).applied(to: table))
    }
    try sink?.finish()
    return digest.finish()
  }

  private static let kinds: [(name: String, title: String, kind: ResultTable.Kind, priority: Int)] = [
    ("question", "Question", .text, 0), ("threads", "Threads", .integer, 1), ("median_ms", "Median ms", .derived, 0),
    ("least_ms", "Least ms", .derived, 1), ("greatest_ms", "Greatest ms", .derived, 1), ("runs", "Runs", .integer, 3),
    ("rows", "Rows", .integer, 0),
    ("digest", "Digest", .text, 4), ("command", "Command", .text, 5),
  ]
  private static let explanations: [(name: String, title: String, kind: ResultTable.Kind, priority: Int)] = [
    ("figures", "Figures read", .integer, 2), ("panels", "Panels", .integer, 2), ("chunks", "Chunks", .integer, 2),
    ("bytes_read", "Bytes read", .integer, 2), ("bytes_in_store", "Bytes in store", .integer, 3),
    ("values", "Values decoded", .integer, 2), ("peak_mb", "Peak MB", .integer, 2),
  ]

  static func columns(explained: Bool) -> [ResultTable.Column] {
    (kinds + (explained ? explanations : [])).map {
      ResultTable.Column(name: $0.name, title: $0.title, kind: $0.kind, priority: $0.priority)
    }
  }

  func cells(threads: Int, digest: String, explained: Bool) -> [ResultTable.Cell] {
    let timed: [ResultTable.Cell] = [
      .text(name), .integer(threads), .number(milliseconds[milliseconds.count / 2]), .number(milliseconds[0]),
      .number(milliseconds[milliseconds.count - 1]), .integer(milliseconds.count), .integer(work.rows),
      .text(digest), .text(words.joined(separator: " ")),
    ]
    guard explained else { return timed }
    let scan = work.scan
    let isScanned = scan.panels > 0
    func bytes(_ number: Int) -> ResultTable.Cell { asked.source.policy == nil ? .integer(number) : .missing }
    return timed + [
      .integer(isScanned ? scan.figures : reading.cells), .integer(isScanned ? scan.panels : reading.panelsOpened),
      .integer(isScanned ? scan.chunks : reading.blocksRead),
      bytes(isScanned ? scan.bytesRead : reading.bytesRead), bytes(asked.snapshot.byteCount),
      .integer(isScanned ? scan.values : reading.values), .integer(Terminal.peakMemory / 1_000_000),
    ]
  }
}
