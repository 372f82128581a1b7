import Foundation
import Testing

/// An append that is interrupted, killed or out of space leaves the release before it, and the next append leaves no trace
/// of it. Ten million rows under `TIDEMARK_LONG=1`, else fifty thousand.
@Suite("Large appends that do not finish")
struct LargeAppendTests {
  private static let isLong = ProcessInfo.processInfo.environment["TIDEMARK_LONG"] == "1"
  /// Bytes of a disk that the segment does not fit on, nor the rows that are put aside.
  private static let diskBytes = isLong ? 16 << 20 : 128 << 10

  /// A store of one small release, and a file that is too large for what is to come.
  private struct Scene {
    let folder: TemporaryFolder
    let store: String
    let large: String
    let small: String
    let answer: String

    init() throws {
      folder = try TemporaryFolder()
      store = folder.path("store")
      large = folder.path("large.csv")
      let head = "indicator_id,area_code,period,value\n"
      let first = try folder.write(head + "1,E92000001,2016,3.9\n1,E08000025,2016,7.9\n", to: "first.csv")
      small = try folder.write(head + "1,E08000025,2017,7.8\n", to: "small.csv")
      let size = LargeAppendTests.isLong ? "M" : "smoke"
      for arguments in [["append", first, "--store", store], ["generate", "--size", size, "--csv", large]] {
        let outcome = try BinaryUnderTest.run(arguments, in: folder.url)
        try #require(outcome.status == 0, "\(outcome.errors)")
      }
      answer = try Self.export(store)
    }

    static func export(_ store: String) throws -> String {
      let outcome = try BinaryUnderTest.run(["export", "--store", store])
      try #require(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }

    func start(_ store: String) throws -> Process {
      let process = Process()
      process.executableURL = BinaryUnderTest.url
      // Little memory, so that rows are put aside in a file as well.
      process.arguments = ["append", large, "--store", store, "--memory", LargeAppendTests.isLong ? "64" : "1"]
      process.environment = BinaryUnderTest.environment()
      process.currentDirectoryURL = folder.url
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      return process
    }

    /// The release before is there, whole; the next append succeeds and leaves two segments and nothing else.
    func expectIntact(_ store: String) throws {
      #expect(try Self.export(store) == answer)
      let verified = try BinaryUnderTest.run(["verify", "--store", store])
      #expect(verified.status == 0, "\(verified.errors)")
      let next = try BinaryUnderTest.run(["append", small, "--store", store], in: folder.url)
      #expect(next.status == 0 && next.output.hasPrefix("release 2: 1 new"), "\(next.output)\(next.errors)")
      let files = try FileManager.default.subpathsOfDirectory(atPath: store).filter { $0 != "segments" }
      #expect(files.filter { $0.hasSuffix(".tide") }.count == 2, "\(files)")
      #expect(Set(files.filter { !$0.hasSuffix(".tide") }) == ["catalog.sqlite", "catalog.seal", "lock"])
    }

    /// Starts an append to a copy of the store and stops it. On a busy machine the release may be there before the signal:
    /// then another is stopped, at most a hundred.
    func stopped(
      by signal: Int32, whileWriting: Bool, _ name: String
    ) throws -> (process: Process, store: String) {
      for round in 0..<100 {
        let copy = folder.path("\(name)-\(round)")
        try FileManager.default.copyItem(atPath: store, toPath: copy)
        let process = try start(copy)
        if whileWriting { waitForWriting(process, copy) }
        // An interrupt before the program has set its handler may be lost, so it is sent until it is heard.
        while process.isRunning {
          Foundation.kill(process.processIdentifier, signal)
          usleep(20_000)
        }
        let isDone = try BinaryUnderTest.run(["export", "--as-of", "2", "--store", copy]).status == 0
        if !isDone { return (process, copy) }
      }
      throw NeverStopped()
    }

    /// No signal came before the release was there.
    struct NeverStopped: Error {}

    /// Waits until the append has put its first segment bytes on the disk, or has ended.
    func waitForWriting(_ process: Process, _ store: String) {
      while process.isRunning {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: store + "/segments")) ?? []
        if names.contains(where: { $0.hasSuffix(".tmp") }) { return }
        usleep(200)
      }
    }
  }

  @Test("interrupted while reading and while writing: exit code 130; killed: a signal; the release before stands")
  func stopped() throws {
    let scene = try Scene()
    for (name, signal, whileWriting) in [("a", SIGINT, false), ("b", SIGINT, true), ("c", SIGKILL, true)] {
      let (process, store) = try scene.stopped(by: signal, whileWriting: whileWriting, name)
      if signal == SIGINT {
        #expect(process.terminationReason == .exit && process.terminationStatus == 130, "\(name)")
      } else {
        #expect(process.terminationReason == .uncaughtSignal, "\(name)")
      }
      try scene.expectIntact(store)
    }
  }

  private static let mount = "/usr/bin/mount"
  private static let mayMount = getuid() == 0 && FileManager.default.isExecutableFile(atPath: mount)

  @Test("a full disk: exit code 7, and the release before stands", .enabled(if: mayMount, "only root may mount a disk"))
  func fullDisk() throws {
    let scene = try Scene()
    let disk = scene.folder.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
    let options = "size=\(Self.diskBytes)"
    let mounted = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: Self.mount), ["-t", "tmpfs", "-o", options, "tmpfs", disk], in: nil,
      environment: BinaryUnderTest.environment())
    guard mounted.status == 0 else {
      print("not shown: no disk can be mounted here: \(mounted.errors)")
      return
    }
    defer {
      _ = try? BinaryUnderTest.run(
        program: URL(fileURLWithPath: "/usr/bin/umount"), [disk], in: nil, environment: BinaryUnderTest.environment())
    }
    let store = disk + "/store"
    try FileManager.default.copyItem(atPath: scene.store, toPath: store)
    let outcome = try BinaryUnderTest.run(
      ["append", scene.large, "--store", store, "--memory", Self.isLong ? "64" : "1"], in: scene.folder.url)
    #expect(outcome.status == 7 && !outcome.wasKilled, "\(outcome.status): \(outcome.errors)")
    #expect(outcome.errors.contains("No space left on device"), "\(outcome.errors)")
    try scene.expectIntact(store)
  }
}

/// Figures so far apart that areas times periods are more than a panel has.
@Suite struct ScatteredFiguresTests {
  @Test func whatNoReaderWouldReadIsRefusedBeforeAnythingIsWritten() throws {
    let folder = try TemporaryFolder()
    var text = "indicator_id,area_code,period,value\n"
    let day = try #require(DateComponents(calendar: Calendar(identifier: .gregorian), year: 1960).date)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    // 16,385 areas times as many days are just more than 2^28.
    for row in 0..<16_385 {
      let date = calendar.dateComponents([.year, .month, .day], from: day.addingTimeInterval(86_400 * Double(row)))
      let stamp = String(format: "%04d-%02d-%02d", date.year ?? 0, date.month ?? 0, date.day ?? 0)
      text += "1,E01\(String(format: "%06d", row)),\(stamp),1\n"
    }
    let file = try folder.write(text, to: "scattered.csv")
    let store = folder.path("store")
    let outcome = try BinaryUnderTest.run(["append", file, "--store", store])
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.errors.contains("16385 areas and 16385 periods"), "\(outcome.errors)")
    #expect(outcome.errors.contains("in parts"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: store))
  }
}
