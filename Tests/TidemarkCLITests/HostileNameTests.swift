import Foundation
import Testing

/// A hundred names that would do harm if anything obeyed them, through every command and every format: row 24 of what
/// the store promises.
@Suite struct HostileNameTests {
  /// What a program that reads the name may take for its own.
  private static let parts = [
    "=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1:A9)", "'=already", "''+twice", "=HYPERLINK(\"http://x.test\")",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a|b|c", "`code` *bold* _it_ [l](javascript:x)",
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "back\u{8}space", "nul\u{1}soh", "\u{9B}31mcsi", "del\u{7F}ete",
    "\u{202E}desrever\u{202C}", "\u{2066}isolate\u{2069}", "zero\u{200B}width\u{FEFF}", "tag\u{E0041}\u{E007F}",
    "'; DROP TABLE area; --", "Robert'); DELETE FROM meta;--", "\" OR 1=1 --", "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/shadow", "segments/x.tide", "%s%n%x", "${HOME}", "$(touch owned)", "`touch owned`", "line\u{2028}sep\u{2029}",
    "comma, \"quote\"", "{\"json\":1}", "\\u0041\\", "tab\tand\nline", "-", "--format", "NULL", "nan",
    "e\u{301}\u{327}",
    "\u{1F468}\u{200D}\u{1F469}", "１２３", "ﷺ", "=\u{338}not", "a;b=c;d", "E08000025", "#REF!", "!!important",
  ]

  /// A hundred: each by itself and behind a word.
  private static var names: [String] { parts + parts.map { "Rate \($0)" } }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  /// The file: each name is that of an indicator, an area, an age, a category and a note.
  private static var text: String {
    var text = "indicator_id,indicator,area_code,area,sex,age,category_type,category,period,value,note\n"
    for (number, name) in names.enumerated() {
      for code in ["E06\(String(format: "%06d", number + 1))", "E92000001"] {
        let area = code == "E92000001" ? "England" : name
        for category in ["", name] {
          text += "\(number + 1),\(quoted(name)),\(code),\(quoted(area)),Persons,\(quoted("Age " + name)),"
          text += "\(category.isEmpty ? "" : quoted("Kind " + name)),\(quoted(category)),2020,-\(number + 1).5,"
          text += "\(quoted(name))\n"
        }
      }
    }
    return text
  }

  private static let made: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "names.csv")
    let outcome = try BinaryUnderTest.run(["append", "names.csv", "--store", "s"], in: folder.url)
    try #require(outcome.status == 0 && outcome.output.contains(", 0 rejected"), "\(outcome.output)\(outcome.errors)")
    return folder
  }

  /// Scalars that a terminal or an editor obeys instead of showing.
  private static func obeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x200B, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0xFEFF, 0xE0000...0xE007F: true
    default: false
    }
  }

  private static func check(_ outcome: BinaryUnderTest.Outcome, _ format: String, _ what: String) {
    #expect(!outcome.wasKilled && [0, 2].contains(outcome.status), "\(what): \(outcome.status) \(outcome.errors)")
    #expect(!outcome.errors.unicodeScalars.contains(where: obeyed), "\(what), \(format): standard error")
    switch format {
    case "csv", "tsv":
      // Data as they are, but no control character ever got into the store.
      let controls = outcome.output.unicodeScalars.filter { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
      #expect(controls.allSatisfy { $0 == "\n" || format == "tsv" && $0 == "\t" }, "\(what), \(format)")
      for field in fields(outcome.output, format) where !field.isEmpty && Double(field) == nil {
        #expect(!"=+-@\t\r".unicodeScalars.contains(field.unicodeScalars.first!), "\(what), \(format): \(field)")
      }
    default:
      #expect(!outcome.output.unicodeScalars.contains(where: obeyed), "\(what), \(format)")
      if format == "markdown" {
        #expect(!outcome.output.contains("<"), "\(what)")
        let bars = outcome.output.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
          line.replacingOccurrences(of: "\\\\", with: "").replacingOccurrences(of: "\\|", with: "").count { $0 == "|" }
        }
        #expect(Set(bars).count <= 1, "\(what)")
      }
    }
  }

  /// The fields of CSV or TSV, by a reader of its own.
  private static func fields(_ text: String, _ format: String) -> [String] {
    if format == "tsv" {
      return text.split(whereSeparator: { $0 == "\t" || $0 == "\n" }).map(String.init)
    }
    var fields = [""]
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, scalar == "," || scalar == "\n" {
        fields.append("")
      } else {
        fields[fields.count - 1].unicodeScalars.append(scalar)
      }
    }
    return fields
  }

  private static let commands = [
    ["export"], ["export", "--compare"], ["profile", "E06000001"], ["compare", "--area", "E06000010"],
    ["trend", "5", "--area", "E06000005"], ["rank", "7", "--area", "E06000007"], ["find", "rate"], ["describe", "12"],
    ["describe", "E06000013"], ["status"], ["releases"], ["revisions", "--new"], ["diff", "0", "--new"],
    ["gap", "5", "--area", "E06000005"], ["changes", "--area", "E06000010"], ["peers", "--area", "E06000007"],
    ["peers", "upper-tier", "--area", "E06000007"],
  ]

  @Test(arguments: ["table", "csv", "tsv", "json", "jsonl", "markdown"])
  func everyCommandKeepsThemInert(_ format: String) throws {
    let folder = try Self.made.get()
    #expect(Self.names.count == 100)
    for command in Self.commands {
      let outcome = try BinaryUnderTest.run(command + ["--format", format, "--store", "s"], in: folder.url)
      #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count > 0, "\(command): \(outcome.errors)")
      Self.check(outcome, format, command.joined(separator: " "))
      if format == "json" {
        #expect((try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8))) != nil, "\(command)")
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(names == ["names.csv", "s"])
    #expect(try BinaryUnderTest.run(["verify", "--store", "s"], in: folder.url).status == 0)
  }

  @Test func askedForByNameTheyAreFoundOrRefusedAndNothingElseHappens() throws {
    let folder = try Self.made.get()
    for name in Self.names {
      for command in [["find", "--", name], ["describe", "--", name], ["trend", "1", "--area", name]] {
        let command = command[0] == "trend" ? command : [command[0], "--store", "s"] + command.dropFirst()
        let tail = command[0] == "trend" ? ["--store", "s"] : []
        let outcome = try BinaryUnderTest.run(command + tail, in: folder.url)
        Self.check(outcome, "csv", "\(command)")
      }
    }
    for name in Self.names.prefix(50) where !name.contains("\u{0}") {
      let outcome = try BinaryUnderTest.run(["append", "--store", "t", "--", "no-" + name], in: folder.url)
      #expect(outcome.status == 7 || outcome.status == 3, "\(name): \(outcome.errors)")
      Self.check(
        BinaryUnderTest.Outcome(status: 0, wasKilled: outcome.wasKilled, output: "", errors: outcome.errors), "csv",
        name)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("owned")))
  }

  @Test func whatIsExportedGoesInAgainAsItWas() throws {
    let folder = try Self.made.get()
    let exported = try BinaryUnderTest.run(["export", "--format", "csv", "--store", "s"], in: folder.url).output
    let other = try TemporaryFolder()
    try other.write(exported, to: "again.csv")
    let again = try BinaryUnderTest.run(["append", "again.csv", "--store", "s"], in: other.url)
    #expect(again.status == 0 && again.output.contains(", 0 rejected"), "\(again.output)\(again.errors)")
    func names(_ folder: TemporaryFolder) throws -> [[String: Any]] {
      let json = try BinaryUnderTest.run(["export", "--format", "json", "--store", "s"], in: folder.url).output
      return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    }
    let (first, second) = (try names(folder), try names(other))
    #expect(first.count == 400 && second.count == 400)
    for key in ["indicator", "area", "age", "category_type", "category", "note"] {
      #expect(first.map { $0[key] as? String } == second.map { $0[key] as? String }, "\(key)")
    }
    let back = try BinaryUnderTest.run(["append", other.path("again.csv"), "--store", "s"], in: folder.url)
    #expect(back.output.hasPrefix("nothing new: 400 figures stored already"), "\(back.output)")
    // The names are those of the file, white space and control characters folded.
    let stored = Set(first.compactMap { $0["indicator"] as? String })
    #expect(
      stored.contains("=cmd|' /C calc'!A0") && stored.contains("tab and line") && stored.contains("'=already") == false)
    #expect(stored.contains("[31mred [0m") && stored.contains("<script>alert(1)</script>"))
  }

  @Test func rawLeavesFormulasAsTheyAre() throws {
    let folder = try Self.made.get()
    func output(_ arguments: String...) throws -> String {
      try BinaryUnderTest.run(["export", "1", "--store", "s", "--format"] + arguments, in: folder.url).output
    }
    #expect(try output("csv").contains(",'=cmd|' /C calc'!A0,"))
    #expect(try output("csv", "--raw").contains(",=cmd|' /C calc'!A0,"))
    #expect(try output("tsv").contains("\t'=cmd|' /C calc'!A0\t"))
    #expect(try output("tsv", "--raw").contains("\t=cmd|' /C calc'!A0\t"))
    #expect(try output("csv").contains(",-1.5,"), "numbers stay as they are")
  }
}
