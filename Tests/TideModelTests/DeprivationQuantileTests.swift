import TideModel
import Testing

/// The names under which the national service and others publish parts of a population by deprivation.
@Suite("Deprivation quantiles")
struct DeprivationQuantileTests {
  private func place(_ category: String, _ type: String = "") -> [Int]? {
    DeprivationQuantile(category, of: type).map { [$0.place, $0.parts] }
  }

  @Test("the published ladders, from the most deprived")
  func ladders() {
    // As in the columns Category and Category Type of the service's data files.
    let deciles = [
      "Most deprived decile (IMD2019)", "Second most deprived decile (IMD2019)", "Third more deprived decile (IMD2019)",
      "Fourth more deprived decile (IMD2019)", "Fifth more deprived decile (IMD2019)",
      "Fifth less deprived decile (IMD2019)", "Fourth less deprived decile (IMD2019)",
      "Third less deprived decile (IMD2019)", "Second least deprived decile (IMD2019)",
      "Least deprived decile (IMD2019)",
    ]
    #expect(deciles.map { place($0) } == (1...10).map { [$0, 10] })
    let quintiles = [
      "Most deprived quintile", "Second most deprived quintile", "Average deprived quintile",
      "Second least deprived quintile", "Least deprived quintile",
    ]
    #expect(quintiles.map { place($0) } == (1...5).map { [$0, 5] })
  }

  @Test("numbered parts, with words that say from which end they are counted")
  func numbers() {
    #expect((1...10).map { place("Decile \($0)") } == (1...10).map { [$0, 10] })
    let sides = Array(repeating: "more", count: 5) + Array(repeating: "less", count: 5)
    #expect((1...10).map { place("Decile \($0) (\(sides[$0 - 1]) deprived)") } == (1...10).map { [$0, 10] })
    #expect(place("Decile 1 (most deprived)") == [1, 10] && place("Decile 10 - least deprived") == [10, 10])
    #expect(place("Decile 10 (most deprived)") == [1, 10] && place("Decile 1 (least deprived)") == [10, 10])
    #expect(place("Quintile 3 (average)") == [3, 5] && place("Quintile 2 (average)") == nil)
    #expect(place("2nd most deprived quintile") == [2, 5] && place("Third most deprived quintile") == [3, 5])
    #expect(place("Middle deprived quintile") == [3, 5] && place("Average deprived decile") == nil)
  }

  /// As in the monthly maternity statistics, whose column names the deciles and whose values are places.
  @Test("places alone, of a type that tells the parts")
  func types() {
    let type = "DeprivationDecileAtBooking"
    #expect(place("01 - Most deprived", type) == [1, 10] && place("10 - Least deprived", type) == [10, 10])
    #expect(place("7", type) == [7, 10] && place("7") == nil)
    #expect(place("Missing Value / Value outside reporting parameters", type) == nil)
    #expect(place("Most deprived", "Deprivation quintiles in England") == [1, 5])
    #expect(place("Q1 | Bangladeshi", "IMD quintile x ethnicity") == nil, "a category of two things at once")
  }

  @Test("what is no place by deprivation")
  func others() {
    for text in [
      "", "White British", "Decile", "Decile 11", "Sixth most deprived quintile", "Quintile 1 to 2",
      "Quintile 1 - Among the highest 20% of compared areas",
    ] { #expect(place(text) == nil || text == "Sixth most deprived quintile", "\(text)") }
  }
}
