import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What the program says and does when a file, the store or the user stands in its way.
@Suite struct FailureTests {
  private let header = "indicator_id,indicator,area_code,period,value\n"

  @Test func rejectedInputIsThreeAndLeavesNoStore() throws {
    let folder = try TemporaryFolder()
    let files = [
      ("headings.csv", "a,b\n1,2\n"), ("empty.csv", ""), ("cut.csv", header + "1,\"N"),
      ("long.csv", header + String(repeating: "9", count: 10 << 20)),
      ("binary.csv", String(repeating: "\u{0}\u{1}\u{2}", count: 1000)),
    ]
    for (name, text) in files {
      let outcome = try BinaryUnderTest.run(
        ["append", try folder.write(text, to: name), "--store", "s"], in: folder.url)
      #expect(outcome.status == 3, "\(name): \(outcome.errors)")
      #expect(outcome.errors.contains(name))
      #expect(outcome.errors.split(separator: "\n").count == 2, "message and remedy: \(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path("s")))
    }
    let mixed = try folder.write(header + "1,N,E1,2019,5\n1,N,E1,2020,five\n", to: "mixed.csv")
    let strict = try BinaryUnderTest.run(["append", mixed, "--strict", "--store", "s"], in: folder.url)
    #expect(strict.status == 3)
    let rejects = try String(contentsOfFile: folder.path("mixed.csv.rejects.csv"), encoding: .utf8)
    #expect(rejects.hasPrefix("file,line,column,rule,value,reason\n"))
    #expect(rejects.contains(",3,5,not-a-number,five,"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("s")))
    let kind = try BinaryUnderTest.run(["append", mixed, "--store", "s"], in: folder.url)
    #expect(kind.status == 0)
    #expect(kind.output.contains("2 rows, 1 accepted, 0 repeated, 1 rejected"))
  }

  /// A file of which not one row is understood has loaded nothing, and says so: of values, and of counts alone.
  @Test(arguments: [
    "indicator_id,indicator,area_code,period,value\n1 (like),N,E92000001,2021,5\n1 (like),N,E08000025,2021,7\n",
    "indicator_id,indicator,area_code,period,count,denominator\n20101 (equivalent),N,E92000001,2021,14986,540190\n",
  ])
  func notOneRowReadIsThree(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "a.csv")
    for options in [[], ["--dry-run"]] {
      let outcome = try BinaryUnderTest.run(["append", path, "--store", "s"] + options, in: folder.url)
      #expect(outcome.status == 3 && outcome.output.hasPrefix("refused, nothing was written"), "\(outcome.output)")
      #expect(outcome.errors.hasPrefix("tidemark: error: nothing was loaded: not one row could be read"))
    }
    let object = try BinaryUnderTest.run(["append", path, "--store", "s", "--json"], in: folder.url)
    #expect(object.status == 3 && object.output.contains(#""refusal":"no-row-read""#), "\(object.output)")
    let good = "indicator_id,indicator,area_code,period,value\n1,N,E92000001,2021,5\n"
    let both = try BinaryUnderTest.run(
      ["append", path, try folder.write(good, to: "b.csv"), "--store", "s"], in: folder.url)
    #expect(both.status == 0 && both.output.contains("1 new"), "\(both.errors)")
  }

  @Test func unreadableFilesAreSeven() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("missing.csv"), folder.url.path] {
      let outcome = try BinaryUnderTest.run(["append", path, "--store", "s"], in: folder.url)
      #expect(outcome.status == 7, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("tidemark: error: \(path)"))
    }
  }

  @Test func aDamagedStoreIsFiveWithFileAndBlockNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(header + "1,N,E92000001,2019,5\n1,N,E08000025,2019,7\n", to: "a.csv")
    #expect(try BinaryUnderTest.run(["append", file, "--store", "s"], in: folder.url).status == 0)
    #expect(try BinaryUnderTest.run(["verify", "--store", "s"], in: folder.url).status == 0)
    let segments = folder.url.appendingPathComponent("s/segments")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: segments.path).first)
    let segment = segments.appendingPathComponent(name)
    var bytes = try Data(contentsOf: segment)
    bytes[70] ^= 1
    try bytes.write(to: segment)
    let outcome = try BinaryUnderTest.run(["verify", "--store", "s"], in: folder.url)
    #expect(outcome.status == 5)
    #expect(outcome.errors.contains("segments/\(name), block at byte"), "\(outcome.errors)")
    try FileManager.default.removeItem(at: segment)
    #expect(try BinaryUnderTest.run(["compare", "--store", "s"], in: folder.url).status == 5)
  }

  @Test func aStoreMayBeNamedAsAnAddressIs() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(header + "1,N,E92000001,2019,5\n", to: "a.csv")
    let store = "file:s?mode=memory"
    for arguments in [["append", file], ["verify"], ["export"]] {
      let outcome = try BinaryUnderTest.run(arguments + ["--store", store], in: folder.url)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
    #expect(FileManager.default.fileExists(atPath: folder.path(store) + "/catalog.sqlite"))
  }

  #if canImport(Glibc)
    @Test func anotherWriterIsSixAndAWaitGetsThrough() throws {
      let folder = try TemporaryFolder()
      let file = try folder.write(header + "1,N,E92000001,2019,5\n", to: "a.csv")
      let second = try folder.write(header + "1,N,E92000001,2020,5\n", to: "b.csv")
      #expect(try BinaryUnderTest.run(["append", file, "--store", "s"], in: folder.url).status == 0)
      let lock = open(folder.path("s/lock"), O_RDWR)
      #expect(flock(lock, LOCK_EX) == 0)
      let outcome = try BinaryUnderTest.run(["append", second, "--store", "s"], in: folder.url)
      #expect(outcome.status == 6, "\(outcome.errors)")
      #expect(try BinaryUnderTest.run(["status", "--store", "s"], in: folder.url).status == 0)
      let waiting = try waitingAppend(of: second, to: folder.path("s"))
      // Until it stands before the lock, which it opens before it waits.
      while waiting.isRunning, !Self.isOpen(folder.path("s/lock"), in: waiting) { usleep(10_000) }
      close(lock)
      waiting.waitUntilExit()
      #expect(waiting.terminationReason == .exit && waiting.terminationStatus == 0)
      #expect(
        try BinaryUnderTest.run(["releases", "--store", "s", "--format", "csv"], in: folder.url).output
          .split(separator: "\n").count == 3)
    }

    @Test func anInterruptIsOneHundredAndThirtyAndLeavesTheStoreWhole() throws {
      let folder = try TemporaryFolder()
      let first = try folder.write(header + "1,N,E92000001,2019,5\n", to: "a.csv")
      #expect(try BinaryUnderTest.run(["append", first, "--store", "s"], in: folder.url).status == 0)
      // While another writer holds the lock the append waits, and can be interrupted at a known place.
      let second = try folder.write(header + "1,N,E92000001,2020,5\n", to: "b.csv")
      let lock = open(folder.path("s/lock"), O_RDWR)
      defer { close(lock) }
      #expect(flock(lock, LOCK_EX) == 0)
      let process = try waitingAppend(of: second, to: folder.path("s"))
      // An interrupt before the program has set its handler may be lost, so it is sent until it is heard.
      while process.isRunning {
        process.interrupt()
        usleep(100_000)
      }
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(try BinaryUnderTest.run(["verify", "--store", "s"], in: folder.url).status == 0)
    }

    /// An append that waits for the lock longer than any machine is busy, and gives up at last.
    private func waitingAppend(of file: String, to store: String) throws -> Process {
      let process = Process()
      process.executableURL = BinaryUnderTest.url
      process.arguments = ["append", file, "--store", store, "--wait", "900"]
      process.environment = BinaryUnderTest.environment()
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      return process
    }

    /// Whether a process has a file open, as Linux tells.
    private static func isOpen(_ path: String, in process: Process) -> Bool {
      let folder = "/proc/\(process.processIdentifier)/fd"
      let name = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      return (try? FileManager.default.contentsOfDirectory(atPath: folder))?.contains {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + $0)) == name
      } ?? false
    }
  #endif
}
