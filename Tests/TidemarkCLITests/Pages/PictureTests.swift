import Foundation
import TestSupport
import Testing

/// Charts of the datasets as two renderers draw them.
@Suite struct PictureTests {
  /// A picture of each kind: those that the tests of `chart` hold the command to, and a decomposition.
  private static func pictures() throws -> [String: String] {
    let folder = BinaryUnderTest.packageRoot.appendingPathComponent("Tests/TidemarkCLITests/GoldenCharts")
    var pictures: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where file.pathExtension == "svg" {
      pictures[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
    }
    let parts = try BinaryUnderTest.run(
      [
        "chart", "decomposition", FileAnswers.vector("le_gap_arriaga_input"), "--area", "area", "--comparator",
        "comparator",
      ])
    try #require(parts.status == 0, "\(parts.errors)")
    pictures["decomposition"] = parts.output
    return pictures
  }

  @Test(.enabled(if: Rsvg.tool.isThere, "\(Rsvg.tool.skipped)"))
  func everyKindIsDrawnInItsSize() throws {
    let pictures = try Self.pictures()
    let kinds = ["trend", "compare", "rank", "funnel", "spine", "inequality", "gap", "multiples", "decomposition"]
    #expect(Set(kinds).isSubset(of: pictures.keys))
    for (name, svg) in pictures {
      let size = try #require(svg.firstMatch(of: /<svg [^>]*width="([0-9.]+)" height="([0-9.]+)"/))
      let (width, height) = (try #require(Double(size.1)), try #require(Double(size.2)))
      let drawn = try Rsvg.png(svg)
      #expect(drawn.width == Int(width.rounded(.up)) && drawn.height == Int(height.rounded(.up)), "\(name)")
      let blank = try Rsvg.png(String(svg[..<svg.range(of: "<rect")!.lowerBound]) + "</svg>")
      #expect(drawn.width == blank.width && drawn.bytes > 5 * blank.bytes, "\(name): \(drawn) beside \(blank)")
      #expect(drawn.complaints.isEmpty, "\(name)")
    }
  }

  @Test(
    .enabled(if: Chromium.works, "\(Chromium.skipped)"),
    .enabled(if: Chromium.hasHelveticaWidths, "no font of Helvetica's widths"))
  func labelsKeepApartInABrowser() throws {
    let page = "<!DOCTYPE html><body>" + (try Self.pictures().values.joined()) + "</body>"
    for html in [page, try PageUnderTest.report.html] {
      let pictures = try MeasuredPicture.all(of: html)
      #expect(!pictures.isEmpty)
      for picture in pictures { #expect(picture.problems.isEmpty, "\(picture.title)") }
    }
  }
}

/// librsvg, another renderer than a browser's.
private enum Rsvg {
  static let tool = ExternalTool("rsvg-convert")

  /// What the header of a PNG says, how large the file is, and what the renderer complained of.
  struct Drawn {
    let width: Int
    let height: Int
    let bytes: Int
    let complaints: String
  }

  static func png(_ svg: String) throws -> Drawn {
    let folder = try TemporaryFolder()
    let outcome = try tool.run([try folder.write(svg, to: "chart.svg")], in: folder.url)
    let png = PNGHeader(outcome.output)
    return Drawn(
      width: png?.width ?? 0, height: png?.height ?? 0, bytes: outcome.output.count,
      complaints: outcome.status == 0 ? outcome.errors : "status \(outcome.status): \(outcome.errors)")
  }
}

/// The size of a picture, from the first chunk of a PNG file: RFC 2083, section 4.1.1.
struct PNGHeader {
  let width: Int
  let height: Int

  init?(_ data: Data) {
    let bytes = [UInt8](data.prefix(24))
    guard bytes.count == 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]) else { return nil }
    func number(at start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    width = number(at: 16)
    height = number(at: 20)
  }
}
