import Foundation
import Testing

/// `aggregate` beside sums of the same rows of the committed files, made here without the program.
@Suite struct AggregateCommandTests {
  /// Counts and denominators of child injury admissions (per 10,000) by area and year, Persons.
  private static let published: Result<[String: [String: (count: Double, denominator: Double)]], any Error> = Result {
    let path = BinaryUnderTest.packageRoot.appendingPathComponent("Datasets/child-injury.csv").path
    var table: [String: [String: (count: Double, denominator: Double)]] = [:]
    for row in try FileAnswers.csv(path) where row["sex"] == "Persons" && row["indicator_id"] == "90284" {
      guard let area = row["area_code"], let period = row["period"], let count = row["count"].flatMap(Double.init),
        let denominator = row["denominator"].flatMap(Double.init)
      else { continue }
      table[area, default: [:]][period] = (count, denominator)
    }
    return table
  }

  private func rows(_ arguments: String...) throws -> [[String: Any]] {
    try FileAnswers.rows(["aggregate", "90284"] + arguments, store: try DatasetsStore.url)
  }

  /// Value and Byar's limits of a sum of at least ten events, as the field writes them (Breslow and Day 1987).
  private func expect(
    _ row: [String: Any], _ members: [(count: Double, denominator: Double)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let x = members.reduce(0) { $0 + $1.count }
    let n = members.reduce(0) { $0 + $1.denominator }
    func byar(_ x: Double, _ z: Double) -> Double { x * pow(1 - 1 / (9 * x) + z / (3 * x.squareRoot()), 3) }
    let z = 1.959963984540054
    for (name, wanted) in [
      ("count", x), ("denominator", n), ("value", x / n * 10_000), ("lower_95", byar(x, -z) / n * 10_000),
      ("upper_95", byar(x + 1, z) / n * 10_000),
    ] {
      FileAnswers.expect(row[name], String(wanted), name, sourceLocation: sourceLocation)
    }
    #expect(row.number("members") == Double(members.count), sourceLocation: sourceLocation)
  }

  private static let core = [
    "E08000025", "E06000023", "E08000035", "E08000012", "E08000003", "E08000021", "E06000018", "E08000019",
  ]

  @Test func yearsOfOneAreaAreSummed() throws {
    let published = try Self.published.get()
    let answer = try rows("--last", "3")
    #expect(answer.count == 1)
    let years = try #require(published["E08000025"]?.keys.sorted().suffix(3))
    expect(answer[0], try years.map { try #require(published["E08000025"]?[$0]) })
    // England's three years are summed in the same way, and are the benchmark.
    let england = try years.map { try #require(published["E92000001"]?[$0]) }
    let rate = england.reduce(0) { $0 + $1.count } / england.reduce(0) { $0 + $1.denominator } * 10_000
    FileAnswers.expect(answer[0]["benchmark_value"], String(rate))
    #expect(answer[0].text("comparison") == "worse")
  }

  @Test func areasAndYearsAreSummedTogetherAndApart() throws {
    let published = try Self.published.get()
    let periods = ["2017/18", "2018/19", "2019/20"]
    func members(_ areas: [String], _ periods: [String]) throws -> [(count: Double, denominator: Double)] {
      try areas.flatMap { area in try periods.map { try #require(published[area]?[$0], "\(area) \($0)") } }
    }
    let all = try rows("--peers", "core-cities", "--periods", "2017/18", "2018/19", "2019/20")
    #expect(all.count == 1)
    expect(all[0], try members(Self.core, periods))
    let byArea = try rows("--peers", "core-cities", "--periods", "2017/18", "2018/19", "2019/20", "--by", "area")
    #expect(byArea.count == 8)
    for row in byArea { expect(row, try members([row.text("area_code")], periods)) }
    let byPeriod = try rows("--peers", "core-cities", "--periods", "2017/18", "2018/19", "2019/20", "--by", "period")
    #expect(byPeriod.map { $0.text("period") } == periods)
    for row in byPeriod { expect(row, try members(Self.core, [row.text("period")])) }
    // The pooled rate lies between its members.
    let rates = byArea.compactMap { $0.number("value") }
    let pooled = try #require(all[0].number("value"))
    #expect(try #require(rates.min()) < pooled && pooled < (try #require(rates.max())))
    // The order in which areas are named is no matter.
    let one = try rows("--areas", "Leeds", "Bristol, City of", "Birmingham", "--periods", "2018/19")
    let other = try rows("--areas", "Birmingham", "Leeds", "Bristol, City of", "--periods", "2018/19")
    #expect(one[0].number("value") == other[0].number("value"))
    expect(one[0], try members(["E08000025", "E08000035", "E06000023"], ["2018/19"]))
  }

  @Test func anICBIsSummedFromItsAuthorities() throws {
    let published = try Self.published.get()
    let answer = try rows("--within", "Birmingham and Solihull ICB", "--period", "2019/20")
    #expect(answer.count == 1)
    expect(answer[0], try ["E08000025", "E08000029"].map { try #require(published[$0]?["2019/20"]) })
    #expect(answer[0].text("area").contains("Birmingham and Solihull ICB"))
  }

  @Test func whatWouldBeCountedTwiceIsRefused() throws {
    func refusal(_ arguments: String...) throws -> String {
      let outcome = try BinaryUnderTest.run(["aggregate"] + arguments, store: try DatasetsStore.url)
      #expect(outcome.status == 2 && outcome.output.isEmpty && !outcome.wasKilled, "\(arguments)")
      return outcome.errors
    }
    #expect(try refusal("90284", "--areas", "Birmingham", "West Midlands region").contains("lies within"))
    #expect(try refusal("90284", "--areas", "Birmingham", "England").contains("lies within England"))
    #expect(
      try refusal("900501", "--sex", "female", "--periods", "2015 - 17", "2016 - 18").contains(
        "share days, which would be counted twice"))
    #expect(try refusal("90284", "--periods", "1901/02").contains("no figures of these areas for 1901/02"))
    #expect(try refusal("90284", "--last", "0").contains("--last is 1 to 1000"))
    #expect(try refusal("90284", "--areas", "Birmingham", "--peers", "core-cities").contains("Give one of"))
  }
}
