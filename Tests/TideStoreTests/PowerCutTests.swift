import TestSupport
import Testing

@testable import TideStore

/// What was acknowledged is there when power comes back, and nothing is there in part.
///
/// `TIDEMARK_LONG=1` cuts at every operation of appends of many figures, and tears 5,000 times.
@Suite("Power cuts")
struct PowerCutTests {
  /// The disks an append went through, the last one acknowledged.
  private static func states(
    _ shape: AppendShape, fault: @escaping @Sendable (SimulatedCall) -> SimulatedFault? = { _ in nil }
  ) throws -> [SimulatedDisk] {
    let system = SimulatedSystem(shape.base, fault: fault)
    try shape.run(system)
    return system.history + [system.present]
  }

  @Test("a cut at each operation, all that was not synced lost or kept")
  func everyOperation() throws {
    var cuts = 0
    var variant = 0
    let first = Int(Seed.value % 6)
    repeat {
      for shape in try AppendShape.all(variant: variant) {
        let states = try Self.states(shape)
        // In short a sixth of the operations, another one each time.
        let step = Seed.isLong ? 1 : 6
        for (number, disk) in states.enumerated() where number % step == first % step || number == states.count - 1 {
          for fate in [SimulatedDisk.Fate.lost, .kept] {
            let problem = Aftermath.problem(
              disk.afterPowerCut(fate), shape, isAcknowledged: shape.acknowledges && number == states.count - 1)
            #expect(problem == nil, "\(shape.name), variant \(variant), cut at operation \(number), \(fate)")
            cuts += 1
          }
        }
      }
      variant += 1
    } while Seed.isLong && cuts < 2000
    print("power cuts: \(cuts), in \(variant) variants of 6 shapes")
    #expect(cuts > 100)
  }

  @Test("sectors, lengths and names of what was not synced by chance, and cuts while a store is put right")
  func torn() throws {
    let seeds = Seed.isLong ? 5000 : 60
    let shapes = try (0..<(Seed.isLong ? 4 : 1)).flatMap { try AppendShape.all(variant: $0) }
    let states = try shapes.map { try Self.states($0) }
    var again = 0
    for round in 0..<seeds {
      let seed = Seed.value &+ UInt64(round)
      var generator = SeededGenerator(seed: seed)
      let chosen = Int.random(in: shapes.indices, using: &generator)
      let number = Int.random(in: 0..<states[chosen].count, using: &generator)
      var disk = states[chosen][number].afterPowerCut(.torn(seed: generator.next()))
      if Int.random(in: 0..<4, using: &generator) == 0 {
        let system = SimulatedSystem(disk)
        _ = try? StoreWriter(AppendShape.store, tool: "tests", files: system)
        let later = (system.history + [system.present]).randomElement(using: &generator)!
        disk = later.afterPowerCut(.torn(seed: generator.next()))
        again += 1
      }
      let isAcknowledged = shapes[chosen].acknowledges && number == states[chosen].count - 1
      let problem = Aftermath.problem(disk, shapes[chosen], isAcknowledged: isAcknowledged)
      #expect(
        problem == nil,
        "\(shapes[chosen].name), cut at operation \(number); \(Replay.command("PowerCutTests", seed: seed))")
    }
    print("torn disks: \(seeds), \(again) of them cut again while being put right")
    #expect(again > seeds / 8)
  }

  @Test("the power is cut while the next writer puts right what a killed one left", arguments: 0..<6)
  func killedThenCut(number: Int) throws {
    let shape = try AppendShape.all(variant: 0)[number]
    let whole = SimulatedSystem(shape.base)
    try shape.run(whole)
    let changing = whole.calls.filter(\.kind.changes)
    let first = Int(Seed.value % 4)
    var cuts = 0
    for (index, call) in changing.enumerated() where Seed.isLong || index % 4 == first {
      let killed = SimulatedSystem(shape.base) { $0.number >= call.number ? .killed : nil }
      _ = try? shape.run(killed)
      let next = SimulatedSystem(killed.present)
      _ = try? StoreWriter(AppendShape.store, tool: "tests", files: next)
      for disk in next.history + [next.present] {
        for fate in [SimulatedDisk.Fate.lost, .kept, .torn(seed: Seed.value &+ UInt64(cuts))] {
          let problem = Aftermath.problem(disk.afterPowerCut(fate), shape, isAcknowledged: false)
          #expect(
            problem == nil,
            "\(shape.name), killed at \(call), then cut: \(fate); \(Replay.command("PowerCutTests", seed: Seed.value))")
          cuts += 1
        }
      }
    }
    print("\(shape.name): killed, and cut \(cuts) times while it was put right")
    #expect(cuts > 10)
  }

  /// What a killed first writer left of the catalogue's journal never comes back beside the tables of the next.
  @Test("the journal of a writer killed while it made a store does not outlive it")
  func killedFirstWriter() throws {
    let shape = try AppendShape.all(variant: 0)[0]
    let whole = SimulatedSystem(shape.base)
    try shape.run(whole)
    let journal = AppendShape.store + "/catalog.sqlite-journal"
    let calls = whole.calls.filter { $0.path == journal && $0.kind == .write }.prefix(4)
    #expect(calls.count == 4)
    for call in calls {
      let killed = SimulatedSystem(shape.base) { $0.number >= call.number ? .killed : nil }
      _ = try? shape.run(killed)
      let next = SimulatedSystem(killed.present)
      _ = try? StoreWriter(AppendShape.store, tool: "tests", files: next)
      for (number, disk) in next.history.enumerated() {
        for seed in UInt64(number * 4)..<UInt64(number * 4 + 4) {
          let problem = Aftermath.problem(disk.afterPowerCut(.torn(seed: seed)), shape, isAcknowledged: false)
          #expect(problem == nil, "killed at \(call), cut at operation \(number), seed \(seed)")
        }
      }
    }
  }

  /// Syncs whose want no cut shows, because a later one of the same file or folder comes in time: SQLite syncs a
  /// journal once before it says how many pages it holds, and once after; and the folder with the journal's name in it,
  /// which a compaction has synced itself, since SQLite passes over a failure.
  private static func coveredByOthers(_ shape: AppendShape) -> [String] {
    (shape.isCompaction ? ["/disk/store 0"] : []) + ["/disk/store/catalog.sqlite-journal 0"]
  }

  @Test(
    "each sync taken out of an append or a compaction is seen",
    arguments: ["one more release", "a release taken back", "a compaction"])
  func syncsTakenOut(name: String) throws {
    let shape = try #require(try AppendShape.all(variant: 0).first { $0.name == name })
    let whole = SimulatedSystem(shape.base)
    try shape.run(whole)
    var ordinals: [String: Int] = [:]
    var unseen: [String] = []
    var seen = 0
    for call in whole.calls where call.kind == .sync {
      let place = "\(call.path) \(ordinals[call.path, default: 0])"
      ordinals[call.path, default: 0] += 1
      if !Seed.isLong, Self.coveredByOthers(shape).contains(place) { continue }
      let number = call.number
      let states = try Self.states(shape) { $0.number == number ? .ignored : nil }
      if Self.showsLoss(states, shape) { seen += 1 } else { unseen.append(place) }
    }
    print("\(name): \(seen) syncs taken out and seen; not seen: \(unseen)")
    #expect(unseen == (Seed.isLong ? Self.coveredByOthers(shape) : []))
    #expect(seen >= 7)
  }

  @Test("the syncs that make a new store last, taken out, are seen", arguments: ["/disk", "/disk/store/segments"])
  func syncsOfNewStores(path: String) throws {
    let shape = try AppendShape.all(variant: 0)[0]
    let states = try Self.states(shape) { $0.kind == .sync && $0.path == path ? .ignored : nil }
    #expect(Self.showsLoss(states, shape))
  }

  /// Whether a cut at any of these states shows something wrong; the last ones are tried first.
  private static func showsLoss(_ states: [SimulatedDisk], _ shape: AppendShape) -> Bool {
    let fates = [SimulatedDisk.Fate.lost] + (0..<12).map { .torn(seed: $0) }
    return states.indices.reversed().contains { number in
      fates.contains { fate in
        Aftermath.problem(
          states[number].afterPowerCut(fate), shape,
          isAcknowledged: shape.acknowledges && number == states.count - 1) != nil
      }
    }
  }
}
