import Foundation
import Testing

/// The pictures in README are those of the program as it is now.
@Suite struct ReadmePictureTests {
  private static let folder = BinaryUnderTest.packageRoot.appendingPathComponent("Datasets/pictures")

  @Test func thePictureIsOfThisReport() throws {
    let scratch = try TemporaryFolder()
    let page = try scratch.write(PageUnderTest.report.html, to: "report.html")
    let outcome = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/usr/bin/env"), ["sha256sum", page], in: nil,
      environment: BinaryUnderTest.environment())
    let digest = try String(contentsOf: Self.folder.appendingPathComponent("report.sha256"), encoding: .utf8)
    #expect(
      outcome.output.prefix(64) == digest.prefix(64),
      "the report has changed: make pictures draws README's picture anew")
  }

  @Test func theChartIsAsTheCommandDrawsIt() throws {
    let outcome = try BinaryUnderTest.run(
      ["chart", "trend", "infant mortality rate"], store: try DatasetsStore.url)
    let kept = try String(contentsOf: Self.folder.appendingPathComponent("infant-mortality.svg"), encoding: .utf8)
    #expect(outcome.output == kept, "the chart has changed: make pictures draws README's picture anew")
  }

  @Test func readmeShowsThemAndSaysWhatMakesThem() throws {
    let root = BinaryUnderTest.packageRoot
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    for name in ["infant-mortality.svg", "report.png"] {
      #expect(readme.contains(try Regex("!\\[[^\\]]{20,}\\]\\(Datasets/pictures/\(name)\\)")))
    }
    #expect(readme.contains("`make pictures`"))
    let makefile = try String(contentsOf: root.appendingPathComponent("Makefile"), encoding: .utf8)
    #expect(makefile.contains("\npictures:") && makefile.contains("Datasets/pictures"))
    let data = try Data(contentsOf: Self.folder.appendingPathComponent("report.png"))
    let png = try #require(PNGHeader(data))
    #expect(png.width == 1000 && png.height > 1000 && data.count < 150_000)
  }
}
