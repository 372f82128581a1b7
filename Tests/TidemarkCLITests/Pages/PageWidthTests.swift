import Foundation
import TestSupport
import Testing

/// The pages on screens of a telephone, a tablet and a desk, and in letters twice as large: nothing is cut off, the page
/// itself never scrolls sideways, and what does scroll can be reached and has a name.
@Suite(.serialized, .enabled(if: Chromium.works, "\(Chromium.skipped)"))
struct PageWidthTests {
  /// A screen: its width in pixels, and the size of letters that its reader has chosen.
  struct Screen: CustomTestStringConvertible, Encodable {
    let width: Int
    let letters: Int
    var testDescription: String { "\(width) px, letters of \(letters) px" }
  }

  /// WCAG 2.2, 1.4.10 (reflow at 320 px) and 1.4.4 (letters of 200%), and the usual tablet and desk.
  private static let screens = [
    Screen(width: 320, letters: 16), Screen(width: 768, letters: 16), Screen(width: 1440, letters: 16),
    Screen(width: 640, letters: 32),
  ]

  @Test(arguments: PageUnderTest.allCases)
  func nothingIsCutOffOnAnyScreen(page: PageUnderTest) throws {
    // The page is put into frames, since a window of the browser is never as narrow as a telephone.
    let encoded = Data(try page.html.utf8).base64EncodedString()
    let screens = String(decoding: try JSONEncoder().encode(Self.screens), as: UTF8.self)
    let script = """
      const bytes = Uint8Array.from(atob("\(encoded)"), (letter) => letter.charCodeAt(0));
      const page = new TextDecoder().decode(bytes);
      const answers = [];
      for (const { width, letters } of \(screens)) {
        const frame = document.createElement("iframe");
        frame.style.cssText = `border: 0; height: 900px; width: ${width}px`;
        const isThere = new Promise((go) => frame.onload = go);
        frame.srcdoc = page;
        document.body.append(frame);
        await isThere;
        const document_ = frame.contentDocument;
        document_.documentElement.style.fontSize = `${letters}px`;
        for (const isOpen of [false, true]) {
          for (const details of document_.querySelectorAll("details")) details.open = isOpen;
          answers.push(look(document_, `${width} px, letters of ${letters} px, ${isOpen ? "opened" : "folded"}`));
        }
        frame.remove();
      }
      return answers;
      """
    let answers: [Answer] = try Chromium.ask(Self.look + script, of: "<!DOCTYPE html><body></body>")
    #expect(answers.count == 2 * Self.screens.count)
    for answer in answers {
      #expect(answer.elements > 20)
      #expect(answer.problems.isEmpty, "\(page)")
    }
  }

  private struct Answer: Decodable {
    let elements: Int
    let problems: [String]
  }

  private static let look = """
    const look = (page, screen) => {
      const root = page.documentElement, style = (element) => page.defaultView.getComputedStyle(element);
      const problems = [];
      const tell = (what, element) => {
        const words = element.textContent.trim().slice(0, 60);
        problems.push(`${screen}: <${element.localName}> "${words}" ${what}`);
      };
      const edge = root.clientWidth;
      if (page.scrollingElement.scrollWidth > edge) tell(`is ${page.scrollingElement.scrollWidth} wide`, root);
      const scrolls = (element) => ["auto", "scroll"].includes(style(element).overflowX);
      // What is there for those who hear the page alone is a pixel wide.
      const isUnseen = (element) => element.clientWidth <= 1 && style(element).clipPath != "none";
      const all = [...page.body.querySelectorAll("*")].filter((element) => element.getClientRects().length > 0);
      const regions = all.filter(scrolls);
      const names = regions.map((region) => region.getAttribute("aria-label")
        ?? page.getElementById(region.getAttribute("aria-labelledby"))?.textContent ?? "");
      regions.forEach((region, index) => {
        if (region.tabIndex < 0) tell("scrolls and cannot be reached by keys", region);
        if (!["region", "group", "figure", "img"].includes(region.getAttribute("role"))) tell("has no role", region);
        if (names[index].trim() == "") tell("scrolls and has no name", region);
        if (names.indexOf(names[index]) != index) tell(`has the name of another: ${names[index]}`, region);
      });
      for (const element of all) {
        // A link past the contents may stand outside until keys reach it.
        if (element.localName == "a" && element.getBoundingClientRect().right < 0) element.focus();
        const box = element.getBoundingClientRect(), { overflowX, overflowY } = style(element);
        const isInRegion = regions.some((region) => region != element && region.contains(element));
        if (!isInRegion && (box.right > edge + 0.5 || box.left < -0.5)) tell(`ends at ${box.right}`, element);
        const isCut = [overflowX, overflowY].some((way) => ["hidden", "clip"].includes(way)) && !isUnseen(element)
          && element.localName != "svg"
          && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
        if (isCut) tell("is cut off", element);
        const hasText = [...element.childNodes].some((node) => node.nodeType == 3 && node.data.trim() != "");
        if (!hasText || isUnseen(element)) continue;
        const picture = element.ownerSVGElement;
        const scale = picture ? picture.getBoundingClientRect().width / picture.viewBox.baseVal.width : 1;
        const size = parseFloat(style(element).fontSize) * scale;
        if (size < 11.99) tell(`has letters of ${size} px`, element);
      }
      // What is read later never stands wholly above what was read before, but at the head of a next column.
      const blocks = all.filter((element) => /^(h[1-6]|p|li|dt|dd|figure|table|summary)$/.test(element.localName)
        && !regions.some((region) => region != element && region.contains(element)));
      let above = -Infinity, right = Infinity;
      for (const block of blocks) {
        const box = block.getBoundingClientRect();
        const isNextColumn = box.left >= right;
        if (box.bottom <= above && !isNextColumn) tell("stands above what comes before it", block);
        above = isNextColumn ? box.top : Math.max(above, box.top);
        right = box.right;
      }
      return { elements: all.length, problems: problems.slice(0, 20) };
    };

    """
}
