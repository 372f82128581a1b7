import Foundation
import Testing

/// `compact`, `backup`, `restore` and `repair`, as a user runs them.
@Suite struct KeepingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var store: String { folder.path("store") }

  private func run(_ arguments: String..., at path: String? = nil) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(arguments, in: folder.url, store: URL(fileURLWithPath: path ?? store))
  }

  /// Release n revises n figures of the years before, suppresses one and brings a year.
  private func append(_ number: Int) throws {
    var text = "indicator_id,indicator,area_code,area,sex,age,period,value,lower_95,upper_95,count,denominator,status\n"
    for indicator in 1...3 {
      for (index, code) in ["E92000001", "E12000005", "E08000025", "E08000026", "E08000029"].enumerated() {
        for year in max(0, number - 2)...number {
          let value = "\(10 + indicator * 7 + index * 3 + year).\((number * 3 + index + year) % 10)"
          let hidden = (number + index + year) % 11 == 3
          text += "\(indicator),Indicator \(indicator),\(code),,Persons,All ages,\(2000 + year),"
          text += hidden ? ",,,,,c\n" : "\(value),\(value)1,\(value)9,\(number + index),\(100 + year),\n"
        }
      }
    }
    let file = try folder.write(text, to: "\(number).csv")
    let outcome = try run("append", file, "--published", "20\(10 + number)-06-01")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func export(asOf release: Int, _ more: String...) throws -> String {
    let outcome = try BinaryUnderTest.run(
      ["export", "--format", "csv", "--as-of", "\(release)"] + more, store: URL(fileURLWithPath: store))
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  /// Row 22 of the promises.
  @Test("fifty exports as of earlier releases are byte for byte those of the day, whatever came after")
  func vintages() throws {
    var ofTheDay: [String] = []
    func note() throws { ofTheDay.append(try export(asOf: ofTheDay.count + 1, "--allow-withdrawn")) }
    for number in 1...11 {
      try append(number)
      try note()
      if number == 6 {
        for _ in 0..<2 {
          #expect(try run("undo").status == 0)
          try note()
        }
      }
      if number == 4 || number == 9 { #expect(try run("compact").status == 0) }
    }
    let kept = try ofTheDay.indices.map { try export(asOf: $0 + 1) }
    var compared = 0
    func compare() throws {
      for index in ofTheDay.indices {
        #expect(try export(asOf: index + 1, "--allow-withdrawn") == ofTheDay[index], "release \(index + 1)")
        // What was suppressed since is kept back as before.
        #expect(try export(asOf: index + 1) == kept[index], "release \(index + 1)")
        compared += 2
      }
    }
    try compare()
    // A release that suppresses, taken back: what it would keep back is shown again.
    try append(12)
    #expect(try run("undo").status == 0)
    #expect(try run("compact").output.contains(" are now 1 of "))
    try compare()
    #expect(try run("compact").output == "nothing to compact: 1 segment\n")
    print("vintages: \(compared) exports equal to those of the day")
    #expect(compared >= 50 && Set(ofTheDay).count > 9 && kept != ofTheDay)
    #expect(try run("verify").status == 0)
  }

  @Test func backupAndRestore() throws {
    for number in 1...2 { try append(number) }
    let backup = folder.path("backup")
    #expect(try run("backup", backup).output == "\(backup) holds 2 releases in 2 segments\n")
    let again = folder.path("again")
    #expect(
      try run("restore", backup, at: again).output == "\(again) is restored and whole: 2 releases in 2 segments\n")
    #expect(
      try run("export", "--format", "csv", at: again).output == run("export", "--format", "csv").output)
    for arguments in [["backup", backup], ["restore", backup]] {
      let outcome = try BinaryUnderTest.run(arguments, store: URL(fileURLWithPath: store))
      #expect(outcome.status == 2 && outcome.errors.contains("nothing is overwritten"))
    }
    #expect(try run("backup", folder.path("other"), at: folder.path("none")).status == 4)
    #expect(try run("restore", folder.path("none"), at: folder.path("other")).status == 4)
  }

  @Test func repair() throws {
    for number in 1...3 { try append(number) }
    let before = try run("export", "--format", "csv").output
    #expect(try run("repair").output == "\(store) needs no repair: it holds 3 whole releases\n")
    try Data("junk".utf8).write(to: URL(fileURLWithPath: store + "/catalog.sqlite"))
    #expect(try run("verify").status == 5)
    let plan = try run("repair", "--dry-run")
    #expect(plan.status == 0 && plan.output.contains("would make the catalogue anew with 3 whole releases"))
    #expect(try run("verify").status == 5)
    let done = try run("repair")
    #expect(done.status == 0 && done.output.contains("kept catalog.sqlite.before-repair-1"))
    #expect(try run("verify").status == 0)
    #expect(try run("export", "--format", "csv").output == before)
  }

  @Test func repairNamesWhatIsLost() throws {
    for number in 1...3 { try append(number) }
    let segments = store + "/segments"
    // The largest segment is that of the last release, which says the most.
    let names = try FileManager.default.contentsOfDirectory(atPath: segments)
    for name in names {
      let file = segments + "/" + name
      var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      // The release's number stands in the header.
      guard bytes[16] == 2 else { continue }
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: URL(fileURLWithPath: file))
    }
    let outcome = try run("repair")
    #expect(outcome.status == 5)
    #expect(outcome.output.contains("lost: release 2, published 2012-06-01, from 2.csv (SHA-256 "))
    #expect(outcome.errors.contains("1 of 3 releases are lost"))
    #expect(try run("verify").status == 0)
    let releases = try run("releases", "--format", "csv").output
    #expect(releases.contains("lost: no whole segment of it was found by a repair"))
    // Every answer says so, on standard error, where it does not get among the figures.
    for command in ["compare", "export"] {
      #expect(try run(command).errors.contains("warning: release 2 of this store is lost"), "\(command)")
    }
    #expect(try !run("export", "--as-of", "1").errors.contains("lost"))
  }

  @Test func progressIsForTerminals() throws {
    try append(1)
    for arguments in [["verify"], ["backup", folder.path("b")], ["repair"], ["compact"]] {
      let outcome = try BinaryUnderTest.run(arguments, store: URL(fileURLWithPath: store))
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(arguments): \(outcome.errors)")
    }
  }
}
