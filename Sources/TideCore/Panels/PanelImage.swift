/// One panel as it lies in the bytes of a segment: its head verified, its chunks verified when they are first read.
///
/// Sendable, because it only reads, on the promise that nobody writes to the bytes meanwhile.
public final class PanelImage: @unchecked Sendable {
  /// Areas, periods and chunks.
  public let shape: PanelShape
  /// Where the head stands.
  public let offset: Int

  /// By number of the column.
  let columns: ColumnSet
  /// What keeps the bytes alive, where nothing else does.
  private let owner: AnyObject?

  /// One column; a plain value, so that the loops over chunks count no references.
  struct Column {
    let presence: Presence
    let model: DerivedModel?
    /// Offset of the body; 0 where the chunks stand in the head.
    let body: Int
    let table: ChunkTable
  }

  /// The columns of a panel, by number.
  struct ColumnSet {
    private let places: UnsafeMutablePointer<Column?>
    private static let count = PanelColumn.limit + 1

    init() {
      places = .allocate(capacity: Self.count)
      places.initialize(repeating: nil, count: Self.count)
    }

    /// The chunks of summaries by period, which stand behind the columns.
    var summaries: ChunkTable? {
      get { places[PanelColumn.limit]?.table }
      nonmutating set {
        places[PanelColumn.limit] = newValue.map {
          Column(presence: .byState(0), model: nil, body: 0, table: $0)
        }
      }
    }

    func free() {
      for number in 0..<Self.count { places[number]?.table.free() }
      places.deallocate()
    }

    subscript(number: Int) -> Column? {
      @inline(__always) get { places[number] }
      nonmutating set { places[number] = newValue }
    }
  }

  /// The panel whose head starts at `offset`; its columns lie before it, none before byte `floor`.
  ///
  /// - Complexity: O(chunks).
  public init(_ bytes: UnsafeRawBufferPointer, at offset: Int, floor: Int, owner: AnyObject? = nil) throws(CoreError) {
    let head = try Self.verifiedHead(bytes, offset)
    var fields = FieldReader(UnsafeRawBufferPointer(rebasing: head[EncodedPanel.headerBytes...]))
    guard let areas = fields.integer(), let periods = fields.integer(), let each = fields.integer(),
      let shape = PanelShape(areas: areas, periods: periods, cellsPerChunk: each), let count = fields.byte()
    else { throw CoreError(.malformed, "a panel's head of no known shape", offset: offset) }
    let columns = ColumnSet()
    do throws(CoreError) {
      try Self.read(Int(count), shape, &fields, Place(bytes: bytes, head: offset, floor: floor), into: columns)
    } catch {
      columns.free()
      throw error
    }
    self.shape = shape
    self.offset = offset
    self.columns = columns
    self.owner = owner
  }

  deinit { columns.free() }

  private static func read(
    _ count: Int, _ shape: PanelShape, _ fields: inout FieldReader, _ place: Place, into columns: ColumnSet
  ) throws(CoreError) {
    var last = -1
    for _ in 0..<count {
      guard let number = fields.byte(), Int(number) > last else {
        throw CoreError(.malformed, "a panel's columns are not in order", offset: place.head)
      }
      last = Int(number)
      if number >= PanelColumn.firstOptional {
        guard let length = fields.integer(), let part = fields.part(length) else {
          throw CoreError(.malformed, "a panel's head ends in column \(number)", offset: place.head)
        }
        if number == PanelColumn.summaries.id { columns.summaries = try place.summaries(part) }
        continue
      }
      guard PanelColumn(id: number).isKnown else {
        throw CoreError(.malformed, "a panel's head names no known column", offset: place.head)
      }
      columns[last] = try place.column(PanelColumn(id: number), shape, &fields)
    }
    guard fields.isAtEnd, isWhole(columns) else {
      throw CoreError(.malformed, "a panel's head lacks a column or is too long", offset: place.head)
    }
  }

  private static func verifiedHead(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int
  ) throws(CoreError) -> UnsafeRawBufferPointer {
    guard let start = bytes.part(at: offset, length: EncodedPanel.headerBytes), let base = start.baseAddress else {
      throw CoreError(.truncated, "no room for a panel's head", offset: offset)
    }
    let length = Int(base.littleEndian(UInt32.self, at: 0))
    guard length >= EncodedPanel.headerBytes, let head = bytes.part(at: offset, length: length) else {
      throw CoreError(.truncated, "a panel's head of \(length) bytes runs past the end", offset: offset)
    }
    let checksum = CRC32.checksum(UnsafeRawBufferPointer(start: base, count: 4))
    let rest = UnsafeRawBufferPointer(rebasing: head[EncodedPanel.headerBytes...])
    guard CRC32.agrees(base.littleEndian(UInt32.self, at: 4), with: rest, continuing: checksum) else {
      throw CoreError(.checksumMismatch, "a panel's CRC-32 does not match its head", offset: offset)
    }
    return head
  }

  /// Whether keys and states are there, and every column another one is told by.
  private static func isWhole(_ columns: ColumnSet) -> Bool {
    guard [PanelColumn.areas, .periods, .states].allSatisfy({ columns[Int($0.id)] != nil }) else { return false }
    for measure in 0..<PanelColumn.measures {
      guard let column = columns[measure] else { continue }
      switch column.presence {
      case .byState: break
      case .column: if columns[Int(PanelColumn.presence(of: measure).id)] == nil { return false }
      case .like(let other): if columns[other]?.presence != .column { return false }
      }
      if let model = column.model, model.operands.contains(where: { columns[$0] == nil }) { return false }
    }
    return true
  }

  /// How much of the panel has been read so far.
  ///
  /// - Complexity: O(chunks).
  public var extent: PanelExtent {
    var extent = PanelExtent()
    for number in 0..<PanelColumn.limit { columns[number]?.table.add(to: &extent) }
    columns.summaries?.add(to: &extent)
    return extent
  }

  /// Whether the panel has a column.
  public func has(_ column: PanelColumn) -> Bool { columns[Int(column.id)] != nil }

  /// What a column is stored as. Columns with equal ones hold equal values: the same bytes stand for 500 areas in one
  /// panel and for 1,000 in another, where a chunk tells no length.
  public struct Body: Hashable, Sendable {
    let place: Int
    let values: Int
    let each: Int
  }

  /// The body of a column; nil where its chunks stand in the head, or follow from other columns.
  public func body(of column: PanelColumn) -> Body? {
    guard let stored = columns[Int(column.id)], stored.body > 0, stored.model == nil else { return nil }
    let (values, each) = shape.extent(of: column)
    return Body(place: stored.body, values: values, each: each)
  }

  func column(_ id: PanelColumn) -> Column? { columns[Int(id.id)] }

  /// Bytes of one column's chunks.
  public func byteLength(of column: PanelColumn) -> Int {
    guard let table = columns[Int(column.id)]?.table else { return 0 }
    return (0..<table.count).reduce(0) { $0 + table.length(of: $1) }
  }

  /// A chunk of a column, its checksum verified.
  @inline(__always)
  func block(_ id: PanelColumn, _ column: Column, chunk: Int) throws(CoreError) -> Block {
    let (values, each) = shape.extent(of: id)
    return try column.table.block(
      chunk, kind: id.isMeasure ? .doubles : .integers, count: min(each, values - chunk * each))
  }

  /// All values of a column of integers; nil where the panel has none.
  ///
  /// - Complexity: O(values).
  public func integers(_ id: PanelColumn) throws(CoreError) -> [Int64]? {
    guard let column = columns[Int(id.id)], !id.isMeasure else { return nil }
    let (values, each) = shape.extent(of: id)
    var out = [Int64](repeating: 0, count: values)
    try out.withUnsafeMutableBufferPointer { (out) throws(CoreError) in
      for chunk in 0..<column.table.count {
        let block = try self.block(id, column, chunk: chunk)
        try BlockDecoder.decode(block, into: MutableWords(rebasing: out[(chunk * each)..<(chunk * each + block.count)]))
      }
    }
    return out
  }

  /// The values of a column of integers in one chunk; none where the panel has no such column.
  ///
  /// - Complexity: O(values of the chunk).
  public func integers(_ id: PanelColumn, chunk: Int) throws(CoreError) -> [Int64] {
    guard let column = columns[Int(id.id)], !id.isMeasure else { return [] }
    let block = try self.block(id, column, chunk: chunk)
    var out = [Int64](repeating: 0, count: block.count)
    try out.withUnsafeMutableBufferPointer { (out) throws(CoreError) in try BlockDecoder.decode(block, into: out) }
    return out
  }

  /// One value of a column of integers; nil where the panel has none.
  ///
  /// - Complexity: O(1) for most codecs.
  public func integer(_ id: PanelColumn, at index: Int) throws(CoreError) -> Int64? {
    guard let column = columns[Int(id.id)], !id.isMeasure else { return nil }
    let each = shape.extent(of: id).each
    return try BlockDecoder.select(block(id, column, chunk: index / each), at: index % each)
  }

  /// One number of one cell; nil where it is missing.
  ///
  /// - Complexity: O(1) for most codecs.
  public func number(_ measure: Int, at cell: Int) throws(CoreError) -> Double? {
    try numbers(at: cell, measures: 1 << UInt8(measure))[measure]
  }

  /// The numbers of one cell, and its state.
  ///
  /// - Parameter measures: a bit for each measure that is wanted, by its number.
  /// - Complexity: O(1) for most codecs; a number that others follow from is read once.
  public func numbers(at cell: Int, measures: UInt8 = 0x7F) throws(CoreError) -> CellNumbers {
    guard cell >= 0, cell < shape.cells else { return CellNumbers() }
    var found = CellNumbers()
    found.state = try integer(.states, at: cell) ?? 0
    var stored = CellOperands()
    var known: UInt8 = 0
    for measure in 0..<PanelColumn.measures where measures >> UInt8(measure) & 1 == 1 {
      guard let column = columns[measure], try isPresent(measure, column, cell, found.state) else { continue }
      found.set(measure, try self.stored(measure, column, cell, &stored, &known))
    }
    return found
  }

  private func isPresent(
    _ measure: Int, _ column: Column, _ cell: Int, _ state: Int64
  ) throws(CoreError) -> Bool {
    switch column.presence {
    case .byState(let mask): return state & ~15 == 0 && mask >> UInt16(state) & 1 == 1
    case .column: return try integer(.presence(of: measure), at: cell) == 1
    case .like(let other): return try integer(.presence(of: other), at: cell) == 1
    }
  }

  /// What stands in a cell, be it there or not.
  private func stored(
    _ measure: Int, _ column: Column, _ cell: Int, _ numbers: inout CellOperands, _ known: inout UInt8
  ) throws(CoreError) -> Double {
    if known >> UInt8(measure) & 1 == 1 { return numbers[measure] }
    let chunk = cell / shape.cellsPerChunk
    let index = cell - chunk * shape.cellsPerChunk
    let block = try column.table.block(chunk, kind: .doubles, count: shape.cells(in: chunk))
    let number: Double
    if block.codec == .derived {
      guard let model = column.model else { throw block.malformed("a derived chunk of a column without a model") }
      var bits = model.rule.operandBits
      while bits != 0 {
        let operand = bits.trailingZeroBitCount
        if let column = columns[operand] { _ = try stored(operand, column, cell, &numbers, &known) }
        bits &= bits &- 1
      }
      number = try DerivedCodec.select(block, model, at: index, numbers)
    } else {
      number = Double(bitPattern: UInt64(bitPattern: try BlockDecoder.select(block, at: index)))
    }
    numbers[measure] = number
    known |= 1 << UInt8(measure)
    return number
  }

  /// What the areas of each period come to; nil where the panel does not say, and its chunks must be added up.
  ///
  /// - Complexity: O(periods).
  public func summaries() throws(CoreError) -> [PeriodSummary]? {
    guard let table = columns.summaries else { return nil }
    return try PeriodSummaries.decode(table, shape)
  }

  /// Reads every chunk of every column and throws at the first that is not as the format says.
  ///
  /// - Complexity: O(cells).
  public func check() throws(CoreError) {
    for number in 7..<PanelColumn.limit { _ = try integers(PanelColumn(id: UInt8(number))) }
    let reader = TileReader()
    for chunk in 0..<shape.chunks {
      reader.open(self, chunk: chunk)
      for measure in 0..<PanelColumn.measures where columns[measure] != nil {
        _ = try reader.values(measure)
        _ = try reader.missing(measure)
      }
    }
    if let told = try summaries(), try !PeriodSummaries.areSame(told, PeriodSummaries.computed(self, reader)) {
      throw CoreError(.malformed, "a panel's summaries are not those of its figures", offset: offset)
    }
  }
}

/// How much of a panel has been read, and how much was passed over.
public struct PanelExtent: Sendable, Equatable {
  /// Chunks read.
  public var chunksRead = 0
  /// Chunks never looked at.
  public var chunksSkipped = 0
  /// Bytes of the chunks read.
  public var bytesRead = 0
  /// Bytes of those never looked at.
  public var bytesSkipped = 0
  /// Chunks of measures and states that were decoded whole.
  public var chunksDecoded = 0
  /// How often that was done: more than `chunksDecoded` where one was decoded again.
  public var decodings = 0

  /// Nothing.
  public init() {}
}

/// The numbers of one cell.
public struct CellNumbers: Sendable {
  private var numbers = SIMD8<Double>.zero
  private var present: UInt8 = 0
  /// 0 where nothing is said of the cell, else 1 + its status.
  public fileprivate(set) var state: Int64 = 0

  fileprivate mutating func set(_ measure: Int, _ number: Double) {
    numbers[measure] = number
    present |= 1 << UInt8(measure)
  }

  /// A measure by its number; nil where it is missing or was not asked for.
  public subscript(measure: Int) -> Double? { present >> UInt8(measure) & 1 == 1 ? numbers[measure] : nil }
}

extension PanelImage {
  /// Reads the part of a head that tells of one column.
  private struct Place {
    let bytes: UnsafeRawBufferPointer
    let head: Int
    let floor: Int

    func column(_ id: PanelColumn, _ shape: PanelShape, _ fields: inout FieldReader) throws(CoreError) -> Column {
      func malformed(_ what: String) -> CoreError {
        CoreError(.malformed, "column \(id.id) of a panel: \(what)", offset: head)
      }
      var presence = Presence.byState(0)
      var model: DerivedModel?
      if id.isMeasure {
        guard let told = Presence(&fields), let length = fields.byte(), let coded = fields.part(Int(length)) else {
          throw malformed("its presence")
        }
        presence = told
        if length > 0 {
          guard let known = DerivedModel(coded, measure: Int(id.id)) else { throw malformed("its model") }
          model = known
        }
      }
      let (values, each) = shape.extent(of: id)
      let count = (values + each - 1) / each
      guard let distance = fields.integer(), distance <= head - floor else { throw malformed("its place") }
      if distance > 0 {
        let table = try ColumnBody.chunks(in: bytes, at: head - distance, count: count)
        return Column(presence: presence, model: model, body: head - distance, table: table)
      }
      guard count <= values, let table = inlineTable(count, &fields) else { throw malformed("its chunks") }
      return Column(presence: presence, model: model, body: 0, table: table)
    }

    func summaries(_ part: UnsafeRawBufferPointer) throws(CoreError) -> ChunkTable {
      var fields = FieldReader(part)
      guard let distance = fields.integer(), fields.isAtEnd, distance > 0, distance <= head - floor else {
        throw CoreError(.malformed, "the place of a panel's summaries", offset: head)
      }
      return try ColumnBody.chunks(in: bytes, at: head - distance, count: PeriodSummaries.chunks)
    }

    private func inlineTable(_ count: Int, _ fields: inout FieldReader) -> ChunkTable? {
      guard count <= fields.bytes.count else { return nil }
      let table = ChunkTable(bytes, count: count)
      for chunk in 0..<count {
        let length = fields.integer()
        let start = head + EncodedPanel.headerBytes + fields.position
        guard let length, fields.part(length) != nil else {
          table.free()
          return nil
        }
        table.set(chunk, start: start, length: length, checksum: nil)
      }
      return table
    }
  }
}
