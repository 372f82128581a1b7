import TideModel
import TideQuery
import TideReport
import TideStore

/// What a report says of an area: the first page, a section for each priority and theme, and what they rest on.
struct ReportContents {
  private let answers: ReportAnswers
  private let changes: ReleaseChangesSection

  /// - Throws: `CommandFailure` where the area has no figures.
  init(_ asked: Asking, peers: Query.Peers) throws {
    answers = try ReportAnswers(asked, peers: peers)
    changes = try ReleaseChangesSection(answers)
  }

  func report() throws -> Report {
    var sections = [try headlines(), changes.section]
    var shown: [ResultTable] = [answers.comparison]
    for (title, theme) in themes {
      guard let theme else {
        sections.append(Report.Section(title, [.paragraph("The store has no figure of \(answers.area) on it.")]))
        continue
      }
      let found = try ThemeSection(answers, theme: theme)
      sections.append(found.section(title))
      shown += found.shown
    }
    if answers.query.area == Area.birminghamCode, let claims = try PublicClaims(answers).section() {
      sections.append(claims)
    }
    let notes = ReportNotes(answers, shown: shown)
    sections += [notes.methods(), notes.words(), try notes.sources()]
    return Report(
      title: "\(answers.area) against \(answers.benchmark)",
      subtitle: "Published health indicators: latest figures, gaps, trends, areas of the same kind, and inequality. "
        + "The figures of each chart are in a table under it, closed until you open it; tables that are open are printed.",
      sections: sections)
  }

  /// The four priorities, also those without figures where another has some, and then the other themes.
  private var themes: [(title: String, theme: String?)] {
    let themes = answers.comparison.distinct("theme")
    let prior = themes.filter { theme in Priority.allCases.contains { $0.includes(theme: theme) } }
    guard !prior.isEmpty else { return themes.map { ($0, $0) } }
    let first = Priority.allCases.flatMap { priority -> [(title: String, theme: String?)] in
      let own = prior.filter { theme in Priority.allCases.first { $0.includes(theme: theme) } == priority }
      return own.isEmpty ? [(priority.rawValue, nil)] : own.map { ($0, $0) }
    }
    return first + themes.filter { !prior.contains($0) }.map { ($0, $0) }
  }

  /// The first page.
  private func headlines() throws -> Report.Section {
    let found = try Headlines(answers.comparison)
    let gaps = try GapCourses(answers.gaps.short, benchmark: answers.benchmark)
    let longer = try GapCourses(answers.gaps.long, benchmark: answers.benchmark)
    let benchmark = answers.benchmark
    var blocks: [Report.Block] = [
      .list(try summary(found, gaps)),
      .table(
        Report.Figures(StandingTable(answers.comparison, themes: themes).table),
        caption: "How many of the latest figures stand how to \(benchmark)"),
    ]
    blocks += Self.limited("Worse than \(benchmark), the furthest first", found.worse)
    blocks += Self.limited("Better than \(benchmark), the furthest first", found.better)
    if !found.untested.isEmpty {
      blocks += Self.limited("Not tested, furthest from \(benchmark)", found.untested, most: 5)
      blocks.append(
        .paragraph(
          "These stand on the worse side of \(benchmark) and are published without what a test needs: chance was not ruled "
            + "out."))
    }
    blocks += Self.limited("Closing or widening", gaps.changing, before: "None clearly.")
    blocks.append(.paragraph(gaps.sentences))
    if !longer.changing.isEmpty { blocks += Self.limited("Closing or widening over ten figures", longer.changing) }
    blocks += Self.limited("Getting worse by the recent trend", found.gettingWorse)
    blocks += Self.limited("Getting better by the recent trend", found.gettingBetter)
    return Report.Section("Headlines", blocks)
  }

  /// Where the area stands, in one sentence each.
  private func summary(_ found: Headlines, _ gaps: GapCourses) throws -> [String] {
    var lines = [found.tally]
    if !found.reasons.isEmpty { lines.append("Not compared: \(found.reasons).") }
    if let furthest = found.worse.first { lines.append("The furthest of those that are worse: \(furthest)") }
    if let infant = try infantMortality() { lines.append(infant) }
    return lines + [gaps.tally, changes.summary]
  }

  private func infantMortality() throws -> String? {
    guard let row = answers.comparison.rows(naming: "infant mortality").first else { return nil }
    let series = answers.comparison.series(row)
    let alone = try Headlines(answers.comparison.keeping { answers.comparison.series($0) == series })
    let test = alone.reasons.isEmpty ? "" : " It is not tested: \(alone.reasons.replacing(" (1)", with: ""))."
    return alone.all.first.map { $0 + test }
  }

  /// A heading and sentences under it: the first of them, and how many there are more.
  private static func limited(
    _ heading: String, _ lines: [String], before: String = "None that can be tested.", most: Int = 8
  ) -> [Report.Block] {
    var blocks: [Report.Block] = [.heading(heading)]
    if lines.isEmpty { return blocks + [.paragraph(before)] }
    blocks.append(.list(Array(lines.prefix(most))))
    if lines.count > most {
      let more = lines.count - most
      blocks.append(.paragraph("\(more) more \(more == 1 ? "is" : "are") in the sections below."))
    }
    return blocks
  }
}
