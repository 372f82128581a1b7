import Foundation
import Testing
import TideModel

@testable import TideReport

/// What WCAG 2.2 AA asks of a picture, of every kind of chart at a hundred random tables with hostile names.
@Suite struct AccessibilityTests {
  /// The charts of a kind, each with what it was drawn of.
  private func charts(_ kind: Chart.Kind) -> [(chart: Chart, what: String)] {
    var charts: [(chart: Chart, what: String)] = []
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomTables(seed: seed)
      let (table, second) = random.tables(for: kind)
      let setting = Chart.Setting(source: RandomTables.names[Int(seed) % 12])
      guard let chart = try? Chart(kind, of: table, beside: second, setting) else { continue }
      charts.append((chart, "seed \(seed), \(kind)"))
    }
    #expect(charts.count > 50, "\(kind): \(charts.count)")
    return charts
  }

  /// 1.1.1, 4.1.2: a name and a description, which a reader of the screen finds first; nothing that takes the focus.
  @Test(arguments: Chart.Kind.allCases)
  func everyPictureHasANameAndADescription(kind: Chart.Kind) throws {
    for (chart, what) in charts(kind) {
      let document = SVGDocument(chart.svg)
      let root = try #require(document.elements.first)
      #expect(root.attributes["role"] == "img" && root.attributes["aria-labelledby"] == "title desc", "\(what)")
      #expect(document.elements.dropFirst().prefix(2).map { $0.attributes["id"] } == ["title", "desc"], "\(what)")
      let words = chart.description
      #expect(!chart.title.isEmpty && words.hasPrefix(chart.title) && words.count > chart.title.count, "\(what)")
      let ids = document.elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count, "\(what): \(ids)")
      for element in document.elements {
        let focus = ["tabindex", "focusable", "contenteditable", "autofocus"].filter { element.attributes[$0] != nil }
        #expect(focus.isEmpty && element.name != "a", "\(what): \(element)")
      }
    }
  }

  /// 1.3.2: title, subtitle, what is in the picture, caption. The source closes the caption.
  @Test(arguments: Chart.Kind.allCases)
  func textsStandInReadingOrder(kind: Chart.Kind) throws {
    for (chart, what) in charts(kind) {
      let labels = labels(chart)
      let titles = labels.prefix { $0.font == .title }
      let subtitles = labels.dropFirst(titles.count).prefix { $0.font == .subtitle }
      #expect(!titles.isEmpty && !subtitles.isEmpty, "\(what)")
      let rest = Array(labels.dropFirst(titles.count + subtitles.count))
      #expect(rest.allSatisfy { $0.font != .title && $0.font != .subtitle }, "\(what)")
      // The caption's lines begin at the margin, under each other, below all before them.
      let caption = rest.reversed().prefix { $0.font == .small && $0.box.x == 20 }
      let lowest = rest.dropLast(caption.count).map(\.box.maxY).max() ?? 0
      let foot = caption.filter { $0.box.y >= lowest - 0.01 }
      #expect(!foot.isEmpty && zip(foot, foot.dropFirst()).allSatisfy { $0.box.y > $1.box.y }, "\(what)")
      #expect((foot.first?.box.maxY ?? 0) >= chart.size.height - 20.01, "\(what)")
    }
  }

  /// 1.4.3: letters of 12 pixels or more with 4.5:1 against what they stand on.
  @Test(arguments: Chart.Kind.allCases)
  func textsStandOutFromTheirGround(kind: Chart.Kind) throws {
    for (chart, what) in charts(kind) {
      let surfaces = surfaces(chart)
      for label in labels(chart) {
        #expect(label.font.size >= 12, "\(what)")
        for ground in [.white] + surfaces.filter({ $0.box.overlaps(label.box) }).map(\.ink) {
          let contrast = GrammarTests.contrast(label.ink, ground)
          if contrast < 4.5 { Issue.record("\(what): '\(label.text)' has \(contrast) on \(ground.hex)") }
        }
      }
    }
  }

  /// 1.4.11: marks have 3:1 against what they stand on, or an edge that has; the grid and the fills of bands do not say
  /// anything that the axis and the edges do not.
  @Test(arguments: Chart.Kind.allCases)
  func marksStandOutFromTheirGround(kind: Chart.Kind) throws {
    for (chart, what) in charts(kind) {
      var grounds: [(box: Box, ink: Ink)] = []
      // The edge drawn under a line, and which it lies on then.
      var casing: [Point] = []
      for mark in chart.canvas.marks {
        switch mark {
        case .area(_, let fill), .bar(_, let fill):
          for surface in Self.surfaces(of: mark) { grounds.append((surface, fill.ink)) }
        case .line(let points, let stroke) where stroke.ink == .white: casing = points
        case .line(let points, let stroke) where stroke != .grid && stroke != .bandEdge:
          let under = points == casing ? [.white] : self.grounds(of: Self.frame(points), grounds)
          for ground in under where GrammarTests.contrast(stroke.ink, ground) < 3 {
            Issue.record("\(what): a line of \(stroke.ink.hex) on \(ground.hex)")
          }
        case .symbol(let symbol, let point, let ink):
          let edge = symbol == .openCircle ? ink : ink.edge
          for ground in self.grounds(of: .around(point, radius: 1), grounds) {
            let best = max(GrammarTests.contrast(ink, ground), GrammarTests.contrast(edge, ground))
            if best < 3 { Issue.record("\(what): a \(symbol) of \(ink.hex) on \(ground.hex)") }
          }
        default: break
        }
      }
    }
  }

  /// 1.4.1: without colours, lines and signs that mean different things still differ in width, dash or shape.
  @Test(arguments: Chart.Kind.allCases)
  func nothingRestsOnColourAlone(kind: Chart.Kind) throws {
    for (chart, what) in charts(kind) {
      var strokes: [String: Set<String>] = [:]
      var symbols: [String: Set<String>] = [:]
      for mark in chart.canvas.marks {
        switch mark {
        case .line(_, let stroke) where !stroke.isGrid && stroke != .axis:
          let dash = stroke.dash.map { "\($0.on) \($0.off)" } ?? ""
          strokes["\(stroke.width) \(dash)", default: []].insert(stroke.ink.hex)
        case .symbol(let symbol, _, let ink): symbols["\(symbol)", default: []].insert(ink.hex)
        default: break
        }
      }
      // The interval of one period alone has the colour of its line, which it stands on.
      strokes["1.5 "] = nil
      for (shape, inks) in strokes.merging(symbols, uniquingKeysWith: { $0.union($1) }) where inks.count > 1 {
        Issue.record("\(what): \(shape) means \(inks.count) things")
      }
      // Bars of two colours: the names of the dark ones are bold.
      if kind == .rank {
        let dark = chart.canvas.marks.count { if case .bar(_, .area) = $0 { true } else { false } }
        #expect(dark == 0 || labels(chart).contains { $0.font == .strong }, "\(what)")
      }
    }
  }

  /// The picture's own words for a sign are those of the comparison: shape and word always go together.
  @Test func signsOfComparisonsDifferInShape() {
    let verdicts: [Verdict.Kind] = [.better, .worse, .similar, .higher, .lower, .notCompared]
    let shapes = verdicts.map { "\(ComparisonSign($0).symbol)" }
    #expect(Set(shapes).count == verdicts.count)
    #expect(Set(verdicts.map { ComparisonSign($0).symbol.plainGlyph }).count == verdicts.count)
  }

  private func labels(_ chart: Chart) -> [Label] {
    chart.canvas.marks.compactMap { if case .text(let label) = $0 { label } else { nil } }
  }

  private func surfaces(_ chart: Chart) -> [(box: Box, ink: Ink)] {
    chart.canvas.marks.flatMap { mark -> [(box: Box, ink: Ink)] in
      switch mark {
      case .area(_, let fill), .bar(_, let fill): Self.surfaces(of: mark).map { ($0, fill.ink) }
      default: []
      }
    }
  }

  /// The boxes that a surface fills: of a band, those about each stretch.
  private static func surfaces(of mark: Mark) -> [Box] {
    switch mark {
    case .bar(let box, _): return [box]
    case .area(let points, _):
      let half = points.count / 2
      return (0..<max(0, half - 1)).map { index in
        frame([points[index], points[index + 1], points[points.count - 1 - index], points[points.count - 2 - index]])
      }
    default: return []
    }
  }

  private static func frame(_ points: [Point]) -> Box {
    let (x, y) = (points.map(\.x), points.map(\.y))
    let (left, top) = (x.min() ?? 0, y.min() ?? 0)
    return Box(x: left, y: top, width: (x.max() ?? 0) - left, height: (y.max() ?? 0) - top)
  }

  private func grounds(of box: Box, _ surfaces: [(box: Box, ink: Ink)]) -> [Ink] {
    let box = Box(x: box.x, y: box.y, width: max(box.width, 1), height: max(box.height, 1))
    return [.white] + surfaces.filter { $0.box.overlaps(box) }.map(\.ink)
  }
}
