import Foundation
import Testing

/// A second process can query while an append runs.
@Suite struct BesideAWriterTests {
  @Test func queriesAnswerFromOneReleaseWhileAnAppendRuns() throws {
    let folder = try TemporaryFolder()
    let store = folder.url.appendingPathComponent("store")
    let header = "indicator_id,indicator,area_code,sex,age,period,value,count,denominator\n"
    let codes = (0..<150).map { $0 == 0 ? "E92000001" : String(format: "E06%06d", $0) }
    func rows(_ factor: Double, _ indicators: Int) -> String {
      var text = header
      for indicator in 1...indicators {
        for (area, code) in codes.enumerated() {
          for year in 2001...2020 {
            text +=
              "\(indicator),Indicator \(indicator),\(code),Persons,All ages,\(year),\(Double(area + year) * factor),,\n"
          }
        }
      }
      return text
    }
    let first = try folder.write(rows(0.5, 1), to: "first.csv")
    let second = try folder.write(rows(0.25, 240), to: "second.csv")
    #expect(try BinaryUnderTest.run(["append", first], store: store).status == 0)

    let writer = Process()
    writer.executableURL = BinaryUnderTest.url
    writer.arguments = ["append", second]
    writer.environment = BinaryUnderTest.environment(store: store)
    writer.standardOutput = FileHandle.nullDevice
    writer.standardError = FileHandle.nullDevice
    try writer.run()
    var during = 0
    var answers: Set<String> = []
    repeat {
      let outcome = try BinaryUnderTest.run(
        ["compare", "1", "--area", "E92000001", "--benchmark", "mean", "--format", "csv"], store: store)
      #expect(outcome.status == 0, "\(outcome.errors)")
      answers.insert(outcome.output)
      if writer.isRunning { during += 1 }
    } while writer.isRunning
    #expect(writer.terminationStatus == 0)
    #expect(during > 0)
    let after = try BinaryUnderTest.run(
      ["compare", "1", "--area", "E92000001", "--benchmark", "mean", "--format", "csv"], store: store)
    answers.insert(after.output)
    // The answer of release 1 or of release 2, and nothing between.
    #expect(answers.count <= 2)
    print("\(during) queries answered while an append of 720,000 rows ran")
  }
}
