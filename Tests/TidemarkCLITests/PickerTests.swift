#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// On a terminal the program asks what was meant; everywhere else it says so and ends.
  @Suite struct PickerTests {
    private static let rate = "Infant mortality rate, per 1,000 live births: Birmingham"

    private func type(_ keys: String, _ arguments: [String], _ environment: [String: String] = [:]) throws
      -> TerminalUnderTest.Screen
    {
      try TerminalUnderTest.run(
        arguments, columns: 160, store: try DatasetsStore.url, typing: keys, environment: environment)
    }

    @Test func aNumberPicks() throws {
      let screen = try type("1\n", ["trend", "infant mortalty"])
      #expect(screen.status == 0, "\(screen.text)")
      #expect(screen.text.contains("no indicator is called 'infant mortalty'. Which is meant?"))
      #expect(screen.text.contains("   1  92196  Infant mortality rate\n"))
      #expect(screen.text.contains("tidemark: '92196' names it without asking."))
      #expect(screen.text.contains(Self.rate))
    }

    @Test func whatIsNoNumberOfTheListIsAskedAgain() throws {
      let screen = try type("9\nzero\n-1\n99999999999999999999\n1\n", ["trend", "infant mortalty"])
      #expect(screen.status == 0)
      #expect(screen.text.components(separatedBy: "or Enter for none: ").count == 6)
    }

    @Test(arguments: ["\n", "\u{4}"])
    func nothingPickedIsTheErrorOfBefore(keys: String) throws {
      let screen = try type(keys, ["trend", "infant mortalty"])
      #expect(screen.status == 2)
      #expect(screen.text.contains("tidemark: error: no indicator is called 'infant mortalty'; did you mean:"))
    }

    @Test func areasAreAskedForToo() throws {
      let screen = try type("1\n", ["trend", "infant mortality", "--area", "solihul", "--period", "2014 - 16"])
      #expect(screen.status == 0 && screen.text.contains("Solihull against England"), "\(screen.text)")
    }

    /// A setting keeps the text itself, which would be asked about again at every question.
    @Test(arguments: ["area", "benchmark"])
    func aSettingThatFitsSeveralIsRefusedWithoutAsking(setting: String) throws {
      let folder = try TemporaryFolder()
      let screen = try type("1\n", ["config", setting, "solihul"], ["XDG_CONFIG_HOME": folder.url.path])
      #expect(screen.status == 2 && screen.text.contains("tidemark: error: 'solihul' fits "), "\(screen.text)")
      #expect(!screen.text.contains("Which is meant"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test func nobodyIsAskedWhereNobodySits() throws {
      #expect(try type("1\n", ["trend", "infant mortalty"], ["TERM": "dumb"]).status == 2)
      let piped = try BinaryUnderTest.run(["trend", "infant mortalty"], store: try DatasetsStore.url)
      #expect(piped.status == 2 && !piped.errors.contains("Which is meant"))
    }
  }
#endif
