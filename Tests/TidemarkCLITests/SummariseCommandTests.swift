import Foundation
import Testing

/// `summarise` beside sums of the same rows of the committed files, made here without the program.
@Suite struct SummariseCommandTests {
  private func run(_ arguments: String...) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(["summarise"] + arguments, store: try DatasetsStore.url)
  }

  private func rows(_ arguments: String...) throws -> [[String: Any]] {
    try FileAnswers.rows(["summarise"] + arguments, store: try DatasetsStore.url)
  }

  /// Child injury admissions (per 10,000), Persons, as published.
  private static let published: Result<[[String: String]], any Error> = Result {
    let path = BinaryUnderTest.packageRoot.appendingPathComponent("Datasets/child-injury.csv").path
    return try FileAnswers.csv(path).filter { $0["sex"] == "Persons" && $0["indicator_id"] == "90284" }
  }

  private static func isUpperTier(_ code: String) -> Bool {
    ["E06", "E08", "E09", "E10"].contains { code.hasPrefix($0) }
  }

  @Test func figuresAreCountedSummedAndAveraged() throws {
    let published = try Self.published.get()
    let answer = try rows(
      "90284", "--by", "period", "--sex", "persons", "--area-type", "upper-tier", "--measures",
      "figures,missing,count,denominator,mean,min,max,p25")
    let years = Dictionary(grouping: published.filter { Self.isUpperTier($0["area_code"] ?? "") }) {
      $0["period"] ?? ""
    }
    #expect(answer.map { $0.text("period") } == years.keys.sorted())
    for row in answer {
      let year = years[row.text("period")] ?? []
      let values = year.compactMap { $0["value"].flatMap(Double.init) }.sorted()
      #expect(row.number("figures") == Double(values.count))
      #expect(row.number("missing") == Double(year.count - values.count))
      for name in ["count", "denominator"] {
        FileAnswers.expect(row[name], String(year.compactMap { $0[name].flatMap(Double.init) }.reduce(0, +)), name)
      }
      FileAnswers.expect(row["mean"], String(values.reduce(0, +) / Double(values.count)), "mean")
      FileAnswers.expect(row["min"], String(values[0]), "min")
      FileAnswers.expect(row["max"], String(values[values.count - 1]), "max")
      // R's type 7: h = (n - 1)p, between the two closest ranks.
      let h = Double(values.count - 1) * 0.25
      let (low, part) = (Int(h), h - h.rounded(.down))
      FileAnswers.expect(row["p25"], String(values[low] * (1 - part) + values[low + 1] * part), "p25")
    }
  }

  @Test func aRateIsThatOfAggregate() throws {
    // All of its areas have figures: 'aggregate' misses those that have none, where 'summarise' takes what there is.
    let region = "E12000005"
    let summarised = try rows(
      "90284", "--by", "period", "--within", region, "--area-type", "upper-tier", "--sex", "persons", "--measures",
      "rate")
    let aggregated = try FileAnswers.rows(
      ["aggregate", "90284", "--within", region, "--by", "period", "--last", "20"], store: try DatasetsStore.url)
    let byPeriod = Dictionary(grouping: summarised) { $0.text("period") }
    var compared = 0
    for row in aggregated {
      let own = try #require(byPeriod[row.text("period")]?.first)
      guard row.number("value") != nil, own.number("rate") != nil else { continue }
      compared += 1
      for (name, other) in [
        ("rate", "value"), ("rate_lower_95", "lower_95"), ("rate_upper_95", "upper_95"),
        ("rate_lower_998", "lower_998"), ("rate_upper_998", "upper_998"), ("rate_count", "count"),
        ("rate_denominator", "denominator"),
      ] { #expect(own.number(name) == row.number(other), "\(name)") }
    }
    #expect(compared >= 10)
  }

  @Test func aRateIsRefusedWithItsReason() throws {
    func note(_ arguments: String...) throws -> (String, String) {
      let row = try #require(
        try FileAnswers.rows(["summarise"] + arguments + ["--measures", "rate"], store: try DatasetsStore.url).first)
      #expect(row.number("rate") == nil)
      return (row.text("status"), row.text("note"))
    }
    let sexes = try note("90284", "--period", "2019/20")
    #expect(sexes == ("x", "not pooled: Persons and Female are partly the same people"))
    let areas = try note("90284", "--period", "2019/20", "--sex", "persons", "--category", "none")
    #expect(areas == ("x", "not pooled: North East region lies within England"))
    let mixed = try note("--period", "2019/20")
    #expect(mixed == ("x", "indicators of several units or methods make no rate"))
    let windows = try note("900503", "--area", "Birmingham")
    #expect(windows == ("x", "not pooled: 2010 - 12 and 2011 - 13 share days"))
    let bare = try note("900407", "--area", "Birmingham")
    #expect(bare == ("x", "no count or denominator: 9 of 9 figures"))
  }

  @Test func verdictsAreThoseOfAComparedExport() throws {
    let counted = try rows(
      "--by", "theme,area", "--area-type", "region", "--measures",
      "better,similar,worse,higher,lower,not-compared,figures,missing")
    let exported = try FileAnswers.rows(
      ["export", "--compare", "--area-type", "region"], store: try DatasetsStore.url)
    for verdict in ["better", "similar", "worse", "higher", "lower", "not compared"] {
      let sum = counted.compactMap { $0.number(verdict.replacingOccurrences(of: " ", with: "_")) }.reduce(0, +)
      #expect(sum == Double(exported.filter { $0.text("comparison") == verdict }.count), "\(verdict)")
    }
    #expect(
      counted.compactMap { ($0.number("figures") ?? 0) + ($0.number("missing") ?? 0) }.reduce(0, +)
        == Double(exported.count))
  }

  @Test func namesThatAreNoneAreToldWithTheirNeighbours() throws {
    for (arguments, wanted) in [
      (["--by", "regoin"], "there is no key 'regoin'; did you mean:\n  region\n"),
      (["--by", "period,", "--measures", "mean"], "--by"),
      (["--measures", "meen"], "there is no measure 'meen'; did you mean:\n  mean\n"),
      (["--measures", "p101"], "there is no measure 'p101'"),
      (["--rolling", "3", "--by", "region"], "--rolling needs period in --by."),
      (["--rolling", "1", "--by", "period"], "--rolling is 2 to 1000."),
      (["--threads", "0"], "--threads"),
      (["--method", "interval998"], "--method and --goal bear on verdicts"),
    ] {
      let outcome = try BinaryUnderTest.run(["summarise"] + arguments, store: try DatasetsStore.url)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(arguments)")
      #expect(outcome.errors.contains(wanted), "\(arguments): \(outcome.errors)")
    }
  }

  @Test func anEmptyAnswerSaysWhy() throws {
    let outcome = try run("90284", "--by", "period", "--sex", "nobody", "--format", "table")
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("No figure has the sex 'nobody'"), "\(outcome.errors)")
    #expect(try run("90284", "--period", "1801", "--fail-if-empty").status == 1)
  }

  @Test func everyFormatHasTheSameRows() throws {
    let words = ["90284", "--by", "region,period", "--area-type", "upper-tier", "--measures", "figures,max,max-area"]
    func output(_ more: String...) throws -> String {
      let outcome = try BinaryUnderTest.run(["summarise"] + words + more, store: try DatasetsStore.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let csv = try output("--format", "csv").split(whereSeparator: \.isNewline)
    #expect(csv[0] == "region_code,region,period,figures,max,max_area_code,max_area")
    #expect(try output("--format", "jsonl").split(separator: "\n").count == csv.count - 1)
    #expect(try output("--format", "tsv").split(whereSeparator: \.isNewline).count == csv.count)
    #expect(try output("--format", "html").contains("max") && output("--format", "markdown").contains("| "))
    let table = try output("--format", "table")
    #expect(table.contains("by region and period") && table.contains("Max"))
    let first = try output("--format", "csv", "--sort", "-max", "--limit", "1", "--columns", "period,max_area,max")
    #expect(first.split(whereSeparator: \.isNewline).count == 2)
  }

  @Test func threadsChangeNothing() throws {
    let words = ["--by", "theme,period", "--measures", "mean,count,slope,median,min-area,above", "--format", "csv"]
    let one = try BinaryUnderTest.run(["summarise", "--threads", "1"] + words, store: try DatasetsStore.url)
    let three = try BinaryUnderTest.run(["summarise", "--threads", "3"] + words, store: try DatasetsStore.url)
    #expect(one.status == 0 && one.output == three.output && one.errors == three.errors)
  }

  @Test func whatWasReadIsExplained() throws {
    let outcome = try run("--by", "period", "--measures", "mean", "--explain")
    #expect(outcome.errors.contains("What the answer took:") && outcome.errors.contains("panels"))
  }

  @Test func aScreenedSummaryIsThatOfTheScreenedExport() throws {
    for profile in ["hes", "k=10"] {
      let counted = try rows("90284", "--disclosure", profile, "--measures", "figures,missing,count,denominator,max")
      let exported = try FileAnswers.rows(["export", "90284", "--disclosure", profile], store: try DatasetsStore.url)
      let row = try #require(counted.first)
      let values = exported.compactMap { $0.number("value") }
      #expect(row.number("figures") == Double(values.count))
      #expect(row.number("missing") == Double(exported.count - values.count))
      #expect(row.number("count") == exported.compactMap { $0.number("count") }.reduce(0, +))
      #expect(row.number("max") == values.max())
    }
  }
}
