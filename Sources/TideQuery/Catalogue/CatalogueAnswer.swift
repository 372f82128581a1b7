import TideDisclosure
public import TideModel
import TideStore

/// What a store's catalogue answers.
public struct CatalogueAnswer: Sendable {
  /// The answer.
  public let table: ResultTable
  /// The words that were searched for in the place of those asked, where nothing holds these; nil where something does.
  public let insteadOf: String?
  /// Names that come near words that nothing holds.
  public let suggestions: [String]
}

extension QueryEngine {
  /// Answers a question about the catalogue.
  /// - Throws: `QueryError` for what the store does not hold, `StoreError` for what cannot be read.
  public func answer(_ query: CatalogueQuery) throws -> CatalogueAnswer {
    try checkPolicy(of: query.vintage)
    switch query.question {
    case .find(let words): return try find(words)
    case .describe(let subject): return answer(try describe(subject))
    case .status: return answer(try StatusAnswer(source).table())
    case .releases: return answer(try ReleasesAnswer(source).table())
    }
  }

  private func answer(_ table: ResultTable) -> CatalogueAnswer {
    CatalogueAnswer(table: table, insteadOf: nil, suggestions: [])
  }

  private func find(_ words: String) throws -> CatalogueAnswer {
    let finder = Finder(source.snapshot)
    let finding = try finder.find(words)
    return CatalogueAnswer(
      table: try Describe(source).table(of: finding),
      insteadOf: finding.words != words && !finding.matches.isEmpty ? finding.words : nil,
      suggestions: finding.matches.isEmpty ? try finder.suggestions(for: words) : [])
  }

  private func describe(_ subject: CatalogueQuery.Subject) throws -> ResultTable {
    let describe = Describe(source)
    switch subject {
    case .indicator(let id):
      guard let indicator = try source.snapshot.indicator(id) else {
        throw QueryError(
          .unknownIndicator, "there is no indicator \(id) in this store",
          remedy: "'tidemark find WORDS' searches the indicators.")
      }
      return try describe.table(of: indicator)
    case .area(let code):
      guard let area = try source.snapshot.area(code) else {
        throw QueryError(
          .unknownArea, "there is no area \(code) in this store", remedy: "'tidemark find WORDS' searches the areas.")
      }
      return try describe.table(of: area)
    case .theme(let name):
      guard try source.snapshot.indicators().contains(where: { $0.themes.contains(name) }) else {
        throw QueryError(
          .usage, "no indicator of this store has the theme '\(name)'",
          remedy: "'tidemark find WORDS' searches the themes.")
      }
      return try describe.table(ofTheme: name)
    }
  }
}

/// What a store holds, in one row.
private struct StatusAnswer {
  private let snapshot: Snapshot
  /// Whether figures are screened: then nothing is told of which figures a release touched, nor how long they are.
  private let isScreened: Bool

  init(_ source: any FigureSource) { (snapshot, isScreened) = (source.snapshot, source.policy != nil) }

  func table() throws -> ResultTable {
    let facts = try facts()
    var table = ResultTable(
      columns: facts.map { fact in
        var kind = ResultTable.Kind.text
        if case .integer = fact.value { kind = .integer }
        return ResultTable.Column(name: fact.name, title: fact.name, kind: kind)
      })
    table.append(facts.map(\.value))
    return table
  }

  private func facts() throws -> [(name: String, value: ResultTable.Cell)] {
    let statistics = try snapshot.statistics()
    return [
      ("store", .text(snapshot.path)), ("format_version", .text(statistics.formatVersion)),
      ("releases", .integer(statistics.releases)), ("indicators", .integer(statistics.indicators)),
      ("areas", .integer(statistics.areas)), ("figures", .integer(statistics.figures)),
      ("panels", .integer(statistics.panels)), ("segments", .integer(statistics.segments)),
      ("bytes", isScreened ? .missing : .integer(statistics.bytes)),
      ("newest_release", snapshot.release.map { .text(line(of: $0)) } ?? .missing),
    ]
  }

  /// `3, published 2024-06-30: 12 new, 3 revised figures from figures.csv`.
  private func line(of release: Release) -> String {
    let counts = release.counts
    var line = "\(release.sequence), published \(release.published): "
    line += isScreened ? "\(counts.new) new figures" : "\(counts.new) new, \(counts.revised) revised figures"
    if !release.sources.isEmpty { line += " from \(release.sources.map(\.name).joined(separator: ", "))" }
    return line
  }
}
