import Foundation
import Testing

/// Questions kept as JSON.
@Suite struct AskCommandTests {
  private static let commands = [
    "compare", "compare --benchmark mean --method quintiles", "compare --goal p25..p75 --peers core-cities",
    "compare --geography current --priority cancer", "compare --disclosure hes", "compare --as-of 1 --category none",
    "profile Solihull --category none", "watchlist", "watchlist --area Sandwell --category all",
    "trend 90284 --sex persons", "trend 90284 --test", "trend suicide --goal last-year", "gap 90284 --sex male",
    "rank infant-mortality --within West-Midlands-region", "rank 91547 --area-type region",
    "rank 91547 --period 2023/24",
    "inequality 90284 --sex persons", "inequality 900401 --transform log", "funnel 91547", "funnel 91547 --limits",
    "ratio 92196", "ratio suicide --sex male --with-sex female", "ratio 92196 --with Manchester --every-period",
    "compare 92196 --ratio-limits", "trend 92196 --columns period,ratio,ratio_lower_95", "excess",
    "excess 90284 --sex persons", "aggregate 90284 --peers core-cities --last 3 --by area --sex persons",
    "aggregate 90284 --areas Birmingham Solihull --last 2 --sex persons",
    "export 91547", "export --area Birmingham --compare --period 2023",
    "export --age <75 --columns area,value --limit 9",
    "audit", "audit 91547 --rows", "peers", "peers core-cities", "changes", "revisions --new", "diff 0 1 --new",
    "summarise --by theme,sex --measures figures,mean,median",
    "summarise 90284 --by region --area-type upper-tier --measures rate --sort -rate",
    "find infant mortality", "find infnt mortalty --limit 2", "describe 90284", "describe Birmingham",
    "status", "status --columns bytes,areas", "releases", "releases --as-of 1",
  ]

  @Test(arguments: commands)
  func aKeptQuestionIsAnsweredWithTheSameBytes(command: String) throws {
    let arguments = command.split(separator: " ").map(String.init)
    let store = try DatasetsStore.url
    let folder = try TemporaryFolder()
    let kept = try BinaryUnderTest.run(arguments + ["--query-json"], store: store)
    #expect(kept.status == 0, "\(kept.errors)")
    let file = try folder.write(kept.output, to: "question.json")
    for format in ["csv", "json"] {
      let typed = try BinaryUnderTest.run(arguments + ["--format", format], store: store)
      let asked = try BinaryUnderTest.run(["ask", file, "--format", format], store: store)
      #expect(typed.status == 0 && asked.status == 0, "\(typed.errors) \(asked.errors)")
      #expect(!typed.output.isEmpty && asked.output == typed.output)
    }
  }

  @Test func whatIsNoQuestionIsUsage() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("{\"question\": 1}", to: "question.json")
    for (path, message) in [(file, "this is no query"), ("missing.json", "cannot read the question missing.json")] {
      let outcome = try BinaryUnderTest.run(["ask", path], store: try DatasetsStore.url)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains(message) && outcome.errors.contains("--query-json"), "\(outcome.errors)")
    }
  }
}
