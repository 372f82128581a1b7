import Testing
import TideModel

@Suite struct MarkupTextTests {
  /// The characters that XML 1.0, section 2.4, has no literal form of in character data and in attributes of either quote.
  @Test func whatMarksUpIsWrittenAsEntities() {
    let text = "<a b=\"c\" d='e'>&amp; R&D é \u{1F468}\u{200D}\u{1F469}"
    #expect(
      MarkupText.escaped(text)
        == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp; R&amp;D é \u{1F468}\u{200D}\u{1F469}")
    // A mark that joins the character before it does not hide it.
    #expect(MarkupText.escaped("<\u{338}") == "&lt;\u{338}")
    #expect(MarkupText.escaped("") == "")
  }
}
