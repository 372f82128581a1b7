import Foundation
import Testing

/// An append for which there is no room ends with exit code 7, and leaves the store as it was.
@Suite struct FullDiskTests {
  private static let header = "indicator_id,indicator,area_code,period,value\n"

  private static func rows(_ count: Int, seed: UInt64) -> String {
    var text = header
    var state = seed
    for row in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += "\(row / 1000 + 1),N,E0\(6_000_001 + row % 100),\(2010 + row / 100 % 10),\(Double(state >> 11) / 1e9)\n"
    }
    return text
  }

  /// A store of one release, and what it answers.
  private func store(_ folder: TemporaryFolder) throws -> String {
    let file = try folder.write(Self.rows(1000, seed: 1), to: "first.csv")
    try folder.write(Self.rows(200_000, seed: 2), to: "second.csv")
    #expect(try BinaryUnderTest.run(["append", file, "--store", "base"], in: folder.url).status == 0)
    return try BinaryUnderTest.run(["export", "--store", "base"], in: folder.url).output
  }

  private func shell(_ script: String, _ folder: TemporaryFolder) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/bin/sh"), ["-c", script, BinaryUnderTest.url.path], in: folder.url,
      environment: BinaryUnderTest.environment())
  }

  private static let look =
    "\"$0\" verify --store s >/dev/null && \"$0\" export --store s >after && ls s s/segments >names"

  @Test("the largest file allowed", arguments: [1, 8, 16, 64, 256, 1024])
  func fileSizeLimit(_ blocks: Int) throws {
    let folder = try TemporaryFolder()
    let before = try store(folder)
    let outcome = try shell(
      "cp -r base s; (ulimit -f \(blocks); exec \"$0\" append second.csv --store s 2>errors); echo $?; " + Self.look,
      folder)
    #expect(outcome.output == "7\n", "\(blocks) blocks: \(outcome.errors)")
    try expectUntouched(folder, before, "\(blocks) blocks")
  }

  @Test(
    "a full disk", .enabled(if: canMount, "only who may mount a small disk can fill it"),
    arguments: [64, 160, 512, 1024])
  func fullDisk(_ kilobytes: Int) throws {
    let folder = try TemporaryFolder()
    let before = try store(folder)
    // In a name space of its own, so that the disk goes with the shell.
    let outcome = try shell(
      """
      unshare -m sh -c 'mkdir s && mount -t tmpfs -o size='$(($(du -sk base | cut -f1) + \(kilobytes)))'k tmpfs s && \
      cp -r base/* s && { "$0" append second.csv --store s 2>errors; echo $?; \(Self.look); }' "$0"
      """, folder)
    #expect(outcome.output == "7\n", "\(kilobytes) kB: \(outcome.errors)")
    try expectUntouched(folder, before, "\(kilobytes) kB")
  }

  private static let canMount: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    let script = "unshare -m sh -c 'mkdir s && mount -t tmpfs -o size=64k tmpfs s'"
    let outcome = try? BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/bin/sh"), ["-c", script], in: folder.url,
      environment: BinaryUnderTest.environment())
    return outcome?.status == 0
  }()

  private func expectUntouched(_ folder: TemporaryFolder, _ before: String, _ place: Comment) throws {
    #expect(try String(contentsOfFile: folder.path("after"), encoding: .utf8) == before, place)
    let names = try String(contentsOfFile: folder.path("names"), encoding: .utf8)
    #expect(!names.contains(".tmp") && !names.contains("-journal"), "\(place): \(names)")
    #expect(names.components(separatedBy: ".tide").count == 2, "\(place): \(names)")
    let errors = try String(contentsOfFile: folder.path("errors"), encoding: .utf8)
    #expect(errors.contains("tidemark: error: ") && errors.split(separator: "\n").count > 1, "\(place): \(errors)")
  }
}
