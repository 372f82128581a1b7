import Testing
import TideModel

@testable import TideInterchange

@Suite struct SparklineTests {
  @Test func valuesStandOnTheirOwnScaleAndGapsAreGaps() {
    #expect(Sparkline.text(of: [0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text(of: [700, nil, 0]) == "█·▁")
    #expect(Sparkline.text(of: [-1, -3, -2]) == "█▁▅")
    #expect(Sparkline.text(of: [5, 5, 5]) == "▄▄▄")
  }

  @Test func oneFigureIsNoLineAndAwkwardOnesNeverTrap() {
    #expect(Sparkline.text(of: []) == "")
    #expect(Sparkline.text(of: [1]) == "")
    #expect(Sparkline.text(of: [1, nil, .nan]) == "")
    #expect(Sparkline.text(of: [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity]) == "█▁·")
    #expect(Sparkline.text(of: [.leastNonzeroMagnitude, 0]).count == 2)
  }

  private static func table() -> ResultTable {
    var table = ResultTable(columns: [
      .init(name: "area", title: "Area", kind: .text), .init(name: "series", title: "Series", kind: .series),
      .init(name: "trend", title: "Trend", kind: .trend),
    ])
    table.append([.text("Birmingham"), .series([1, nil, 3]), .trend(.figures(.increasing, .lowIsGood))])
    table.append([.text("Solihull"), .missing, .trend(.figures(.noSignificantChange, .lowIsGood))])
    table.append([.text("Dudley"), .series([2, 1]), .trend(.figures(.cannotBeCalculated, .lowIsGood))])
    return table
  }

  @Test func peopleSeeALineAndAnArrow() {
    #expect(
      render(Self.table(), format: .table) == """
        Area        Series  Trend
        ----------  ------  ------------------------------
        Birmingham  ▁·█     ↑ Increasing and getting worse
        Solihull            → No significant change
        Dudley      █▁      Cannot be calculated

        \(Sparkline.legend)

        """)
  }

  @Test func inASCIIThereIsNoLineAndOtherArrows() {
    let text = render(Self.table(), format: .table, options: OutputOptions(repertoire: .ascii))
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    #expect(text.contains("^ Increasing and getting worse") && text.contains("= No significant change"))
    #expect(!text.contains("Series"))
  }

  @Test(arguments: [OutputFormat.csv, .tsv, .json, .jsonl])
  func machinesGetNeitherLineNorArrow(format: OutputFormat) {
    let text = render(Self.table(), format: format)
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII } && !text.contains("series"))
    #expect(text.contains("Increasing and getting worse"))
  }
}
