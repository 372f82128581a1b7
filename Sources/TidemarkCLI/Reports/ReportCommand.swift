import ArgumentParser
import TideModel
import TideQuery
import TideReport
import TideStore

/// `tidemark report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "One HTML file about an area: headlines, priorities, trends, inequality, sources.",
    discussion: """
      The file needs no network and no scripts. Each chart has its figures in a table under it. The same command on
      the same store gives the same bytes. Ranks are among all areas of the type, the region and the groups that the
      area is in, unless --peers or --within says otherwise.

      EXAMPLES:
        tidemark report --output birmingham.html
        tidemark report --area Solihull --sex persons > solihull.html
        tidemark report --peers core-cities -o birmingham.html
      """)

  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the report to this file, whole or not at all (else to standard output).", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  func validate() throws {
    if options.queryJson { throw ValidationError("A report asks many questions; --query-json prints one.") }
    if output == nil, Terminal.isOutput {
      throw ValidationError("Name a file with --output, or send it to one with >.")
    }
  }

  func run() throws {
    let asked = try Asking(options)
    let html = try ReportContents(asked, peers: try asked.resolver.peers(peers.words())).report().html
    if let output { try ChartFile.write(html, to: output) } else { try Console.write(html) }
    DisclosureOptions.tell(asked.source)
    if options.explain { asked.explain() }
  }
}
