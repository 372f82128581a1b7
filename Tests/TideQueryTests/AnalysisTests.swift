import Foundation
import TestSupport
import Testing
import TideModel
import TideStore

@testable import TideQuery

/// Answers over whole panels against the plainest computation on the same figures, at every vintage.
@Suite("Analysis")
struct AnalysisTests {
  private static let strata = [
    Stratum(sex: "Persons", age: "All ages"), Stratum(sex: "Female", age: "<75 yrs"),
    Stratum(sex: "Persons", age: "65+ yrs"),
    Stratum(sex: "Persons", age: "All ages", categoryType: "Deprivation", category: "Most deprived"),
  ]

  private static func areas() -> [Area] {
    var areas = [Area(code: "E92000001", name: "England")]
    for region in ["E12000002", "E12000005"] { areas.append(Area(code: region, name: region)) }
    for (number, code) in ["E06000001", "E08000025", "E08000026", "E09000003", "E10000007"].enumerated() {
      var area = Area(code: code, name: code)
      area.parents = [AreaParent(hierarchy: "region", code: number < 2 ? "E12000002" : "E12000005")]
      areas.append(area)
    }
    for number in 1...20 { areas.append(Area(code: "E0700\(1000 + number)", name: "District \(number)")) }
    return areas
  }

  /// Figures of quarters, so that sums are exact in any order.
  private static func facts(
    _ release: Int, _ areas: [Area], wide: Int, _ generator: inout SeededGenerator
  ) -> [Fact] {
    var facts: [Fact] = []
    let small = (0..<wide).map { "E0200\(1000 + $0)" }
    for indicator in 101...105 {
      let labels =
        indicator == 103
        ? (0..<6).map { "20\(10 + $0) - \(12 + $0)" } : (0..<9 + release).map { String(2010 + $0) }
      for stratum in strata where stratum == strata[0] || Int.random(in: 0..<2, using: &generator) == 0 {
        for label in labels where Int.random(in: 0..<(release == 0 ? 8 : 3), using: &generator) > 0 {
          let codes = areas.map(\.code) + (indicator == 104 && stratum == strata[0] ? small : [])
          for code in codes where Int.random(in: 0..<(release == 0 ? 20 : 4), using: &generator) > release * 2 {
            var row = Figures()
            var status = Status.none
            if indicator != 102 { row.denominator = Double(Int.random(in: 100...9000, using: &generator)) }
            if Int.random(in: 0..<12, using: &generator) == 0 {
              status = .suppressed
            } else {
              row.value = Double(Int.random(in: 0...400, using: &generator)) / 4
              if indicator != 102 { row.count = Double(Int.random(in: 0...90, using: &generator)) }
              if Bool.random(using: &generator) {
                row.lower95 = row.value! - 1.25
                row.upper95 = row.value! + 2.5
              }
            }
            facts.append(Fact(indicator, code, label, row, status: status, stratum: stratum))
          }
        }
      }
    }
    return facts
  }

  private static func expect(_ snapshot: Snapshot, _ plain: PlainAnswers, _ place: String) throws {
    for threads in [1, 3] {
      let engine = try AnalysisEngine(snapshot, threads: threads)
      for question in AnalysisQuestion.allCases {
        let answer = try engine.answer(question)
        let text = String(decoding: AnswerText(answer, .compared).bytes(), as: UTF8.self)
        let expected = plain.lines(question).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let found = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        #expect(found.count == expected.count, "\(question.rawValue) \(place)")
        for (one, other) in zip(found, expected) where one != other {
          Issue.record("\(question.rawValue) \(place): found '\(one)', expected '\(other)'")
          break
        }
        #expect(answer.rowCount == expected.count && answer.work.steps.count >= 2)
        // The same question again is answered from what the engine has learnt.
        #expect(AnswerText(try engine.answer(question), .full).digest() == AnswerText(answer, .full).digest())
      }
    }
  }

  @Test("eight questions, every vintage of random stores, one thread and three", arguments: [0, 40, 1100])
  func random(_ wide: Int) throws {
    var generator = Seed.generator()
    let areas = Self.areas()
    for round in 0..<(wide > 1000 ? 1 : Seed.isLong ? 40 : 3) {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "tidemark-analysis-\(UUID().uuidString)"
      )
      .path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      var releases: [[Fact]] = []
      for release in 0..<(wide > 1000 ? 2 : 3) {
        let facts = Self.facts(release, areas, wide: wide, &generator)
        var fixture = StoreFixture()
        if release == 0 { fixture.areas = areas }
        fixture.facts = facts
        try fixture.write(to: folder)
        releases.append(facts)
      }
      for isCompacted in round == 0 ? [false, true] : [false] {
        if isCompacted { _ = try StoreWriter.compact(folder, tool: "tests") }
        for newest in releases.indices {
          try Self.expect(
            try Snapshot.open(folder, asOf: .release(newest + 1)),
            PlainAnswers(Array(releases[...newest]), areas: areas),
            "seed \(Seed.value) round \(round) release \(newest + 1), compacted: \(isCompacted)")
        }
      }
    }
  }

  @Test("questions about what a store lacks are refused or have no rows")
  func nothing() throws {
    var fixture = StoreFixture()
    fixture.facts = [Fact(7, "E12000005", "2020", Figures(value: 1))]
    try fixture.withSnapshot { snapshot in
      let engine = try AnalysisEngine(snapshot, threads: 2)
      #expect(try engine.answer(.q1).rowCount == 0)
      #expect(try engine.answer(.q3).rowCount == 0)
      #expect(try engine.answer(.q4).rowCount == 1)
      #expect(try engine.answer(.q8).rowCount == 0)
    }
    fixture.facts = []
    try fixture.withSnapshot { snapshot in
      let engine = try AnalysisEngine(snapshot, threads: 1)
      #expect(throws: QueryError.self) { try engine.answer(.q1) }
      #expect(try engine.answer(.q6).rowCount == 0)
    }
  }

  @Test("numbers are written as C writes them")
  func scientific() {
    var generator = Seed.generator()
    for round in 0..<20_000 {
      let number: Double =
        switch round % 4 {
        case 0: Double.random(in: -1000...1000, using: &generator)
        case 1: Double(Int.random(in: 0...1_000_000_000_000, using: &generator))
        case 2: Double(Int.random(in: 0...9_999_999, using: &generator)) / 1000 + 0.0005
        default: Double.random(in: 0...1e-6, using: &generator)
        }
      for digits in [6, 9] {
        let expected = number.magnitude < 1e-9 ? "0" : String(format: "%.\(digits - 1)e", number)
        #expect(ScientificNumber.text(number, digits: digits) == expected, "\(number)")
      }
    }
    #expect(ScientificNumber.text(9.999999999, digits: 9) == "1.00000000e+01")
    #expect(ScientificNumber.text(1e15, digits: 6) == "1.00000e+15")
  }
}
