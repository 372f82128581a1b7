import Foundation
import TestSupport
import Testing
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// What a release changed for one area.
@Suite struct LatestChangesTests {
  private static func fixture() -> StoreFixture {
    var fixture = StoreFixture()
    for id in 1...8 {
      var rate = Indicator(id: id, name: "Indicator \(id)")
      (rate.valueType, rate.polarity) = (.crudeRate, .lowIsGood)
      fixture.indicators.append(rate)
    }
    fixture.areas = [Area(code: "E92000001", name: "England"), Area(code: "E08000025", name: "Birmingham")]
    for id in 1...7 {
      fixture.facts += [
        Fact(id, "E08000025", "2021", Figures(value: 21, lower95: 20, upper95: 22)),
        Fact(id, "E08000025", "2022", Figures(value: 22, lower95: 21, upper95: 23)),
        Fact(id, "E92000001", "2021", Figures(value: 15)), Fact(id, "E92000001", "2022", Figures(value: 15)),
      ]
    }
    return fixture
  }

  /// 1 a new period; 2 revised past England; 3 suppressed; 4 withdrawn; 5 England revised; 6 stands; 7 a new period that is
  /// suppressed; 8 the first.
  private static let second: [Fact] = [
    Fact(1, "E08000025", "2023", Figures(value: 23, lower95: 22, upper95: 24)),
    Fact(1, "E92000001", "2023", Figures(value: 15)),
    Fact(2, "E08000025", "2022", Figures(value: 12, lower95: 11, upper95: 13)),
    Fact(3, "E08000025", "2022", Figures(), status: .suppressed),
    Fact(4, "E08000025", "2022", Figures(), status: .withdrawn),
    Fact(5, "E92000001", "2022", Figures(value: 22)),
    Fact(7, "E08000025", "2023", Figures(), status: .suppressed),
    Fact(8, "E08000025", "2022", Figures(value: 1)),
  ]

  /// A store of releases in a folder that goes away after `body`, which is given its path.
  private static func withStore(
    _ first: StoreFixture, _ second: [Fact], _ body: (String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-changes-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try first.write(to: folder)
    try StoreFixture(facts: second).write(to: folder)
    try body(folder)
  }

  private static func changes(
    _ path: String, release: Int = 2, withholding: Bool = true, _ query: Query = Query(.compare)
  ) throws -> ResultTable {
    try LatestChanges(
      query, from: ScreenedSnapshot.open(path, asOf: .release(release - 1), withholding: withholding),
      to: ScreenedSnapshot.open(path, asOf: .release(release), withholding: withholding)
    ).table()
  }

  private static func lines(_ table: ResultTable) -> [String] {
    let columns = ["what", "old_period", "old_value", "old_comparison", "period", "value", "comparison", "turned"]
    return table.rows.indices.map { row in
      let cells = columns.map { name -> String in
        if let number = table.number(row, name) { return String(Int(number)) }
        return table.text(row, name)
      }
      return "\(Int(table.number(row, "indicator_id") ?? 0)) " + cells.joined(separator: "|")
    }
  }

  @Test func everyKindOfChange() throws {
    try Self.withStore(Self.fixture(), Self.second) { path in
      let table = try Self.changes(path)
      #expect(
        Self.lines(table) == [
          "2 revised|2022|22|worse|2022|12|better|yes", "5 turned|2022|22|worse|2022|22|similar|yes",
          // What was hidden since is not told again; that it was there is.
          "3 suppressed|2022|||2021|21|worse|", "7 suppressed|2022|22|worse|2022|22|worse|",
          "4 withdrawn|2022|||2021|21|worse|", "1 new-period|2022|22|worse|2023|23|worse|",
          "8 first||||2022|1|not compared|",
        ])
      #expect(
        table.notes.last
          == "2 comparisons turned over; 2 suppressed, 1 withdrawn, 1 revised, 1 new-period, 1 turned, 1 first; "
          + "1 latest figure stands as before.")
      let allowed = try Self.lines(Self.changes(path, withholding: false))
      #expect(allowed.contains("3 suppressed|2022|22|worse|2021|21|worse|"))
      #expect(allowed.contains("4 withdrawn|2022|22|worse|2021|21|worse|"))
      let first = try Self.changes(path, release: 1)
      #expect(first.rows.count == 7 && first.cells("what").allSatisfy { $0 == .text("first") })
      #expect(first.notes.contains("Release 1 is the first of this store: every figure is new."))
    }
  }

  @Test func undoingRemovesAndBringsBack() throws {
    try Self.withStore(Self.fixture(), Self.second) { path in
      _ = try StoreWriter.undo(path, release: nil, waitingUpTo: 0, tool: "tests")
      let lines = try Self.lines(Self.changes(path, release: 3))
      #expect(lines.contains("8 removed|2022|1|not compared||||"))
      #expect(lines.contains("1 removed|2023|23|worse|2022|22|worse|"))
      #expect(lines.contains("2 revised|2022|12|better|2022|22|worse|yes"))
      #expect(lines.contains("3 new-period|2021|21|worse|2022|22|worse|"))
    }
  }

  @Test func aGoalIsMetByWhatIsAsked() throws {
    try Self.withStore(Self.fixture(), Self.second) { path in
      let table = try Self.changes(path, Query(.compare, comparing: .goal(.limit(12))))
      let lines = Self.lines(table)
      #expect(lines.first == "2 revised|2022|22|worse|2022|12|better|yes")
      #expect(!lines.contains { $0.hasPrefix("5 ") }, "England has no part in it")
      #expect(table.notes.last?.hasPrefix("Measured by a goal, 12") ?? false)
    }
  }

  /// Over random releases: exactly the rows in which two comparisons, one of each vintage, differ.
  @Test func changesAreTheDifferenceOfTwoComparisons() throws {
    var random = Seed.generator(45)
    var seen: [String: Int] = [:]
    for _ in 0..<6 {
      let first = RandomStore(&random).fixture
      let second = RandomStore(&random).fixture.facts.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
      try Self.withStore(first, second) { path in
        for area in ["E08000025", "E07000026", "E12000005"] {
          let query = Query(.compare, area: area)
          let (before, after) = try (
            Self.latest(Snapshot.open(path, asOf: .release(1)), query),
            Self.latest(Snapshot.open(path, asOf: .release(2)), query)
          )
          let expected = Set(before.keys).union(after.keys).filter { Self.differ(before[$0], after[$0]) }
          let table = try Self.changes(path, withholding: false, query)
          let actual = table.rows.indices.map { Self.key(table, $0) }
          #expect(actual.sorted() == expected.sorted(), "TIDEMARK_SEED=\(Seed.value) \(area)")
          for row in table.rows.indices { seen[table.text(row, "what"), default: 0] += 1 }
        }
      }
    }
    for what in ["revised", "new-period", "first"] {
      #expect(seen[what] ?? 0 > 0, "\(what) never happened; TIDEMARK_SEED=\(Seed.value) \(seen)")
    }
  }

  private static func key(_ table: ResultTable, _ row: Int) -> String {
    ["indicator_id", "sex", "age", "category"].map { "\(table.cell(row, $0) ?? .missing)" }.joined(separator: "|")
  }

  /// What a comparison says of each latest figure.
  private static func latest(_ snapshot: Snapshot, _ query: Query) throws -> [String: [String: String]] {
    let table = try QueryEngine(snapshot).table(query)
    return Dictionary(
      uniqueKeysWithValues: table.rows.indices.map { row in
        var facts: [String: String] = [:]
        for name in [
          "period", "value", "lower_95", "upper_95", "count", "denominator", "status", "trend", "comparison",
        ] {
          facts[name] = table.cell(row, name)?.words ?? "\(table.cell(row, name) ?? .missing)"
        }
        // Which later period has no value, and why; the rest of a note is about benchmarks.
        let meanings = [Status.suppressed, .notAvailable, .withdrawn].map { " is \($0.meaning)" }
        facts["passed over"] = table.text(row, "note").split(separator: "; ").map(String.init)
          .filter { part in !part.hasPrefix("not compared") && meanings.contains { part.hasSuffix($0) } }
          .joined()
        return (key(table, row), facts)
      })
  }

  private static func differ(_ before: [String: String]?, _ after: [String: String]?) -> Bool {
    guard var before, var after else { return true }
    let verdicts = (before.removeValue(forKey: "comparison") ?? "", after.removeValue(forKey: "comparison") ?? "")
    let areCompared = !verdicts.0.contains("not compared") && !verdicts.1.contains("not compared")
    return before != after || areCompared && verdicts.0 != verdicts.1
  }
}
