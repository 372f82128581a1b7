import Foundation
import Testing

/// Generated figures reach a store the same way straight and through a file.
@Suite struct GenerateTests {
  @Test func aStoreAndItsFileHoldTheSameFigures() throws {
    let folder = try TemporaryFolder()
    func run(_ arguments: String...) throws -> String {
      let outcome = try BinaryUnderTest.run(arguments, in: folder.url)
      try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
      return outcome.output
    }
    _ = try run("generate", "--size", "smoke", "--seed", "3", "--store", "straight")
    _ = try run("generate", "--size", "smoke", "--seed", "3", "--tidy", "figures.csv")
    let report = try run("append", "figures.csv", "--store", "read")
    #expect(report.contains("0 repeated, 0 rejected"))
    let status = try run("status", "--store", "straight", "--format", "csv")
    let read = try run("status", "--store", "read", "--format", "csv")
    func figures(_ csv: String) throws -> Substring {
      let lines = csv.split(separator: "\n")
      let column = try #require(lines[0].split(separator: ",").firstIndex(of: "figures"))
      return lines[1].split(separator: ",")[column]
    }
    #expect(try figures(status) == figures(read))
    func values(_ store: String) throws -> [Substring] {
      let lines = try run("export", "--store", store, "--format", "tsv").split(separator: "\n")
      let names = lines[0].split(separator: "\t", omittingEmptySubsequences: false)
      let kept = ["indicator_id", "area_code", "sex", "age", "category", "period", "value", "upper_95", "count"].map {
        names.firstIndex(of: Substring($0)) ?? 0
      }
      return lines.dropFirst().map { line in
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        return Substring(kept.map { cells[$0] }.joined(separator: "|"))
      }.sorted()
    }
    #expect(try values("straight") == values("read"))
    let again = try BinaryUnderTest.run(
      ["generate", "--size", "smoke", "--store", folder.path("straight")], in: folder.url)
    #expect(again.status == 2)
  }
}
