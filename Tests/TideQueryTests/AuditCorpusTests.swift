import Foundation
import TestSupport
import Testing
import TideIngest
import TideModel
import TideQuery
import TideStore

/// The audit over whole published files. Expected figures were counted from the files by an independent calculation in Python (Wilson,
/// Byar and exact limits with SciPy, 1e-6), or by setting two of the publisher's own files against each other.
@Suite struct AuditCorpusTests {
  /// A line of the summary.
  private struct Line: Equatable {
    let agree: Int
    let rounded: Int
    let differ: Int
    let of: Int

    init(_ agree: Int, _ rounded: Int, _ differ: Int, of: Int) {
      (self.agree, self.rounded, self.differ, self.of) = (agree, rounded, differ, of)
    }
  }

  private static func audit(
    _ files: [String], listing: Bool = false, indicators: [Int] = []
  ) throws -> ResultTable {
    let folder = NSTemporaryDirectory() + "tidemark-audit-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Appender.append(files.map(CorpusFolder.path), to: folder)
    let query = Query(.audit(listing: listing), indicators: indicators, area: nil)
    return try QueryEngine(try Snapshot.open(folder)).table(query)
  }

  /// The lines of a check of an indicator, by method and deviate.
  private static func lines(_ table: ResultTable, _ id: Int, _ check: String) -> [String: Line] {
    var lines: [String: Line] = [:]
    for row in table.rows.indices where table.cell(row, "indicator_id") == .integer(id) {
      guard table.text(row, "check") == check else { continue }
      let counts = ["agree", "rounded", "differ", "of"].map { Int(table.number(row, $0) ?? -1) }
      let method = [table.text(row, "method"), table.text(row, "z")].filter { !$0.isEmpty }
      lines[method.joined(separator: " ")] = Line(counts[0], counts[1], counts[2], of: counts[3])
    }
    return lines
  }

  private static let byar = "Byar, exact under 10 1.95996398"
  private static let wilson = "Wilson 1.95996398"

  @Test(.enabled(if: CorpusFolder.has("child-injury-admissions-by-authority.csv"), "\(CorpusFolder.skipped)"))
  func wrongTrendsAreFoundAndRoundedCountsRaiseNoAlarm() throws {
    let file = "child-injury-admissions-by-authority.csv"
    let table = try Self.audit([file])
    #expect(Self.lines(table, 90284, "value").values.first == Line(6244, 0, 0, of: 6244))
    #expect(Self.lines(table, 90284, "limits 95%") == [Self.byar: Line(1570, 4674, 0, of: 6244)])
    let wide = try #require(Self.lines(table, 90284, "limits 99.8%").values.first)
    #expect(wide.differ == 0 && wide.of == 5952)
    // 6,206 texts of better, similar and worse, and 299 that say not compared: the distinct keys of the file.
    #expect(Self.lines(table, 90284, "comparison") == ["interval95, low is good": Line(6505, 0, 0, of: 6505)])
    let rows = try Self.audit([file], listing: true)
    let wrong = rows.rows.indices.filter { rows.text($0, "reason").hasPrefix("the direction is the wrong way round") }
    // All keys for which the publisher's other file has another text: 227 falls called increasing, and 5 rises decreasing.
    #expect(wrong.count == 232 && rows.rows.count == 232)
    #expect(wrong.filter { rows.text($0, "text") == "Increasing and getting worse" }.count == 227)
  }

  /// 324 texts of better (102), similar (136) and worse (86); two areas without a figure and England itself are not compared.
  @Test(
    .enabled(
      if: CorpusFolder.has("counts/fingertips-40501-cancer-mortality-u75-2020-22.csv.gz"), "\(CorpusFolder.skipped)"))
  func comparisonsOfCancerMortalityAreReproduced() throws {
    let table = try Self.audit(["counts/fingertips-40501-cancer-mortality-u75-2020-22.csv.gz"])
    #expect(Self.lines(table, 40501, "comparison").values.first == Line(327, 0, 0, of: 327))
    #expect(Self.lines(table, 40501, "limits 95%").values.first?.differ == 0)
  }

  @Test(.enabled(if: CorpusFolder.has("child-injury-admissions-by-region.csv"), "\(CorpusFolder.skipped)"))
  func soundTrendsAreReproduced() throws {
    let lines = Self.lines(try Self.audit(["child-injury-admissions-by-region.csv"]), 90284, "recent trend")
    #expect(lines.values.map(\.of).reduce(0, +) == 558, "\(lines)")
    #expect(lines.values.map(\.agree).reduce(0, +) == 558, "\(lines)")
  }

  @Test(.enabled(if: CorpusFolder.has("smoking-prevalence-practices-to-england.csv"), "\(CorpusFolder.skipped)"))
  func contradictingCountsAreFound() throws {
    let file = "smoking-prevalence-practices-to-england.csv"
    let table = try Self.audit([file])
    #expect(Self.lines(table, 91547, "limits 95%") == [Self.wilson: Line(11317, 0, 37, of: 11354)])
    #expect(Self.lines(table, 91547, "limits 99.8%").values.first == Line(6856, 0, 0, of: 6856))
    let rows = try Self.audit([file], listing: true)
    let values = rows.rows.indices.filter { rows.text($0, "check") == "value" }
    #expect(values.map { rows.text($0, "area_code") } == ["E08000026", "E08000029"])
    #expect(values.map { rows.text($0, "period") } == ["2016/17", "2016/17"])
  }

  @Test(.enabled(if: CorpusFolder.has("mixed-indicators-no-names.csv"), "\(CorpusFolder.skipped)"))
  func everyIndicatorHasItsMethod() throws {
    let table = try Self.audit(["mixed-indicators-no-names.csv", "mixed-indicators-metadata.csv"])
    #expect(Self.lines(table, 93474, "limits 95%") == [Self.wilson: Line(2280, 0, 0, of: 2280)])
    #expect(Self.lines(table, 92266, "limits 95%") == [Self.byar: Line(175, 0, 0, of: 175)])
    #expect(Self.lines(table, 93085, "limits 95%") == [Self.wilson: Line(417, 0, 0, of: 417)])
    #expect(Self.lines(table, 20401, "limits 95%") == [Self.byar: Line(208, 0, 0, of: 208)])
    // Expected admissions printed as 32-bit floats.
    #expect(Self.lines(table, 91344, "limits 95%") == [Self.byar: Line(286, 0, 0, of: 286)])
    // Standardised, from unrounded and from rounded counts.
    #expect(
      Self.lines(table, 93763, "limits 95%")
        == ["Dobson, upper from lower 1.95996398": Line(1249, 0, 0, of: 1249)])
    let falls = try #require(Self.lines(table, 22401, "limits 95%").values.first)
    #expect(falls.differ == 0 && falls.rounded > 0 && falls.of == 1056)
    // 38 intervals of the cases and not of the rate; two that differ by less than a hundredth of an event are rounded.
    #expect(Self.lines(table, 93124, "limits 95%").values.map(\.differ).reduce(0, +) == 38)
    #expect(Self.lines(table, 93124, "limits 95%").values.map(\.rounded).reduce(0, +) == 2)
    #expect(Self.lines(table, 93701, "limits 95%").values.first == Line(0, 0, 0, of: 0))
    #expect(Self.lines(table, 22401, "recent trend").values.map(\.differ) == [0])
  }

  @Test(.enabled(if: CorpusFolder.has("campylobacter-ragged-rows.csv"), "\(CorpusFolder.skipped)"))
  func twoMethodsInOneFileAreToldApart() throws {
    let lines = Self.lines(try Self.audit(["campylobacter-ragged-rows.csv"]), 93356, "limits 95%")
    #expect(lines["exact Poisson"] == Line(455, 0, 0, of: 455), "\(lines)")
    #expect(lines["Byar at all counts 1.96"] == Line(300, 0, 0, of: 300), "\(lines)")
  }
}
