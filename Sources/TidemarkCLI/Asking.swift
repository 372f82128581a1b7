import ArgumentParser
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// An open store and the way from words to a query.
struct Asking {
  let source: ScreenedSnapshot
  /// The vintage asked about.
  var snapshot: Snapshot { source.snapshot }
  let resolver: Resolver
  var engine: QueryEngine
  let options: QueryOptions
  private var clock = StepClock()

  /// What to tell when an answer has no rows.
  static func emptyHint(_ query: Query, _ words: SelectionWords, _ source: any FigureSource) -> String {
    let reasons = (try? EmptyReason(query, words, source).sentences()) ?? []
    return reasons.isEmpty
      ? "No figure fits these options; 'tidemark describe INDICATOR' lists its strata and periods."
      : reasons.joined(separator: "\n")
  }

  init(_ options: QueryOptions) throws {
    source = try options.vintage.open()
    resolver = Resolver(source.snapshot, choosing: Picker.pick)
    engine = QueryEngine(source)
    self.options = options
    clock.step("open the store")
    try tellLostReleases()
  }

  /// A store in the vintage, and under the control, that a query asks for.
  init(_ query: Query, store path: String, explain: Bool) throws {
    source = try ScreenedSnapshot.open(
      path, asOf: query.vintage.asOf, withholding: !query.vintage.allowsWithdrawn, asking: query.vintage.disclosure)
    source.snapshot.tellDoubt()
    resolver = Resolver(source.snapshot, choosing: Picker.pick)
    engine = QueryEngine(source)
    var options = try QueryOptions.parse([])
    options.vintage.store.store = path
    options.explain = explain
    self.options = options
    clock.step("open the store")
    try tellLostReleases()
  }

  /// Says on standard error that figures are missing which a repair could not bring back.
  private func tellLostReleases() throws {
    let lost = try snapshot.releases().filter(\.isLost).map { "\($0.sequence)" }
    guard !lost.isEmpty else { return }
    Console.tell(
      "tidemark: warning: \(lost.count == 1 ? "release" : "releases") \(lost.joined(separator: ", ")) of this store "
        + "\(lost.count == 1 ? "is" : "are") lost, and the figures are those without it; see tidemark releases")
  }

  /// The query that a command's words stand for.
  /// - Parameters:
  ///   - peers: who is ranked. A list of them that cannot be read is told after other words that stand for nothing.
  ///   - area: the area where the command has an argument for it.
  ///   - isForAllAreas: whether no area named means all of them.
  func query(
    _ question: Query.Question, indicators: [String], about themes: ThemeOptions? = nil,
    _ comparison: ComparisonOptions? = nil, among peers: @autoclosure () throws -> PeerWords = .areaType,
    area: String? = nil, isForAllAreas: Bool = false
  ) throws -> Query {
    let read = Result { try peers() }
    let words = QueryWords(
      indicators: indicators, priority: themes?.priority, theme: themes?.theme,
      area: try area ?? (isForAllAreas ? options.area : options.areaWords(in: snapshot)),
      benchmark: options.benchmarkWords, selection: options.words,
      peers: (try? read.get()) ?? .areaType)
    var query = try resolver.query(
      question, words, geography: options.geography, comparing: comparison?.choice ?? .published,
      limits: options.publishedOnly ? .published : .calculated, vintage: try options.vintage.choice())
    query.ratioLimits = comparison?.ratioLimits ?? false
    if case .failure(let error) = read { throw error }
    return query
  }

  /// Answers a query with a whole table.
  /// - Parameter hint: what to tell of a table without rows; nil for which option fits nothing.
  mutating func answer(
    _ query: Query, _ options: AnswerOptions, hint: ((ResultTable) -> String)? = nil
  ) throws {
    let query = query.giving(options.columns?.names ?? [])
    if try prints(query, options) { return }
    try explainPlan(query)
    let (engine, source, words) = (engine, source, self.options.words)
    try answer(options, hint: { hint?($0) ?? Self.emptyHint(query, words, source) }) {
      try engine.table(query, drawsSeries: options.drawsSeries)
    }
  }

  /// Prints the query as JSON where that is asked for.
  func prints(_ query: Query, _ answer: AnswerOptions? = nil) throws -> Bool {
    guard options.queryJson else { return false }
    var query = query
    if let answer { query.shape = answer.queryShape }
    try Console.write(query.json)
    return true
  }

  /// Answers with a table that is made when what was asked has been found.
  mutating func answer(
    _ answer: AnswerOptions, hint: (ResultTable) -> String, _ make: () throws -> ResultTable
  ) throws {
    clock.step("find what is asked")
    let table = try make()
    clock.step("read figures")
    try answer.write(table, hint: hint(table), from: .store(source))
    DisclosureOptions.tell(source)
    clock.step("write")
    if options.explain { explain() }
  }

  /// Answers a query batch by batch.
  mutating func export(_ query: Query, _ answer: AnswerOptions, hint: String? = nil) throws {
    let query = query.giving(answer.columns?.names ?? [])
    if try prints(query, answer) { return }
    try explainPlan(query)
    clock.step("find what is asked")
    var remarks: [String] = []
    try answer.stream(
      hint: hint ?? Self.emptyHint(query, options.words, source), from: .store(source),
      { header, batch in remarks = try engine.run(query, header: header, batch: batch) })
    for remark in remarks { Console.tell(remark) }
    DisclosureOptions.tell(source)
    clock.step("read figures and write")
    if options.explain { explain() }
  }

  /// Tells on standard error what may be read, before it is.
  func explainPlan(_ query: Query) throws {
    guard options.explain else { return }
    Console.tell("What may be read:")
    for (name, text) in try PlanWords(engine.plan(query), snapshot).lines { Self.line(name, text) }
  }

  private static func line(_ name: String, _ text: String) {
    Console.tell("  \(name)\(String(repeating: " ", count: 9 - name.count))\(text)")
  }

  /// How many bytes were read. Not told under disclosure control: how long figures are in a store depends on what they are.
  private func explainBytes(_ reading: StoreReading) {
    Self.line(
      "bytes",
      "\(reading.bytesRead.grouped) read, \(reading.bytesSkipped.grouped) skipped; "
        + "the store has \(snapshot.byteCount.grouped)")
  }

  /// Tells on standard error what the answer took.
  func explain() {
    let reading = snapshot.reading
    Console.tell("What the answer took:")
    Self.line("panels", "\(reading.panelsOpened.grouped) of \(reading.panels.grouped) opened")
    Self.line(
      "blocks",
      "\(reading.blocksRead.grouped) of those panels read, \(reading.blocksSkipped.grouped) skipped")
    if source.policy == nil { explainBytes(reading) }
    Self.line(
      "figures",
      "\(reading.cells.grouped) looked up one by one, "
        + "\((reading.values + engine.scanned.values).grouped) decoded in whole blocks")
    let again = reading.decodings - reading.blocksDecoded
    Self.line(
      "decoded",
      "\(reading.blocksDecoded.grouped) blocks, \(again == 0 ? "each once" : "\(again.grouped) times one again")")
    for step in clock.steps {
      Self.line("time", "\((step.seconds * 1e4).rounded() / 10) ms to \(step.name)")
    }
    Self.line("memory", "\(Terminal.peakMemory >> 20) MB at most")
  }
}
