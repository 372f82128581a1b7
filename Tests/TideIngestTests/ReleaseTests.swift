import Foundation
import TideModel
import TideStore
import Testing

@testable import TideIngest

@Suite("What an append writes")
struct ReleaseTests {
  private let first = [
    "1,N,E08000025,Birmingham,Persons,All,,,2019,5.5,5,6,10,20,,",
    "1,N,E08000025,Birmingham,Persons,All,,,2020,6.5,6,7,,,,",
    "1,N,E08000026,Coventry,Persons,All,,,2019,7.5,7,8,,,,A note",
  ]

  private func text(_ rows: [String], _ end: String = "\n") -> String {
    ([tidyHeading] + rows).map { $0 + end }.joined()
  }

  @Test("the same bytes are already loaded; the same figures in other bytes are nothing new")
  func again() throws {
    let bench = try Workbench()
    let path = try bench.file("a.csv", text(first))
    #expect(try bench.append(path).release?.sequence == 1)
    let before = try bench.storeBytes()
    #expect(try bench.append(path).outcome == .alreadyLoaded(release: 1))
    #expect(try bench.append(try bench.file("renamed.csv", text(first))).outcome == .alreadyLoaded(release: 1))
    for (name, other) in [
      ("shuffled.csv", text(first.reversed())), ("crlf.csv", text(first, "\r\n")),
      ("bom.csv", "\u{FEFF}" + text(first)),
      ("spaced.csv", text(first.map { $0.replacingOccurrences(of: "5.5", with: " 5.50 ") })),
    ] {
      let report = try bench.append(try bench.file(name, other))
      #expect(report.outcome == .nothingNew, "\(name)")
      #expect(report.counts.unchanged == 3, "\(name)")
    }
    #expect(try bench.append(try bench.file("a.csv.gz", gzip(Array(text(first).utf8)))).outcome == .nothingNew)
    #expect(try bench.storeBytes() == before)
    #expect(try Snapshot.open(bench.store).releases().count == 1)
  }

  @Test("new, revised, newly suppressed and relabelled are told apart")
  func changes() throws {
    let bench = try Workbench()
    let heading = "indicator_id,area_code,sex,age,period,value,status,note,recent_trend\n"
    _ = try bench.append(
      try bench.file(
        "a.csv",
        heading + "1,E08000025,P,A,2019,5,,,Up\n1,E08000025,P,A,2020,6,,,\n1,E08000025,P,A,2021,7,,,\n"
          + "1,E08000025,P,A,2022,8,,,\n"))
    let report = try bench.append(
      try bench.file(
        "b.csv",
        heading + "1,E08000025,P,A,2019,5,,,Down\n1,E08000025,P,A,2020,6.5,,,\n1,E08000025,P,A,2021,*,,,\n"
          + "1,E08000025,P,A,2022,8,,,\n1,E08000025,P,A,2023,9,p,,\n"))
    var expected = Release.Counts()
    expected.new = 1
    expected.revised = 2
    expected.newlySuppressed = 1
    expected.relabelled = 1
    expected.unchanged = 1
    #expect(report.counts == expected)
    #expect(report.release?.counts == expected)
    let stored = try bench.stored()
    #expect(stored.map(\.value) == [5, 6.5, nil, 8, 9])
    #expect(stored.map(\.status) == [.none, .none, .suppressed, .none, .provisional])
    #expect(stored[0].observation.publishedTrend == "Down")
    let older = try Stored.all(of: Snapshot.open(bench.store, asOf: .release(1)))
    #expect(older.map(\.value) == [5, 6, 7, 8])
    #expect(older[0].observation.publishedTrend == "Up")
  }

  @Test("repeats that agree collapse; those that disagree are rejected with both places")
  func duplicates() throws {
    let bench = try Workbench()
    let a = try bench.file("a.csv", text([first[0], first[0], first[1]]))
    let b = try bench.file(
      "b.csv", text([first[2], first[0], "1,N,E08000025,Birmingham,Persons,All,,,2020,6.6,6,7,,,,"]))
    let report = try bench.append(a, b)
    #expect(report.files.map(\.accepted) == [2, 1])
    #expect(report.files.map(\.collapsed) == [1, 1])
    #expect(report.files.map(\.rejected) == [0, 1])
    let reject = try #require(report.rejected.first)
    #expect(reject.rule == .conflictingDuplicate)
    #expect(reject.file == b && reject.line == 4 && reject.value == "6.6")
    #expect(reject.reason.contains("\(a):4"))
    #expect(report.release?.sources.map(\.name) == ["a.csv", "b.csv"])
    #expect(report.release?.sources.map(\.rows) == [3, 3])
    #expect(try bench.stored().map(\.value) == [5.5, 6.5, 7.5])
  }

  @Test("a value, a suppressed one and a blank of the same key disagree")
  func conflicts() throws {
    let bench = try Workbench()
    let key = "1,N,E08000025,B,P,A,,,2019,"
    let report = try bench.append(tidy: key + "*,,,,,,", key + "0,,,,,,", key + ",,,,,,", key + "[c],,,,,,")
    #expect(report.rejected.map(\.line) == [3, 4])
    #expect(report.counts.collapsed == 1)
    #expect(try bench.stored().map(\.status) == [.suppressed])
    #expect(try bench.stored().map(\.value) == [nil])
  }

  @Test("the same file given twice, or beside one loaded before, is read once")
  func together() throws {
    let bench = try Workbench()
    let a = try bench.file("a.csv", text(first))
    let b = try bench.file("b.csv", text(["1,N,E08000025,B,Persons,All,,,2021,1,,,,,,"]))
    let report = try bench.append(a, a)
    #expect(report.release?.sequence == 1)
    #expect(report.files.map(\.loadedBefore) == [nil, 1])
    let second = try bench.append(a, b)
    #expect(second.release?.sequence == 2)
    #expect(second.files.map(\.loadedBefore) == [1, nil])
    #expect(second.counts.new == 1)
  }

  @Test("strict refuses all, a dry run tells all, and neither changes a byte")
  func untouched() throws {
    let bench = try Workbench()
    try bench.append(tidy: first[0])
    let before = try bench.storeBytes()
    let path = try bench.file("b.csv", text([first[1], "1,N,E08000025,B,Persons,All,,,2022,abc,,,,,,"]))
    let refused = try bench.append(path, strict: true)
    #expect(refused.outcome == .refused)
    #expect(refused.rejected.count == 1)
    #expect(try bench.storeBytes() == before)
    let dry = try bench.append(path, dryRun: true)
    #expect(dry.outcome == .dryRun)
    #expect(dry.counts.new == 1 && dry.counts.rejected == 1)
    #expect(try bench.storeBytes() == before)
    let clean = try bench.file("c.csv", text([first[1]]))
    #expect(try bench.append(clean, strict: true).release?.sequence == 2)
  }

  @Test("one area under several labels of its type is one series")
  func oneSeries() throws {
    let bench = try Workbench()
    let heading = "Indicator ID,Area Code,Area Name,Area Type,Sex,Age,Time period,Value\n"
    _ = try bench.append(
      try bench.file(
        "a.csv",
        heading + "1,E08000025,Birmingham,County & UA (pre 4/19),P,A,2018,5\n"
          + "1,E08000025,Birmingham,Counties & UAs (from Apr 2023),P,A,2023,6\n1,E08000025,Birmingham,District,P,A,2018,5\n"
      ))
    let snapshot = try Snapshot.open(bench.store)
    #expect(try snapshot.panelKeys().count == 1)
    #expect(try bench.stored().map(\.value) == [5, 6])
  }

  @Test("published labels are kept beside their periods")
  func labels() throws {
    let bench = try Workbench()
    try bench.append(tidy: "1,N,E08000025,B,P,A,,,2018 (Rev),5,,,,,,", "1,N,E08000025,B,P,A,,,2017-19,6,,,,,,")
    #expect(try bench.stored().map(\.period) == ["2017-19", "2018 (Rev)"])
    #expect(try bench.stored().map(\.status) == [.none, .revised])
  }
}
