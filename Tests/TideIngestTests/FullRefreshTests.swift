import Foundation
import TestSupport
import TideModel
import TideStore
import Testing

@testable import TideIngest

@Suite("Full refreshes")
struct FullRefreshTests {
  private static let heading = "indicator_id,indicator,area_code,sex,age,category_type,category,period,value\n"

  /// Rows of one indicator for areas and years, each with the value of its place.
  private static func rows(_ indicator: Int, _ areas: [String], _ years: ClosedRange<Int>, sex: String = "P")
    -> [String]
  {
    areas.flatMap { area in
      years.map { "\(indicator),Indicator \(indicator),\(area),\(sex),A,,,\($0),\($0 - 2000).\(area.suffix(3))" }
    }
  }

  private static let authorities = (1...20).map { "E080000" + ($0 < 10 ? "0\($0)" : "\($0)") }

  private func file(_ bench: Workbench, _ name: String, _ rows: [String]) throws -> String {
    try bench.file(name, Self.heading + rows.joined(separator: "\n") + "\n")
  }

  private func refresh(_ bench: Workbench, _ paths: String..., allowing: Bool = false, dry: Bool = false) throws
    -> AppendReport
  {
    var options = AppendOptions()
    options.fullRefresh = true
    options.allowWithdrawals = allowing
    options.dryRun = dry
    return try Appender.append(paths, to: bench.store, options: options)
  }

  @Test("figures that are no longer listed become withdrawn, and older vintages keep them for those who may see them")
  func withdrawn() throws {
    let bench = try Workbench()
    let all = Self.rows(1, Self.authorities, 2019...2020)
    try bench.append(try file(bench, "a.csv", all))
    let report = try refresh(bench, try file(bench, "b.csv", Array(all.dropLast(2))))
    var expected = Release.Counts()
    expected.unchanged = 38
    expected.withdrawn = 2
    #expect(report.counts == expected)
    #expect(report.release?.counts == expected)
    #expect(try Snapshot.open(bench.store).releases().map(\.counts.withdrawn) == [0, 2])
    #expect(
      report.withdrawals == [AppendReport.Withdrawal(indicator: 1, name: "Indicator 1", withdrawn: 2, stored: 40)])
    let gone = try bench.stored().filter { $0.area == "E08000020" }
    #expect(gone.map(\.observation) == [Observation(figures: Figures(), status: .withdrawn), gone[0].observation])
    #expect(gone.map(\.status) == [.withdrawn, .withdrawn] && gone.map(\.period) == ["2019", "2020"])
    #expect(try bench.stored().filter { $0.value != nil }.count == 38)
    func older(_ withholding: Bool) throws -> [Double?] {
      try Stored.all(of: Snapshot.open(bench.store, asOf: .release(1), withholding: withholding))
        .filter { $0.area == "E08000020" }.map(\.value)
    }
    #expect(try older(false) == [19.020, 20.020])
    #expect(try older(true) == [nil, nil])
    #expect(try Snapshot.open(bench.store).verify().figures == 40)
  }

  @Test("what is withdrawn already goes once, and comes back as revised when it is listed again")
  func again() throws {
    let bench = try Workbench()
    let all = Self.rows(1, Self.authorities, 2019...2020)
    try bench.append(try file(bench, "a.csv", all))
    let fewer = Array(all.dropLast())
    _ = try refresh(bench, try file(bench, "b.csv", fewer))
    let same = try refresh(bench, try file(bench, "c.csv", fewer.reversed()))
    #expect(same.outcome == .nothingNew && same.counts.withdrawn == 0 && same.withdrawals.isEmpty)
    // Files loaded before are read too: all they list stays.
    let back = try refresh(bench, bench.path("a.csv"), bench.path("a.csv"))
    #expect(back.counts.revised == 1 && back.counts.unchanged == 39 && back.counts.collapsed == 0)
    #expect(back.files.map(\.loadedBefore) == [nil, 4 - 1])
    #expect(try bench.stored().map(\.status) == Array(repeating: .none, count: 40))
  }

  @Test("more than one in twenty of an indicator's figures is refused, and not a byte is written")
  func refused() throws {
    let bench = try Workbench()
    let (first, second) = (Self.rows(1, Self.authorities, 2019...2020), Self.rows(2, Self.authorities, 2000...2020))
    try bench.append(try file(bench, "a.csv", first + second))
    let before = try bench.storeBytes()
    // 3 of 460 figures, but 3 of the 40 of one indicator.
    let path = try file(bench, "b.csv", Array(first.dropLast(3)) + second)
    for dry in [false, true] {
      let report = try refresh(bench, path, dry: dry)
      #expect(report.outcome == .refused && report.refusal == .withdrawals)
      #expect(report.withdrawals.map { [$0.indicator, $0.withdrawn, $0.stored] } == [[1, 3, 40]])
      #expect(try bench.storeBytes() == before)
    }
    let dry = try refresh(bench, path, allowing: true, dry: true)
    #expect(dry.outcome == .dryRun && dry.counts.withdrawn == 3)
    #expect(try bench.storeBytes() == before)
    #expect(try refresh(bench, path, allowing: true).counts.withdrawn == 3)
    // Two of 40 are just not too many.
    let (other, edge) = (try Workbench(), try Workbench())
    try other.append(try file(other, "a.csv", first))
    #expect(try refresh(other, try file(other, "b.csv", Array(first.dropLast(2)))).counts.withdrawn == 2)
    let short = Array(first.dropLast())
    try edge.append(try file(edge, "a.csv", short))
    #expect(try refresh(edge, try file(edge, "b.csv", Array(short.dropLast(2)))).refusal == .withdrawals)
  }

  @Test("other indicators, tiers and countries are none of its business; other strata and periods are")
  func coverage() throws {
    let bench = try Workbench()
    let listed = Self.rows(1, Self.authorities, 2020...2020)
    let others = [
      Self.rows(1, ["E07000192", "W06000001", "E12000005", "E92000001", "E10000002", "S12000033"], 2020...2020),
      Self.rows(2, Self.authorities, 2020...2020), Self.rows(1, ["A81002", "core"], 2020...2020),
    ].joined()
    let gone =
      Self.rows(1, ["E08000099"], 2020...2020) + Self.rows(1, ["E08000001"], 2018...2018)
      + Self.rows(1, ["E08000001"], 2020...2020, sex: "F")
    try bench.append(try file(bench, "a.csv", listed + others + gone))
    let report = try refresh(bench, try file(bench, "b.csv", listed), allowing: true)
    #expect(report.withdrawals.map { [$0.indicator, $0.withdrawn, $0.stored] } == [[1, 3, 23]])
    let withdrawn = try bench.stored().filter { $0.status == .withdrawn }
    #expect(
      Set(withdrawn.map { "\($0.area) \($0.stratum.sex) \($0.period)" })
        == ["E08000099 P 2020", "E08000001 P 2018", "E08000001 F 2020"])
  }

  @Test("nothing is withdrawn while a row cannot be read that may list it")
  func unread() throws {
    let bench = try Workbench()
    let all = Self.rows(1, Self.authorities, 2019...2020)
    try bench.append(try file(bench, "a.csv", all))
    let before = try bench.storeBytes()
    let broken = all.dropLast() + [all[39].replacingOccurrences(of: "20.020", with: "twenty")]
    let report = try refresh(bench, try file(bench, "b.csv", Array(broken)))
    #expect(report.outcome == .refused && report.refusal == .unreadRows)
    #expect(try bench.storeBytes() == before)
    // A row that contradicts another lists its figure all the same, and a bad row where nothing goes is but a bad row.
    let doubled = all + [all[39].replacingOccurrences(of: "20.020", with: "21"), "1,I,E08000001,P,A,,,never,5"]
    let whole = try refresh(bench, try file(bench, "c.csv", doubled))
    #expect(whole.outcome == .nothingNew && whole.rejected.count == 2)
  }

  /// A model of stored figures as a dictionary says what has to go.
  @Test("any file against any store: what a dictionary says", arguments: 0..<(Seed.isLong ? 400 : 30))
  func random(_ round: Int) throws {
    var generator = Seed.generator(round)
    struct Key: Hashable {
      var indicator: Int
      var area: String
      var sex: String
      var period: String
    }
    let areas = ["E06000001", "E06000002", "E07000001", "E08000025", "E92000001", "A81002", "A81003", "other", "more"]
    let periods = ["2019", "2019/20", "2017 - 19", "2017-19", "2020 Q1", "2020"]
    func figures(_ count: Int) -> [Key: Int] {
      var out: [Key: Int] = [:]
      for _ in 0..<count {
        let key = Key(
          indicator: Int.random(in: 1...3, using: &generator), area: areas.randomElement(using: &generator)!,
          sex: ["M", "F"].randomElement(using: &generator)!, period: periods.randomElement(using: &generator)!)
        // Two spellings of one period are one period.
        if key.period != "2017-19" { out[key] = Int.random(in: 0...2, using: &generator) }
      }
      return out
    }
    func rows(_ figures: [Key: Int]) -> [String] {
      figures.map { key, value in
        let label = key.period == "2017 - 19" && Bool.random(using: &generator) ? "2017-19" : key.period
        return "\(key.indicator),I\(key.indicator),\(key.area),\(key.sex),A,,,\(label),\(value)"
      }
    }
    func kind(_ key: Key) -> String {
      "\(key.indicator) \(key.area.count == 9 ? String(key.area.prefix(3)) : key.area.hasPrefix("A81") ? "GP" : "-")"
    }
    let bench = try Workbench()
    let stored = figures(Int.random(in: 1...120, using: &generator))
    guard !stored.isEmpty else { return }
    try bench.append(try file(bench, "a.csv", rows(stored)))
    let listed = figures(Int.random(in: 1...120, using: &generator))
    guard !listed.isEmpty else { return }
    let report = try refresh(bench, try file(bench, "b.csv", rows(listed)), allowing: true)
    let covered = Set(listed.keys.map(kind))
    let gone = stored.keys.filter { covered.contains(kind($0)) && listed[$0] == nil }
    let place: Comment = "TIDEMARK_SEED=\(Seed.value), round \(round)"
    #expect(report.counts.withdrawn == gone.count, place)
    #expect(report.withdrawals.reduce(0) { $0 + $1.withdrawn } == gone.count, place)
    #expect(report.counts.new == listed.keys.filter { stored[$0] == nil }.count, place)
    var expected: [Key: Int?] = stored.mapValues { $0 }
    for (key, value) in listed { expected[key] = value }
    for key in gone { expected[key] = .some(nil) }
    var found: [Key: Int?] = [:]
    for figure in try bench.stored() {
      let label = figure.period == "2017-19" ? "2017 - 19" : figure.period
      #expect((figure.status == .withdrawn) == (figure.value == nil), place)
      let key = Key(indicator: figure.indicator, area: figure.area, sex: figure.stratum.sex, period: label)
      found.updateValue(figure.value.map { Int($0) }, forKey: key)
    }
    #expect(found.keys == expected.keys && expected.allSatisfy { found[$0.key] == $0.value }, place)
  }

  @Test("a fatal error in the last of several files leaves nothing of the others")
  func atomic() throws {
    let bench = try Workbench()
    let good = try file(bench, "a.csv", Self.rows(1, Self.authorities, 2019...2020))
    let more = try file(bench, "b.csv", Self.rows(2, Self.authorities, 2019...2020))
    let cut = try bench.file("c.csv", Self.heading + "3,Indicator 3,E08000025,P,A,,,2019,5\n3,\"Indicator")
    #expect(throws: IngestError.self) { try bench.append(good, more, cut) }
    #expect(!FileManager.default.fileExists(atPath: bench.store))
    try bench.append(good)
    let before = try bench.storeBytes()
    for change in [{ (_: inout AppendOptions) in }, { $0.memory = 1 }, { $0.fullRefresh = true }] {
      #expect(throws: IngestError.self) { try bench.append(more, cut, change: change) }
      #expect(try bench.storeBytes() == before)
    }
    #expect(try bench.append(more, good).release?.sequence == 2)
  }
}
