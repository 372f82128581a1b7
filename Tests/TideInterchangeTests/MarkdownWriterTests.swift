import Testing
import TideModel

@testable import TideInterchange

@Suite struct MarkdownWriterTests {
  @Test func aSmallTable() {
    #expect(
      render(Samples.comparison(), format: .markdown) == """
        **Birmingham against England**

        | Priority | Indicator | Id | Value | Count | Ratio | England |
        | --- | --- | ---: | ---: | ---: | ---: | --- |
        | Cancer | Under-75 mortality | 40501 | 131.5 | 1,386 | 1.09 | worse |
        | Cancer | Stage 1 or 2 | 93671 | 6.93 | | | similar |
        | Mental health | Suicide | 41001 | | 1,157,532 | 1.00 | not compared |

        - \\[c\\] suppressed

        """)
  }

  @Test func hostileTextStaysInItsCell() {
    let table = Samples.oneColumn(Samples.hostile.map { .text($0) }, kind: .text)
    let text = render(table, format: .markdown)
    let lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
    #expect(lines.count == Samples.hostile.count + 2)
    for line in lines {
      let pipes = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
      #expect(pipes == 3, "\(line)")
    }
    #expect(!text.contains("<") && !text.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    #expect(!text.unicodeScalars.contains("\r") && !text.unicodeScalars.contains("\t"))
    #expect(text.contains("&lt;script&gt;") && text.contains("!\\[x\\](http://a/b)") && text.contains("\\\\u{1B}"))
  }

  @Test func anEmptyTableIsItsHeader() {
    #expect(render(Samples.oneColumn([], kind: .text), format: .markdown) == "| X | N |\n| --- | ---: |\n")
    #expect(render(ResultTable(columns: []), format: .markdown) == "")
  }
}
