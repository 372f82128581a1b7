import Foundation
import TestSupport
import TideModel

@testable import TideStore

/// Something a writer does to a store on a simulated disk, and what the store must answer before and after it.
struct AppendShape {
  let name: String
  /// The disk it starts from, all of it durable.
  let base: SimulatedDisk
  let before: StoreContents
  let run: (SimulatedSystem) throws -> Void
  /// Done after a cut, where what was cut did not come about.
  let again: (SimulatedSystem) throws -> Void
  /// What the store answers then.
  let after: StoreContents
  /// The segments then, by name.
  let segments: [String: [UInt8]]
  /// Whether the end of `run` says that a release is there.
  let acknowledges: Bool
  /// Whether it changes how the releases are stored, and no answer.
  var isCompaction: Bool { before == after }

  static let store = "/disk/store"

  /// A disk with a folder and nothing in it.
  private static var emptyDisk: SimulatedDisk {
    get throws {
      let system = SimulatedSystem()
      try system.createFolder("/disk")
      return system.present.afterPowerCut(.kept)
    }
  }

  /// A new store; one more release; a large release of several files; a release taken back; a new store given up; a
  /// compaction.
  ///
  /// - Parameter variant: what figures are in them; the first has one of everything.
  static func all(variant: Int) throws -> [AppendShape] {
    var random = RandomReleases(generator: SeededGenerator(seed: UInt64(variant)))
    var drafts = [SmallStore.first, SmallStore.second, random.release(3)]
    if variant > 0 { drafts = (1...3).map { random.release($0) } }
    while drafts[2].facts.count < 40 { drafts[2].facts.merge(random.release(3).facts) { old, _ in old } }
    drafts[2].sources = (1...3).map {
      Release.Source(name: "\($0).csv", sha256: String(repeating: "0\($0)", count: 32), bytes: $0, rows: $0)
    }
    let empty = try emptyDisk
    var disks = [empty]
    var contents = [StoreContents()]
    for draft in drafts {
      let system = SimulatedSystem(disks.last!)
      let release = try draft.commit(StoreWriter(store, tool: "tests", files: system))
      contents.append(contents.last!.after(draft, release))
      disks.append(system.present.afterPowerCut(.kept))
    }
    func appending(_ draft: ReleaseDraft, scratch: Bool = false) -> (SimulatedSystem) throws -> Void {
      { system in
        let writer = try StoreWriter(store, tool: "tests", files: system)
        do {
          if scratch { try useScratchFile(of: writer) }
          _ = try draft.commit(writer)
        } catch {
          writer.abandon()
          throw error
        }
      }
    }
    let first = appending(drafts[0])
    return [
      try AppendShape("a new store", empty, contents[0], first, contents[1]),
      try AppendShape("one more release", disks[1], contents[1], appending(drafts[1]), contents[2]),
      try AppendShape("several files", disks[2], contents[2], appending(drafts[2], scratch: true), contents[3]),
      try undoing(disks[2], contents),
      try AppendShape(
        "a new store given up", empty, contents[0], { try giveUp(drafts[0], $0) }, contents[1], again: first),
      try AppendShape(
        "a compaction", disks[3], contents[3], { _ = try StoreWriter.compact(store, tool: "tests", files: $0) },
        contents[3]),
    ]
  }

  private init(
    _ name: String, _ base: SimulatedDisk, _ before: StoreContents, _ run: @escaping (SimulatedSystem) throws -> Void,
    _ after: StoreContents, again: ((SimulatedSystem) throws -> Void)? = nil
  ) throws {
    self.name = name
    self.base = base
    self.before = before
    self.run = run
    self.again = again ?? run
    self.after = after
    acknowledges = again == nil
    let system = SimulatedSystem(base)
    if again != nil { try run(system) }
    try self.again(system)
    segments = system.present.files(Self.store + "/segments")
  }

  private static func undoing(_ disk: SimulatedDisk, _ contents: [StoreContents]) throws -> AppendShape {
    let undo: (SimulatedSystem) throws -> Void = { _ = try StoreWriter.undo(store, tool: "tests", files: $0) }
    let system = SimulatedSystem(disk)
    try undo(system)
    var after = contents[1]
    after.releases = try Snapshot.open(store, files: system).releases()
    guard after.releases.dropLast().elementsEqual(contents[2].releases), after.releases.last?.undoes == 2 else {
      throw CocoaError(.featureUnsupported)
    }
    return try AppendShape("a release taken back", disk, contents[2], undo, after)
  }

  private static func giveUp(_ draft: ReleaseDraft, _ system: SimulatedSystem) throws {
    let writer = try StoreWriter(store, tool: "tests", files: system)
    _ = writer.areaID("E92000001")
    var panel = PanelDraft(
      key: PanelKey(indicator: 1, stratum: 1, areaClass: .country), areas: [1], periods: [SmallStore.period2020],
      labels: [0])
    panel.set(cell: 0, status: .none, figures: Figures(value: 2))
    try writer.add(panel)
    // As when the transaction is refused: the segment has its name by then.
    try system.moveFile(
      store + "/segments/release-1.tmp", to: store + "/segments/\(String(repeating: "0f", count: 32)).tide.new")
    writer.abandon()
  }

  /// Puts bytes aside and reads them back, as an append of many rows does.
  private static func useScratchFile(of writer: StoreWriter) throws {
    let file = try writer.scratchFile()
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try bytes.withUnsafeBytes { try file.append($0) }
    var found = [UInt8](repeating: 0, count: bytes.count)
    try file.flush()
    try found.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    guard found == bytes else { throw CocoaError(.fileReadCorruptFile) }
  }
}

extension SimulatedDisk {
  /// Files in a folder, by name.
  func files(_ path: String) -> [String: [UInt8]] {
    guard let folder = node(path) else { return [:] }
    return nodes[folder]!.names.mapValues { nodes[$0]!.bytes }
  }

  /// Names in a folder.
  func names(_ path: String) -> Set<String> { Set(files(path).keys) }
}

/// What became of a store.
enum Aftermath {
  /// What a store answers, all of it verified; nothing where there is no store.
  static func contents(_ system: SimulatedSystem) throws -> StoreContents {
    do {
      let snapshot = try Snapshot.open(AppendShape.store, files: system)
      let contents = try StoreContents(snapshot)
      _ = try snapshot.verify()
      return contents
    } catch let error as StoreError where error.code == .noStore {
      return StoreContents()
    }
  }

  /// What is wrong with a store in which something was cut short; nil when nothing is.
  ///
  /// It must answer with all of the release or none of it, with all of one that was acknowledged; what was cut must
  /// then go through, to the same bytes; and nothing else may lie in the store.
  static func problem(_ disk: SimulatedDisk, _ shape: AppendShape, isAcknowledged: Bool) -> String? {
    let system = SimulatedSystem(disk)
    do {
      let found = try contents(system)
      if isAcknowledged, found != shape.after { return "an acknowledged release is not there" }
      guard found == shape.before || found == shape.after else { return "an answer of neither release" }
      if found != shape.after || shape.isCompaction {
        try shape.again(system)
      } else {
        // The next writer sweeps.
        _ = try StoreWriter(AppendShape.store, tool: "tests", files: system)
      }
      guard try contents(system) == shape.after else { return "another answer after running it again" }
    } catch {
      return "\(error)"
    }
    let names = system.present.names(AppendShape.store)
    guard names.isSubset(of: ["catalog.sqlite", "catalog.seal", "lock", "segments"]) else { return "strays: \(names)" }
    return system.present.files(AppendShape.store + "/segments") == shape.segments ? nil : "other segments"
  }
}

/// How to see a failure again.
enum Replay {
  /// The command that runs a suite with the seed that failed first.
  static func command(_ suite: String, seed: UInt64) -> String {
    "replay: TIDEMARK_SEED=\(seed) swift test -c release -Xswiftc -enable-testing --scratch-path .build/tests "
      + "--filter \(suite)"
  }
}
