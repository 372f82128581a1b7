import Foundation
import Testing

/// Files of age bands as people make them, and as they should not.
@Suite struct AgeBandFileTests {
  private func outcome(_ text: String, _ arguments: [String]) throws -> BinaryUnderTest.Outcome {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "deaths.csv")
    return try BinaryUnderTest.run(
      [arguments[0], file] + arguments.dropFirst() + ["--format", "json"], in: folder.url)
  }

  private func rows(_ text: String, _ arguments: String...) throws -> [[String: Any]] {
    let outcome = try outcome(text, arguments)
    try #require(outcome.status == 0 && !outcome.wasKilled, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
  }

  /// Bands of the European Standard Population of 2013, each with its weight (Eurostat 2013).
  private static let standard: [(band: String, weight: Double)] = zip(
    (0..<18).map { "\(5 * $0)-\(5 * $0 + 4)" } + ["90+"],
    [
      5000.0, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500,
      1000,
    ]
  ).map { ($0, $1) }

  private static func deaths(_ place: Int) -> Double { Double(3 + place * place) }
  private static func people(_ place: Int) -> Double { Double(9000 - 400 * place) }

  /// Σ xw/n / Σw × 100,000, worked out here.
  private static let rate =
    standard.enumerated().reduce(0) { $0 + deaths($1.offset) * $1.element.weight / people($1.offset) }

  private static func file(_ bands: some Sequence<(String, Int)>, heading: String = "age,count,population") -> String {
    heading + "\n" + bands.map { "\($0),\(Int(deaths($1))),\(Int(people($1)))\n" }.joined()
  }

  @Test func bandsAreMatchedByNameAndNotByPlace() throws {
    let bands = Self.standard.enumerated().map { ($1.band, $0) }
    for text in [
      Self.file(bands), Self.file(bands.reversed()),
      Self.file(bands.map { ($0.replacing("-", with: " to ") + " years", $1) }),
      Self.file(bands.map { (String($0.prefix { $0.isNumber }), $1) }, heading: "Start age,Deaths,Pop"),
      "\u{FEFF}" + Self.file(bands, heading: "\"Age band\",Events,Person-years").replacing("\n", with: "\r\n"),
    ] {
      let answer = try rows(text, "standardise")
      #expect(answer.count == 1)
      FileAnswers.expect(answer[0]["value"], String(Self.rate), text)
    }
  }

  @Test func finerBandsAreAddedUpToTheStandards() throws {
    let bands = Self.standard.enumerated().map { ($1.band, $0) }
    let lines = Self.file(bands.dropFirst()).split(separator: "\n").dropFirst().joined(separator: "\n")
    let split = "age,count,population\n<1,2,1000\n1-4,1,8000\n" + lines + "\n"
    FileAnswers.expect(try rows(split, "standardise")[0]["value"], String(Self.rate))
    // And 85+ stands for 85-89 and 90+ of the standard.
    let folded = Self.file(bands.dropLast(2)) + "85+,\(Int(Self.deaths(17) + Self.deaths(18))),4000\n"
    let (old, oldest) = (Self.deaths(17), Self.deaths(18))
    let apart: Double = old * 1500 / Self.people(17) + oldest * 1000 / Self.people(18)
    let together: Double = (old + oldest) * 2500 / 4000
    let value: Double = Self.rate - apart + together
    FileAnswers.expect(try rows(folded, "standardise")[0]["value"], String(value))
  }

  @Test func anyStandardPopulationWillDo() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("age,count,population\n0-14,10,1000\n15+,50,2000\n", to: "deaths.csv")
    let standard = try folder.write("age,standard population\n15+,3\n0-14,1\n", to: "world.csv")
    let answer = try FileAnswers.rows(["standardise", file, "--standard", standard, "--multiplier", "1000"])
    let (young, old) = (10.0 / 1000, 50.0 / 2000)
    let rate: Double = (young + old * 3) / 4
    FileAnswers.expect(answer[0]["value"], String(rate * 1000))
    let years = try FileAnswers.rows(["standardise", file, "--standard", standard, "--years-lost-to", "75"])
    // A death from 0 to 14 loses 75 − 7.5 years, one from 15 on 75 − 17.5.
    FileAnswers.expect(years[0]["years_lost"], String(10 * 67.5 + 50 * 57.5))
    let lost: Double = (young * 67.5 + old * 57.5 * 3) / 4
    FileAnswers.expect(years[0]["value"], String(lost * 10_000), within: 1e-11)
  }

  /// Suppression stays suppression, and nothing impossible becomes a number.
  @Test(arguments: [
    ("c", "1000", "c", "suppressed"), ("<5", "1000", "c", "suppressed"), ("-3", "1000", "x", "negative"),
    ("20", "0", "x", "not above zero"), ("20", "", "x", "missing"), ("20", "-5", "x", "not above zero"),
    ("2", "1000", "x", "fewer than ten events"), ("0", "1000", "x", "fewer than ten events"),
    ("1e300", "1e-300", "x", "out of range"),
  ])
  func whatHasNoRateSaysWhy(count: String, people: String, status: String, reason: String) throws {
    let text = "area,age,deaths,pop\nA,0-4,\(count),\(people)\nA,5-9,1,1000\nB,0-4,30,1000\nB,5-9,30,1000\n"
    let answer = try rows(text, "standardise")
    #expect(answer.count == 2)
    #expect(answer[0]["value"] is NSNull || answer[0]["value"] == nil, "\(answer[0])")
    #expect(answer[0].text("status") == status && answer[0].text("note").contains(reason), "\(answer[0])")
    #expect(answer[1].number("value") != nil)
    if status == "c" { #expect(answer[0].number("count") == nil) }
  }

  @Test func populationsOfAnySizeAreWelcome() throws {
    let answer = try rows("age,deaths,pop\n0-4,1e12,1e15\n5-9,2e12,1e15\n", "standardise")
    let rate: Double = (1e-3 * 5000 + 2e-3 * 5500) / 10_500
    FileAnswers.expect(answer[0]["value"], String(rate * 100_000))
    #expect(answer[0].number("lower_95") != nil)
    let one = try rows("age,deaths,pop\n0-4,12,1000\n", "standardise")
    FileAnswers.expect(one[0]["value"], "1200")
  }

  @Test(arguments: [
    ("age,deaths\n0-4,1\n", ":1: there is no column of populations"),
    ("age,deaths,pop\n0-4,one,1000\n", ":2:2: 'one' in deaths is neither a number"),
    ("age,deaths,pop\n0-4,1,1000\nOct-14,1,1000\n", ":3:1: 'Oct-14' is no age band"),
    ("age,deaths,pop\n0-4,1,1000\n0 to 4,1,1000\n", ":3:1: the age band 0 to 4 is there twice, first on line 2"),
    ("age,deaths,pop\n0-4,1,1000\n0-14,1,1000\n", ":3:1: the age bands 0-4 and 0-14 overlap"),
    ("age,deaths,events,pop\n0-4,1,1,1000\n", ":1:3: the columns deaths and events both hold deaths"),
    ("age,deaths,pop\n0-4,1,1000,7\n", ":2:4: the row has 4 fields under 3 headings"),
    ("age,deaths,pop\n", ": the file has no rows"), ("", ": the file is empty"),
    ("age,deaths,pop\n0-4,1,\"1000\n", "never closed"),
    ("area,age,deaths,pop,rate\nA,0-4,1,10,x\nA,5-9,1,10,y\n", "every row is a group of its own"),
  ])
  func faultsAreNamedByLineAndColumn(text: String, fault: String) throws {
    for command in ["standardise", "lifetable", "decompose"] {
      if command == "decompose", !text.contains(",pop") || fault.contains("group of its own") { continue }
      let outcome = try outcome(text, [command])
      #expect(
        outcome.status == 3 && !outcome.wasKilled && outcome.output.isEmpty, "\(command) \(text): \(outcome.errors)")
      #expect(outcome.errors.contains("deaths.csv") && outcome.errors.contains(fault), "\(command): \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count >= 2, "a remedy: \(outcome.errors)")
    }
  }

  @Test func indirectRatesStandBesideRowsOfTheFile() throws {
    let text = """
      code,area,sex,age,deaths,pop
      E92000001,England,Male,0-64,100,10000
      E92000001,England,Male,65+,900,3000
      E92000001,England,Female,0-64,50,10000
      E92000001,England,Female,65+,800,4000
      E08000025,Birmingham,Female,65+,70,300
      E08000025,Birmingham,Female,0-64,9,1000
      E08000025,Birmingham,Male,65+,90,250
      E08000025,Birmingham,Male,0-64,14,1000

      """
    let answer = try rows(text, "standardise", "--method", "indirect-ratio")
    #expect(answer.count == 4)
    let expected = [("Male", 1000.0, 1000.0), ("Female", 850, 850), ("Female", 79, 65), ("Male", 104, 85)]
    for (row, want) in zip(answer, expected) {
      #expect(row.text("sex") == want.0)
      FileAnswers.expect(row["expected"], String(want.2))
      FileAnswers.expect(row["value"], String(want.1 / want.2 * 100))
    }
    let other = try outcome(text, ["standardise", "--method", "indirect-rate", "--reference", "Wales"])
    #expect(other.status == 2 && other.errors.contains("is of Wales"))
  }

  @Test func lifeTablesTakeOtherBands() throws {
    let starts = [0, 1] + Array(stride(from: 5, through: 80, by: 5))
    func table(_ starts: [Int]) -> String {
      "age,deaths,population\n" + starts.map { "\($0),\(10 + $0 * $0 / 4),20000\n" }.joined()
    }
    let answer = try rows(table(starts), "lifetable")
    #expect(answer.count == starts.count && answer.allSatisfy { $0.number("value") != nil })
    let single = try rows(table(Array(0...100)), "lifetable", "--age", "0")
    #expect(single.count == 1 && single[0].number("value") != nil)
    let broken = try rows("age,deaths,pop\n0-4,10,9000\n10+,100,9000\n", "lifetable")
    #expect(broken.allSatisfy { $0.text("note") == "ages are missing between 0-4 and 10+" && $0.text("status") == "x" })
    let late = try rows("age,deaths,pop\n5-9,10,9000\n10+,100,9000\n", "lifetable")
    #expect(late[0].text("note") == "the first age band is 5-9, not from birth")
    let closed = try rows("age,deaths,pop\n0-9,10,9000\n10-19,100,9000\n", "lifetable")
    #expect(closed[0].text("note") == "the last age band, 10-19, has an end")
    let hidden = try rows("age,deaths,pop\n0-9,c,9000\n10+,100,9000\n", "lifetable")
    #expect(hidden[0].text("status") == "c")
    #expect(try outcome(table(starts), ["lifetable", "--age", "3"]).status == 2)
  }

  @Test func causesMayStandInRows() throws {
    var long = "area,age,cause,deaths,pop\n"
    var wide = "area,age,heart,lung,pop,deaths\n"
    for (area, factor) in [("England", 1), ("Birmingham", 2)] {
      for (age, deaths) in [("0-39", 5), ("40-79", 60), ("80+", 400)] {
        let (heart, lung) = (deaths * factor, deaths + 3)
        long += "\(area),\(age),heart,\(heart),9000\n\(area),\(age),lung,\(lung),9000\n"
        long += "\(area),\(age),All causes,\(heart + lung + 1),9000\n"
        wide += "\(area),\(age),\(heart),\(lung),9000,\(heart + lung + 1)\n"
      }
    }
    let one = try rows(long, "decompose", "--parts", "both")
    let other = try rows(wide, "decompose", "--parts", "both")
    #expect(one.count == 9 && Set(one.map { $0.text("cause") }) == ["heart", "lung", "All other causes"])
    #expect(one.map { $0.number("contribution") } == other.map { $0.number("contribution") })
    let gap = try #require(one[0].number("gap"))
    #expect(gap < 0 && (one.compactMap { $0.number("contribution") }.reduce(0, +) - gap).magnitude < 1e-9)
    // Turned round, the gap turns its sign.
    let back = try rows(long, "decompose", "--area", "England", "--comparator", "Birmingham", "--averaged")
    let forth = try rows(long, "decompose", "--averaged")
    for row in forth {
      let same = try #require(back.first { $0.text("cause") == row.text("cause") }?.number("contribution"))
      #expect((same + (row.number("contribution") ?? 0)).magnitude < 1e-9)
    }
    let over = try rows(wide.replacing("9000,14\n", with: "9000,9\n"), "decompose")
    #expect(over[0].text("note") == "the causes of the age band 0-39 come to more than all its deaths")
    let unknown = try outcome(wide, ["decompose", "--area", "Leeds"])
    #expect(unknown.status == 2 && unknown.errors.contains("has no rows of Leeds"))
  }

  /// Two areas of which each band's numbers sum to those of `file`.
  private static let twoAreas =
    "area,age,count,population\n"
    + standard.enumerated().map { place, element in
      "North,\(element.band),2,\(100 + place)\n"
        + "South,\(element.band.replacing("-", with: " to ")),\(Int(deaths(place)) - 2),\(Int(people(place)) - 100 - place)\n"
    }.joined()

  @Test func areasAreAddedUpBandByBand() throws {
    let answer = try rows(Self.twoAreas, "standardise", "--sum", "area")
    #expect(answer.count == 1)
    FileAnswers.expect(answer[0]["value"], String(Self.rate))
    FileAnswers.expect(
      answer[0]["population"], String(Self.standard.indices.reduce(0) { $0 + Self.people($1) }))
    // A life table of the sums is that of a file which holds them.
    let bands = Self.standard.enumerated().map { ($1.band, $0) }
    let whole = try outcome(Self.file(bands), ["lifetable"]).output
    #expect(try outcome(Self.twoAreas, ["lifetable", "--sum", "area"]).output == whole)
    #expect(!whole.isEmpty)
  }

  @Test func aSumIsOfEveryMemberOrOfNone() throws {
    let lines = Self.twoAreas.split(separator: "\n").map(String.init)
    let cases: [(lines: [String], told: String)] = [
      (lines.dropLast(), "deaths.csv:38:2: South has no row of the age band 90+"),
      (lines + [lines[1]], "deaths.csv:40:2: 0-4 of North is there twice, first on line 2"),
      ([lines[0], "North,0-4,,9"] + lines[2...], "deaths.csv:2:3: count of North is blank"),
      (["code," + lines[0]] + lines.dropFirst().map { "\($0.prefix(1)),\($0)" }, "nothing is added up"),
    ]
    for (lines, told) in cases {
      let outcome = try outcome(lines.joined(separator: "\n") + "\n", ["standardise", "--sum", "area"])
      #expect(outcome.status != 0 && !outcome.wasKilled && outcome.errors.contains(told), "\(told): \(outcome.errors)")
    }
    let hidden = [lines[0], "North,0-4,c,9"] + lines[2...]
    let answer = try rows(hidden.joined(separator: "\n") + "\n", "standardise", "--sum", "area")
    #expect(answer.count == 1 && answer[0]["value"] is NSNull && answer[0]["status"] as? String == "c")
  }

  /// Areas of two deciles: a column of numbers tells groups apart as well as any other, so that each decile has its own rate.
  @Test func numbersTellGroupsApartWhereAreasAreAddedUp() throws {
    let bands = Self.standard.enumerated().map { ($1.band, $0) }
    func text(_ heading: String) -> String {
      "\(heading),area,age,count,population\n"
        + [("1", "North", 1), ("1", "South", 1), ("2", "East", 3), ("2", "West", 3)].map { group, area, times in
          bands.map { band, place in
            "\(group),\(area),\(band),\(times * Int(Self.deaths(place))),\(Int(Self.people(place)))\n"
          }.joined()
        }.joined()
    }
    for heading in ["imd_decile", "imd", "ward_number"] {
      let answer = try rows(text(heading), "standardise", "--sum", "area")
      #expect(answer.map { $0.text(heading) } == ["1", "2"], "\(heading)")
      // Two areas with the same rate have it together; in the second decile each has three times the deaths.
      FileAnswers.expect(answer.first?["value"], String(Self.rate))
      FileAnswers.expect(answer.last?["value"], String(3 * Self.rate))
      #expect(try rows(text(heading), "lifetable", "--sum", "area", "--age", "0").count == 2)
    }
    // Told otherwise: both columns are added up.
    let all = try rows(text("imd_decile"), "standardise", "--sum", "area", "imd_decile")
    #expect(all.count == 1)
    FileAnswers.expect(all[0]["value"], String(2 * Self.rate))
  }

  /// A group without a band that others have would stand on a standard of its own.
  @Test func aMissingBandIsNamedAndRefused() throws {
    let lines = Self.twoAreas.split(separator: "\n").map(String.init)
    func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
    let south = lines.firstIndex { $0.hasPrefix("South,40 to 44") } ?? 0
    let lost = text(Array(lines[..<south] + lines[(south + 1)...]))
    for arguments in [["standardise"], ["standardise", "--by", "area"]] {
      let refused = try outcome(lost, arguments)
      #expect(refused.status == 3 && refused.errors.contains("deaths.csv:3:2: South: the age band 40-44 is missing"))
      #expect(refused.errors.contains("--allow-missing-bands"))
    }
    let allowed = try rows(lost, "standardise", "--allow-missing-bands")
    #expect(allowed.map { $0.text("note").contains("the age band 40-44 is missing") } == [false, true])
    // Within one group the ages have to follow each other; all that end sooner are of one standard.
    let bands = Self.standard.enumerated().map { ($1.band, $0) }
    let hole = try outcome(Self.file(bands.filter { $0.1 != 8 && $0.1 != 9 }), ["standardise"])
    #expect(hole.status == 3 && hole.errors.contains("the age band 40-49 is missing"), "\(hole.errors)")
    #expect(try rows(Self.file(bands.prefix(15)), "standardise").count == 1)
    // Bands that are split otherwise cover the same ages.
    let split = text(lines.map { $0.replacing("North,0-4,2,100", with: "North,<1,1,20\nNorth,1-4,1,80") })
    #expect(try rows(split, "standardise").count == 2)
  }
}
