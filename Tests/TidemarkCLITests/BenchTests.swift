import Foundation
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
    let rows = try rows(["--threads", "\(threads)"], ["TIDEMARK_CPU": level])
    #expect(rows.count == 8)
    for row in rows {
      let question = try #require(row["question"] as? String)
      #expect(row["digest"] as? String == Self.digests[question], "\(question), \(level), \(threads) threads")
      #expect(try #require(row["median_ms"] as? Double) > 0)
    }
  }

  @Test("what was read is told, and only what a question needs is read")
  func explained() throws {
    let rows = try rows(["q2", "Q4", "--explain"])
    #expect(rows.map { $0["question"] as? String } == ["Q2", "Q4"])
    let read = try rows.map { try #require($0["bytes_read"] as? Int) }
    let all = try #require(rows[0]["bytes_in_store"] as? Int)
    #expect(read[0] * 20 < all && read[1] > read[0] && read[1] < all)
    #expect(rows[1]["figures"] as? Int == 46_560)
    #expect(try #require(rows[1]["steps"] as? String).contains("scan"))
  }

  @Test("answers go to files at full precision")
  func files() throws {
    let folder = try TemporaryFolder()
    _ = try rows(["Q1", "--answers", folder.url.path])
    let lines = try String(contentsOfFile: folder.path("Q1.tsv"), encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 16)
    #expect(lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 7 })
  }

  @Test("bad arguments are usage errors")
  func usage() throws {
    let folder = try Self.store.get().url
    for arguments in [["Q9"], ["--threads", "0"], ["--runs", "0"], ["--seconds", "-1"]] {
      #expect(try BinaryUnderTest.run(["bench", "--store", "store"] + arguments, in: folder).status == 2)
    }
    #expect(try BinaryUnderTest.run(["bench", "Q1", "--store", "store", "--answers", "none"], in: folder).status == 7)
    #expect(try BinaryUnderTest.run(["bench", "--store", "nowhere"], in: folder).status == 4)
  }
}
