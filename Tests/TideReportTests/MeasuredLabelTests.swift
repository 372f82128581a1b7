import TestSupport
import Testing
import TideModel

@testable import TideReport

/// The widths that charts reckon with, held against those of a browser.
@Suite(
  .serialized, .enabled(if: Chromium.works, "\(Chromium.skipped)"),
  .enabled(if: Chromium.hasHelveticaWidths, "no font of Helvetica's widths: make extras installs fonts-liberation"))
struct MeasuredLabelTests {
  /// A hundred random tables of each kind: no label overlaps another or leaves its picture.
  @Test(arguments: Chart.Kind.allCases)
  func labelsKeepApartWhereTheyAreDrawn(kind: Chart.Kind) throws {
    var page = "<!DOCTYPE html>\n<html><body>\n"
    var seeds: [UInt64] = []
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomTables(seed: seed)
      let (table, second) = random.tables(for: kind)
      let setting = Chart.Setting(source: RandomTables.names[Int(seed) % 12])
      // Random tables may hold nothing to draw.
      guard let chart = try? Chart(kind, of: table, beside: second, setting) else { continue }
      page += chart.svg
      seeds.append(seed)
    }
    #expect(seeds.count > 50)
    let pictures = try MeasuredPicture.all(of: page + "</body></html>\n")
    try #require(pictures.count == seeds.count)
    for (seed, picture) in zip(seeds, pictures) {
      #expect(picture.problems.isEmpty, "seed \(seed), \(kind)")
      for text in picture.texts {
        let reckoned = Typeface.sans.width(text.text, Font(size: text.size, isBold: text.isBold))
        #expect(text.width <= reckoned + 1, "seed \(seed), \(kind): '\(text.text)', \(text.width) of \(reckoned)")
      }
    }
  }

  /// The letters of Latin, Greek and Cyrillic names, and their punctuation: none is wider than it is taken to be.
  @Test(arguments: [false, true])
  func noLetterIsWiderThanReckoned(isBold: Bool) throws {
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xA1...0xAC, 0xAE...0x17F, 0x386...0x3CE, 0x400...0x45F, 0x1E80...0x1E85, 0x1EA0...0x1EF9,
      0x2010...0x2026, 0x20AC...0x20AC, 0x2190...0x2193, 0x2212...0x2212, 0x2264...0x2265,
    ]
    let scalars = ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
    let script = """
      const brush = document.createElement("canvas").getContext("2d");
      brush.font = "\(isBold ? "bold " : "")1000px Arial";
      return \(scalars.map(\.value)).map((scalar) => brush.measureText(String.fromCodePoint(scalar)).width);
      """
    let widths: [Double] = try Chromium.ask(script, of: "<p></p>")
    try #require(widths.count == scalars.count)
    for (scalar, width) in zip(scalars, widths) {
      let reckoned = Typeface.sans.width(String(Character(scalar)), Font(size: 1000, isBold: isBold))
      // Liberation Sans keeps its widths in 2048ths, Helvetica in thousandths.
      #expect(width <= reckoned + 1, "\(scalar) U+\(String(scalar.value, radix: 16)): \(width) of \(reckoned)")
    }
  }
}
