import TestSupport
import Testing
import TideModel

@testable import TideInterchange

@Suite struct DelimitedWriterTests {
  @Test func csvHasEveryColumnRowAndDigit() {
    #expect(
      render(Samples.comparison(), format: .csv) == """
        priority,indicator_name,indicator_id,value,count,ratio,comparison
        Cancer,Under-75 mortality,40501,131.5,1386,1.0888180804446217,worse
        Cancer,Stage 1 or 2,93671,6.93158962798202,,,similar
        Mental health,Suicide,41001,,1157532,1,not compared

        """)
  }

  @Test func tsvIsOneLineARow() {
    let table = Samples.oneColumn([.text("a\tb\nc\\d"), .missing, .text("0.5")], kind: .text)
    #expect(render(table, format: .tsv) == "x\tn\na\\tb\\nc\\\\d\t0\n\t1\n0.5\t2\n")
  }

  @Test func hostileTextReadsBackWithAnApostropheOnlyBeforeFormulas() {
    let table = Samples.oneColumn(Samples.hostile.map { .text($0) }, kind: .text)
    let text = render(table, format: .csv)
    let rows = CSVText.rows(text)
    #expect(text.utf8.last == UInt8(ascii: "\n"))
    #expect(rows.count == Samples.hostile.count + 1)
    for (text, row) in zip(Samples.hostile, rows.dropFirst()) {
      // Compared by scalars: "\r\n" is one character and would hide a bare "\r".
      let first = text.unicodeScalars.first
      let isFormula = first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
      #expect(row.count == 2)
      #expect(Array(row[0].utf8) == Array((isFormula ? "'" + text : text).utf8))
    }
  }

  @Test func hostileTextNeverBreaksATSVLine() {
    let table = Samples.oneColumn(Samples.hostile.map { .text($0) }, kind: .text)
    let lines = render(table, format: .tsv).utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    #expect(lines.count == Samples.hostile.count + 2)
    #expect(lines.dropLast().allSatisfy { $0.split(separator: 0x09, omittingEmptySubsequences: false).count == 2 })
    #expect(!render(table, format: .tsv).utf8.contains(0x0D))
  }

  @Test func negativeNumbersAreNeverNeutralised() {
    let table = Samples.oneColumn([.number(-1.5), .number(-3), .number(-0.0)], kind: .number)
    #expect(render(table, format: .csv) == "x,n\n-1.5,0\n-3,1\n-0,2\n")
  }

  @Test func numbersThatAreNotFiniteAreEmpty() {
    let table = Samples.oneColumn([.number(.nan), .number(.infinity), .number(-.infinity)], kind: .number)
    #expect(render(table, format: .csv) == "x,n\n,0\n,1\n,2\n")
    #expect(render(table, format: .tsv) == "x\tn\n\t0\n\t1\n\t2\n")
  }

  @Test func aLoneEmptyFieldIsStillARow() {
    var table = ResultTable(columns: [.init(name: "x", title: "X", kind: .text)])
    table.append([.missing])
    #expect(render(table, format: .csv) == "x\n\"\"\n")
  }

  @Test func anEmptyTableHasItsHeader() {
    let table = Samples.oneColumn([], kind: .text)
    #expect(render(table, format: .csv) == "x,n\n")
    #expect(render(ResultTable(columns: []), format: .csv) == "\n")
  }
}
