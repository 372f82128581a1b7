import Foundation
import TestSupport
import Testing
import TideModel

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import TideReport

/// What holds of every chart, at a hundred random tables of each kind.
@Suite struct ChartPropertyTests {
  @Test(arguments: Chart.Kind.allCases)
  func everyPictureIsWellMade(kind: Chart.Kind) throws {
    var drawn = 0
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomTables(seed: seed)
      let (table, second) = random.tables(for: kind)
      for medium in [Chart.Medium.page, .terminal] {
        let setting = Chart.Setting(source: RandomTables.names[Int(seed) % 12], medium: medium)
        do {
          let chart = try Chart(kind, of: table, beside: second, setting)
          drawn += 1
          check(chart, medium, "seed \(seed), \(kind), \(medium)")
          #expect(try Chart(kind, of: table, beside: second, setting).svg == chart.svg)
        } catch {
          // Random tables may hold nothing to draw; room there always is.
          #expect(error.code == .empty || error.code == .figures, "seed \(seed), \(kind): \(error)")
        }
      }
    }
    #expect(drawn > 100, "\(kind): \(drawn)")
  }

  /// Sizes that a user may ask for: a picture, or an error that says how large it must be.
  @Test(arguments: Chart.Kind.allCases)
  func anySizeIsDrawnOrRefused(kind: Chart.Kind) throws {
    var random = SeededGenerator(seed: 17)
    var tables = RandomTables(seed: 4)
    var (drawn, refused) = (0, 0)
    for _ in 0..<60 {
      let (table, second) = tables.tables(for: kind)
      let setting = Chart.Setting(
        width: random.uniform(1...1400).rounded(), height: random.uniform(1...1400).rounded(),
        medium: random.uniform(0...1) < 0.5 ? .page : .terminal)
      do {
        check(try Chart(kind, of: table, beside: second, setting), setting.medium, "\(kind) \(setting)")
        drawn += 1
      } catch {
        if error.code == .room { refused += 1 }
        #expect(!error.message.isEmpty && !error.remedy.isEmpty)
      }
    }
    #expect(drawn > 5 && refused > 5, "\(kind): \(drawn) drawn, \(refused) refused")
  }

  private func check(_ chart: Chart, _ medium: Chart.Medium, _ what: String) {
    checkBoxes(chart, what)
    checkPlaces(chart, what)
    checkDocument(chart, what)
    if medium == .terminal { checkText(chart, what) }
    #expect(!chart.title.isEmpty && chart.description.hasPrefix(chart.title), "\(what)")
  }

  private func labels(_ chart: Chart) -> [Label] {
    chart.canvas.marks.compactMap { if case .text(let label) = $0 { label } else { nil } }
  }

  private func checkBoxes(_ chart: Chart, _ what: String) {
    let labels = labels(chart)
    for (index, label) in labels.enumerated() {
      let box = label.box
      #expect(
        box.x >= -0.01 && box.y >= -0.01 && box.x + box.width <= chart.size.width + 0.01
          && box.y + box.height <= chart.size.height + 0.01, "\(what): '\(label.text)' leaves the canvas")
      #expect(label.font.size >= 12, "\(what): '\(label.text)' is small")
      #expect(
        abs(box.width - chart.canvas.typeface.width(label.text, label.font)) < 1e-9,
        "\(what): the box of '\(label.text)'")
      for other in labels[..<index] {
        let across = min(box.x + box.width, other.box.x + other.box.width) - max(box.x, other.box.x)
        let down = min(box.y + box.height, other.box.y + other.box.height) - max(box.y, other.box.y)
        if across > 0.011, down > 0.011 { Issue.record("\(what): '\(label.text)' overlaps '\(other.text)'") }
      }
    }
  }

  private func checkPlaces(_ chart: Chart, _ what: String) {
    func isInside(_ point: Point) -> Bool {
      point.x.isFinite && point.y.isFinite && point.x >= -0.01 && point.y >= -0.01 && point.x <= chart.size.width + 0.01
        && point.y <= chart.size.height + 0.01
    }
    for mark in chart.canvas.marks {
      let points: [Point] =
        switch mark {
        case .line(let points, _), .area(let points, _): points
        case .bar(let box, _): [Point(x: box.x, y: box.y), Point(x: box.maxX, y: box.maxY)]
        case .symbol(_, let point, _): [point]
        case .text: []
        }
      if !points.allSatisfy(isInside) { Issue.record("\(what): \(mark)") }
    }
  }

  private func checkDocument(_ chart: Chart, _ what: String) {
    let document = SVGDocument(chart.svg)
    #expect(document.isWellFormed, "\(what): \(document.problem)")
    #expect(document.elements.first?.name == "svg" && document.elements.first?.attributes["role"] == "img")
    #expect(document.elements.dropFirst().prefix(2).map(\.name) == ["title", "desc"])
    #expect(document.elements.first?.attributes["aria-labelledby"] == "title desc")
    #expect(
      Set(document.elements.map(\.name)).isSubset(of: ["svg", "title", "desc", "rect", "path", "circle", "text"]))
    for element in document.elements {
      if element.attributes.keys.contains(where: { $0.hasPrefix("on") || $0.contains("href") || $0 == "style" }) {
        Issue.record("\(what): \(element)")
      }
      for name in ["x", "y", "width", "height", "cx", "cy", "r", "font-size", "stroke-width"] {
        if let text = element.attributes[name], !(Double(text)?.isFinite ?? false) {
          Issue.record("\(what): \(name)=\(text)")
        }
      }
      if let path = element.attributes["d"], !path.allSatisfy({ "MLZ .-0123456789".contains($0) }) {
        Issue.record("\(what): \(path)")
      }
    }
    // Every label comes back as it was meant: its markup is text.
    #expect(document.texts == labels(chart).map(\.text), "\(what)")
  }

  private func checkText(_ chart: Chart, _ what: String) {
    let columns = Int(chart.size.width / 8)
    let text = chart.text(isPlain: false)
    for line in text.split(separator: "\n") {
      #expect(Typeface.cells.width(String(line), .label) / 8 <= Double(columns), "\(what): \(line)")
    }
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 && $0.value != 127 })
    let plain = chart.text(isPlain: true)
    #expect(plain.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) }, "\(what)")
  }
}

/// An SVG document as Foundation reads it.
final class SVGDocument: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var texts: [String] = []
  private(set) var isWellFormed = false
  private(set) var problem = ""
  private var text: String?

  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
    problem = parser.parserError.map { "\($0)" } ?? ""
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((name, attributes))
    text = name == "text" ? "" : nil
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text? += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    if let text { texts.append(text) }
    text = nil
  }
}
