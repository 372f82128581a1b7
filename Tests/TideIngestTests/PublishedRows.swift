import TideModel

/// The rows of a published file as an independent reader sees them.
struct PublishedRows {
  struct Row {
    var line: Int
    var key: StoredFigures.Key
    var area: String
    var period: String
    var figures: Figures
  }

  private let file: CorpusFile
  private let columns: [String: Int]
  private var reader: ReferenceCSV
  private let areaCodes: [String: String]
  private let idsByName: [String: String]
  /// Data rows, blank lines apart.
  let count: Int

  init(_ file: CorpusFile) throws {
    self.file = file
    let bytes = try Corpus.bytes(file.name)
    var reader = ReferenceCSV(bytes)
    let headings = reader.next()?.texts ?? []
    columns = Dictionary(zip(headings, headings.indices), uniquingKeysWith: { first, _ in first })
    self.reader = reader
    var count = 0
    var ids: [String: String] = [:]
    while let record = reader.next() {
      if record.fields == [[]] { continue }
      count += 1
      if case .id(let id, let name?) = file.indicator, let id = columns[id], let name = columns[name] {
        let text = String(decoding: record.fields[id], as: UTF8.self)
        if !text.isEmpty { ids[tidied(String(decoding: record.fields[name], as: UTF8.self))] = text }
      }
    }
    self.count = count
    idsByName = ids
    areaCodes = file.areasByName ? try AreaNameTable.codes() : [:]
  }

  mutating func next(_ stored: StoredFigures) throws -> Row? {
    guard let record = reader.next() else { return nil }
    if record.fields == [[]] { return try next(stored) }
    func text(_ heading: String?) -> String {
      guard let heading, let column = columns[heading], column < record.fields.count else { return "" }
      return tidied(String(decoding: record.fields[column], as: UTF8.self))
    }
    let stratum = Stratum(
      sex: text(file.sex), age: text(file.age), categoryType: text(file.categoryType), category: text(file.category))
    let area = text(file.area)
    var figures = Figures()
    for (measure, heading) in file.numbers { figures[measure] = Double(text(heading).filter { $0 != "," }) }
    // The national service's -1 for the limits of a value it does not give is no figure.
    if figures.value == nil { for measure in Measure.allCases where figures[measure] == -1 { figures[measure] = nil } }
    return Row(
      line: record.line, key: StoredFigures.Key(indicator: indicator(text, stored), stratum: stratum),
      area: file.areasByName ? areaCodes[area] ?? area : area, period: text(file.period), figures: figures)
  }

  private func indicator(_ text: (String?) -> String, _ stored: StoredFigures) -> Int {
    switch file.indicator {
    case .id(let id, let name):
      let given = text(id)
      return Int(given.isEmpty ? idsByName[text(name)] ?? "" : given) ?? 0
    case .name(let name, let unit): return stored.idsByName["\(text(name))|\(text(unit))"] ?? 0
    case .code(let code): return stored.idsByCode[text(code)] ?? 0
    }
  }
}

/// Codes of areas by name as the published area lists have them, for files that give names alone.
enum AreaNameTable {
  static func codes() throws -> [String: String] {
    // Names that the file spells otherwise than the lists, looked up by hand.
    var codes: [String: String] = [
      "England": "E92000001", "Herefordshire": "E06000019", "Kingston Upon Hull, City of": "E06000010",
      "Durham": "E06000047", "Bedford Borough": "E06000055", "Yorkshire and the Humber": "E12000003",
      "St. Helens": "E08000013",
    ]
    for row in try Corpus.rows("authorities.csv") {
      for (name, code) in [("RGNNM", "RGNCD"), ("UTLANM", "UTLACD"), ("LADNM_ACTIVE", "LADCD_ACTIVE")] {
        if let name = row[name], let code = row[code], codes[name] == nil { codes[name] = code }
      }
    }
    return codes
  }
}
