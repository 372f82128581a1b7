import Foundation
import Testing

/// `watchlist`, `gap`, `peers` and lists of peers over the committed figures.
@Suite struct PlanningCommandTests {
  private func run(_ arguments: String...) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(arguments, store: try DatasetsStore.url)
  }

  private func rows(_ arguments: String...) throws -> [[String: Any]] {
    try FileAnswers.rows(arguments, store: try DatasetsStore.url)
  }

  private func key(_ row: [String: Any]) -> String {
    ["indicator_id", "sex", "age", "category_type", "category", "period", "value"].map { "\(row[$0] ?? "")" }
      .joined(separator: "|")
  }

  /// The words as anyone would read them off a comparison.
  private func word(_ row: [String: Any]) -> String? {
    let trend = row["trend"] as? String ?? ""
    switch (row["comparison"] as? String, trend.hasSuffix("getting worse"), trend.hasSuffix("getting better")) {
    case ("worse", true, _): return "worse-worsening"
    case ("worse", _, true): return "worse-improving"
    case ("worse", _, _): return "worse-steady"
    case ("similar", true, _): return "similar-worsening"
    case ("better", true, _): return "better-worsening"
    default: return nil
    }
  }

  @Test(arguments: [["--category", "all"], ["--category", "none", "--area", "Sandwell"], ["--sex", "female"]])
  func theWatchlistIsWhatAComparisonSays(options: [String]) throws {
    let store = try DatasetsStore.url
    let compared = try FileAnswers.rows(["compare"] + options, store: store).compactMap { row in
      word(row).map { "\($0) \(key(row))" }
    }
    let watched = try FileAnswers.rows(["watchlist"] + options, store: store).map { "\($0["watch"] ?? "") \(key($0))" }
    #expect(watched.sorted() == compared.sorted())
    #expect(!watched.isEmpty)
  }

  /// Read off Datasets/ by hand: of what is published with limits, cardiovascular mortality under 75 is the farthest of those
  /// that are worse, 95.5 against 71.7, and then what of it is preventable, 39.5 against 30.2.
  @Test func birminghamsList() throws {
    let every = try rows("watchlist")
    #expect((every[0]["indicator_id"] as? NSNumber)?.intValue == 900313)
    let list = try rows("watchlist", "--published-only").filter { row in
      [900201, 900202, 90284, 900502, 900101, 91547].contains((row["indicator_id"] as? NSNumber)?.intValue)
    }
    #expect(
      list.map { "\($0["indicator_id"] ?? "") \($0["watch"] ?? "") \($0["gap_trend"] ?? "")" } == [
        "900201 worse-steady no significant change", "900202 worse-steady cannot be calculated",
        "90284 worse-steady widening", "900502 worse-steady cannot be calculated",
        "900502 worse-steady cannot be calculated", "900101 worse-steady widening",
        "91547 worse-improving no significant change",
      ])
    FileAnswers.expect(list[0]["value"], "39.528240377897795")
    FileAnswers.expect(list[0]["benchmark_value"], "30.230023454287895")
    let outcome = try run("watchlist", "--format", "table")
    #expect(outcome.output.contains("\nWorse than England but getting better\n"))
    #expect(
      outcome.output.contains(
        /\d+ not compared: no confidence interval is published \(\d+\), no figure of England \(3\)\./))
    let empty = try run("watchlist", "--period", "1901")
    #expect(empty.status == 0 && empty.errors.contains("Nothing has to be watched. Of 0 latest figures"))
    #expect(try run("watchlist", "--period", "1901", "--fail-if-empty").status == 1)
  }

  /// Differences of the committed figures themselves, with limits by Zou and Donner; the slopes are those of `trend --test`.
  @Test func gapsAreTheDifferencesOfTheFigures() throws {
    var figures: [String: [Double]] = [:]
    let file = BinaryUnderTest.packageRoot.appendingPathComponent("Datasets/cancer.csv")
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells[0] == "900101", ["E08000025", "E92000001"].contains(cells[1]), cells[2] == "Persons" else { continue }
      figures["\(cells[1]) \(cells[4])"] = try cells[5...7].map { try #require(Double($0)) }
    }
    let gaps = try rows("gap", "900101")
    #expect(gaps.count == 10)
    for gap in gaps {
      let period = "\(gap["period"] ?? "")"
      let own = try #require(figures["E08000025 \(period)"])
      let theirs = try #require(figures["E92000001 \(period)"])
      let difference = own[0] - theirs[0]
      let below: Double = (own[0] - own[1]) * (own[0] - own[1]) + (theirs[2] - theirs[0]) * (theirs[2] - theirs[0])
      let above: Double = (own[2] - own[0]) * (own[2] - own[0]) + (theirs[0] - theirs[1]) * (theirs[0] - theirs[1])
      FileAnswers.expect(gap["difference"], String(difference), period)
      FileAnswers.expect(gap["difference_lower_95"], String(difference - below.squareRoot()), period)
      FileAnswers.expect(gap["difference_upper_95"], String(difference + above.squareRoot()), period)
      #expect(gap["side"] as? String == (difference > 0 ? "favourable" : "unfavourable"))
    }
    let test = try rows("trend", "900101", "--test")
    let slope = try #require(test[1]["slope"] as? Double)
    let said = try run("gap", "900101").errors
    #expect(test[1]["outcome"] as? String == "widening")
    #expect(said.contains("The gap to England is widening by \(String(format: "%.2f", -slope)) a year (95% limits "))
    #expect(said.contains("over the latest 5 independent points, 2018 to 2022, for the worse."))
  }

  @Test func peersAreListedAndMayBeAFile() throws {
    let groups = try rows("peers")
    let cities = try #require(groups.first { $0["code"] as? String == "core-cities" })
    #expect(cities["members"] as? Int == 8 && cities["option"] as? String == "peers")
    let members = try rows("peers", "core-cities")
    let codes = members.compactMap { $0["area_code"] as? String }
    #expect(members.filter { !($0["successors"] is String) }.count == 8)
    let folder = try TemporaryFolder()
    for (name, text) in [
      ("codes.csv", "area_code,area\n" + codes.map { "\($0),x\n" }.joined()),
      (
        "names.txt",
        "# core cities\nbristol\nLeeds\nLiverpool\nManchester\nNewcastle upon Tyne\nNottingham\nSheffield\n"
      ),
    ] {
      let file = try folder.write(text, to: name)
      let ranked = try run("rank", "infant mortality", "--peers", file)
      #expect(
        ranked.output == (try run("rank", "infant mortality", "--peers", "core-cities").output), "\(ranked.errors)")
      #expect(ranked.errors.contains("County & UA of \(name.prefix(5)), "))
    }
    #expect(try rows("peers", try folder.write("E54000055\n", to: "icb.txt"))[0]["area"] as? String != nil)
    #expect(try run("peers", "--benchmark", "mean").status == 2)
    #expect(try rows("peers", "region").count == 9)
    // A file is meant before a group of its name.
    try folder.write("Solihull\n", to: "core-cities")
    let here = try BinaryUnderTest.run(
      ["rank", "infant mortality", "--peers", "core-cities"], in: folder.url, store: try DatasetsStore.url)
    #expect(here.errors.contains("Birmingham is 2 of 2 "), "\(here.errors)")
  }

  @Test func aBadListNamesTheLine() throws {
    let folder = try TemporaryFolder()
    func outcome(_ text: String) throws -> BinaryUnderTest.Outcome {
      let file = try folder.write(text, to: "peers.txt")
      return try BinaryUnderTest.run(
        ["compare", "--peers", file], in: folder.url, store: try DatasetsStore.url)
    }
    let unknown = try outcome("Solihull\n\nCovntry\n")
    #expect(unknown.status == 2 && unknown.output.isEmpty)
    #expect(unknown.errors.contains("peers.txt:3: no area is called 'Covntry'; did you mean:\n  E08000026  Coventry"))
    #expect(try outcome("E99999999\n").status == 2)
    for text in ["", "# nothing\n", "Solihull\n\"open\n", String(repeating: "x", count: 2_000_000)] {
      let refused = try outcome(text)
      #expect(refused.status == 3 && !refused.wasKilled && refused.errors.contains("peers.txt"), "\(refused.errors)")
    }
    let left = try outcome("Solihull\nSolihull\nE12000005\n")
    #expect(left.status == 0 && left.errors.contains("Listed but not County & UA, and left out: "))
    #expect(try run("compare", "--peers", folder.url.path).status == 2, "a folder is no list")
    let bytes = try folder.write("", to: "binary")
    try Data((0...255).map { UInt8($0) }).write(to: URL(fileURLWithPath: bytes))
    let binary = try run("compare", "--peers", bytes)
    #expect([2, 3].contains(binary.status) && !binary.wasKilled)
  }
}
