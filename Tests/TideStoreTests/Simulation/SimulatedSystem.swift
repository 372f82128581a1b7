import Foundation

@testable import TideStore

/// One call of the store, or of its SQLite, to the simulated system.
struct SimulatedCall {
  enum Kind: CaseIterable {
    case status, makeFolder, removeFolder, list, rename, remove, open, create, close, write, truncate, read, sync, lock,
      map

    /// Whether it changes what is on the disk, or what of it is durable.
    var changes: Bool {
      switch self {
      case .makeFolder, .removeFolder, .rename, .remove, .create, .write, .truncate, .sync: true
      case .status, .list, .open, .close, .read, .lock, .map: false
      }
    }
  }

  let kind: Kind
  let path: String
  /// How many calls there were before it, of all kinds.
  let number: Int
}

/// What comes of a call instead of what it asks for.
enum SimulatedFault {
  case error(SystemError)
  /// The program was killed before it: the call does nothing, and what was not synced may still become durable.
  case killed
  /// Half of the bytes are taken or given, at least one.
  case short
  /// It says that it did, and does nothing. Of a sync only.
  case ignored
}

/// A system whose disk is in memory: it remembers each state of the disk, and makes calls fail as it is told.
///
/// One lock is around every call, so that it may be used from several threads.
final class SimulatedSystem: FileSystem, @unchecked Sendable {
  private struct OpenFile {
    let path: String
    let node: Int
    var position = 0
  }

  private let lock = NSRecursiveLock()
  private var disk: SimulatedDisk
  private var open: [Int32: OpenFile] = [:]
  private var nextDescriptor: Int32 = 3
  private var holders: [Int: Int32] = [:]
  private var databaseLocks: [Int32: Int32] = [:]
  private var vfs: SimulatedVFS?
  private var time = 1_700_000_000
  private var isKilled = false

  /// Every call so far.
  private(set) var calls: [SimulatedCall] = []
  /// The disk before each call that changes it.
  private(set) var history: [SimulatedDisk] = []
  /// Which calls go wrong.
  private let fault: @Sendable (SimulatedCall) -> SimulatedFault?

  init(
    _ disk: SimulatedDisk = SimulatedDisk(),
    fault: @escaping @Sendable (SimulatedCall) -> SimulatedFault? = { _ in nil }
  ) {
    self.disk = disk
    self.fault = fault
    vfs = SimulatedVFS(self)
  }

  deinit { vfs?.unregister() }

  /// The disk as it stands.
  var present: SimulatedDisk { lock.withLock { disk } }

  /// Sets the clock.
  func setTime(_ seconds: Int) { lock.withLock { time = seconds } }

  private func begin(_ kind: SimulatedCall.Kind, _ path: String) throws(SystemError) -> SimulatedFault? {
    if kind.changes { history.append(disk) }
    let call = SimulatedCall(kind: kind, path: path, number: calls.count)
    calls.append(call)
    let fault = fault(call)
    if case .error(let error) = fault { throw error }
    if case .killed = fault {
      isKilled = true
      throw SystemError(EIO)
    }
    return fault
  }

  private func locked<T>(_ body: () throws(SystemError) -> T) throws(SystemError) -> T {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  private func parent(_ path: String) throws(SystemError) -> (folder: Int, name: String) {
    let parts = path.split(separator: "/").map(String.init)
    guard let name = parts.last, let folder = disk.node(parts.dropLast().joined(separator: "/")) else {
      throw .missing
    }
    return (folder, name)
  }

  private func status(_ node: Int) -> FileStatus {
    let found = disk.nodes[node]!
    return FileStatus(
      kind: found.isFolder ? .folder : .file, length: found.bytes.count, identity: UInt64(node))
  }

  private func file(_ descriptor: Int32) throws(SystemError) -> OpenFile {
    guard let file = open[descriptor] else { throw SystemError(EBADF) }
    return file
  }
}

// MARK: Paths

extension SimulatedSystem {
  func status(ofPath path: String) throws(SystemError) -> FileStatus {
    try locked { () throws(SystemError) in
      _ = try begin(.status, path)
      guard let node = disk.node(path) else { throw .missing }
      return status(node)
    }
  }

  func mayRead(_ path: String) -> Bool { true }
  func mayWrite(_ path: String) -> Bool { true }

  func createFolder(_ path: String) throws(SystemError) {
    try locked { () throws(SystemError) in
      _ = try begin(.makeFolder, path)
      let (folder, name) = try parent(path)
      guard disk.node(path) == nil else { throw .exists }
      disk.change(folder, [(name, disk.makeNode(isFolder: true))])
    }
  }

  func deleteFolder(_ path: String) throws(SystemError) {
    try locked { () throws(SystemError) in
      _ = try begin(.removeFolder, path)
      let (folder, name) = try parent(path)
      guard let node = disk.node(path) else { throw .missing }
      guard disk.nodes[node]!.names.isEmpty else { throw .notEmpty }
      disk.change(folder, [(name, nil)])
    }
  }

  func names(inFolder path: String) throws(SystemError) -> [String] {
    try locked { () throws(SystemError) in
      _ = try begin(.list, path)
      guard let node = disk.node(path) else { throw .missing }
      return Array(disk.nodes[node]!.names.keys)
    }
  }

  func moveFile(_ from: String, to: String) throws(SystemError) {
    try locked { () throws(SystemError) in
      _ = try begin(.rename, to)
      let (source, target) = (try parent(from), try parent(to))
      guard let node = disk.node(from) else { throw .missing }
      // Between two folders a rename would be two changes here, which it is not.
      guard source.folder == target.folder else { throw SystemError(EXDEV) }
      disk.change(source.folder, [(source.name, nil), (target.name, node)])
    }
  }

  func deleteFile(_ path: String) throws(SystemError) {
    try locked { () throws(SystemError) in
      _ = try begin(.remove, path)
      let (folder, name) = try parent(path)
      guard disk.node(path) != nil else { throw .missing }
      disk.change(folder, [(name, nil)])
    }
  }
}

// MARK: Open files

extension SimulatedSystem {
  func openFile(_ path: String, _ mode: OpenMode) throws(SystemError) -> Descriptor {
    try locked { () throws(SystemError) in
      let known = disk.node(path)
      switch mode {
      case .read, .folder:
        _ = try begin(.open, path)
        guard let known else { throw .missing }
        return Descriptor(number: opened(path, known))
      case .create, .createPrivate, .lock:
        _ = try begin(.create, path)
        let (folder, name) = try parent(path)
        if let known {
          if mode != .lock { disk.change(known, .truncate(0)) }
          return Descriptor(number: opened(path, known))
        }
        let node = disk.makeNode(isFolder: false)
        disk.change(folder, [(name, node)])
        return Descriptor(number: opened(path, node))
      }
    }
  }

  private func opened(_ path: String, _ node: Int) -> Int32 {
    defer { nextDescriptor += 1 }
    open[nextDescriptor] = OpenFile(path: path, node: node)
    return nextDescriptor
  }

  func closeFile(_ descriptor: Descriptor) throws(SystemError) {
    try locked { () throws(SystemError) in
      let file = try file(descriptor.number)
      open[descriptor.number] = nil
      databaseLocks[descriptor.number] = nil
      if holders[file.node] == descriptor.number { holders[file.node] = nil }
      _ = try begin(.close, file.path)
    }
  }

  func status(of descriptor: Descriptor) throws(SystemError) -> FileStatus {
    try locked { () throws(SystemError) in
      let file = try file(descriptor.number)
      _ = try begin(.status, file.path)
      return status(file.node)
    }
  }

  func writeSome(_ descriptor: Descriptor, _ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    try locked { () throws(SystemError) in
      let position = try file(descriptor.number).position
      let count = try write(descriptor.number, bytes, at: position)
      open[descriptor.number]!.position += count
      return count
    }
  }

  /// Writes at a place in the file.
  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) -> Int {
    try locked { () throws(SystemError) in
      let file = try file(descriptor)
      let count = if case .short = try begin(.write, file.path) { max(1, bytes.count / 2) } else { bytes.count }
      disk.change(file.node, .write(offset: offset, Array(bytes.prefix(count))))
      return min(count, bytes.count)
    }
  }

  func readSome(
    _ descriptor: Descriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    try locked { () throws(SystemError) in
      let file = try file(descriptor.number)
      let isShort = if case .short = try begin(.read, file.path) { true } else { false }
      let wanted = isShort ? max(1, bytes.count / 2) : bytes.count
      let found = disk.nodes[file.node]!.bytes.dropFirst(offset).prefix(wanted)
      bytes.copyBytes(from: found)
      return found.count
    }
  }

  func sync(_ descriptor: Descriptor) throws(SystemError) {
    try locked { () throws(SystemError) in
      let file = try file(descriptor.number)
      do throws(SystemError) {
        if case .ignored = try begin(.sync, file.path) { return }
      } catch {
        if !isKilled { disk.loseChanges(file.node) }
        throw error
      }
      disk.sync(file.node)
    }
  }

  func truncate(_ descriptor: Int32, to length: Int) throws(SystemError) {
    try locked { () throws(SystemError) in
      let file = try file(descriptor)
      _ = try begin(.truncate, file.path)
      disk.change(file.node, .truncate(length))
    }
  }

  func lockNow(_ descriptor: Descriptor) throws(SystemError) {
    try locked { () throws(SystemError) in
      let file = try file(descriptor.number)
      _ = try begin(.lock, file.path)
      guard holders[file.node] == nil else { throw .heldByAnother }
      holders[file.node] = descriptor.number
    }
  }

  func map(_ descriptor: Descriptor, length: Int) throws(SystemError) -> UnsafeRawBufferPointer {
    try locked { () throws(SystemError) in
      let file = try file(descriptor.number)
      _ = try begin(.map, file.path)
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 16)
      copy.copyBytes(from: disk.nodes[file.node]!.bytes.prefix(length))
      return UnsafeRawBufferPointer(copy)
    }
  }

  func unmap(_ bytes: UnsafeRawBufferPointer) { bytes.deallocate() }

  func databaseName(_ path: String) -> String { "file:\(path)?vfs=\(vfs!.name)" }
  func now() -> Int { lock.withLock { time } }
  /// The same in each run: what is made again is to have the same bytes.
  func randomBits() -> UInt64 { 0x0123_4567_89ab_cdef }
  func pause(milliseconds: Int) {}
}

// MARK: SQLite's locks

extension SimulatedSystem {
  /// Takes a lock on a database as SQLite's own does on a file: 1 shared, 2 reserved, 3 pending, 4 exclusive.
  /// - Returns: false when another connection is in the way.
  func lockDatabase(_ descriptor: Int32, _ level: Int32) throws(SystemError) -> Bool {
    try locked { () throws(SystemError) in
      let file = try file(descriptor)
      _ = try begin(.lock, file.path)
      let others = databaseLocks.filter { $0.key != descriptor && open[$0.key]?.node == file.node }.map(\.value)
      let highest = others.max() ?? 0
      let held = databaseLocks[descriptor] ?? 0
      if held >= level { return true }
      switch level {
      case 1 where highest >= 3: return false
      case 2 where highest >= 2: return false
      case 4 where highest >= 2: return false
      case 4 where highest == 1:
        databaseLocks[descriptor] = 3
        return false
      default:
        databaseLocks[descriptor] = level
        return true
      }
    }
  }

  func unlockDatabase(_ descriptor: Int32, to level: Int32) {
    lock.withLock { databaseLocks[descriptor] = min(level, databaseLocks[descriptor] ?? 0) }
  }

  /// Whether any connection means to write.
  func isReserved(_ descriptor: Int32) -> Bool {
    lock.withLock {
      let node = open[descriptor]?.node
      return databaseLocks.contains { $0.value >= 2 && open[$0.key]?.node == node }
    }
  }
}
