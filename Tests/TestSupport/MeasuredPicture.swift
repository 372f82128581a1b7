/// A picture of a page as a browser draws it: where its texts truly stand.
public struct MeasuredPicture: Decodable, Sendable {
  /// A text, with the box it fills from the picture's upper left corner, in the picture's own pixels.
  public struct Text: Decodable, Sendable {
    /// What it says.
    public let text: String
    /// Its left edge.
    public let x: Double
    /// Its upper edge.
    public let y: Double
    /// How far its letters reach.
    public let width: Double
    /// From the highest to the lowest that letters may reach.
    public let height: Double
    /// The size of its letters.
    public let size: Double
    /// Whether they are bold.
    public let isBold: Bool
  }

  /// Its title.
  public let title: String
  /// Its width.
  public let width: Double
  /// Its height.
  public let height: Double
  /// Its texts, in their order.
  public let texts: [Text]
  /// Attributes that hold something else than the number they should.
  public let notNumbers: [String]

  /// The SVG pictures of a page, in their order, those in what folds as well.
  public static func all(of page: String) throws -> [MeasuredPicture] { try Chromium.ask(script, of: page) }

  private static let script = """
    for (const details of document.querySelectorAll("details")) details.open = true;
    return [...document.querySelectorAll("svg")].map((svg) => {
      const whole = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / whole.width;
      const texts = [...svg.querySelectorAll("text")].map((text) => {
        const box = text.getBoundingClientRect();
        const style = getComputedStyle(text);
        return { text: text.textContent, x: (box.left - whole.left) * scale, y: (box.top - whole.top) * scale,
          width: text.getComputedTextLength(), height: box.height * scale, size: parseFloat(style.fontSize),
          isBold: Number(style.fontWeight) >= 600 };
      });
      const notNumbers = [...svg.querySelectorAll("*")].flatMap((element) => [...element.attributes]
        .filter((attribute) => /NaN|inf|undefined/i.test(attribute.value) && attribute.name != "aria-labelledby")
        .map((attribute) => attribute.name + "=" + attribute.value.slice(0, 80)));
      return { title: svg.querySelector("title")?.textContent ?? "", width: svg.viewBox.baseVal.width,
        height: svg.viewBox.baseVal.height, texts, notNumbers };
    });
    """

  /// What is wrong with it: a text over another or outside by more than a pixel, or what is no number.
  public var problems: [String] {
    var found = notNumbers
    if texts.isEmpty { found.append("no text") }
    for (index, text) in texts.enumerated() {
      if text.x < -1 || text.y < -1 || text.x + text.width > width + 1 || text.y + text.height > height + 1 {
        found.append("'\(text.text)' leaves the picture")
      }
      for other in texts[..<index] {
        let across = min(text.x + text.width, other.x + other.width) - max(text.x, other.x)
        let down = min(text.y + text.height, other.y + other.height) - max(text.y, other.y)
        if across > 1, down > 1 { found.append("'\(text.text)' overlaps '\(other.text)' by \(across) x \(down)") }
      }
    }
    return found
  }
}
