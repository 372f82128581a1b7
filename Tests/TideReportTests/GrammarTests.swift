import Foundation
import TestSupport
import Testing
import TideModel

@testable import TideReport

/// Scales, ticks, colours, widths and places of labels, each against a rule written another way.
@Suite struct GrammarTests {
  /// Ticks are multiples of 1, 2 or 5 times a power of ten; the next finer step would be too many.
  @Test func ticksAreTheFinestThatFit() throws {
    var random = SeededGenerator(seed: 71)
    for _ in 0..<2000 {
      let size = pow(10, random.uniform(-6...9))
      let lower = random.uniform(-1...1) * size
      let upper = lower + random.uniform(0.01...1) * size
      let most = Int(random.uniform(2...9))
      let ticks = Ticks(from: lower, to: upper, most: most)
      #expect(ticks.values.count <= most && ticks.values.count == ticks.labels.count)
      for (value, label) in zip(ticks.values, ticks.labels) {
        // Foundation reads the label back as the double beside it.
        let plain = label.replacing(",", with: "").replacing("−", with: "-")
        #expect(abs((Double(plain) ?? .nan) - value) <= 1e-12 * max(1, size), "\(label) is not \(value)")
        #expect(value >= lower - size * 1e-6 && value <= upper + size * 1e-6)
      }
      // The rule, searched from the coarse end by Foundation's powers: no step of the list that is finer fits.
      let steps = (-12...12).flatMap { e in [1.0, 2, 5].map { $0 * pow(10, Double(e)) } }.sorted()
      let finest = steps.first { step in floor(upper / step + 1e-9) - ceil(lower / step - 1e-9) + 1 <= Double(most) }
      if ticks.values.count > 1, let finest {
        #expect(abs(ticks.values[1] - ticks.values[0] - finest) < finest * 1e-6, "\(lower) \(upper) \(most)")
      }
    }
  }

  /// The contrast of two inks.
  static func contrast(_ one: Ink, _ other: Ink) -> Double { Contrast.ratio(one.hex, other.hex) ?? 0 }

  @Test func coloursStandOutFromTheGround() {
    for ink in [Ink.blue, .teal, .plum, .orange, .black, .grey, .peer, .bandEdge] {
      #expect(Self.contrast(ink, .white) >= 3, "\(ink.hex) on white: \(Self.contrast(ink, .white))")
      #expect(Self.contrast(ink.forText, .white) >= 4.5 || ink == .bandEdge, "text for \(ink.hex)")
    }
    // What is drawn over a band or a bar.
    #expect(Self.contrast(.blue, .band) >= 3)
    #expect(Self.contrast(.blue, .innerBand) >= 3)
    #expect(Self.contrast(.black, .peer) >= 3)
    #expect(Ink.blue.hex == "#12436D" && Ink.teal.hex == "#28A197")
    #expect(Ink.plum.hex == "#801650" && Ink.orange.hex == "#F46A25")
  }

  /// Widths against sums of Adobe's metrics done by hand, and against the advance widths in the font file of Liberation Sans
  /// 2, all of ASCII among them.
  @Test func textsHaveTheWidthsOfHelvetica() {
    let sample = "Hospital admissions, 2023/24: 86.12 (82.37 to 89.84)"
    let ascii = String(decoding: (32...126).map { UInt8($0) }, as: UTF8.self)
    let (thin, bold) = (Font(size: 1000), Font(size: 1000, isBold: true))
    // The font's own units are 2,048 to the size, Adobe's 1,000: each letter is rounded.
    #expect(abs(Typeface.sans.width(sample, thin) - 23_459) < 10)
    #expect(abs(Typeface.sans.width(sample, bold) - 24_457) < 10)
    #expect(Typeface.sans.width(ascii, thin) == 50_058 && Typeface.sans.width(ascii, bold) == 52_367)
    let ten = Font(size: 10)
    #expect(abs(Typeface.sans.width("Hamburg", ten) - (7.22 + 5.56 + 8.33 + 5.56 + 5.56 + 3.33 + 5.56)) < 1e-9)
    #expect(abs(Typeface.sans.width("ill", ten) - 6.66) < 1e-9)
    #expect(abs(Typeface.sans.width("Wm", Font(size: 10, isBold: true)) - (9.44 + 8.89)) < 1e-9)
    #expect(Typeface.cells.width("日本 a\u{301}", ten) == 6 * 8)
  }

  @Test func wrappedLinesFitAndLoseNothing() {
    var random = SeededGenerator(seed: 5)
    for typeface in [Typeface.sans, .cells] {
      for _ in 0..<300 {
        let words = (0..<Int(random.uniform(1...30))).map { _ in
          String(repeating: "m", count: Int(random.uniform(1...40)))
        }
        let text = words.joined(separator: " ")
        let lines = typeface.wrapped(text, to: 200, .title, most: 1000)
        #expect(lines.allSatisfy { typeface.width($0, .title) <= 200 })
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        let few = typeface.wrapped(text, to: 200, .title, most: 2)
        #expect(few.count <= 2 && few.allSatisfy { typeface.width($0, .title) <= 200 })
        #expect(lines.count <= 2 || few.last?.last == "…")
      }
    }
  }

  /// Against many points along the line.
  @Test func linesThroughBoxesAreFound() {
    var random = SeededGenerator(seed: 21)
    var crossed = 0
    for _ in 0..<3000 {
      let box = Box(
        x: random.uniform(0...80), y: random.uniform(0...80), width: random.uniform(5...20),
        height: random.uniform(5...20))
      let start = Point(x: random.uniform(0...100), y: random.uniform(0...100))
      let change = (random.uniform(0...1) < 0.2 ? 0 : random.uniform(-90...90), random.uniform(-90...90))
      let end = Point(x: start.x + change.0, y: start.y + change.1)
      let inside = (0...2000).contains { step in
        let share = Double(step) / 2000
        return box.inset(left: 0.1, top: 0.1, right: 0.1, bottom: 0.1).holds(
          Point(x: start.x + share * change.0, y: start.y + share * change.1))
      }
      let wide = Box(x: box.x - 0.1, y: box.y - 0.1, width: box.width + 0.2, height: box.height + 0.2)
      // A line that only touches an edge may be told either way.
      if inside { #expect(box.isCrossed(from: start, to: end)) }
      if !wide.isCrossed(from: start, to: end) { #expect(!box.isCrossed(from: start, to: end)) }
      crossed += inside ? 1 : 0
    }
    #expect(crossed > 200)
    #expect(!Box(x: 0, y: 0, width: 10, height: 10).isCrossed(from: Point(x: 10, y: -5), to: Point(x: 10, y: 15)))
    #expect(!Box(x: 0, y: 0, width: 10, height: 10).isCrossed(from: Point(x: -5, y: 12), to: Point(x: 15, y: 11)))
  }

  /// A label goes where no line runs, if there is such a place, and is left out where it can be.
  @Test func labelsKeepClearOfLines() {
    var canvas = Canvas(width: 200, height: 100, typeface: .sans)
    canvas.draw(.line([Point(x: 100, y: 50), Point(x: 200, y: 55)], .area))
    canvas.draw(.line([Point(x: 0, y: 20), Point(x: 200, y: 20)], .grid))
    let point = Point(x: 100, y: 50)
    canvas.write("label", at: [(.right, point), (.left, point)], within: canvas.size)
    #expect(canvas.taken.last?.maxX == 94)
    let optional = canvas.write("more", at: [(.right, point)], within: canvas.size, isOptional: true)
    let needed = canvas.write("more", at: [(.right, point)], within: canvas.size)
    let onGrid = canvas.write("grid", at: [(.centre, Point(x: 50, y: 20))], within: canvas.size, isOptional: true)
    #expect(!optional && needed && onGrid)
  }

  @Test func labelsInAColumnKeepApartAndInOrder() throws {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<500 {
      let wanted = (0..<Int(random.uniform(1...6))).map { _ in random.uniform(0...100) }
      let middles = try #require(LabelSpread.apart(wanted, height: 16, within: 0...100))
      let sorted = middles.sorted()
      #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 >= 16 - 1e-9 })
      #expect(sorted.allSatisfy { $0 >= 8 - 1e-9 && $0 <= 92 + 1e-9 })
      for (a, b) in wanted.indices.flatMap({ a in wanted.indices.map { (a, $0) } }) where wanted[a] < wanted[b] {
        #expect(middles[a] <= middles[b])
      }
    }
    #expect(LabelSpread.apart([1, 2, 3], height: 16, within: 0...40) == nil)
  }

  /// As for DecimalNumber, with a true minus sign.
  @Test func figuresAreWrittenAsPublished() {
    let cases: [(Double, String)] = [
      (8.8, "8.8"), (0, "0"), (0.021563822, "0.0216"), (1.005, "1.01"), (1_234_567, "1,234,567"), (-2.5, "−2.5"),
      (-0.0, "0"), (-1e-300, "−1e-300"), (.nan, ""), (.infinity, ""),
    ]
    for (value, text) in cases { #expect(FigureText.published(value) == text) }
    #expect(FigureText.rounded(-1234.565, decimals: 2) == "−1,234.57")
    #expect(FigureText.derived(4.799999999999999, like: [8.7, 3.9]) == "4.8")
    #expect(FigureText.derived(13.41269, like: [86.12492, 72.71223]) == "13.41")
  }
}
