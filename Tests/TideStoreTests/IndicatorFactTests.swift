import Testing
import TideModel

@testable import TideStore

/// What releases tell of indicators as facts: the basis of events and the rounding of counts.
@Suite("Facts about indicators")
struct IndicatorFactTests {
  private static func draft(_ number: Int, _ basis: EventBasis?, _ rounding: Int?) -> ReleaseDraft {
    var draft = ReleaseDraft()
    draft.published = CalendarDate(year: 2020 + number, month: 6)
    var indicator = Indicator(id: 92_196, name: "Infant mortality, release \(number)")
    (indicator.basis, indicator.countRounding) = (basis, rounding)
    draft.indicators = [indicator, Indicator(id: 92_197, name: "Another \(number)")]
    draft.set(92_196, "E08000025", SmallStore.year(2010 + number), Observation(figures: Figures(value: 1)))
    return draft
  }

  /// Basis and rounding of a vintage, looked up singly and in the whole table.
  private static func facts(_ path: String, _ sequence: Int) throws -> [String] {
    func said(_ indicator: Indicator?) -> String {
      "\(indicator?.basis?.name ?? "none") \(indicator?.countRounding ?? 0)"
    }
    let snapshot = try Snapshot.open(path, asOf: .release(sequence))
    let single = said(try snapshot.indicator(92_196))
    let whole = try Snapshot.open(path, asOf: .release(sequence)).indicators()
    #expect(single == said(whole.first { $0.id == 92_196 }))
    #expect(whole.first { $0.id == 92_197 }.map { $0.basis == nil && $0.countRounding == nil } ?? true)
    return [single]
  }

  @Test(
    "they hold with the row of their release, in every vintage, compacted, copied and repaired",
    arguments: [false, true])
  func versions(_ compacted: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("store")
    for (number, (basis, rounding)) in [(EventBasis.registration, nil), (.occurrence, 5), (nil, 10), (nil, nil)]
      .enumerated()
    {
      _ = try Self.draft(number + 1, basis, rounding).commit(to: path)
    }
    let expected = [["registration 0"], ["occurrence 5"], ["none 10"], ["none 0"]]
    #expect(try (1...4).map { try Self.facts(path, $0) } == expected)
    if compacted { _ = try StoreWriter.compact(path, tool: "tests") }
    #expect(try (1...4).map { try Self.facts(path, $0) } == expected)
    let copy = folder.path("copy")
    _ = try Backup.make(of: path, at: copy)
    #expect(try (1...4).map { try Self.facts(copy, $0) } == expected)
    try Files.write([], to: path + "/catalog.sqlite")
    _ = try Repair.run(path, tool: "tests")
    #expect(try (1...4).map { try Self.facts(path, $0) } == expected)
    #expect(try Snapshot.open(path).verify().releases == 4)
  }

  @Test("a number that stands for nothing, and a name that is none, are passed over")
  func unknown() throws {
    #expect(IndicatorFact.named("basis 5")?.indicator == 5)
    for name in ["basis", "basis x", "basis  5", "shade 5", "undoes", " 5", "basis 5 6"] {
      #expect(IndicatorFact.named(name) == nil, "\(name)")
    }
    var indicator = Indicator(id: 1, name: "A")
    for number in [0, 3, -1, 256 + 1, .max] {
      IndicatorFact.basis.apply(number, to: &indicator)
      #expect(indicator.basis == nil)
    }
    IndicatorFact.rounding.apply(-5, to: &indicator)
    #expect(indicator.countRounding == nil)
  }
}
