import TestSupport
import Testing

@testable import TideCore

/// Panels come back bit for bit, whatever is in them; damage is noticed, and nothing traps.
@Suite("Panels")
struct PanelTests {
  static let shapes = [(1, 24), (9, 24), (3, 1), (462, 5), (1, 1500), (1300, 3), (1024, 2), (1025, 1), (57, 40)]

  private static func random(_ areas: Int, _ periods: Int, _ generator: inout SeededGenerator) -> SamplePanel {
    var panel = SamplePanel(areas: areas, periods: periods)
    let states: [Int64] = [[1], [1, 1, 1, 2], [0, 1, 2, 3, 13]].randomElement(using: &generator)!
    panel.parts.states = (0..<panel.cells).map { _ in states.randomElement(using: &generator)! }
    if Bool.random(using: &generator) {
      panel.parts.notes = (0..<panel.cells).map { panel.parts.states[$0] == 2 ? 700 : Int64($0 % 97 == 3 ? 5 : 0) }
    }
    if Bool.random(using: &generator) { panel.parts.labels = (0..<periods).map { Int64($0 % 3) } }
    for measure in 0..<7 where Int.random(in: 0..<4, using: &generator) > 0 {
      let isOwn = Int.random(in: 0..<3, using: &generator) == 0
      let kind = Int.random(in: 0..<5, using: &generator)
      panel.set(
        measure,
        (0..<panel.cells).map { cell in
          let state = panel.parts.states[cell]
          guard state != 0, isOwn ? Bool.random(using: &generator) : state == 1 else { return nil }
          switch kind {
          case 0: return Double(Int.random(in: 0...100_000, using: &generator))
          case 1: return Double(Int.random(in: -1000...100_000, using: &generator)) / 100
          case 2: return Double(bitPattern: UInt64.random(in: .min ... .max, using: &generator))
          case 3: return [0.0, -0.0, .nan, .infinity, 1e300, .leastNonzeroMagnitude].randomElement(using: &generator)!
          default: return 42.5
          }
        })
    }
    return panel
  }

  @Test("every number, state and text comes back, by chunk and by cell", arguments: shapes)
  func roundTrip(_ areas: Int, _ periods: Int) throws {
    var generator = Seed.generator()
    for round in 0..<(Seed.isLong ? 400 : 12) {
      let panel = Self.random(areas, periods, &generator)
      let (bytes, head, _) = panel.encoded()
      #expect(
        try panel.comesBack(from: bytes, head: head), "seed \(Seed.value), \(areas) x \(periods), round \(round)")
    }
  }

  @Test("windows bring the cells inside them")
  func windows() throws {
    var generator = Seed.generator()
    var panel = SamplePanel(areas: 462, periods: 8)
    let counts = (0..<panel.cells).map { _ in Double(Int.random(in: 0...4000, using: &generator)) }
    let totals = (0..<panel.cells).map { _ in Double(Int.random(in: 5000...90_000, using: &generator)) }
    panel.set(5, counts)
    panel.set(6, totals)
    panel.set(0, zip(counts, totals).map { Published.decimals($0 / $1 * 100, 5) })
    let (bytes, head, _) = panel.encoded()
    try bytes.withUnsafeBytes { bytes in
      let image = try PanelImage(bytes, at: head, floor: 64)
      let reader = TileReader()
      for round in 0..<200 {
        let start = Int.random(in: 0..<115, using: &generator) * 16
        let end = Int.random(in: start + 1...1848, using: &generator)
        reader.open(image, chunk: round % 2, windows: start > 64 ? [0..<61, start..<end] : [start..<end])
        let values = try #require(try reader.values(0))
        for place in start..<end {
          #expect(values[place] == panel.parts.figures[0][reader.firstCell + place], "seed \(Seed.value)")
        }
      }
    }
  }

  @Test("large panels tell what each period comes to", arguments: [(462, 24), (64, 32), (3000, 3), (64, 31), (63, 40)])
  func summaries(_ areas: Int, _ periods: Int) throws {
    var generator = Seed.generator()
    let isLarge = areas >= 64 && areas * periods >= 2048
    for round in 0..<6 {
      var panel = SamplePanel(areas: areas, periods: periods)
      for measure in [0, 5, 6] where measure == 0 || round % 3 > 0 {
        // Numbers of which every sum is exact; one period has none.
        panel.set(
          measure,
          (0..<panel.cells).map { cell in
            cell / areas == 1 || Int.random(in: 0..<20, using: &generator) == 0
              ? nil : Double(Int.random(in: -4000...90_000, using: &generator)) / (measure == 0 ? 8 : 1)
          })
      }
      let (bytes, head, _) = panel.encoded()
      let told = try bytes.withUnsafeBytes { bytes in
        let image = try PanelImage(bytes, at: head, floor: 64)
        try image.check()
        return try image.summaries()
      }
      guard isLarge else {
        #expect(told == nil)
        continue
      }
      let found = try #require(told)
      for period in 0..<periods {
        func numbers(_ measure: Int) -> [Double] {
          (period * areas..<(period + 1) * areas).compactMap { panel.number(measure, $0) }
        }
        let (values, counts, denominators) = (numbers(0), numbers(5), numbers(6))
        var expected = PeriodSummary()
        (expected.figures, expected.values) = (values.count, values.reduce(0, +))
        (expected.least, expected.greatest) = (values.min() ?? 0, values.max() ?? 0)
        (expected.counted, expected.counts) = (counts.count, counts.reduce(0, +))
        (expected.based, expected.denominators) = (denominators.count, denominators.reduce(0, +))
        #expect(found[period] == expected, "seed \(Seed.value), period \(period)")
      }
    }
  }

  @Test("summaries that count more areas than there are, or fewer than none, are refused", arguments: [-1, 101, .max])
  func impossibleSummaries(_ count: Int64) throws {
    let shape = PanelShape(areas: 100, periods: 30)
    for place in [0, 4, 6] {
      let chunks = (0..<PeriodSummaries.chunks).map { chunk -> [UInt8] in
        let words = [Int64](repeating: chunk == place ? count : 0, count: shape.periods)
        var bytes: [UInt8] = []
        let kind: ColumnKind = [0, 4, 6].contains(chunk) ? .integers : .doubles
        words.withUnsafeBufferPointer { _ = BlockEncoder.appendChunk($0, kind: kind, to: &bytes) }
        return bytes
      }
      try ColumnBody.encode(chunks).withUnsafeBytes { body in
        let table = try ColumnBody.chunks(in: body, at: 0, count: chunks.count)
        defer { table.free() }
        #expect(throws: CoreError.self) { try PeriodSummaries.decode(table, shape) }
      }
    }
  }

  @Test("no summaries where a number is not finite")
  func infinite() throws {
    var panel = SamplePanel(areas: 100, periods: 30)
    panel.set(0, (0..<panel.cells).map { $0 == 1234 ? .nan : 1 })
    let (bytes, head, _) = panel.encoded()
    let told = try bytes.withUnsafeBytes { try PanelImage($0, at: head, floor: 64).summaries() }
    #expect(told == nil)
  }

  @Test("summaries of other figures are found when a panel is checked")
  func falseSummaries() throws {
    func panel(_ last: Double) -> SamplePanel {
      var panel = SamplePanel(areas: 100, periods: 30)
      panel.set(0, (0..<panel.cells).map { $0 == 2999 ? last : Double($0 % 7) })
      return panel
    }
    var (bytes, head, bodies) = panel(100).encoded()
    let others = panel(101).encoded()
    let start = try #require(bodies.last)
    #expect(others.bodies.last == start && others.head == head)
    bytes.replaceSubrange(start..<head, with: others.bytes[start..<head])
    try bytes.withUnsafeBytes { bytes in
      let image = try PanelImage(bytes, at: head, floor: 64)
      #expect(throws: CoreError.self) { try image.check() }
    }
  }

  @Test("equal bodies are told apart by their lengths")
  func bodies() throws {
    // 500 and 1,000 areas numbered alike are the same bytes: the first id, and a difference of 1.
    let images = try [500, 1000].map { areas in
      let (bytes, head, _) = SamplePanel(areas: areas, periods: 1).encoded()
      return try bytes.withUnsafeBytes { try PanelImage($0, at: head, floor: 64).body(of: .areas) }
    }
    #expect(images[0] != images[1])
    let encoded = [500, 1000].map { EncodedPanel(SamplePanel(areas: $0, periods: 1).parts).bodies }
    #expect(encoded[0] == encoded[1])
  }

  private static func small() -> SamplePanel {
    var panel = SamplePanel(areas: 4, periods: 6)
    panel.parts.states[5] = 2
    panel.parts.states[9] = 0
    panel.parts.notes = (0..<24).map { $0 == 5 ? 3 : 0 }
    let counts: [Double?] = (0..<24).map { (cell: Int) in
      cell == 5 || cell == 9 ? nil : Double(cell * 13 % 40 + 10)
    }
    let totals: [Double?] = (0..<24).map { (cell: Int) in cell == 9 ? nil : Double(cell * 31 % 100 + 200) }
    panel.set(5, counts)
    panel.set(6, totals)
    panel.set(0, (0..<24).map { cell in counts[cell].map { Published.decimals($0 / totals[cell]! * 100, 5) } })
    for (measure, isUpper) in [(1, false), (2, true)] {
      panel.set(
        measure,
        (0..<24).map { cell in
          counts[cell].map { count in
            let (lower, upper) = Published.wilson(count, totals[cell]!, 1.96)
            return cell == 7 ? 0.1 + 0.2 : Published.decimals((isUpper ? upper : lower) * 100, 5)
          }
        })
    }
    panel.set(3, (0..<24).map { $0 % 5 == 2 && $0 != 9 ? 1.5 : nil })
    return panel
  }

  @Test("every single flipped bit is noticed")
  func bitFlips() throws {
    let panel = Self.small()
    let (bytes, head, _) = panel.encoded()
    #expect(try panel.comesBack(from: bytes, head: head))
    for bit in 64 * 8..<bytes.count * 8 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect((try? panel.comesBack(from: damaged, head: head)) == nil, "bit \(bit % 8) of byte \(bit / 8)")
    }
  }

  @Test("every truncation is noticed")
  func truncations() {
    let panel = Self.small()
    let (bytes, head, _) = panel.encoded()
    for length in 0..<bytes.count {
      #expect(throws: CoreError.self) { try panel.comesBack(from: Array(bytes[..<length]), head: head) }
    }
  }

  @Test("forged heads, tables and chunks under right checksums are refused or read, and never trap")
  func forgeries() {
    var generator = Seed.generator()
    let panels = [Self.small(), Self.random(300, 2, &generator), Self.random(9, 24, &generator)]
    var accepted = 0
    for round in 0..<(Seed.isLong ? 400_000 : 12_000) {
      let panel = panels[round % panels.count]
      var (bytes, head, bodies) = panel.encoded()
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let start = round % 2 == 0 ? head + 8 : (bodies.randomElement(using: &generator) ?? head) + 8
        let end = round % 2 == 0 ? bytes.count : min(bytes.count, start + 40)
        let place = Int.random(in: start..<max(start + 1, end), using: &generator)
        guard place < bytes.count else { continue }
        bytes[place] =
          Bool.random(using: &generator) ? UInt8.random(in: 0...255, using: &generator) : bytes[place] ^ 1
      }
      Self.reseal(&bytes, head, bodies)
      if (try? panel.comesBack(from: bytes, head: head, cells: [0, panel.cells - 1])) != nil { accepted += 1 }
    }
    #expect(accepted > 100, "forgeries must reach the codecs; seed \(Seed.value)")
  }

  /// Gives tables, chunks and head the checksums that their bytes ought to have, as far as they can be followed.
  private static func reseal(_ bytes: inout [UInt8], _ head: Int, _ bodies: [Int]) {
    func crc(_ range: Range<Int>) -> UInt32 {
      bytes.withUnsafeBytes { CRC32.checksum(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
    for body in bodies {
      let tableBytes = Int(get32(bytes, at: body + 4))
      guard body + 8 + tableBytes <= bytes.count else { continue }
      var place = body + 8
      var start = place + tableBytes
      while place < body + 8 + tableBytes {
        var (length, shift) = (0, 0)
        while place < body + 8 + tableBytes, shift < 28 {
          length |= Int(bytes[place] & 0x7F) << shift
          shift += 7
          place += 1
          if bytes[place - 1] < 0x80 { break }
        }
        guard place + 4 <= body + 8 + tableBytes, start + length <= bytes.count else { break }
        put(crc(start..<start + length), into: &bytes, at: place)
        place += 4
        start += length
      }
      put(crc(body + 4..<body + 8 + tableBytes), into: &bytes, at: body)
    }
    let length = Int(get32(bytes, at: head))
    guard length >= 8, head + length <= bytes.count else { return }
    let sealed = bytes.withUnsafeBytes { all in
      CRC32.checksum(
        UnsafeRawBufferPointer(rebasing: all[head + 8..<head + length]),
        continuing: CRC32.checksum(UnsafeRawBufferPointer(rebasing: all[head..<head + 4])))
    }
    put(sealed, into: &bytes, at: head + 4)
  }

  @Test("columns that a later version may add are passed over")
  func optionalColumns() throws {
    let panel = Self.small()
    var (bytes, head, bodies) = panel.encoded()
    let extra: [UInt8] = [200, 3, 9, 9, 9]
    bytes += extra
    put(get32(bytes, at: head) + UInt32(extra.count), into: &bytes, at: head)
    let count = bytes.withUnsafeBytes { all in
      var fields = FieldReader(UnsafeRawBufferPointer(rebasing: all[(head + 8)...]))
      for _ in 0..<3 { _ = fields.integer() }
      return head + 8 + fields.position
    }
    bytes[count] += 1
    Self.reseal(&bytes, head, bodies)
    #expect(try panel.comesBack(from: bytes, head: head))
  }
}
