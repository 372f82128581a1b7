import TideCore
import TideModel
import TideStore

/// Reads the rows of figure files into panels. One reader serves all files of an append.
struct FigureReader {
  private let writer: StoreWriter
  private var slots = IndicatorSlots()
  private var panels: [PanelRows] = []
  private var places: [SlotKey: Int] = [:]
  /// The panel of the row before, most often that of the next.
  private var last: (key: SlotKey, place: Int)?
  private var names: AreaNames
  /// Rows not loaded, in order of reading.
  private(set) var rejected: [RejectedRow] = []

  /// A panel before it is known which indicator its rows are of.
  private struct SlotKey: Hashable {
    let slot: Int
    let stratum: Int
    let areaClass: AreaClass
  }

  init(writer: StoreWriter) {
    self.writer = writer
    names = AreaNames(writer.knownAreas)
  }

  /// Reads one file.
  mutating func read(_ source: SourceFile, number: Int) throws(IngestError) {
    try source.withBytes { bytes throws(IngestError) in
      var scanner = CSVScanner(bytes)
      let headings = try source.headings(&scanner)
      let file = FigureFile(headings: headings, source: source, number: number)
      var fields: [CSVField] = []
      while scanner.next(&fields) {
        if fields.count == 1, fields[0].length == 0 { continue }
        source.rows += 1
        if let reason = take(fields, scanner, file) { rejected.append(reason) }
      }
      if scanner.fault != nil { throw source.fault(scanner) }
    }
  }

  /// Takes one row in, or says why not.
  private mutating func take(_ fields: [CSVField], _ scanner: CSVScanner, _ file: FigureFile) -> RejectedRow? {
    var row = FigureRow(fields: fields, scanner: scanner)
    if let extra = fields.indices.dropFirst(file.columnCount).first(where: { fields[$0].length > 0 }) {
      return file.reject(row, extra, .tooManyFields, "the heading has \(file.columnCount) fields")
    }
    let area: FigureFile.ResolvedArea
    switch file.area(row, writer, &names) {
    case .success(let found): area = found
    case .failure(let rejection): return rejection.row
    }
    let period: FigureFile.ResolvedPeriod
    switch file.period(row, writer) {
    case .success(let found): period = found
    case .failure(let rejection): return rejection.row
    }
    let slot: Int
    switch file.indicator(row, &slots) {
    case .success(let found): slot = found
    case .failure(let rejection): return rejection.row
    }
    if let rejection = file.readFigures(&row) { return rejection }
    if let rejection = file.readStatus(&row, period, writer) { return rejection }
    let stratum = file.stratum(row, writer)
    let key = SlotKey(slot: slot, stratum: stratum, areaClass: area.areaClass)
    file.append(row, area, period, writer, to: &panels[place(of: key)])
    return nil
  }

  private mutating func place(of key: SlotKey) -> Int {
    if let last, last.key == key { return last.place }
    let place = places[key] ?? panels.count
    if place == panels.count {
      places[key] = place
      panels.append(PanelRows())
    }
    last = (key, place)
    return place
  }

  /// The panels by their final keys, once all files have been read and every indicator has its id.
  mutating func finish() -> [PanelKey: PanelRows] {
    let ids = slots.resolve(writer)
    var out: [PanelKey: PanelRows] = [:]
    for (key, place) in places.sorted(by: { $0.key.slot < $1.key.slot }) {
      let panelKey = PanelKey(indicator: ids[key.slot], stratum: key.stratum, areaClass: key.areaClass)
      let rows = panels[place]
      panels[place] = PanelRows()
      if out[panelKey] == nil { out[panelKey] = rows } else { out[panelKey]?.append(contentsOf: rows) }
    }
    (panels, places, last) = ([], [:], nil)
    return out
  }
}

/// One row being read.
struct FigureRow {
  let fields: [CSVField]
  let scanner: CSVScanner
  var numbers = Figures()
  /// Why the value is missing, where its cell says so.
  var valueMark: Status?
  var status = Status.none
  var note: Int64 = 0

  init(fields: [CSVField], scanner: CSVScanner) {
    self.fields = fields
    self.scanner = scanner
  }

  /// The field of a column; nil where the row is too short or the file has no such column.
  @inline(__always)
  func field(_ column: Int) -> CSVField? {
    column >= 0 && column < fields.count ? fields[column] : nil
  }
}

/// A rejection as an error, for `Result`.
struct Rejection: Error {
  let row: RejectedRow
}

/// The texts of one column, each resolved once.
struct ResolvedColumn<Value> {
  private var interner = ByteInterner()
  private(set) var values: [Value] = []

  /// The number of the field's text; a text not met before is resolved now.
  mutating func index(
    _ field: CSVField, _ scanner: CSVScanner, resolve: (String?) -> Value
  ) -> Int {
    let index = interner.intern(scanner.bytes(of: field))
    if index == values.count { values.append(resolve(scanner.text(of: field))) }
    return index
  }
}
