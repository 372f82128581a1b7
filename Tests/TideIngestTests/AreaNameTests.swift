import TideModel
import TideStore
import Testing

@testable import TideIngest

@Suite("Areas by name")
struct AreaNameTests {
  private func code(_ name: String, _ areas: [Area]) -> String {
    switch AreaNames(areas).code(of: name) {
    case .success(let code): code
    case .failure(let problem): problem.rule.rawValue
    }
  }

  private func area(_ code: String, _ name: String, _ change: (inout Area) -> Void = { _ in }) -> Area {
    var area = Area(code: code, name: name)
    change(&area)
    return area
  }

  @Test("spellings of one name")
  func spellings() {
    let areas = [
      area("E06000023", "Bristol, City of"), area("E06000020", "Telford and Wrekin"),
      area("E06000010", "Kingston upon Hull, City of"),
      area("E06000019", "Herefordshire, County of"), area("E06000047", "County Durham"), area("E06000055", "Bedford"),
      area("E08000013", "St. Helens"), area("E09000001", "City of London"), area("E12000007", "London"),
      area("E12000003", "Yorkshire and The Humber"), area("E06000060", "Buckinghamshire UA") { $0.aliases = ["Bucks"] },
    ]
    for (name, expected) in [
      ("City of Bristol", "E06000023"), ("BRISTOL", "E06000023"), ("Telford & Wrekin", "E06000020"),
      ("Kingston Upon Hull, City of", "E06000010"), ("Herefordshire", "E06000019"), ("Durham", "E06000047"),
      ("Bedford Borough", "E06000055"), ("St Helens", "E08000013"), ("City of London", "E09000001"),
      ("London", "E12000007"), ("Yorkshire and the Humber", "E12000003"), ("bucks", "E06000060"),
      ("London (Inner)", "unknown-area-name"), ("", "unknown-area-name"), ("Bournemouth (Pre LG)", "unknown-area-name"),
      ("Borough", "unknown-area-name"), ("County", "unknown-area-name"),
    ] { #expect(code(name, areas) == expected, "\(name)") }
  }

  @Test("a name handed on is today's area's; authorities come first; what stays ambiguous is said")
  func ambiguity() {
    let old = area("E08000020", "Gateshead") { $0.successors = ["E08000037"] }
    let new = area("E08000037", "Gateshead")
    #expect(code("Gateshead", [old, new]) == "E08000037")
    #expect(code("Gateshead", [new, old]) == "E08000037")
    #expect(code("Gateshead", [old]) == "E08000020")
    let ended = area("E10000002", "Bucks") { $0.validTo = CalendarDate(year: 2020, month: 4) }
    #expect(code("Bucks", [ended, area("E06000060", "Bucks")]) == "E06000060")
    let circle = [
      area("E08000001", "Here") { $0.successors = ["E08000002"] },
      area("E08000002", "Here") { $0.successors = ["E08000001"] },
    ]
    #expect(code("Here", circle) == "ambiguous-area-name")
    #expect(code("Dorset", [area("E06000059", "Dorset"), area("A81002", "Dorset")]) == "E06000059")
    #expect(
      code("West Midlands", [area("E12000005", "West Midlands"), area("E47000007", "West Midlands")]) == "E12000005")
    #expect(code("Twin", [area("E06000001", "Twin"), area("E07000001", "Twin")]) == "ambiguous-area-name")
  }

  @Test("lists give parents their names, and keep a former name as an alias")
  func lists() throws {
    let bench = try Workbench()
    let first = try bench.file(
      "first.csv",
      "LADCD,LADNM,LADCD_ACTIVE,RGNCD,RGNNM\nE06000066,Somerset,E06000066,E12000009,South West\n"
        + "E07000187,Mendip,E06000066,E12000009,South West\n")
    let second = try bench.file("second.csv", "code,name,valid_from,valid_to\nE06000066,Somerset UA,2023-04-01,\n")
    let bad = try bench.file("bad.csv", "code,name,valid_from\n,No code,\nE1,Bad date,1.4.2023\n")
    #expect(try bench.append(first, second).counts.described == 4)
    let report = try bench.append(bad)
    #expect(
      report.rejected.map { "\($0.line):\($0.column) \($0.rule.rawValue)" } == ["2:1 missing-code", "3:3 bad-date"])
    let snapshot = try Snapshot.open(bench.store)
    #expect(try snapshot.area("E06000066")?.name == "Somerset UA")
    #expect(try snapshot.area("E06000066")?.aliases == ["Somerset"])
    #expect(try snapshot.area("E06000066")?.validFrom == CalendarDate(year: 2023, month: 4))
    #expect(try snapshot.area("E07000187")?.successors == ["E06000066"])
    #expect(try snapshot.area("E12000009")?.name == "South West")
    let rows = "Data item,LA and Regions,Years,Values\nX,Somerset,2014-16,1\nX,South West,2014-16,-\n"
    let figures = try bench.append(try bench.file("x.csv", rows))
    #expect(figures.rejected == [])
    #expect(
      try bench.stored().map { "\($0.area) \($0.value ?? .nan) \($0.status)" } == [
        "E12000009 nan notAvailable", "E06000066 1.0 none",
      ])
    #expect(try bench.append(first, second).outcome == .alreadyLoaded(release: 1))
  }

  /// Boards that a place lies in by parts are several rows of one list, and stay together.
  @Test func anAreaThatALaterListHasMovedIsInOneRegion() throws {
    let bench = try Workbench()
    let heading = "LADCD,LADNM,RGNCD,RGNNM,ICBCD\n"
    let boards = ["E54000001", "E54000002"].map { "E07000001,Here,E12000001,North East,\($0)\n" }
    try bench.append(bench.file("first.csv", heading + boards.joined()))
    try bench.append(bench.file("second.csv", heading + "E07000001,Here,E12000002,North West,\n"))
    func parents(_ asOf: AsOf) throws -> [String] {
      try Snapshot.open(bench.store, asOf: asOf).area("E07000001")?.parents.map { "\($0.hierarchy) \($0.code)" } ?? []
    }
    #expect(try parents(.release(1)) == ["region E12000001", "icb E54000001", "icb E54000002"])
    #expect(try parents(.latest).sorted() == ["icb E54000001", "icb E54000002", "region E12000002"])
  }
}
