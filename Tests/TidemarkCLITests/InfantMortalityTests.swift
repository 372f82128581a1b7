import Foundation
import TestSupport
import Testing

/// The figures that README, the report and the notes speak of first, as their publishers have them.
@Suite struct InfantMortalityTests {
  private static func trend(_ name: String, _ more: String...) throws -> [String: [String: Any]] {
    let rows = try FileAnswers.rows(["trend", name] + more, store: try DatasetsStore.url)
    return Dictionary(rows.map { ($0.text("period"), $0) }) { first, _ in first }
  }

  private static func rounded(_ row: [String: Any]?, _ columns: String...) -> [String] {
    columns.map { column in row?.number(column).map { String(format: "%.2f", $0) } ?? "" }
  }

  /// Three years 2014 - 16: 402 deaths among 51,157 births, 7.86 (7.11 to 8.67); England 7,710 of 1,989,052, 3.88.
  @Test func threeYearsAreTheHeadline() throws {
    let years = try Self.trend("infant mortality")
    #expect(years.keys.sorted() == ["2010 - 12", "2011 - 13", "2012 - 14", "2013 - 15", "2014 - 16", "2015 - 17"])
    let row = years["2014 - 16"]
    #expect(row?.number("indicator_id") == 92196)
    #expect(Self.rounded(row, "value", "lower_95", "upper_95", "benchmark_value") == ["7.86", "7.11", "8.67", "3.88"])
    #expect(row?.number("count") == 402 && row?.number("denominator") == 51157)
    #expect(row?.text("comparison") == "worse" && row?.text("limits_by") == "calculated")
    #expect(row?.text("note").contains("limits calculated here (Byar, exact under 10)") ?? false)
    // Published limits of 2015 - 17: 7.0924 to 8.6541.
    #expect(years["2015 - 17"]?.text("limits_by") == "published")
    #expect(Self.rounded(years["2015 - 17"], "value", "lower_95", "upper_95") == ["7.84", "7.09", "8.65"])
  }

  @Test func publishedLimitsAloneLeaveTheOthersUntested() throws {
    let years = try Self.trend("infant mortality", "--published-only")
    #expect(years["2014 - 16"]?.text("comparison") == "not compared")
    #expect(years["2014 - 16"]?.number("lower_95") == nil && years["2014 - 16"]?.text("limits_by") == "")
    #expect(years["2015 - 17"]?.text("comparison") == "worse")
  }

  /// ONS, by year of registration: the single year 2016 is 146 deaths among 17,404 births, 8.4.
  @Test(arguments: [
    ("E08000025", [112, 143, 122, 130, 123, 133, 146, 119]),
    ("E92000001", [2966, 2986, 2870, 2611, 2548, 2575, 2587, 2572]),
  ])
  func singleYearsByRegistration(area: String, deaths: [Double]) throws {
    let years = try Self.trend("900310", "--area", area)
    #expect(years.keys.sorted() == (2010...2017).map(String.init))
    #expect((2010...2017).map { years[String($0)]?.number("count") } == deaths)
    if area == "E08000025" {
      #expect(years["2016"]?.number("value") == 8.4 && years["2016"]?.number("denominator") == 17404)
    }
  }

  /// ONS, by year of occurrence: Birmingham in three years, England in all.
  @Test func singleYearsByOccurrence() throws {
    let city = try Self.trend("900311")
    #expect(city.mapValues { $0.number("count") } == ["2018": 102, "2020": 87, "2022": 126])
    let england = try Self.trend("900311", "--area", "E92000001")
    #expect(england.keys.sorted() == (2010...2022).map(String.init))
    #expect(england["2016"]?.number("count") == 2528 && england["2018"]?.number("count") == 2370)
    #expect(england["2022"]?.number("count") == 2240 && england["2022"]?.number("denominator") == 577_046)
  }

  /// A value of which neither counts nor basis are known stands alone: no line is drawn through it.
  @Test func noSeriesJoinsTwoBases() throws {
    #expect(try Self.trend("900301").keys.sorted() == ["2023"])
    for (id, basis) in [("92196", "registration"), ("900310", "registration"), ("900311", "occurrence")] {
      let outcome = try BinaryUnderTest.run(["describe", id], store: try DatasetsStore.url)
      #expect(outcome.output.contains("basis,\(basis)\n"), "\(outcome.errors)")
    }
  }

  /// Perinatal deaths by registration are published as count and rate alone: limits in the proportion of the count's.
  @Test func aRateWithoutBirthsIsTested() throws {
    let row = try #require(try Self.trend("900317")["2017"])
    #expect(row.number("count") == 164 && row.number("denominator") == nil)
    // Byar's limits of 164 events (139.86 to 191.12) x 9.9 / 164.
    #expect(Self.rounded(row, "lower_95", "upper_95") == ["8.44", "11.54"] && row.text("comparison") == "worse")
  }

  /// Counts alone, which their publisher rounds to 5: a value is worked out, and what it stands on is said.
  @Test func roundedCountsAreSaidToBe() throws {
    let row = try #require(try Self.trend("900321")["2025-03"])
    #expect(row.number("count") == 110 && row.number("denominator") == 1280)
    #expect(row.number("value") == 110.0 / 1280 * 100)
    #expect(
      row.text("note").contains("value and limits calculated here from counts that the publisher rounds to 5 (Wilson)"))
    #expect(row.text("note").contains("experimental"))
  }

  /// Under disclosure control that rounds counts nothing is worked out, and under any no value is.
  @Test(arguments: ["hes", "opensafely", "k=10", "ons-deaths"])
  func disclosureControlStands(profile: String) throws {
    let years = try Self.trend("900321", "--disclosure", profile)
    #expect(years.values.allSatisfy { $0.number("value") == nil && $0.text("limits_by") == "" })
    let mortality = try Self.trend("infant mortality", "--disclosure", profile)
    let rounds = profile == "hes" || profile == "opensafely"
    #expect(mortality["2014 - 16"]?.text("limits_by") == (rounds ? "" : "calculated"))
  }

  /// The first screen: at least two thirds of the priorities' latest figures are compared, and it says how many.
  @Test func mostOfTheFirstScreenIsCompared() throws {
    let outcome = try BinaryUnderTest.run(["overview", "--format", "table"], store: try DatasetsStore.url)
    let told = try #require(
      outcome.output.firstMatch(of: /(\d+) of (\d+) latest figures of the priorities are compared/))
    let (compared, all) = (try #require(Int(told.1)), try #require(Int(told.2)))
    #expect(compared * 3 >= all * 2 && all >= 50)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 45)
    #expect(lines.allSatisfy { $0.count <= 100 })
    // Every figure of it is in compare, with the same verdict.
    let shown = try FileAnswers.rows(["overview"], store: try DatasetsStore.url)
    let latest = try FileAnswers.rows(["compare"], store: try DatasetsStore.url)
    #expect(shown.count == 24)
    for row in shown {
      #expect(
        latest.contains { other in
          ["indicator", "sex", "age", "period", "comparison"].allSatisfy { other.text($0) == row.text($0) }
            && other.number("value") == row.number("value")
        }, "\(row)")
    }
  }
}
