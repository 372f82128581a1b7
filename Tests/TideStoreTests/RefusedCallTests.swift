import Foundation
import TestSupport
import Testing

@testable import TideStore

/// Calls that fail, are interrupted, or do half: the store stays as it was, and says what happened.
@Suite("Refused calls")
struct RefusedCallTests {
  /// How one run with a fault ended.
  private struct Ending {
    let system: SimulatedSystem
    let error: StoreError?
  }

  private static func run(
    _ shape: AppendShape, fault: @escaping @Sendable (SimulatedCall) -> SimulatedFault?
  ) throws -> Ending {
    let system = SimulatedSystem(shape.base, fault: fault)
    do {
      try shape.run(system)
      return Ending(system: system, error: nil)
    } catch let error as StoreError {
      return Ending(system: system, error: error)
    }
  }

  private static func calls(_ shape: AppendShape, _ kinds: Set<SimulatedCall.Kind>) throws -> [SimulatedCall] {
    let system = SimulatedSystem(shape.base)
    try shape.run(system)
    return system.calls.filter { kinds.contains($0.kind) }
  }

  private static var appends: [AppendShape] {
    get throws { try AppendShape.all(variant: 0).filter(\.acknowledges) }
  }

  @Test("a sync that fails: no release, a clear error, and no second attempt")
  func failedSyncs() throws {
    var failed = 0
    var absent = 0
    var unconfirmed = 0
    for shape in try Self.appends {
      for call in try Self.calls(shape, [.sync]) {
        let place: Comment = "\(shape.name): sync of \(call.path), call \(call.number)"
        let ending = try Self.run(shape) { $0.number == call.number ? .error(SystemError(EIO)) : nil }
        failed += 1
        if let error = ending.error {
          #expect(error.code == .io && !error.remedy.isEmpty, place)
          // Only the sync of the folder that the journal has left comes when all is done.
          let isThere = error.message.contains("was written, but")
          let found = try Aftermath.contents(SimulatedSystem(ending.system.present))
          #expect(found == (isThere ? shape.after : shape.before), place)
          if isThere { unconfirmed += 1 } else { absent += 1 }
        }
        let isOwn = !call.path.contains("catalog.sqlite")
        let isRepeated = ending.system.calls.contains {
          $0.kind == .sync && $0.path == call.path && $0.number > call.number && call.path.hasSuffix(".tmp")
        }
        #expect(!isOwn || !isRepeated, place)
        for fate in [SimulatedDisk.Fate.lost, .kept] {
          let disk = ending.system.present.afterPowerCut(fate)
          #expect(Aftermath.problem(disk, shape, isAcknowledged: ending.error == nil) == nil, "\(place) \(fate)")
        }
      }
    }
    print("failed syncs: \(failed); the release absent after \(absent), there but unconfirmed after \(unconfirmed)")
    #expect(absent > 20)
    #expect(try unconfirmed == Self.appends.count { !$0.isCompaction })
  }

  @Test(
    "no space, a file too large: the old figures, no temporary files, a clear error", arguments: [ENOSPC, EFBIG, EIO])
  func noSpace(code: Int32) throws {
    var refused = 0
    var passed = 0
    for shape in try Self.appends {
      let files = shape.base.names(AppendShape.store + "/segments")
      let calls = try Self.calls(shape, [.create, .write, .makeFolder, .rename])
      for (index, call) in calls.enumerated() where Seed.isLong || index % 8 == Int(Seed.value % 8) {
        for isOnce in [true, false] {
          let place: Comment = "\(shape.name): \(call.kind) of \(call.path), call \(call.number), once \(isOnce)"
          let ending = try Self.run(shape) {
            let isRefused = isOnce ? $0.number == call.number : $0.number >= call.number && $0.kind == call.kind
            return isRefused ? .error(SystemError(code)) : nil
          }
          guard let error = ending.error else {
            // The seal is advice.
            #expect(call.path.contains("catalog.seal"), place)
            #expect(try Aftermath.contents(SimulatedSystem(ending.system.present)) == shape.after, place)
            passed += 1
            continue
          }
          refused += 1
          #expect(error.code == .io && !error.remedy.isEmpty && !error.file.isEmpty, place)
          #expect(try Aftermath.contents(SimulatedSystem(ending.system.present)) == shape.before, place)
          #expect(Aftermath.problem(ending.system.present, shape, isAcknowledged: false) == nil, place)
          // A catalogue that cannot be written cannot be put back either: the next writer does it.
          if !isOnce, call.path.hasSuffix("catalog.sqlite") { continue }
          #expect(ending.system.present.names(AppendShape.store + "/segments") == files, place)
          let strays = ending.system.present.names(AppendShape.store).filter {
            $0.hasSuffix(".tmp") || $0.hasSuffix("-journal")
          }
          #expect(strays.isEmpty, "\(place): \(strays)")
        }
      }
    }
    print("error \(code) at each call that takes space: \(refused) refused, \(passed) only without a seal")
    #expect(refused > 20)
  }

  @Test("interrupted calls and short writes and reads: equal bytes")
  func interruptions() throws {
    let rounds = Seed.isLong ? 200 : 20
    let shapes = try Self.appends
    var faults = 0
    for round in 0..<rounds {
      let seed = Seed.value &+ UInt64(round)
      let shape = shapes[round % shapes.count]
      let fault: @Sendable (SimulatedCall) -> SimulatedFault? = { call in
        var generator = SeededGenerator(seed: seed &* 10_007 &+ UInt64(call.number))
        guard [.write, .read, .lock].contains(call.kind), Bool.random(using: &generator) else { return nil }
        // SQLite repeats its own interrupted calls below this seam.
        let isInterrupted = call.kind == .lock || Bool.random(using: &generator)
        if isInterrupted { return call.path.contains("catalog.sqlite") ? nil : .error(.interrupted) }
        return .short
      }
      let ending = try Self.run(shape, fault: fault)
      let place: Comment = "\(shape.name); \(Replay.command("RefusedCallTests", seed: seed))"
      #expect(ending.error == nil, place)
      faults += ending.system.calls.count { fault($0) != nil }
      #expect(ending.system.present.files(AppendShape.store + "/segments") == shape.segments, place)
      #expect(try Aftermath.contents(SimulatedSystem(ending.system.present, fault: fault)) == shape.after, place)
    }
    print("interrupted or short calls: \(faults) in \(rounds) appends, equal bytes")
    #expect(faults > 5 * rounds)
  }

  @Test("a read that fails: an error, never another answer")
  func failedReads() throws {
    let reading: Set<SimulatedCall.Kind> = [.status, .list, .open, .read, .lock, .map]
    let shape = try AppendShape.all(variant: 0)[3]
    let whole = SimulatedSystem(shape.base)
    #expect(try Aftermath.contents(whole) == shape.before)
    var outcomes = (errors: 0, right: 0)
    for call in whole.calls where reading.contains(call.kind) {
      let system = SimulatedSystem(shape.base) { $0.number == call.number ? .error(SystemError(EIO)) : nil }
      do {
        #expect(try Aftermath.contents(system) == shape.before, "\(call)")
        outcomes.right += 1
      } catch let error as StoreError {
        #expect([.io, .locked, .damaged].contains(error.code), "\(call): \(error)")
        outcomes.errors += 1
      }
    }
    print("failed reads of a query: \(outcomes.errors) errors, \(outcomes.right) right all the same")
    #expect(outcomes.errors > 50)
  }

  @Test("a read of a writer that fails: the store as it was, or the release whole")
  func failedReadsOfWriters() throws {
    let reading: Set<SimulatedCall.Kind> = [.status, .list, .open, .read, .lock, .map, .close]
    var outcomes = (errors: 0, right: 0)
    for shape in try Self.appends {
      let calls = try Self.calls(shape, reading)
      for (index, call) in calls.enumerated() where Seed.isLong || index % 8 == Int(Seed.value % 8) {
        let ending = try Self.run(shape) { $0.number == call.number ? .error(SystemError(EIO)) : nil }
        let problem = Aftermath.problem(ending.system.present, shape, isAcknowledged: ending.error == nil)
        #expect(problem == nil, "\(shape.name): \(call)")
        outcomes.errors += ending.error == nil ? 0 : 1
        outcomes.right += ending.error == nil ? 1 : 0
      }
    }
    print("failed reads of writers: \(outcomes.errors) errors, \(outcomes.right) went through")
    #expect(outcomes.errors > 10)
  }
}
