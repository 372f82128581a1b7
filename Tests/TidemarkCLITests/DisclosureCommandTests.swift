import Foundation
import Testing

/// `--disclosure`, `tidemark disclosure` and what a pinned profile does to every command.
@Suite("Disclosure control")
struct DisclosureCommandTests {
  /// Figures of four areas of a region, two of them with small counts; the numbers that must not be seen are unlike any other.
  private static func figures(_ count: Int) -> String {
    let rows = [
      ("E12000005", "West Midlands", 3000 + count), ("E08000025", "Birmingham", count), ("E08000026", "Coventry", 611),
      ("E08000027", "Dudley", 977), ("E08000028", "Sandwell", 1412), ("E92000001", "England", 90_000 + count),
    ]
    let lines = rows.map { code, name, count in
      let value = Double(count) / 7919 * 1000
      return
        "500,Rare disease,\(code),\(name),Persons,All ages,2022,\(value),\(value * 0.9),\(value * 1.1),\(count),7919"
    }
    return
      ([
        "indicator_id,indicator,area_code,area,sex,age,period,value,lower_95,upper_95,count,denominator"
      ] + lines).joined(separator: "\n") + "\n"
  }

  private static let areas =
    "area_code,name,area_type,parents\n"
    + ["E08000025", "E08000026", "E08000027", "E08000028"].map { "\($0),,,region=E12000005\n" }.joined()

  private static let indicator =
    "indicator_id,name,unit,multiplier,value_type,polarity\n500,Rare disease,per 1000,1000,Crude rate,Low is good\n"

  /// A store of two releases: Birmingham's count is 4, and was 3.
  private static func makeStore() throws -> (folder: TemporaryFolder, store: URL) {
    let folder = try TemporaryFolder()
    let store = folder.url.appendingPathComponent("store")
    try folder.write(areas, to: "areas.csv")
    try folder.write(indicator, to: "indicators.csv")
    try folder.write(figures(3), to: "one.csv")
    try folder.write(figures(4), to: "two.csv")
    for files in [["areas.csv", "indicators.csv", "one.csv"], ["two.csv"]] {
      let outcome = try BinaryUnderTest.run(["append"] + files, in: folder.url, store: store)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    return (folder, store)
  }

  private static func run(_ arguments: [String], _ store: URL) throws -> BinaryUnderTest.Outcome {
    let outcome = try BinaryUnderTest.run(arguments, store: store)
    #expect(!outcome.wasKilled)
    return outcome
  }

  /// Everything that shows figures, in machine formats, with every digit.
  private static let questions: [[String]] = [
    ["compare"], ["trend", "500"], ["rank", "500"], ["profile"], ["export", "--compare"], ["export"],
    ["export", "--as-of", "1", "--allow-withdrawn"], ["aggregate", "500"], ["funnel", "500"], ["excess"],
    ["ratio", "500"], ["ratio", "500", "--with", "E06000002"],
    ["audit", "--rows"], ["audit"], ["trend", "500", "--test"], ["inequality", "500"], ["diff", "0", "--new"],
    ["diff", "1"],
    ["revisions", "2"], ["revisions", "1", "--new"], ["compare", "--benchmark", "pooled"],
    ["rank", "500", "--method", "interval998"],
    ["compare", "--benchmark", "mean"], ["compare", "--geography", "current"], ["describe", "500"], ["releases"],
    ["status"],
  ]

  /// The texts that tell Birmingham's count, or the one hidden to protect it: 3 or 4 of 7919, and 611 of 7919.
  private static var secrets: [String] {
    [3.0, 4.0].map { ($0 / 7919 * 1000).description } + [(611.0 / 7919 * 1000).description, "611"]
  }

  @Test("no command's output holds a hidden number, asked for or pinned", arguments: [true, false])
  func everyCommand(_ pinned: Bool) throws {
    let (folder, store) = try Self.makeStore()
    defer { withExtendedLifetime(folder) {} }
    // Without disclosure control the secrets are there, so that looking for them means something.
    let open = try Self.run(["export", "--format", "csv"], store).output
    #expect(Self.secrets.dropFirst().allSatisfy(open.contains))
    if pinned { #expect(try Self.run(["disclosure", "--pin", "k=5"], store).status == 0) }
    for question in Self.questions {
      let takesProfile = !pinned && !["describe", "releases", "status"].contains(question[0])
      let outcome = try Self.run(
        question + ["--format", "csv"] + (takesProfile ? ["--disclosure", "k=5"] : []), store)
      #expect([0, 2].contains(outcome.status), "\(question): \(outcome.errors)")
      for secret in Self.secrets {
        #expect(!outcome.output.contains(secret) && !outcome.errors.contains(secret), "\(question) tells \(secret)")
      }
      if ["compare", "export", "rank"].contains(question[0]) {
        #expect(outcome.errors.contains("tidemark: disclosure control (k=5): of "), "\(question)")
      }
    }
  }

  @Test("a hidden figure is [c] with nothing beside it, and the others are as they were")
  func export() throws {
    let (folder, store) = try Self.makeStore()
    defer { withExtendedLifetime(folder) {} }
    let lines = try Self.run(["export", "--disclosure", "k=5", "--format", "csv"], store).output.split(separator: "\n")
    let birmingham = try #require(lines.first { $0.contains("E08000025") })
    #expect(birmingham.contains(",,,,,,,,c,"))
    #expect(lines.filter { $0.contains(",c,") }.count == 2)
    #expect(lines.contains { $0.contains("E12000005") && $0.contains(",3004,7919,") })
  }

  @Test("a pin is told, holds, takes only what is as strict, and comes off")
  func pin() throws {
    let (folder, store) = try Self.makeStore()
    defer { withExtendedLifetime(folder) {} }
    #expect(try Self.run(["disclosure"], store).output.contains("none,every figure is shown"))
    #expect(try Self.run(["disclosure", "--pin", "hes"], store).output.hasPrefix("release 3: hes is pinned"))
    #expect(try Self.run(["disclosure", "--pin", "hes"], store).output.hasPrefix("nothing to do"))
    #expect(try Self.run(["disclosure"], store).output.contains("hes,\"counts of 1 to 7 are hidden"))
    #expect(try Self.run(["releases"], store).output.contains("pins disclosure control (hes)"))
    for (profile, status) in [
      ("none", 8), ("k=20", 8), ("ons-deaths", 8), ("k=5", 8), ("hes", 0), ("opensafely", 0),
    ] as [(String, Int32)] {
      for command in [["compare"], ["revisions", "2"], ["export"]] {
        #expect(try Self.run(command + ["--disclosure", profile], store).status == status, "\(command) \(profile)")
      }
    }
    // What is timed is what is shown.
    let timed = try Self.run(["bench", "--runs", "1", "--answers", folder.url.path, "--", "export"], store)
    #expect(timed.status == 0, "\(timed.errors)")
    let written = try String(contentsOf: folder.url.appendingPathComponent("export.csv"), encoding: .utf8)
    #expect(try written == Self.run(["export", "--format", "csv"], store).output)
    let undo = try Self.run(["undo"], store)
    #expect(undo.output.contains("release 2 is taken back"))
    #expect(try Self.run(["export"], store).errors.contains("disclosure control (hes)"))
    #expect(try Self.run(["disclosure", "--unpin"], store).output.hasPrefix("release 5: no disclosure control"))
    #expect(try Self.run(["export", "--disclosure", "none"], store).output.contains(",3,7919,"))
  }

  @Test("a pin survives compaction, backup, restore and repair")
  func survives() throws {
    let (folder, store) = try Self.makeStore()
    defer { withExtendedLifetime(folder) {} }
    #expect(try Self.run(["disclosure", "--pin", "k=5"], store).status == 0)
    #expect(try Self.run(["compact"], store).status == 0)
    let (backup, restored) = (folder.path("backup"), folder.path("restored"))
    #expect(try Self.run(["backup", backup], store).status == 0)
    #expect(try Self.run(["restore", backup], URL(fileURLWithPath: restored)).status == 0)
    try FileManager.default.removeItem(atPath: restored + "/catalog.sqlite")
    #expect(try Self.run(["repair"], URL(fileURLWithPath: restored)).status == 0)
    for path in [store.path, backup, restored] {
      let outcome = try Self.run(["export", "--format", "csv"], URL(fileURLWithPath: path))
      #expect(outcome.status == 0 && outcome.errors.contains("disclosure control (k=5)"), "\(path): \(outcome.errors)")
      #expect(Self.secrets.allSatisfy { !outcome.output.contains($0) })
    }
  }

  @Test("what is no profile is refused", arguments: ["", "k=0", "k=x", "strict", "k=1000001"])
  func refused(_ profile: String) throws {
    let (folder, store) = try Self.makeStore()
    defer { withExtendedLifetime(folder) {} }
    #expect(try Self.run(["compare", "--disclosure", profile], store).status == 2)
    #expect(try Self.run(["disclosure", "--pin", profile], store).status == 2)
  }

  @Test("the report counts what is done to each indicator")
  func report() throws {
    let (folder, store) = try Self.makeStore()
    defer { withExtendedLifetime(folder) {} }
    let outcome = try Self.run(["disclosure", "--report", "--disclosure", "k=5", "--format", "csv"], store)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasSuffix("500,Rare disease,6,2,0,0,0,0\n"))
    #expect(try Self.run(["disclosure", "--report"], store).status == 2)
  }

  @Test("an append that reports as JSON tells nothing of hidden figures")
  func append() throws {
    let (folder, store) = try Self.makeStore()
    defer { withExtendedLifetime(folder) {} }
    #expect(try Self.run(["disclosure", "--pin", "k=5"], store).status == 0)
    // Birmingham's rate goes from far below England's to far above: the comparison turns over, and is hidden before.
    let path = try folder.write(Self.figures(4000), to: "three.csv")
    let outcome = try BinaryUnderTest.run(["append", path, "--json"], in: folder.url, store: store)
    #expect(outcome.status == 0 && outcome.output.contains("\"comparisons_turned_over\":0"), "\(outcome.output)")
  }
}
