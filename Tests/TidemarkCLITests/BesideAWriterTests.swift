import Foundation
import Testing

/// A second process can query while an append runs.
@Suite struct BesideAWriterTests {
  private let folder: TemporaryFolder
  private let first: String
  private let second: String
  private static let question = ["compare", "1", "--area", "E92000001", "--benchmark", "mean", "--format", "csv"]

  init() throws {
    folder = try TemporaryFolder()
    first = try folder.write(Self.rows(0.5, 1), to: "first.csv")
    second = try folder.write(Self.rows(0.25, 240), to: "second.csv")
  }

  private static func rows(_ factor: Double, _ indicators: Int) -> String {
    let codes = (0..<150).map { $0 == 0 ? "E92000001" : String(format: "E06%06d", $0) }
    var text = "indicator_id,indicator,area_code,sex,age,period,value,count,denominator\n"
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

  @Test func queriesAnswerFromOneReleaseWhileAnAppendRuns() throws {
    // On a busy machine an append may be done before the first answer is there: then they are asked beside another.
    for round in 0..<20 {
      let during = try answersDuringAnAppend(to: folder.url.appendingPathComponent("store-\(round)"))
      print("\(during) queries answered while an append of 720,000 rows ran")
      if during > 0 { return }
    }
    Issue.record("no query was answered while an append ran")
  }

  /// Asks until an append has ended: the answer is that of release 1 or of release 2, and nothing between.
  /// - Returns: how many answers were there before its end.
  private func answersDuringAnAppend(to store: URL) throws -> Int {
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
      let outcome = try BinaryUnderTest.run(Self.question, store: store)
      #expect(outcome.status == 0, "\(outcome.errors)")
      answers.insert(outcome.output)
      if writer.isRunning { during += 1 }
    } while writer.isRunning
    #expect(writer.terminationStatus == 0)
    answers.insert(try BinaryUnderTest.run(Self.question, store: store).output)
    #expect(answers.count <= 2)
    return during
  }
}
