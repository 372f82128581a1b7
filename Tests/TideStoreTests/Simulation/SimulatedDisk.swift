import TestSupport

/// What lies on a disk: what was made durable, and what was only said to the system since.
///
/// At a power cut a file keeps what was synced; of each sector of 512 bytes written since, any version that it passed
/// through; and any of the lengths it passed through. A folder keeps the names that were synced and any choice of the
/// changes since; a rename comes whole or not at all.
struct SimulatedDisk {
  /// What becomes of all that was not synced.
  enum Fate {
    case lost
    case kept
    /// Each sector, length and name by chance.
    case torn(seed: UInt64)
  }

  enum FileChange {
    case write(offset: Int, [UInt8])
    case truncate(Int)
  }

  /// Names that change together; nil takes a name away.
  typealias NameChange = [(name: String, node: Int?)]

  struct Node {
    var isFolder: Bool
    /// As programs see it.
    var bytes: [UInt8] = []
    var names: [String: Int] = [:]
    fileprivate var durableBytes: [UInt8] = []
    fileprivate var durableNames: [String: Int] = [:]
    fileprivate var fileChanges: [FileChange] = []
    fileprivate var nameChanges: [NameChange] = []
    /// A sync failed: what was to be synced is seen by programs and will never be durable.
    fileprivate var hasLostChanges = false
  }

  private(set) var nodes: [Int: Node] = [1: Node(isFolder: true)]
  private var nextNode = 2
  private static let sectorBytes = 512

  /// The node a path leads to.
  func node(_ path: String) -> Int? {
    var node = 1
    for name in path.split(separator: "/") {
      guard let next = nodes[node]?.names[String(name)] else { return nil }
      node = next
    }
    return node
  }

  mutating func makeNode(isFolder: Bool) -> Int {
    defer { nextNode += 1 }
    nodes[nextNode] = Node(isFolder: isFolder)
    return nextNode
  }

  mutating func change(_ folder: Int, _ change: NameChange) {
    Self.apply(change, to: &nodes[folder]!.names)
    nodes[folder]!.nameChanges.append(change)
  }

  mutating func change(_ file: Int, _ change: FileChange) {
    Self.apply(change, to: &nodes[file]!.bytes)
    nodes[file]!.fileChanges.append(change)
  }

  /// Makes durable what a file or folder holds.
  mutating func sync(_ node: Int) {
    let now = nodes[node]!
    if now.hasLostChanges {
      for change in now.fileChanges { Self.apply(change, to: &nodes[node]!.durableBytes) }
      for change in now.nameChanges { Self.apply(change, to: &nodes[node]!.durableNames) }
    } else {
      nodes[node]!.durableBytes = now.bytes
      nodes[node]!.durableNames = now.names
    }
    nodes[node]!.fileChanges = []
    nodes[node]!.nameChanges = []
  }

  /// What a failed sync does: the changes stay to be seen, and no later sync makes them durable.
  mutating func loseChanges(_ node: Int) {
    nodes[node]!.hasLostChanges = true
    nodes[node]!.fileChanges = []
    nodes[node]!.nameChanges = []
  }

  private static func apply(_ change: NameChange, to names: inout [String: Int]) {
    for (name, node) in change { names[name] = node }
  }

  private static func apply(_ change: FileChange, to bytes: inout [UInt8]) {
    switch change {
    case .write(let offset, let new):
      if bytes.count < offset + new.count {
        bytes.append(contentsOf: repeatElement(0, count: offset + new.count - bytes.count))
      }
      bytes.replaceSubrange(offset..<offset + new.count, with: new)
    case .truncate(let length):
      if length < bytes.count { bytes.removeLast(bytes.count - length) }
      if length > bytes.count { bytes.append(contentsOf: repeatElement(0, count: length - bytes.count)) }
    }
  }

  /// The disk as it is found when power comes back.
  func afterPowerCut(_ fate: Fate) -> SimulatedDisk {
    var disk = self
    var generator = SeededGenerator(seed: 0)
    if case .torn(let seed) = fate { generator = SeededGenerator(seed: seed) }
    for (number, node) in nodes.sorted(by: { $0.key < $1.key }) {
      var found = Node(isFolder: node.isFolder)
      switch fate {
      case .lost: (found.bytes, found.names) = (node.durableBytes, node.durableNames)
      case .kept where !node.hasLostChanges: (found.bytes, found.names) = (node.bytes, node.names)
      case .kept:
        (found.bytes, found.names) = (node.durableBytes, node.durableNames)
        for change in node.fileChanges { Self.apply(change, to: &found.bytes) }
        for change in node.nameChanges { Self.apply(change, to: &found.names) }
      case .torn:
        found.bytes = Self.torn(node, &generator)
        found.names = node.durableNames
        // Half of the time as a journalled file system does it: up to some change, and no further.
        let isOrdered = Bool.random(using: &generator)
        let last = Int.random(in: 0...node.nameChanges.count, using: &generator)
        for (index, change) in node.nameChanges.enumerated()
        where isOrdered ? index < last : Bool.random(using: &generator) {
          Self.apply(change, to: &found.names)
        }
      }
      found.durableBytes = found.bytes
      found.durableNames = found.names
      disk.nodes[number] = found
    }
    return disk
  }

  private static func torn(_ node: Node, _ generator: inout SeededGenerator) -> [UInt8] {
    if node.fileChanges.isEmpty { return node.durableBytes }
    var lengths = [node.durableBytes.count]
    for change in node.fileChanges {
      switch change {
      case .write(let offset, let new): lengths.append(max(lengths.last!, offset + new.count))
      case .truncate(let length): lengths.append(length)
      }
    }
    let length = lengths.randomElement(using: &generator)!
    let hasOldBytes = Bool.random(using: &generator)
    var out: [UInt8] = []
    while out.count < length {
      let start = out.count
      var sector = Array(node.durableBytes.dropFirst(start).prefix(sectorBytes))
      let isNew = sector.isEmpty
      sector.append(contentsOf: repeatElement(0, count: sectorBytes - sector.count))
      var isWritten = false
      for change in node.fileChanges.prefix(Int.random(in: 0...node.fileChanges.count, using: &generator)) {
        isWritten = apply(change, to: &sector, at: start) || isWritten
      }
      // A place on the disk that somebody else's file had before.
      if isNew, !isWritten, hasOldBytes { sector = sector.map { _ in UInt8.random(in: 0...255, using: &generator) } }
      out += sector.prefix(length - start)
    }
    return out
  }

  /// - Returns: whether the change wrote to the sector.
  private static func apply(_ change: FileChange, to sector: inout [UInt8], at start: Int) -> Bool {
    switch change {
    case .write(let offset, let new):
      let range = max(offset, start)..<max(max(offset, start), min(offset + new.count, start + sectorBytes))
      if range.isEmpty { return false }
      sector.replaceSubrange(
        range.lowerBound - start..<range.upperBound - start,
        with: new[range.lowerBound - offset..<range.upperBound - offset])
      return true
    case .truncate(let length):
      for place in max(0, min(sectorBytes, length - start))..<sectorBytes { sector[place] = 0 }
      return false
    }
  }
}
