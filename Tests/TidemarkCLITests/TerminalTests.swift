#if os(Linux)
  import Foundation
  import Testing

  @testable import TidemarkCLI

  /// What the program does on a terminal, and leaves undone elsewhere.
  @Suite struct TerminalTests {
    private func screen(
      _ arguments: [String], columns: Int = 100, lines: Int = 10_000, _ environment: [String: String] = [:]
    ) throws -> TerminalUnderTest.Screen {
      try TerminalUnderTest.run(
        arguments, columns: columns, lines: lines, store: try DatasetsStore.url, environment: environment)
    }

    @Test func aDumbTerminalGetsNoColourNoPagerAndNoRedrawing() throws {
      let coloured = try screen(["compare"], ["NO_COLOR": ""])
      #expect(coloured.text.contains("\u{1B}[38;5;166m◆ worse\u{1B}[0m"))
      let dumb = try screen(["compare"], lines: 10, ["NO_COLOR": "", "TERM": "dumb", "TIDEMARK_PAGER": "sed s/^/~/"])
      #expect(!dumb.text.contains("\u{1B}") && !dumb.text.contains("\n~"))
      let forced = try screen(["compare"], ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"])
      #expect(!forced.text.contains("\u{1B}"))
    }

    @Test func withoutUTF8ThereIsNothingButASCII() throws {
      for environment in [
        ["LC_ALL": "C"], ["LC_ALL": "", "LC_CTYPE": "", "LANG": ""], ["LC_ALL": "", "LANG": "en_GB"],
      ] {
        let text = try screen(["compare"], columns: 160, environment).text
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
        #expect(text.contains("! worse") && text.contains("+ better"))
      }
      let utf8 = try screen(["compare"], columns: 160, ["LC_ALL": "", "LANG": "en_GB.utf8"]).text
      #expect(utf8.contains("◆ worse") && utf8.contains("▁"))
    }

    @Test func aLongTableIsPagedAndAShortOneIsNot() throws {
      let pager = ["TIDEMARK_PAGER": "sed s/^/P:/"]
      let whole = try screen(["compare"])
      let lines = whole.text.split(separator: "\n", omittingEmptySubsequences: false)
      let table = lines.prefix { !$0.hasPrefix("tidemark:") }
      let paged = try screen(["compare"], lines: table.count, pager)
      #expect(paged.status == 0)
      #expect(
        paged.text.split(separator: "\n", omittingEmptySubsequences: false).prefix(table.count)
          == (table.map { "P:\($0)" })[...].map { Substring($0) }[...])
      // It fits when a line is left for the prompt.
      #expect(try screen(["compare"], lines: table.count + 1, pager).text == whole.text)
      #expect(try screen(["compare", "--no-pager"], lines: 10, pager).text == whole.text)
      #expect(try screen(["compare"], lines: 10, ["TIDEMARK_PAGER": "", "PAGER": "sed s/^/P:/"]).text == whole.text)
      #expect(try screen(["compare"], lines: 10, ["PAGER": "sed s/^/P:/"]).text.contains("\nP:Cancer outcomes\n"))
      let csv = try screen(["compare", "--format", "csv"], lines: 10, pager).text
      #expect(!csv.contains("P:"))
    }

    @Test func aPagerThatCannotStartOrStopsEarlyIsNoFailure() throws {
      let whole = try screen(["compare"])
      let missing = try screen(["compare"], lines: 10, ["TIDEMARK_PAGER": "no-such-pager"])
      #expect(missing.status == 0 && missing.text.hasSuffix(whole.text))
      let early = try screen(["export", "--format", "table"], lines: 10, ["TIDEMARK_PAGER": "head -3"])
      #expect(early.status == 0 && !early.wasKilled)
      #expect(early.text.split(separator: "\n", omittingEmptySubsequences: false).count < 10)
    }

    @Test func plainIsReadLineByLine() throws {
      let screen = try screen(
        ["compare", "900310", "--plain"], lines: 5, ["NO_COLOR": "", "TIDEMARK_PAGER": "sed s/^/~/"])
      #expect(screen.text.contains("\nIndicator: Infant mortality rate (single years, by registration)\n"))
      #expect(screen.text.contains("\nValue: 7.2\n"))
      #expect(screen.text.contains("Note: limits calculated here (Byar, exact under 10)"))
      #expect(screen.text.unicodeScalars.allSatisfy { $0.isASCII && $0 != "\u{1B}" })
      #expect(!screen.text.contains("--") && !screen.text.contains("  ") && !screen.text.contains("\n~"))
      let piped = try BinaryUnderTest.run(["compare", "900310", "--plain"], store: try DatasetsStore.url)
      #expect(piped.output + piped.errors == screen.text)
    }

    @Test func progressTellsRateAndTimeLeftWhenThereIsSomethingToGoBy() {
      func text(_ done: Int, _ rows: Int, _ seconds: Double) -> String {
        ProgressLine.text("reading a.csv", done: done, all: 1000, count: (rows, "rows"), seconds: seconds)
      }
      #expect(text(10, 5, 0.1) == "reading a.csv: 1%")
      #expect(text(630, 8_400_000, 7) == "reading a.csv: 63%, 1.2 million rows a second, 5 s left")
      #expect(text(100, 95_000, 10) == "reading a.csv: 10%, 9 thousand rows a second, 1 min 30 s left")
      #expect(text(1, 700, 10) == "reading a.csv: 0%, 70 rows a second, 2 h 46 min left")
      #expect(text(1000, 5000, 10) == "reading a.csv: 100%, 500 rows a second")
      #expect(text(0, 0, 10) == "reading a.csv: 0%")
      #expect(ProgressLine.text("x", done: .max, all: 0, count: nil, seconds: .infinity) == "x: 100%")
      #expect(ProgressLine.text("x", done: -5, all: 3, count: (.max, "rows"), seconds: 1e-300) == "x: 0%")
    }

    @Test func anAppendShowsHowFarItHasComeAndTakesTheLineAway() throws {
      let folder = try TemporaryFolder()
      let made = try BinaryUnderTest.run(["generate", "--size", "smoke", "--csv", folder.path("figures.csv")])
      #expect(made.status == 0, "\(made.errors)")
      let screen = try TerminalUnderTest.run(
        ["append", "figures.csv", "--store", "s", "--threads", "1"], columns: 100, in: folder.url)
      #expect(screen.status == 0)
      let draws = screen.text.components(separatedBy: "\r\u{1B}[K")
      #expect(draws.count > 3)
      #expect(draws.contains { $0.wholeMatch(of: /reading figures\.csv: \d+%/) != nil })
      #expect(draws.contains { $0.contains("comparing and coding panels: ") })
      // What stays is the report, on a line that was wiped.
      #expect(draws.last?.hasPrefix("release 1: ") == true)
      let dumb = try TerminalUnderTest.run(
        ["append", "figures.csv", "--store", "t"], columns: 100, in: folder.url, environment: ["TERM": "dumb"])
      #expect(!dumb.text.contains("\r") && !dumb.text.contains("\u{1B}"))
      #expect(dumb.text.hasPrefix("reading figures.csv\ncomparing and coding panels\nrelease 1: "))
      let piped = try BinaryUnderTest.run(["append", "figures.csv", "--store", "u"], in: folder.url)
      #expect(piped.errors.isEmpty && piped.output.hasPrefix("release 1: "))
    }
  }
#endif
