import Testing
import TideModel

@testable import TideInterchange

@Suite struct PlainWriterTests {
  private let options = OutputOptions(terminalWidth: 20, colour: true, isPlain: true)

  @Test func eachFigureStandsOnALineWithItsHeading() {
    #expect(
      render(Samples.comparison(), format: .table, options: options) == """
        Birmingham against England

        Row 1 of 3
        Priority: Cancer
        Indicator: Under-75 mortality
        Id: 40501
        Value: 131.5
        Count: 1,386
        Ratio: 1.09
        England: worse

        Row 2 of 3
        Priority: Cancer
        Indicator: Stage 1 or 2
        Id: 93671
        Value: 6.93
        England: similar

        Row 3 of 3
        Priority: Mental health
        Indicator: Suicide
        Id: 41001
        Count: 1,157,532
        Ratio: 1.00
        England: not compared

        [c] suppressed

        """)
  }

  @Test func nothingIsDrawnAndNothingObeyed() {
    var table = ResultTable(columns: [
      .init("x", "X", .text), .init("trend", "Trend", .trend), .init("comparison", "Comparison", .verdict),
      .init("series", "Series", .series),
    ])
    for text in Samples.hostile {
      table.append([
        .text(text), .trend(.figures(.increasing, .lowIsGood)), .verdict(.worse(nil)), .series([1, 2, 3]),
      ])
    }
    let text = render(table, format: .table, options: options)
    let dangerous = text.unicodeScalars.filter { VisibleText.isHidden($0) && $0 != "\n" }
    #expect(dangerous.isEmpty)
    #expect(text.unicodeScalars.allSatisfy { !"▁▂▃▄▅▆▇█·●○◆▲▼↑↓→".unicodeScalars.contains($0) })
  }
}
