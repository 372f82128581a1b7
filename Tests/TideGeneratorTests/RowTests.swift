import Testing
import TideModel

@testable import TideGenerator

/// Files read back by a parser of the test's own.
@Suite struct RowTests {
  private let data = GeneratedData(size: Samples.deep, seed: 31)

  private func records(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = [[""]]
    var isQuoted = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let last = records.count - 1
      switch scalar {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: records[last].append("")
      case "\n" where !isQuoted: records.append([""])
      default: records[last][records[last].count - 1].unicodeScalars.append(scalar)
      }
    }
    return records.dropLast()
  }

  /// The seven columns of numbers of each row against the slices, bit for bit.
  private func check(_ records: [[String]], numbersFrom first: Int, period: Int, area: Int) {
    var rows = records.dropFirst().makeIterator()
    for slice in Samples.slices(data) {
      for cell in slice.isSuppressed.indices {
        guard let row = rows.next() else {
          Issue.record("rows are missing")
          return
        }
        #expect(row[area] == data.areas[cell % slice.areaCount].code)
        #expect(row[period] == slice.periods[cell / slice.areaCount].label)
        for measure in Measure.allCases {
          let text = row[first + Int(measure.rawValue)]
          #expect((text.isEmpty ? nil : Double(text)?.bitPattern) == slice.number(measure, cell: cell)?.bitPattern)
        }
      }
    }
    #expect(rows.next() == nil)
  }

  @Test func fingertipsFilesReadBack() throws {
    let records = records(try Samples.fingertips(data))
    #expect(records.allSatisfy { $0.count == 27 })
    #expect(records[0][0] == "Indicator ID" && records[0][26] == "Time period range")
    #expect(records[0].count { $0.hasPrefix("Compared") } == 3)
    check(records, numbersFrom: 12, period: 11, area: 4)
    for row in records.dropFirst() {
      #expect(row[4] == Area.englandCode ? row[2].isEmpty : row[2].hasPrefix("E12") || row[2] == Area.englandCode)
      #expect(row[23].count == 8 && row[23].hasSuffix("0000"))
      #expect(row[12].isEmpty == (row[19] == GeneratedSlice.suppressionNote))
    }
  }

  @Test func tidyFilesReadBack() throws {
    let records = records(try Samples.tidy(data))
    #expect(records.allSatisfy { $0.count == 16 })
    check(records, numbersFrom: 7, period: 6, area: 1)
    #expect(records.dropFirst().allSatisfy { $0[7].isEmpty == ($0[14] == "c") })
  }
}
