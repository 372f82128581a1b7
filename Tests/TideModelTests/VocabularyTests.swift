import TideModel
import Testing

@Suite("Vocabularies of the national service")
struct VocabularyTests {
  @Test("every value type has a meaning")
  func valueTypes() {
    let names = [
      "Count", "Crude rate", "Directly standardised rate", "Excess risk", "Gap", "Indirectly standardised proportion",
      "Indirectly standardised rate", "Indirectly standardised ratio", "Life expectancy", "Mean", "Median",
      "Months life lost", "Number", "Percentage point", "Proportion", "Rate ratio", "Ratio",
      "Relative Index of Inequality", "Score", "Slope Index of Inequality",
    ]
    #expect(Set(names.compactMap { ValueType(name: $0) }).count == names.count)
    #expect(names.allSatisfy { ValueType(name: $0)?.name == $0 })
    #expect(ValueType(name: "Unknown value type 21") == .unknown)
    #expect(ValueType(name: "Unicorns") == nil)
    #expect(ValueType.allCases.filter(\.isRatioOfCounts) == [.crudeRate, .proportion, .ratio])
  }

  @Test("every comparator method has a meaning")
  func comparators() {
    let methods: [(String, ComparisonMethod)] = [
      ("Confidence intervals overlapping reference value (95.0 & 99.8)", .interval95And998),
      ("Confidence intervals overlapping reference value (95.0)", .interval95),
      ("Confidence intervals overlapping reference value (99.8)", .interval998),
      ("Is a suicide prevention plan defined?", .suicidePlan), ("Legacy comparator method 12", .overlappingIntervals95),
      ("Legacy comparator method 15", .quintiles), ("Legacy comparator method 17", .interval95And998),
      ("Legacy comparator method 18", .interval998), ("No comparison", .none),
      ("Overlapping confidence intervals (95.0)", .overlappingIntervals95),
      ("Quartiles (Longer Lives only)", .quartiles),
      ("Quintiles", .quintiles),
    ]
    for (name, method) in methods { #expect(ComparisonMethod(name: name) == method, "\(name)") }
    #expect(ComparisonMethod(name: "Guesswork") == nil)
  }

  @Test("every polarity has a meaning")
  func polarities() {
    for (name, polarity) in [
      ("BOB - Blue orange blue", .noJudgement), ("Not applicable", .notApplicable), ("RAG - High is good", .highIsGood),
      ("RAG - Low is good", .lowIsGood), ("Low is good", .lowIsGood), ("High", .highIsGood), ("", .unknown),
      ("No judgement", .noJudgement),
    ] as [(String, Polarity)] { #expect(Polarity(name: name) == polarity, "\(name)") }
    #expect(Polarity(name: "Low is bad") == nil)
  }

  @Test("every year type has a meaning and a first month")
  func yearTypes() {
    for (name, type, month) in [
      ("Academic", .academic, 9), ("August-July", .augustToJuly, 8), ("Calendar", .calendar, 1),
      ("Calendar rolling year - monthly", .calendarRolling, 1),
      ("Calendar rolling year - quarterly", .calendarRolling, 1),
      ("Financial", .financial, 4), ("Financial multi year cumulative quarters", .financialRolling, 4),
      ("Financial rolling year - monthly", .financialRolling, 4),
      ("Financial rolling year - quarterly", .financialRolling, 4),
      ("Financial single year cumulative quarters", .financialRolling, 4),
      ("Financial year end point", .financialEndPoint, 4), ("July-June", .julyToJune, 7),
      ("March-February", .marchToFebruary, 3), ("November-November", .novemberToOctober, 11),
      ("October-September", .octoberToSeptember, 10), ("September-February", .septemberToFebruary, 9),
    ] as [(String, YearType, Int)] {
      #expect(YearType(name: name) == type, "\(name)")
      #expect(YearType(name: name)?.startMonth == month, "\(name)")
    }
    #expect(YearType(name: "September-January") != nil)
    #expect(YearType(name: "Lunar") == nil)
    #expect(YearType(name: "") == nil)
  }

  @Test("keys keep letters and digits, in lower case")
  func keys() {
    #expect(Vocabulary.key("Counties & UAs (from Apr 2023)") == "countiesuasfromapr2023")
    #expect(Vocabulary.key("Lower_CI_95.0_limit") == Vocabulary.key("Lower CI 95.0 limit"))
    #expect(Vocabulary.key("Øst – 5") == "Øst–5")
    #expect(Vocabulary.words("St. Helens, (UA) 2") == ["st", "helens", "ua", "2"])
  }
}
