/// A panel ready to be written: bodies that may be shared with other panels, and a head that points at them.
///
///     0        4        8
///     +--------+--------+-------+---------+-----------+---------+------------------------------
///     | length | CRC-32 | areas | periods | cells per | columns | columns, by rising number
///     | u32    | u32    |       |         | chunk     | u8      |
///     +--------+--------+-------+---------+-----------+---------+------------------------------
///
///     a column:
///     +--------+----------------+---------------------+----------+---------------------------------+
///     | number | presence,      | model length u8 and | distance | where the distance is 0: for    |
///     | u8     | measures only  | model, measures only| of body  | each chunk its length and bytes |
///     +--------+----------------+---------------------+----------+---------------------------------+
///
/// An optional column, numbered 64 or more, is the number, a length, and as many bytes: of 64 the distance of its body.
///
/// Lengths, counts and distances are variable integers. The distance is that from the head back to the body. The length
/// is that of the whole head; the CRC-32 covers it and everything behind the CRC-32.
public struct EncodedPanel {
  /// Bodies to be placed before the head, in any order; equal ones need to be written once.
  public private(set) var bodies: [[UInt8]] = []
  /// Cells whose state is not 0.
  public let cellCount: Int

  private let shape: PanelShape
  private var columns: [Column] = []

  private struct Column {
    let id: PanelColumn
    /// Presence and model, coded.
    let traits: [UInt8]
    /// The body's place in `bodies`, or nil when the chunks stand in the head.
    let body: Int?
    let inline: [UInt8]
  }

  static let headerBytes = 8
  /// Columns of one chunk up to this many bytes stand in the head: a body of their own would cost more.
  static let mostInline = 48

  /// Chooses how each chunk of each column is stored.
  ///
  /// - Complexity: O(cells).
  public init(_ parts: PanelParts) {
    shape = PanelShape(areas: parts.areas.count, periods: parts.periods.count)
    cellCount = parts.states.reduce(into: 0) { $0 += $1 != 0 ? 1 : 0 }
    for (id, values) in parts.integerColumns { add(id, values, traits: []) }
    addMeasures(parts)
    if let chunks = PeriodSummaries.encode(parts, shape) {
      columns.append(Column(id: .summaries, traits: [], body: bodies.count, inline: []))
      bodies.append(ColumnBody.encode(chunks))
    }
    columns.sort { $0.id < $1.id }
  }

  private mutating func addMeasures(_ parts: PanelParts) {
    var before: [(Int, [Bool])] = []
    var operands = DerivedOperands()
    for measure in DerivedOperands.order where !parts.figures[measure].isEmpty {
      let present = parts.present[measure]
      let presence = Presence.tell(present, states: parts.states, before: before)
      if presence == .column { before.append((measure, present)) }
      let coder = MeasureCoder(measure, values: parts.figures[measure], present: present, operands: operands)
      var traits: [UInt8] = []
      presence.append(to: &traits)
      coder.appendModel(to: &traits)
      add(.measure(measure), chunks: coder.chunks(shape), traits: traits)
      operands.set(measure, parts.figures[measure], present)
      if presence == .column {
        add(.presence(of: measure), present.map { $0 ? 1 : 0 }, traits: [])
      }
    }
  }

  private mutating func add(_ id: PanelColumn, _ values: [Int64], traits: [UInt8]) {
    let each = shape.extent(of: id).each
    var chunks: [[UInt8]] = []
    values.withUnsafeBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: each) {
        var chunk: [UInt8] = []
        _ = BlockEncoder.appendChunk(
          Words(rebasing: values[start..<min(start + each, values.count)]), kind: .integers, to: &chunk)
        chunks.append(chunk)
      }
    }
    add(id, chunks: chunks, traits: traits)
  }

  private mutating func add(_ id: PanelColumn, chunks: [[UInt8]], traits: [UInt8]) {
    // Lists of areas and periods are nearly always those of other panels.
    let isShared = id == .areas || id == .periods
    if chunks.count == 1, chunks[0].count <= Self.mostInline, !isShared {
      var inline: [UInt8] = []
      VariableInteger.append(chunks[0].count, to: &inline)
      columns.append(Column(id: id, traits: traits, body: nil, inline: inline + chunks[0]))
      return
    }
    columns.append(Column(id: id, traits: traits, body: bodies.count, inline: []))
    bodies.append(ColumnBody.encode(chunks))
  }

  /// The head's bytes, once it is known where in the file it and its bodies stand.
  public func head(at offset: Int, bodiesAt places: [Int]) -> [UInt8] {
    var head = [UInt8](repeating: 0, count: Self.headerBytes)
    VariableInteger.append(shape.areas, to: &head)
    VariableInteger.append(shape.periods, to: &head)
    VariableInteger.append(shape.cellsPerChunk, to: &head)
    head.append(UInt8(columns.count))
    for column in columns {
      head.append(column.id.id)
      head += column.traits
      var place: [UInt8] = []
      VariableInteger.append(column.body.map { offset - places[$0] } ?? 0, to: &place)
      if column.id.id >= PanelColumn.firstOptional { VariableInteger.append(place.count, to: &head) }
      head += place
      head += column.inline
    }
    head.withUnsafeMutableBytes { head in
      let base = head.baseAddress!
      base.storeLittleEndian(UInt32(head.count), at: 0)
      let start = CRC32.checksum(UnsafeRawBufferPointer(start: base, count: 4))
      let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(head)[Self.headerBytes...])
      base.storeLittleEndian(CRC32.checksum(rest, continuing: start), at: 4)
    }
    return head
  }
}
