import Foundation
import TestSupport
import Testing

/// Files of counts and of values as people make them, and as they should not.
@Suite struct CountFileTests {
  private func outcome(_ text: String, _ arguments: [String]) throws -> BinaryUnderTest.Outcome {
    let folder = try TemporaryFolder()
    _ = try folder.write(text, to: "counts.csv")
    return try BinaryUnderTest.run(["rates", "counts.csv"] + arguments + ["--format", "json"], in: folder.url)
  }

  private func rows(_ text: String, _ arguments: String...) throws -> [[String: Any]] {
    let outcome = try outcome(text, arguments)
    try #require(outcome.status == 0 && !outcome.wasKilled, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
  }

  /// Every row is answered, in its place, and says why where it has no figure.
  @Test(arguments: [
    ("c", "1000", "c", "suppressed"), ("<5", "1000", "c", "suppressed"), ("5", "[c]", "c", "suppressed"),
    ("z", "1000", "z", "not applicable"), ("..", "1000", "x", "not available"), ("[w]", "9", "w", "withdrawn"),
    ("", "1000", "x", "no count"), ("5", "", "x", "no denominator"), ("-3", "1000", "x", "the count is negative"),
    ("20", "0", "x", "not above zero"), ("20", "-5", "x", "not above zero"), ("1e300", "1e-300", "x", "out of range"),
  ])
  func whatHasNoRateSaysWhy(count: String, people: String, status: String, reason: String) throws {
    let text = "area,deaths,pop\nA,3,1000\nB,\(count),\(people)\nC,4,1000\n"
    for kind in ["rate", "proportion"] {
      let answer = try rows(text, "--kind", kind)
      #expect(answer.map { $0.text("area") } == ["A", "B", "C"])
      #expect(answer[1]["value"] is NSNull && answer[1]["lower_95"] is NSNull && answer[1]["upper_998"] is NSNull)
      let note = kind == "proportion" && count == "1e300" ? "the count is above the denominator" : reason
      #expect(answer[1].text("status") == status && answer[1].text("note").contains(note), "\(answer[1])")
      #expect(answer[0].number("value") != nil && answer[2].number("value") != nil)
    }
    // A sum has no figure either, and says which member has none.
    let sum = try rows(text, "--sum", "area")
    #expect(sum.count == 1 && sum[0]["value"] is NSNull && sum[0].number("rows") == 3)
    #expect(sum[0].text("status") == (status == "c" ? "c" : "x"), "\(sum[0])")
    #expect(sum[0].text("note").contains("B"), "\(sum[0])")
    if status == "c" { #expect(sum[0]["count"] is NSNull && sum[0]["denominator"] is NSNull) }
  }

  @Test func onlyARateMayExceedItsDenominator() throws {
    let text = "area,x,n\nA,12,10\nB,10,10\n"
    // Every event of everybody once: 1 per person, or 100%.
    #expect(try rows(text, "--multiplier", "1").compactMap { $0.number("value") } == [1.2, 1])
    let answer = try rows(text, "--kind", "proportion")
    #expect(answer[0]["value"] is NSNull && answer[0].text("note") == "the count is above the denominator")
    #expect(answer[1].number("value") == 100 && answer[1].number("upper_998") == 100)
    #expect(try rows(text, "--kind", "proportion", "--sum", "area")[0].text("note").hasPrefix("A: the count is above"))
  }

  /// A member of nobody with no events changes no sum; with events of nobody it spoils it.
  @Test func aMemberOfNobodyMayBeAdded() throws {
    let text = "area,x,n\nA,5,100\nB,0,0\n"
    for kind in ["rate", "proportion"] {
      let sum = try rows(text, "--kind", kind, "--multiplier", "100", "--sum", "area")
      #expect(sum.count == 1 && sum[0].number("value") == 5 && sum[0].number("denominator") == 100)
    }
    #expect(try rows(text)[1].text("note") == "the denominator is not above zero")
    #expect(try rows(text.replacing("0,0", with: "1,0"), "--sum", "area")[0]["value"] is NSNull)
  }

  @Test(arguments: [
    "x,n", "Deaths,Population", "NUMERATOR,Person-years", "\"Count\",\"Denominator\"", "\u{FEFF}observed,pops",
  ])
  func columnsAreFoundInAnySpelling(heading: String) throws {
    let answer = try rows(heading + "\r\n30,1000\r\n", "--multiplier", "1000")
    #expect(answer.count == 1 && answer[0].number("value") == 30)
  }

  /// A file's own columns stand beside its figures, whatever they are headed.
  @Test func ownColumnsKeepTheirTexts() throws {
    let text = "Age band,value,rows,Count,Denominator,a b,a-b\n0-4,high,1,5,100,p,q\n5-9,,2,5,100,r,s\n"
    let answer = try rows(text)
    #expect(answer.map { $0.text("age_band") } == ["0-4", "5-9"])
    #expect(answer[0].text("value_group") == "high" && answer[1]["value_group"] is NSNull)
    #expect(answer[0].text("rows") == "1")
    #expect(answer[0].text("a_b") == "p" && answer[0].text("a_b_2") == "q")
    #expect(answer.allSatisfy { $0.number("value") == 5000 })
    let grouped = try rows(text, "--by", "Rows", "age-band")
    #expect(grouped[1].text("rows_group") == "2" && grouped[1].number("rows") == 1)
  }

  @Test(arguments: [
    (["--sum", "sex"], "counts.csv:2:2: Persons of sex would be added to its own part Male on line 3"),
    (["--by", "area", "sex"], "counts.csv:4:3: 2002 - 04 of year overlaps 2001 - 03"),
    (["--by", "sex", "year"], "counts.csv:5:1: England of area would be added to its own part Hull on line 2"),
    (["--sum", "nothing"], "counts.csv has no column nothing"),
    (["--by", "deaths"], "the column deaths holds the figures themselves"),
    (["--by", "sex", "--sum", "sex"], "the column sex cannot both tell groups apart and be summed over"),
    (["--by", "area", "--sum", "year"], "counts.csv:3:3: 2001 - 03 of Hull is there twice, first on line 2"),
  ])
  func nobodyIsCountedTwice(options: [String], told: String) throws {
    let text = """
      area,sex,year,deaths,pop
      Hull,Persons,2001 - 03,9,90
      Hull,Male,2001 - 03,4,40
      Hull,Persons,2002 - 04,9,90
      England,Persons,2001 - 03,900,9000

      """
    let outcome = try outcome(text, options)
    #expect([2, 3].contains(outcome.status) && outcome.output.isEmpty && outcome.errors.contains(told), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count >= 2, "a remedy: \(outcome.errors)")
  }

  @Test(arguments: [
    ("area,deaths\nA,1\n", ":1: there is no column of denominators"),
    ("area,pop\nA,1\n", ":1: there is no column of counts"),
    ("area,deaths,pop\nA,one,1000\n", ":2:2: 'one' in deaths is neither a number"),
    ("deaths,events,pop\n1,1,1000\n", ":1:2: the columns deaths and events both hold counts"),
    ("area,deaths,pop\nA,1,1000,7\n", ":2:4: the row has 4 fields under 3 headings"),
    ("area,deaths,pop\n", ": the file has no rows"), ("", ": the file is empty"),
    ("area,deaths,pop\nA,1,\"1000\n", "never closed"),
  ])
  func faultsAreNamedByLineAndColumn(text: String, fault: String) throws {
    let outcome = try outcome(text, [])
    #expect(outcome.status == 3 && !outcome.wasKilled && outcome.output.isEmpty, "\(text): \(outcome.errors)")
    #expect(outcome.errors.contains("counts.csv") && outcome.errors.contains(fault), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count >= 2, "a remedy: \(outcome.errors)")
  }

  @Test func meansSayWhyThereIsNone() throws {
    let text = "area,year,value\nA,1,2\nA,2,4\nB,1,7\nC,1,\nC,2,5\nD,1,c\nD,2,5\n"
    let answer = try rows(text, "--kind", "mean", "--by", "area")
    #expect(answer.map { $0.number("value") } == [3, 7, nil, nil])
    #expect(answer.map { $0.text("status") } == ["", "x", "x", "c"])
    #expect(answer[1].text("note") == "one value alone has no limits" && answer[1]["lower_95"] is NSNull)
    #expect(answer[2].text("note") == "a value is missing; line 5 is blank")
    #expect(answer[3].text("note") == "value of line 7 is suppressed")
    // The mean of two is half their sum, and the limits are t·√2/√2 off: t of one degree is tan(π·0.475).
    let half: Double = tan(Double.pi * 0.475)
    FileAnswers.expect(answer[0]["lower_95"], String(3 - half), within: 1e-11)
    FileAnswers.expect(answer[0]["upper_95"], String(3 + half), within: 1e-11)
    // Many values of one member are a sample and no mistake.
    let women = try rows("area,sex,value\nA,Female,2\nA,Female,4\nA,Male,6\n", "--kind", "mean", "--sum", "sex")
    #expect(women.count == 1 && women[0].number("value") == 4 && women[0].number("standard_deviation") == 2)
    // One column alone is one group.
    #expect(try rows("value\n2\n4\n", "--kind", "mean")[0].number("n") == 2)
    let alone = try outcome(text, ["--kind", "mean"])
    #expect(alone.status == 3 && alone.errors.contains("every row is a group of its own, told apart by area, year"))
    #expect(try outcome(text, ["--kind", "mean", "--multiplier", "10"]).status == 2)
  }
}
