import TideCore
import TideModel
import TideStore

/// Reads the rows of figure files into panels. One reader serves all files of an append.
struct FigureReader {
  private let writer: StoreWriter
  private let names: AreaNames
  private let threads: Int
  private var slots = IndicatorSlots()
  /// The rows read so far.
  let rows: RowStore
  /// The periods that rows are for.
  private(set) var periods = PeriodTable()
  /// Rows not loaded, in order of reading.
  private(set) var rejected: [RejectedRow] = []

  /// A reader that keeps about `memory` bytes of rows in memory, and reads on up to `threads` threads.
  init(writer: StoreWriter, memory: Int, threads: Int) {
    self.writer = writer
    self.threads = threads
    names = AreaNames(writer.knownAreas)
    rows = RowStore(writer: writer, memory: memory)
  }

  /// Reads one file.
  /// - Parameter progress: told, for each block of rows, the bytes read before it, all bytes, and the rows read with it.
  /// - Throws: `IngestError`, `StoreError`.
  mutating func read(_ source: SourceFile, number: Int, progress: (Int, Int, Int) -> Void = { _, _, _ in }) throws {
    try source.withBytes { bytes in
      var scanner = CSVScanner(bytes)
      let file = FigureFile(headings: try source.headings(&scanner), source: source, number: number)
      var tables = FigureTables(file)
      let reader = TableReader(bytes, from: scanner.position, line: scanner.line, plan: file.plan)
      let texts = reader.texts
      let end = try reader.read(threads: threads) { block in
        source.rows += block.count
        if block.count > 0 { progress(block.offsets[0], bytes.count, source.rows) }
        for row in 0..<block.count {
          let place = try rows.place()
          do throws(Rejection) {
            try take(ReadRow(block, row, texts, bytes), &tables, into: &place.pointee)
          } catch {
            rejected.append(error.row)
          }
        }
      }
      if end.fault != nil { throw source.fault(end) }
    }
  }

  /// Takes one row in, or says why not.
  @inline(__always)
  private mutating func take(
    _ row: ReadRow, _ tables: inout FigureTables, into out: inout FigureRow
  ) throws(Rejection) {
    if row.block.overflows[row.row] { throw row.overflow(tables.file) }
    let area = try tables.area(row, writer, names)
    let period = try tables.period(row, writer, &periods)
    let slot = try tables.indicator(row, &slots)
    try tables.readFigures(row, period: period, writer, into: &out)
    let stratum = tables.stratum(row, writer)
    out.area = area.id
    out.period = period
    out.trend = tables.trend(row, writer)
    out.comparison = tables.comparison(row, writer)
    out.file = UInt16(clamping: tables.file.number)
    out.line = UInt32(clamping: row.block.lines[row.row])
    rows.keep(slot: slot, stratum: stratum, areaClass: area.areaClass)
  }

  /// The panels' keys with the panels read for each, ascending, once every indicator has its id.
  func finish() throws(StoreError) -> [(key: PanelKey, panels: [Int])] {
    try rows.finish()
    let ids = slots.resolve(writer)
    let keys = rows.keys
    var panels: [PanelKey: [Int]] = [:]
    for number in keys.indices.sorted(by: { (keys[$0].slot, $0) < (keys[$1].slot, $1) }) {
      let key = keys[number]
      panels[PanelKey(indicator: ids[key.slot], stratum: key.stratum, areaClass: key.areaClass), default: []]
        .append(number)
    }
    return panels.sorted { $0.key < $1.key }.map { (key: $0.key, panels: $0.value) }
  }
}
