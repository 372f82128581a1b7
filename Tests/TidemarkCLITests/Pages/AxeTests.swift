import Foundation
import TestSupport
import Testing

/// axe-core, the checker of accessibility rules, over the pages as a browser shows them.
@Suite(
  .serialized, .enabled(if: Chromium.works, "\(Chromium.skipped)"),
  .enabled(if: Axe.isThere, "axe-core is missing: make extras fetches it"))
struct AxeTests {
  /// Rules that axe leaves to a person, and why they hold.
  private static let explained = [
    // Letters of a picture stand on shapes, and cells of a wide table are scrolled out of sight: axe tells no ground
    // for either. The first are measured below, the colours of the second in StyleSheetTests.
    "color-contrast",
    // A column of a comparison may hold nothing where no figure has, say, a trend.
    "th-has-data-cells",
  ]

  @Test(arguments: PageUnderTest.allCases)
  func noRuleIsBroken(page: PageUnderTest) throws {
    let found: Axe.Findings = try Chromium.ask(Axe.script, of: page.html, libraries: [Axe.file])
    print("axe-core \(found.version) on the \(page): \(found.passes) rules hold, open: \(found.open.map(\.id))")
    // The rules that hold are counted so that a page that was not read cannot pass.
    #expect(found.passes > 30)
    for rule in found.broken { Issue.record("\(page): \(rule.id), \(rule.count) times: \(rule.examples)") }
    for rule in found.open where !Self.explained.contains(rule.id) {
      Issue.record("\(page): \(rule.id) is left open \(rule.count) times: \(rule.examples)")
    }
  }

  /// WCAG 2.2, 1.4.3: each text of a picture against the ground and against every filled shape that its box meets.
  @Test func lettersOfPicturesHaveContrast() throws {
    let faint: [String] = try Chromium.ask(Self.contrasts, of: PageUnderTest.report.html)
    #expect(faint.isEmpty)
  }

  private static let contrasts = """
    const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const contrast = (one, other) => {
      const [dark, pale] = [light(one), light(other)].sort((a, b) => a - b);
      return (pale + 0.05) / (dark + 0.05);
    };
    const faint = [];
    for (const svg of document.querySelectorAll("svg")) {
      const shapes = [...svg.querySelectorAll("rect, circle, path")]
        .map((shape) => ({ shape, fill: getComputedStyle(shape).fill })).filter(({ fill }) => fill != "none");
      for (const text of svg.querySelectorAll("text")) {
        const box = text.getBBox(), ink = getComputedStyle(text).fill;
        const points = [];
        for (let x = 1; x < box.width; x += 2) for (let y = 3; y < box.height - 2; y += 3) {
          points.push(new DOMPoint(box.x + x, box.y + y));
        }
        for (const { shape, fill } of shapes) {
          if (contrast(ink, fill) < 4.5 && points.some((point) => shape.isPointInFill(point))) {
            faint.push(`'${text.textContent}' ${ink} on ${fill} in '${svg.querySelector("title").textContent}'`);
          }
        }
      }
    }
    return faint;
    """
}

/// axe-core where `make extras` put it.
enum Axe {
  static let file = BinaryUnderTest.packageRoot.appendingPathComponent(
    ".build/extras/axe/axe_playwright_python/axe.min.js")

  static let isThere = FileManager.default.fileExists(atPath: file.path)

  /// What axe says of a page.
  struct Findings: Decodable {
    struct Rule: Decodable {
      let id: String
      let count: Int
      let examples: [String]
    }

    let version: String
    let passes: Int
    let broken: [Rule]
    /// Those that axe could not decide.
    let open: [Rule]
  }

  /// All rules of WCAG 2.2 at level AA and those of good practice, with everything that folds opened.
  static let script = """
    for (const details of document.querySelectorAll("details")) details.open = true;
    const found = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    const rules = (list) => list.map((rule) => ({ id: rule.id, count: rule.nodes.length,
      examples: rule.nodes.slice(0, 5).map((node) => node.html.slice(0, 200) + " " + (node.failureSummary ?? "")) }));
    return { version: axe.version, passes: found.passes.length, broken: rules(found.violations),
      open: rules(found.incomplete) };
    """
}
