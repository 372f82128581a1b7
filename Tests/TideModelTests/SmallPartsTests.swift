import TideModel
import Testing

@Suite("Small parts")
struct SmallPartsTests {
  @Test("edit distances, worked out by hand")
  func distance() {
    let expected: [(String, String, Int)] = [
      ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("ABC", "abc", 0), ("kitten", "sitting", 3),
      ("ca", "ac", 1), ("ca", "abc", 3), ("birmingam", "birmingham", 1), ("sandwlel", "sandwell", 1), ("a", "b", 1),
    ]
    for (one, other, edits) in expected {
      #expect(TextDistance.edits(one, other, limit: 3) == edits, "\(one) \(other)")
      #expect(TextDistance.edits(other, one, limit: 3) == edits, "\(other) \(one)")
      if edits > 0 { #expect(TextDistance.edits(one, other, limit: edits - 1) == nil, "\(one) \(other)") }
    }
    let long = String(repeating: "a", count: 100_000)
    #expect(TextDistance.edits(long, long + "b", limit: 0) == 0, "texts are cut to 200 characters")
  }

  @Test("strata: whole populations first, Persons before the sexes")
  func strata() {
    let sorted = [
      Stratum(sex: "Persons", age: "All ages"), Stratum(sex: "Female", age: "All ages"),
      Stratum(sex: "Male", age: "<75 yrs"), Stratum(sex: "", age: ""),
      Stratum(sex: "Persons", age: "All ages", categoryType: "Deprivation", category: "Most deprived"),
    ]
    #expect(sorted.reversed().sorted() == sorted)
  }

  @Test("each measure of a figure is its own")
  func figures() {
    for measure in Measure.allCases {
      var figures = Figures()
      figures[measure] = 1.5
      #expect(Measure.allCases.filter { figures[$0] != nil } == [measure])
    }
  }
}
