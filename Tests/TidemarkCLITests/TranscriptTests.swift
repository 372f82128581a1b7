import TestSupport

#if os(Linux)
  import Foundation
  import Testing

  /// Whole screens, as they stand in `Transcripts/`. Set TIDEMARK_WRITE_TRANSCRIPTS=1 to write them anew, and read them.
  @Suite struct TranscriptTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Transcripts")
    private static var isWriting: Bool {
      ProcessInfo.processInfo.environment["TIDEMARK_WRITE_TRANSCRIPTS"] == "1"
    }

    /// A command and the name of its transcripts.
    struct Scene: Sendable, CustomTestStringConvertible {
      let name: String
      let arguments: [String]
      var typing = ""
      var testDescription: String { name }

      static let all = [
        Scene(name: "compare", arguments: ["compare"]),
        Scene(name: "trend", arguments: ["trend", "90284", "--sex", "persons"]),
        Scene(name: "rank", arguments: ["rank", "infant mortality", "--within", "West Midlands"]),
        Scene(name: "profile", arguments: ["profile", "Solihull", "--category", "none"]),
        Scene(name: "find", arguments: ["find", "infant"]),
        Scene(name: "watchlist", arguments: ["watchlist"]),
        Scene(name: "gap", arguments: ["gap", "90284", "--sex", "persons"]),
        Scene(name: "unknown", arguments: ["trend", "infant mortalty"], typing: "\n"),
        Scene(name: "picked", arguments: ["trend", "infant mortalty"], typing: "1\n"),
        Scene(name: "help", arguments: ["--help"]),
        Scene(name: "no-command", arguments: []),
      ]
    }

    @Test(arguments: Scene.all, [80, 160])
    func screensAreAsTheyWereReadLast(scene: Scene, columns: Int) throws {
      for (look, environment) in [("colour", ["NO_COLOR": ""]), ("plain", ["NO_COLOR": "1"])] {
        let screen = try TerminalUnderTest.run(
          scene.arguments, columns: columns, store: try DatasetsStore.url, typing: scene.typing,
          environment: environment)
        #expect(!screen.wasKilled && screen.status == (scene.name == "unknown" ? 2 : 0))
        let file = Self.folder.appendingPathComponent("\(scene.name)-\(columns)-\(look).txt")
        if Self.isWriting {
          try Data(screen.text.utf8).write(to: file)
        } else {
          #expect(screen.text == (try String(contentsOf: file, encoding: .utf8)), "\(file.lastPathComponent)")
        }
      }
    }

    @Test(arguments: ["compare", "trend", "rank", "profile"], [80, 160])
    func theSameRowsStandOnATerminalAndInAPipe(name: String, columns: Int) throws {
      let scene = try #require(Scene.all.first { $0.name == name })
      let screen = try TerminalUnderTest.run(scene.arguments, columns: columns, store: try DatasetsStore.url)
      let piped = try BinaryUnderTest.run(scene.arguments, store: try DatasetsStore.url)
      let keys = [("indicator", "Indicator"), ("area", "Area"), ("period", "Period")]
      let table = ScreenTable(screen.text)
      let shown = keys.filter { table.titles.contains($0.1) }
      #expect(!shown.isEmpty && !table.rows.isEmpty)
      let expected = CSVText.rows(piped.output, shown.map(\.0))
      let rows = table.rows(shown.map(\.1))
      #expect(rows.count == expected.count)
      // A name may be followed by what tells its rows apart.
      for (row, cells) in zip(rows, expected) {
        #expect(zip(row, cells).allSatisfy { $0 == $1 || $0.hasPrefix($1 + ", ") }, "\(row) is not \(cells)")
      }
      // All rows of a screen can be told apart.
      #expect(Set(rows).count == rows.count)
    }

    /// As wide as the terminal and no wider, at any width that has room for what must stay.
    @Test(arguments: [80, 100, 132, 160, 250])
    func noLineOfATableIsWiderThanTheTerminal(columns: Int) throws {
      for name in ["compare", "trend", "rank", "profile", "find"] {
        let scene = try #require(Scene.all.first { $0.name == name })
        let screen = try TerminalUnderTest.run(scene.arguments, columns: columns, store: try DatasetsStore.url)
        let table = screen.text.split(separator: "\n").prefix { !$0.hasPrefix("tidemark:") }
        #expect(table.allSatisfy { $0.count <= columns }, "\(name)")
      }
    }
  }

  /// A table read back from a screen by its ruling of dashes.
  struct ScreenTable {
    private(set) var titles: [String] = []
    private(set) var rows: [[String]] = []

    init(_ text: String) {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
      guard let ruling = lines.firstIndex(where: { $0.contains("-") && $0.allSatisfy { $0 == "-" || $0 == " " } })
      else { return }
      let spans = Self.spans(of: lines[ruling])
      titles = spans.map { span in
        let parts = lines[..<ruling].suffix(while: { !$0.isEmpty }).map { Self.cell($0, span) }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
      }
      let indent = spans.first?.lowerBound ?? 0
      for line in lines[(ruling + 1)...] {
        // Headings of groups stand further left; a footnote ends the table, or a blank line where there are no groups.
        if line.isEmpty && indent == 0 || line.starts(with: "tidemark:") { break }
        if String(line).prefixMatch(of: /[a-z]{1,3}  |\[/) != nil { break }
        guard line.count > indent, line[..<indent].allSatisfy({ $0 == " " }) else { continue }
        let cells = spans.map { Self.cell(line, $0) }
        if line[indent] == " ", !rows.isEmpty {
          for index in cells.indices where !cells[index].isEmpty { rows[rows.count - 1][index] += " " + cells[index] }
        } else {
          rows.append(cells)
        }
      }
    }

    /// The cells under some titles.
    func rows(_ names: [String]) -> [[String]] {
      let places = names.compactMap { titles.firstIndex(of: $0) }
      return rows.map { row in places.map { row[$0] } }
    }

    private static func spans(of ruling: [Character]) -> [Range<Int>] {
      var spans: [Range<Int>] = []
      for (place, character) in ruling.enumerated() where character == "-" {
        if let last = spans.last, last.upperBound == place {
          spans[spans.count - 1] = last.lowerBound..<place + 1
        } else {
          spans.append(place..<place + 1)
        }
      }
      return spans
    }

    private static func cell(_ line: [Character], _ span: Range<Int>) -> String {
      String(line[min(span.lowerBound, line.count)..<min(span.upperBound, line.count)])
        .trimmingCharacters(in: .whitespaces)
    }
  }

  extension ArraySlice {
    /// The last elements that all pass.
    fileprivate func suffix(while passes: (Element) -> Bool) -> ArraySlice {
      var start = endIndex
      while start > startIndex, passes(self[start - 1]) { start -= 1 }
      return self[start...]
    }
  }
#endif
