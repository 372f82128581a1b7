import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The report as Chromium prints it, read back from the PDF by poppler.
@Suite(
  .serialized, .enabled(if: Chromium.works, "\(Chromium.skipped)"),
  .enabled(if: Poppler.words.isThere && Poppler.letters.isThere, "\(Poppler.words.skipped)"))
struct PrintTests {
  private static let printed: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    try Chromium.pdf(of: PageUnderTest.report.html).write(to: folder.url.appendingPathComponent("report.pdf"))
    return folder
  }

  private func read(_ tool: ExternalTool, _ arguments: [String]) throws -> String {
    let outcome = try tool.run(arguments, in: try Self.printed.get().url)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return String(decoding: outcome.output, as: UTF8.self)
  }

  /// A4 with the margins of the style sheet, 15 mm; a point is 1/72 inch.
  @Test func everyWordIsInsideTheMarginsOfA4() throws {
    let reader = PrintedPages(try read(Poppler.words, ["-bbox-layout", "report.pdf", "-"]))
    #expect(reader.pages.count > 1)
    let margin = 15.0 / 25.4 * 72 - 1.5  // The page of the PDF is rounded to whole pixels.
    for (number, page) in reader.pages.enumerated() {
      #expect(abs(page.width - 595) < 1 && abs(page.height - 842) < 1)
      #expect(!page.words.isEmpty, "page \(number + 1) is blank")
      for word in page.words {
        let isInside =
          word.x >= margin && word.maxX <= page.width - margin && word.y >= margin && word.maxY <= page.height - margin
        #expect(isInside, "page \(number + 1): '\(word.text)' at \(word)")
      }
    }
  }

  /// Each heading, paragraph, line of a list and text of a picture is on paper, whole.
  @Test func everySentenceIsPrinted() throws {
    func squashed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    let paper = squashed(try read(Poppler.words, ["-raw", "report.pdf", "-"]))
    let sentences: [String] = try Chromium.ask(
      """
      return [...document.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, svg text")]
        .filter((element) => element.checkVisibility()).map((element) => element.textContent);
      """, of: PageUnderTest.report.html)
    #expect(sentences.count > 50)
    for sentence in sentences { #expect(paper.contains(squashed(sentence)), "\(sentence)") }
  }

  /// Letters of at least 8 points, those of the pictures too.
  @Test func noLetterIsTooSmallToRead() throws {
    // Sizes are whole thirds of a point at this zoom.
    let fonts = try read(Poppler.letters, ["-xml", "-i", "-stdout", "-zoom", "3", "report.pdf"])
    let sizes = fonts.matches(of: /<fontspec [^>]*size="(\d+)"/).compactMap { Double($0.1).map { $0 / 3 } }
    #expect(sizes.count > 3)
    #expect(sizes.allSatisfy { $0 >= 8 }, "\(sizes.sorted())")
  }
}

/// The readers of PDF.
private enum Poppler {
  static let words = ExternalTool("pdftotext")
  static let letters = ExternalTool("pdftohtml")
}

/// The words of a PDF and where they stand, in points from the upper left corner.
private final class PrintedPages: NSObject, XMLParserDelegate {
  struct Word {
    var text = ""
    let x: Double
    let y: Double
    let maxX: Double
    let maxY: Double
  }

  struct Page {
    let width: Double
    let height: Double
    var words: [Word] = []
  }

  private(set) var pages: [Page] = []
  private var word: Word?

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    _ = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    func number(_ name: String) -> Double { attributes[name].flatMap(Double.init) ?? .nan }
    switch name {
    case "page": pages.append(Page(width: number("width"), height: number("height")))
    case "word": word = Word(x: number("xMin"), y: number("yMin"), maxX: number("xMax"), maxY: number("yMax"))
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { word?.text += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard name == "word", let word, !pages.isEmpty else { return }
    pages[pages.count - 1].words.append(word)
    self.word = nil
  }
}
