import Foundation
import Testing

/// Settings: the option before the environment, that before the file, that before what is built in.
@Suite struct SettingsTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    environment = ["XDG_CONFIG_HOME": folder.url.path]
  }

  private func run(_ arguments: [String], _ more: [String: String] = [:]) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(
      arguments, in: folder.url, store: try DatasetsStore.url, environment: environment.merging(more) { $1 })
  }

  private func title(_ arguments: [String], _ more: [String: String] = [:]) throws -> String {
    let outcome = try run(["trend", "infant mortality", "--format", "table"] + arguments, more)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return String(outcome.output.prefix { $0 != "\n" })
  }

  @Test func theNearestSayingHolds() throws {
    #expect(try title([]).contains("Birmingham against England"))
    #expect(try run(["config", "area", "solihull"]).status == 0)
    #expect(try run(["config", "benchmark", "West", "Midlands"]).status == 0)
    #expect(try title([]).contains("Solihull against West Midlands"))
    #expect(try title([], ["TIDEMARK_AREA": "Dudley"]).contains("Dudley against West Midlands"))
    #expect(try title(["--area", "Walsall"], ["TIDEMARK_AREA": "Dudley"]).contains("Walsall against West Midlands"))
    #expect(try run(["config", "--unset", "area"]).status == 0)
    #expect(try title([]).contains("Birmingham against West Midlands"))
  }

  @Test func whereAValueComesFromIsShown() throws {
    _ = try run(["config", "area", "Solihull"])
    let outcome = try run(["config", "--show", "--format", "csv"], ["TIDEMARK_BENCHMARK": "median"])
    let file = folder.url.appendingPathComponent("tidemark/config").path
    let rows = outcome.output.split(separator: "\n").map(String.init)
    #expect(rows.contains("area,Solihull,\(file):1"))
    #expect(rows.contains("benchmark,median,TIDEMARK_BENCHMARK"))
    #expect(rows.contains { $0.hasPrefix("store,") && $0.hasSuffix(",TIDEMARK_STORE") })
    #expect(rows.contains { $0.hasPrefix("format,") && $0.hasSuffix(",built in") })
    #expect(try run(["config", "area"]).output == "Solihull\n")
  }

  @Test func otherLinesOfTheFileStay() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("tidemark"), withIntermediateDirectories: true)
    let file = try folder.write("# mine\n\narea = Dudley\n  benchmark=median\n", to: "tidemark/config")
    #expect(try run(["config", "area", "Sandwell"]).status == 0)
    #expect(try run(["config", "log", "text"]).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text == "# mine\n\narea = Sandwell\n  benchmark=median\nlog = text\n")
  }

  @Test(arguments: [
    ("area\n", "config:1: 'area' is no setting"), ("\nflavour = mint\n", "config:2: there is no setting 'flavour'"),
    ("aera = Dudley\n", "did you mean area?"), ("format = xml\n", "config:1: format cannot be 'xml'"),
    ("= x\n", "config:1: there is no setting ''"), ("\u{FEFF}\u{0}\u{1}", "config:1: "),
  ])
  func aLineThatSaysNothingIsRefused(text: String, message: String) throws {
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("tidemark"), withIntermediateDirectories: true)
    _ = try folder.write(text, to: "tidemark/config")
    let outcome = try run(["compare"])
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try run(["--help"]).status == 0)
  }

  @Test(arguments: [
    ["config", "flavour"], ["config", "area", "Nowhere"], ["config", "format", "xml"], ["config", "--unset"],
    ["config", "--show", "area"], ["config", "area", "a\nb"], ["config", "peers.none"],
    ["config", "peers.=", "y"], ["config", "peers.a=b", "Leeds"], ["config", "peers.\u{1B}[31m", "Leeds"],
    ["config", "peers.a\nb", "Leeds"], ["config", "area", "Leeds\u{1B}[31m"], ["config", "peers.a ", "Leeds"],
  ])
  func wrongSettingsAreTwo(arguments: [String]) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
    #expect(outcome.errors.hasPrefix("tidemark: error: "))
    #expect(!FileManager.default.fileExists(atPath: folder.path("tidemark/config")))
  }

  /// Named groups are ranked as a file that lists the same areas.
  @Test func peersAreGroupsOfTheSettingsAndFiles() throws {
    let file = try folder.write("Leeds\nE08000019\n# the last\nManchester\n", to: "list.txt")
    let byFile = try run(["rank", "infant mortality", "--peers", file])
    #expect(byFile.status == 0, "\(byFile.errors)")
    #expect(byFile.output.split(separator: "\n").count == 5)
    _ = try run(["config", "peers.mine", "Leeds,", "Sheffield,", "E08000003"])
    _ = try run(["config", "peers.listed", file])
    for name in ["mine", "MINE", "listed"] {
      #expect(try run(["rank", "infant mortality", "--peers", name]).output == byFile.output, "\(name)")
    }
    _ = try run(["config", "peers", "mine"])
    #expect(try run(["rank", "infant mortality"]).output == byFile.output)
    _ = try run(["config", "peers.bad", "Leeds,", "Nowhere"])
    let bad = try run(["rank", "infant mortality", "--peers", "bad"])
    #expect(bad.status == 2)
    #expect(bad.errors.contains("tidemark/config:4: peers.bad: no area is called 'Nowhere'"), "\(bad.errors)")
  }

  @Test func formatAndDisclosureAreSettingsToo() throws {
    #expect(try run(["find", "suicide"], ["TIDEMARK_FORMAT": "jsonl"]).output.hasPrefix("{\"kind\":"))
    #expect(try run(["find", "suicide", "--format", "csv"], ["TIDEMARK_FORMAT": "jsonl"]).output.hasPrefix("kind,"))
    let hidden = try run(["trend", "90284"], ["TIDEMARK_DISCLOSURE": "hes"])
    #expect(hidden.status == 0)
    #expect(hidden.output == (try run(["trend", "90284", "--disclosure", "hes"]).output))
    #expect(hidden.errors.contains("disclosure control (hes)"))
    #expect(hidden.output != (try run(["trend", "90284"]).output))
    #expect(try run(["trend", "90284"], ["TIDEMARK_DISCLOSURE": "hesse"]).status == 2)
  }

  @Test func settingsNeedAPlace() throws {
    let outcome = try BinaryUnderTest.run(
      ["config", "area", "Dudley"], store: try DatasetsStore.url, environment: ["HOME": ""])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("TIDEMARK_CONFIG"))
    let file = folder.path("deep/er/config")
    let named = try BinaryUnderTest.run(
      ["config", "area", "Dudley"], store: try DatasetsStore.url, environment: ["TIDEMARK_CONFIG": file])
    #expect(named.status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "area = Dudley\n")
  }
}
