import Foundation
import TestSupport
import Testing

/// `tidemark bench` on generated figures: the answers are those of other engines, at every level of processor.
@Suite struct BenchTests {
  /// SHA-256 of the answers as `Benchmarks/peers/run.py --size smoke` had them from DuckDB 2.0.0, ClickHouse 26.9.2.1,
  /// Polars 2.1.0 and SQLite 3.40.1, all alike, on the figures of `tidemark generate --size smoke --seed 1`.
  private static let digests = [
    "Q1": "e7e58e697d54ee0c8fdd5d0de54d069a1d3b19380de6c78d07b9b18e159469de",
    "Q2": "771bfaa6165cfbd85310f070d74faf22028a202f040ac8b003a92ca8110e2f7f",
    "Q3": "3aded31c14855903d2bb89577464546c05c43c15fd1165f9b9fa751167ad35fa",
    "Q4": "0f6145e1396ac11a3f55f08b98a5b1b4dcf14e52dadbd6cfc33a7dabad71495a",
    "Q5": "7ef1cc8040c718af316ca3795c0aac317116eb9add7fcee352f78010f4d33bf9",
    "Q6": "54f922e16e40c2701ec13358cd326a1f9c4dc9dc94019bddee1295a7e5e66cf6",
    "Q7": "2be53ac2180a533c02565431f9550acf07ba9668afec5fb881cb34671df49d63",
    "Q8": "bbe31c1b01a0b1ae76dbfb17263d8577e01920f0f145f1fcd3950e8cfdaf7f11",
  ]

  private static let store: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    let outcome = try BinaryUnderTest.run(
      ["generate", "--size", "smoke", "--seed", "1", "--store", "store"], in: folder.url)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return folder
  }

  private func rows(_ arguments: [String], _ environment: [String: String] = [:]) throws -> [[String: Any]] {
    let outcome = try BinaryUnderTest.run(
      ["bench", "--store", "store", "--runs", "1", "--format", "json"] + arguments, in: try Self.store.get().url,
      environment: environment)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
  }

  @Test("answers are those of other engines", arguments: ["baseline", "v3", "v4"], [1, 2])
  func answers(_ level: String, _ threads: Int) throws {
    let folder = try TemporaryFolder()
    let rows = try rows(["--threads", "\(threads)", "--answers", folder.url.path], ["TIDEMARK_CPU": level])
    #expect(rows.count == 8)
    for row in rows {
      let question = try #require(row["question"] as? String)
      let text = try BenchAnswer(question, String(contentsOfFile: folder.path("\(question).csv"), encoding: .utf8)).text
      _ = try folder.write(text, to: "text")
      let sum = try BinaryUnderTest.run(
        program: URL(fileURLWithPath: "/usr/bin/sha256sum"), ["text"], in: folder.url, environment: [:])
      #expect(
        String(sum.output.prefix(64)) == Self.digests[question], "\(question), \(level), \(threads) threads")
      #expect(try #require(row["median_ms"] as? Double) > 0)
    }
  }

  @Test("what was read is told, and only what a question needs is read")
  func explained() throws {
    let rows = try rows(["q2", "Q4", "--explain"])
    #expect(rows.map { $0["question"] as? String } == ["Q2", "Q4"])
    let read = try rows.map { try #require($0["bytes_read"] as? Int) }
    let all = try #require(rows[0]["bytes_in_store"] as? Int)
    #expect(read[0] * 10 < all && read[1] < all)
    #expect(rows[1]["figures"] as? Int == 46_560)
  }

  @Test("the eight questions are commands that give the same bytes when they are typed")
  func typed() throws {
    let folder = try TemporaryFolder()
    for row in try rows(["--answers", folder.url.path]) {
      let question = try #require(row["question"] as? String)
      let words = try #require(row["command"] as? String).split(separator: " ").map(String.init)
      // The age of Q1 and Q2 is two words.
      let command = Self.joined(words)
      let outcome = try BinaryUnderTest.run(command + ["--format", "csv"], in: try Self.store.get().url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let written = try String(contentsOfFile: folder.path("\(question).csv"), encoding: .utf8)
      #expect(outcome.output == written, "\(question)")
    }
  }

  /// Words of a command line in which ages and periods of two words are one each.
  private static func joined(_ words: [String]) -> [String] {
    words.reduce(into: []) { line, word in
      let isLoose = ["ages", "yrs", "-", "years"].contains(word) || line.last?.hasSuffix(" -") ?? false
      if isLoose, let last = line.popLast() { line.append("\(last) \(word)") } else { line.append(word) }
    }
  }

  @Test("any question is timed, and its digest is that of what it prints")
  func anyQuestion() throws {
    let command = ["summarise", "--by", "region", "--measures", "mean", "--columns", "region,mean", "--limit", "3"]
    let row = try #require(try rows(["--"] + command).first)
    #expect(row["rows"] as? Int ?? 0 > 3 && row["question"] as? String == "summarise")
    let folder = try TemporaryFolder()
    let outcome = try BinaryUnderTest.run(
      command + ["--store", "store", "--format", "csv", "--output", folder.path("text")], in: try Self.store.get().url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let sum = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/usr/bin/sha256sum"), ["text"], in: folder.url, environment: [:])
    #expect(row["digest"] as? String == String(sum.output.prefix(64)))
  }

  @Test("bad arguments are usage errors")
  func usage() throws {
    let folder = try Self.store.get().url
    for arguments in [
      ["Q9"], ["Q1", "Q9"], ["--threads", "0"], ["--runs", "0"], ["--seconds", "-1"], ["--", "status"],
      ["--", "compare", "--nonsense"], ["--", "rank", "no such thing"],
    ] {
      let outcome = try BinaryUnderTest.run(["bench", "--store", "store"] + arguments, in: folder)
      #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
    }
    #expect(try BinaryUnderTest.run(["bench", "Q1", "--store", "store", "--answers", "none"], in: folder).status == 7)
    #expect(try BinaryUnderTest.run(["bench", "--store", "nowhere"], in: folder).status == 4)
  }
}

/// The text of an answer that `Benchmarks/peers/QUESTIONS.md` defines, made from the csv that a command prints.
private struct BenchAnswer {
  let text: String

  private enum Kind { case text, whole, float, slope, rank }

  private static let columns: [String: [(String, Kind)]] = [
    "Q1": [
      ("area_code", .text), ("period", .text), ("value", .float), ("lower_95", .float), ("upper_95", .float),
      ("count", .whole), ("denominator", .whole),
    ],
    "Q2": [
      ("area_code", .text), ("value", .float), ("lower_95", .float), ("upper_95", .float), ("rank", .rank),
      ("comparison", .text),
    ],
    "Q3": [
      ("indicator_id", .whole), ("sex", .text), ("age", .text), ("period", .text), ("value", .float),
      ("lower_95", .float), ("upper_95", .float), ("count", .whole), ("denominator", .whole),
      ("benchmark_value", .float),
    ],
    "Q4": [
      ("indicator_id", .whole), ("period", .text), ("figures", .whole), ("count", .whole), ("denominator", .whole),
      ("mean", .float), ("min", .float), ("max", .float),
    ],
    "Q5": [
      ("indicator_id", .whole), ("sex", .text), ("age", .text), ("region_code", .text), ("period", .text),
      ("pooled_count", .whole), ("pooled_denominator", .whole), ("pooled", .float),
    ],
    "Q6": [("area_code", .text), ("period", .text), ("compared", .whole), ("above", .whole)],
    "Q7": [("indicator_id", .whole), ("period", .text), ("p10", .float), ("median", .float), ("p90", .float)],
    "Q8": [
      ("indicator_id", .whole), ("sex", .text), ("age", .text), ("category", .text), ("area_code", .text),
      ("figures", .whole), ("slope", .slope),
    ],
  ]
  private static let needed = ["Q5": "pooled", "Q6": "compared", "Q7": "median", "Q8": "slope"]

  init(_ question: String, _ csv: String) throws {
    var rows = CSVText.rows(csv)
    let headings = rows.removeFirst()
    func cell(_ row: [String], _ name: String) throws -> String {
      row[try #require(headings.firstIndex(of: name), "\(question) has no column \(name)")]
    }
    if let needed = Self.needed[question] {
      rows = try rows.filter { row in
        let text = try cell(row, needed)
        return !text.isEmpty && (question != "Q6" || text != "0")
      }
    }
    let ties = question == "Q2" ? Dictionary(grouping: try rows.map { try cell($0, "rank") }) { $0 } : [:]
    let lines = try rows.map { row in
      try #require(Self.columns[question]).map { name, kind in
        let text = try cell(row, name)
        if text.isEmpty { return "" }
        switch kind {
        case .text: return try question == "Q2" && name == "comparison" && cell(row, "value").isEmpty ? "" : text
        case .whole: return String(Int(try #require(Double(text))))
        case .float: return Self.scientific(try #require(Double(text)), 9)
        case .slope: return Self.scientific(try #require(Double(text)), 6)
        case .rank:
          // From the lowest value, where the program counts from the highest.
          let (ranked, rank) = (try #require(Int(try cell(row, "ranked"))), try #require(Int(text)))
          return String(ranked + 2 - rank - (ties[text]?.count ?? 0))
        }
      }.joined(separator: "\t") + "\n"
    }
    text = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined()
  }

  private static func scientific(_ number: Double, _ digits: Int) -> String {
    number.magnitude < 1e-9 ? "0" : String(format: "%.\(digits - 1)e", number * (1 + 0x1p-40))
  }
}
