import Foundation
import TestSupport
import TideModel
import Testing

@testable import TideIngest

@Suite("Rows beyond the memory allowed")
struct SpillTests {
  /// Rows of several indicators, strata, kinds of area and periods in any order, some twice, some of them otherwise.
  private func rows(_ count: Int, _ generator: inout some RandomNumberGenerator) -> String {
    let codes =
      (0..<40).map { "E080000\(10 + $0)" } + ["E92000001", "E12000001", "E12000002", "E54000001", "K02000001"]
    let notes = [
      "", "", "", "Value estimated", "There is a data quality issue with this value", "\"A \"\"note\"\", long\"",
    ]
    let periods = (0..<12).map { "\(2000 + $0)" } + ["2001 - 03", "2002/03", "2003 (Rev)"]
    var out = tidyHeading + "\n"
    for _ in 0..<count {
      let code = codes.randomElement(using: &generator) ?? ""
      let indicator = Int.random(in: 1...5, using: &generator)
      let value = Int.random(in: 0...9, using: &generator) == 0 ? "*" : "\(indicator).\(code.suffix(2))"
      let sex = ["Persons", "Male", "Female"].randomElement(using: &generator) ?? ""
      let period = periods.randomElement(using: &generator) ?? ""
      let isOdd = Int.random(in: 0..<6, using: &generator) == 0
      let cells = [
        "\(indicator)", "Indicator \(indicator)", code, "Area \(code)", sex, "All ages", "", "", period,
        isOdd ? "five" : value, "", "\(indicator + 50)", "", "1000", "",
        notes.randomElement(using: &generator) ?? "",
      ]
      out += cells.joined(separator: ",") + "\n"
    }
    return out
  }

  private func append(_ bench: Workbench, _ paths: [String], memory: Int) throws -> AppendReport {
    var options = AppendOptions()
    options.memory = memory
    options.published = CalendarDate(year: 2024, month: 6)
    // A segment records the second it was written in, and is called after its bytes.
    options.moment = 1_717_200_000
    return try Appender.append(paths, to: bench.store, options: options)
  }

  private func segments(_ bench: Workbench) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: bench.store + "/segments").sorted()
  }

  @Test("give the same report and the same segment, and leave nothing behind")
  func sameBytes() throws {
    var generator = Seed.generator()
    let files = [rows(3000, &generator), rows(1500, &generator)]
    for memory in [1, 900, 20_000, 200_000] {
      let (whole, spilled) = (try Workbench(), try Workbench())
      let folder = try Workbench()
      let paths = try files.enumerated().map { try folder.file("\($0).csv", $1) }
      let expected = try append(whole, paths, memory: 1 << 30)
      let found = try append(spilled, paths, memory: memory)
      #expect(expected.counts == found.counts && expected.files == found.files, "TIDEMARK_SEED=\(Seed.value)")
      #expect(expected.rejected == found.rejected, "TIDEMARK_SEED=\(Seed.value)")
      #expect(expected.counts.new > 1000 && expected.counts.rejected > 100 && expected.counts.collapsed > 0)
      #expect(try whole.stored() == spilled.stored(), "TIDEMARK_SEED=\(Seed.value), \(memory) bytes")
      let names = (try segments(whole), try segments(spilled))
      #expect(names.0.count == 1 && names.0 == names.1, "TIDEMARK_SEED=\(Seed.value), \(memory) bytes")
    }
  }

  @Test("are also read from one file that names an indicator in two ways")
  func twoNames() throws {
    let bench = try Workbench()
    let path = try bench.file(
      "a.csv",
      "indicator_id,indicator,area_code,period,value\n7,N,E1,2001,1\n,N,E1,2002,2\n7,N,E1,2002,2\n,N,E1,2001,3\n")
    let report = try append(bench, [path], memory: 1)
    #expect(report.counts.new == 2 && report.counts.collapsed == 1)
    #expect(report.rejected.map(\.line) == [5])
    #expect(try bench.stored().map(\.value) == [1, 2])
  }
}
