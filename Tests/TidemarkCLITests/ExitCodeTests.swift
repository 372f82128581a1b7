import Foundation
import Testing

/// Every way to ask wrongly ends with one clear message and the documented code; none traps.
@Suite struct ExitCodeTests {
  @Test(arguments: [
    ["--bogus"], ["bogus"], ["compare", "--format", "xml"], ["compare", "--precision", "16"],
    ["compare", "--precision", "-1"], ["compare", "--precision", "many"], ["trend"], ["rank"], ["find"],
    ["describe"],
    ["trend", "mortality"], ["trend", "infnat mortalty"], ["compare", "no such indicator"], ["compare", "0"],
    ["compare", "99999999999999999999999"], ["compare", "-5"], ["compare", "--area", "Nowhere"],
    ["compare", "--area", ""],
    ["compare", "--benchmark", "Nowhere"], ["compare", "--period", "whenever"], ["compare", "--period", ""],
    ["compare", "--area-type", "planet"], ["compare", "--area-type", "region"], ["compare", "--as-of", "yesterday"],
    ["compare", "--as-of", "-1"], ["compare", "--as-of", "99"], ["rank", "infant mortality", "--within", "Nowhere"],
    ["rank", "infant mortality", "--within", "West Midlands", "--peers", "core-cities"],
    ["profile", "Solihull", "--area", "Dudley"], ["compare", "\u{1F3E5}"],
    ["compare", "--area", "E08\u{7F}\u{1B}[31m"],
    ["append"], ["append", "x.csv", "--wait", "-1"],
  ])
  func wrongUsageIsTwo(arguments: [String]) throws {
    let outcome = try BinaryUnderTest.run(arguments, store: try DatasetsStore.url)
    #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
    #expect(!outcome.wasKilled)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("tidemark: error: "), "\(outcome.errors)")
  }

  @Test func guessesAndCandidatesAreOffered() throws {
    let store = try DatasetsStore.url
    let slip = try BinaryUnderTest.run(["trend", "infnat mortalty"], store: store)
    #expect(slip.errors.contains("did you mean:\n"))
    #expect(slip.errors.contains("Infant mortality rate"))
    let many = try BinaryUnderTest.run(["trend", "mortality"], store: store)
    #expect(many.errors.contains("Neonatal mortality rate"))
    let place = try BinaryUnderTest.run(["compare", "--area", "Birmingam"], store: store)
    #expect(place.errors.contains("E08000025  Birmingham"))
    let nothing = try BinaryUnderTest.run(["find", "wolverhamtpon"], store: store)
    #expect(nothing.status == 0)
    #expect(nothing.output.contains("E08000031,Wolverhampton"))
  }

  @Test func emptyAnswersAreZeroUnlessAskedOtherwise() throws {
    let store = try DatasetsStore.url
    let empty = try BinaryUnderTest.run(["compare", "--period", "1950"], store: store)
    #expect(empty.status == 0)
    #expect(empty.output.split(separator: "\n").count == 1, "the header alone")
    #expect(empty.errors.contains("nothing to show"))
    let strict = try BinaryUnderTest.run(["compare", "--period", "1950", "--fail-if-empty"], store: store)
    #expect(strict.status == 1)
    #expect(try BinaryUnderTest.run(["compare", "--fail-if-empty"], store: store).status == 0)
  }

  @Test func missingStoresAreFour() throws {
    let folder = try TemporaryFolder()
    let commands = [
      ["compare"], ["trend", "x"], ["find", "x"], ["describe", "x"], ["status"], ["export"], ["profile"],
      ["audit"],
    ]
    for command in commands {
      let outcome = try BinaryUnderTest.run(command, in: folder.url)
      #expect(outcome.status == 4, "\(command): \(outcome.errors)")
      #expect(outcome.errors.contains("tidemark-store"))
      #expect(outcome.output.isEmpty)
    }
    let file = try folder.write("no store", to: "file")
    let outcome = try BinaryUnderTest.run(["compare", "--store", file], in: folder.url)
    #expect(!outcome.wasKilled)
    #expect([4, 5, 7].contains(outcome.status), "\(outcome.errors)")
  }

  @Test func helpAndVersionAreZero() throws {
    let bare = try BinaryUnderTest.run([])
    #expect(bare.status == 0)
    #expect(bare.output.contains("tidemark compare"))
    let help = try BinaryUnderTest.run(["--help"])
    #expect(help.status == 0)
    let examples = try #require(help.output.range(of: "EXAMPLES:"))
    let usage = try #require(help.output.range(of: "USAGE:"))
    #expect(examples.lowerBound < usage.lowerBound)
    for code in [
      "0  done", "1  the answer is empty", "2  wrong usage", "5  the store is damaged", "8  ", "130  interr",
    ] {
      #expect(help.output.contains(code))
    }
    #expect(try BinaryUnderTest.run(["--version"]).output == "0.1.0\n")
    for command in ["compare", "trend", "rank", "profile", "find", "describe", "status", "export", "append", "verify"] {
      let outcome = try BinaryUnderTest.run(["help", command])
      #expect(outcome.status == 0 && outcome.output.contains("USAGE: tidemark \(command)"), "\(command)")
    }
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let folder = try TemporaryFolder()
    let script = "{ \"$0\" export; echo $? >status; } 2>errors | head -n 1 >first"
    let outcome = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/bin/sh"), ["-c", script, BinaryUnderTest.url.path], in: folder.url,
      environment: BinaryUnderTest.environment(store: try DatasetsStore.url))
    #expect(outcome.status == 0)
    #expect(try String(contentsOfFile: folder.path("status"), encoding: .utf8) == "0\n")
    #expect(try String(contentsOfFile: folder.path("errors"), encoding: .utf8).isEmpty)
    #expect(try String(contentsOfFile: folder.path("first"), encoding: .utf8).hasPrefix("indicator_id,"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsSeven() throws {
    let outcome = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/bin/sh"), ["-c", "\"$0\" export >/dev/full", BinaryUnderTest.url.path], in: nil,
      environment: BinaryUnderTest.environment(store: try DatasetsStore.url))
    #expect(outcome.status == 7)
    #expect(outcome.errors.contains("cannot write the answer"))
  }

  /// The figures are there all the same, and that is what somebody has to know who reads the message.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func anAppendThatCannotReportSaysThatTheReleaseIsThere() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("indicator_id,area_code,period,value\n1,E92000001,2016,3.9\n", to: "a.csv")
    let store = folder.path("store")
    let outcome = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/bin/sh"),
      ["-c", "\"$0\" append \"$1\" --store \"$2\" >/dev/full", BinaryUnderTest.url.path, file, store], in: nil,
      environment: BinaryUnderTest.environment(store: folder.url))
    #expect(outcome.status == 7 && outcome.errors.contains("release 1 is committed"), "\(outcome.errors)")
    #expect(try BinaryUnderTest.run(["export", "--store", store]).output.contains("3.9"))
  }
}
