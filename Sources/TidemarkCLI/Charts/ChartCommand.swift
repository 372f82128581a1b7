import ArgumentParser
import TideModel
import TideQuery
import TideReport
import TideStore

/// `tidemark chart`.
struct ChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "A question's answer as a picture, or drawn in the terminal.",
    discussion: """
      Each kind takes the options of the question it draws. Standard output gets text on a terminal and SVG in a pipe;
      --output writes a file, whole or not at all. The same figures give the same bytes.

      EXAMPLES:
        tidemark chart trend "infant mortality rate" --output infant-mortality.svg
        tidemark chart trend "infant mortality rate" --peers core-cities
        tidemark chart compare --priority "maternal health" > maternal-health.svg
        tidemark chart rank 90284 --sex persons --within "West Midlands" --format text
        tidemark chart funnel 91547 -o funnel.svg
        tidemark chart spine 91547 900301 900201
        tidemark chart inequality 90284 --sex persons --category "County & UA"
        tidemark chart gap "infant mortality rate" --format ascii
        tidemark chart multiples 900301 91547 900201 -o three.svg
        tidemark chart decomposition deaths-by-cause.csv -o gap.svg
      """,
    subcommands: [
      TrendChartCommand.self, CompareChartCommand.self, RankChartCommand.self, FunnelChartCommand.self,
      SpineChartCommand.self, InequalityChartCommand.self, GapChartCommand.self, MultiplesChartCommand.self,
      DecompositionChartCommand.self,
    ])

  func run() throws {
    throw CommandFailure(
      .usage, "say what to draw; there are:",
      details: Self.configuration.subcommands.map {
        "\($0.configuration.commandName ?? "")".padded(to: 15) + $0.configuration.abstract
      }, remedy: "'tidemark help chart' has examples.")
  }
}

extension Asking {
  /// Answers a query, and draws the answer.
  /// - Parameter second: what else is asked for the chart.
  mutating func draw(
    _ kind: Chart.Kind, _ query: Query, beside second: Query? = nil, _ options: ChartOptions
  ) throws {
    if try prints(query) { return }
    let table = try engine.table(query)
    guard !table.rows.isEmpty else {
      let reasons = try EmptyReason(query, self.options.words, source).sentences()
      throw CommandFailure(
        .usage, "there is nothing to draw",
        remedy: reasons.isEmpty
          ? "No figure fits these options; 'tidemark describe INDICATOR' lists its strata and periods."
          : reasons.joined(separator: "\n"))
    }
    try options.write(
      kind, of: table, beside: try second.map { try engine.table($0) }, area: query.area ?? "",
      source: try ChartSource.text(snapshot, of: table, query))
    DisclosureOptions.tell(source)
    if self.options.explain { explain() }
  }
}
