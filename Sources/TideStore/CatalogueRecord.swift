import TideModel

/// What may be known of a release beside its own row. The names stand in the files; one that is not among these was
/// written by a later minor version, and is passed over.
enum ReleaseFact: String {
  /// The release that is taken back.
  case undoes
  /// How many figures the release withdrew because its files no longer list them.
  case withdrawn
  /// 1 where no whole segment of the release was found by `repair`.
  case lost
  /// The profile of disclosure control that the release pins in the store, as a number.
  case disclosure
  /// What tells the release from any other of its number, see ``ReleaseMark``.
  case mark
}

/// What a release says of an indicator beside its row, as facts of the release: `basis 92196` has the raw value of an
/// `EventBasis`, `rounding 92196` what counts are rounded to multiples of. They hold together with the row of their release.
enum IndicatorFact: String, CaseIterable {
  case basis, rounding

  /// The facts of an indicator that there is something to say of.
  static func of(_ indicator: Indicator) -> [(name: String, number: Int)] {
    allCases.compactMap { fact in fact.number(of: indicator).map { ("\(fact.rawValue) \(indicator.id)", $0) } }
  }

  /// What a name speaks of; nil for the name of another fact.
  static func named(_ name: String) -> (fact: IndicatorFact, indicator: Int)? {
    let words = name.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let fact = IndicatorFact(rawValue: String(words[0])), let id = Int(words[1]) else {
      return nil
    }
    return (fact, id)
  }

  private func number(of indicator: Indicator) -> Int? {
    switch self {
    case .basis: indicator.basis.map { Int($0.rawValue) }
    case .rounding: indicator.countRounding
    }
  }

  /// Gives an indicator what the fact says; a number that stands for nothing is passed over.
  func apply(_ number: Int, to indicator: inout Indicator) {
    switch self {
    case .basis: indicator.basis = UInt8(exactly: number).flatMap(EventBasis.init(rawValue:))
    case .rounding: indicator.countRounding = number > 0 ? number : nil
    }
  }
}

/// A row that a release adds to the catalogue. A segment carries all the rows of its release, so that a lost catalogue
/// can be rebuilt from whole segments; the catalogue itself is filled from the very same records.
enum CatalogueRecord: Equatable {
  case text(id: Int, text: String)
  case stratum(id: Int, Stratum)
  case areaKey(id: Int, code: String)
  case area(Area, release: Int)
  case indicator(Indicator, release: Int)
  case release(Release)
  /// A number that is known of a release only where it is not 0. Its name may be one this version does not know.
  case fact(name: String, release: Int, number: Int)

  /// Whether it says that a release pins a profile of disclosure control.
  var isDisclosurePin: Bool {
    if case .fact(ReleaseFact.disclosure.rawValue, _, _) = self { true } else { false }
  }

  private var tag: UInt8 {
    switch self {
    case .text: 1
    case .stratum: 2
    case .areaKey: 3
    case .area: 4
    case .indicator: 5
    case .release: 6
    case .fact: 7
    }
  }

  /// As `append` writes it.
  var bytes: [UInt8] {
    var out = ByteWriter()
    append(to: &out)
    return out.bytes
  }

  /// Tag, then the fields in the order of the cases below.
  func append(to out: inout ByteWriter) {
    out.append(tag)
    switch self {
    case .text(let id, let text):
      out.append(Int64(id))
      out.append(text)
    case .stratum(let id, let stratum):
      out.append(Int64(id))
      for field in [stratum.sex, stratum.age, stratum.categoryType, stratum.category] { out.append(field) }
    case .areaKey(let id, let code):
      out.append(Int64(id))
      out.append(code)
    case .area(let area, let release):
      out.append(Int64(release))
      let fields = AreaRow(area)
      for field in fields.texts { out.append(field) }
    case .indicator(let indicator, let release):
      out.append(Int64(release))
      out.append(Int64(indicator.id))
      let row = IndicatorRow(indicator)
      for number in row.numbers { out.append(Int64(number)) }
      out.append(indicator.multiplier ?? .nan)
      for text in row.texts { out.append(text) }
    case .release(let release):
      appendRelease(release, to: &out)
    case .fact(let name, let release, let number):
      out.append(Int64(release))
      out.append(name)
      out.append(Int64(number))
    }
  }

  private func appendRelease(_ release: Release, to out: inout ByteWriter) {
    for number in [release.sequence, Int(release.published.day), release.recordedAt] { out.append(Int64(number)) }
    out.append(release.tool)
    for number in release.counts.stored { out.append(Int64(number)) }
    out.append(UInt32(release.sources.count))
    for source in release.sources {
      out.append(source.name)
      out.append(source.sha256)
      out.append(Int64(source.bytes))
      out.append(Int64(source.rows))
    }
  }

  /// Nil when the bytes are no record.
  init?(_ reader: inout ByteReader) {
    guard let tag = reader.integer(UInt8.self) else { return nil }
    switch tag {
    case 1:
      guard let id = reader.integer(Int64.self), let text = reader.text() else { return nil }
      self = .text(id: Int(id), text: text)
    case 2:
      guard let id = reader.integer(Int64.self), let fields = reader.texts(4) else { return nil }
      let stratum = Stratum(sex: fields[0], age: fields[1], categoryType: fields[2], category: fields[3])
      self = .stratum(id: Int(id), stratum)
    case 3:
      guard let id = reader.integer(Int64.self), let code = reader.text() else { return nil }
      self = .areaKey(id: Int(id), code: code)
    case 4:
      guard let release = reader.integer(Int64.self), let texts = reader.texts(AreaRow.textCount),
        let area = AreaRow(texts: texts).area
      else { return nil }
      self = .area(area, release: Int(release))
    case 5:
      guard let release = reader.integer(Int64.self), let id = reader.integer(Int64.self),
        let numbers = reader.integers(IndicatorRow.numberCount), let multiplier = reader.double(),
        let texts = reader.texts(IndicatorRow.textCount),
        let indicator = IndicatorRow(numbers: numbers, texts: texts)
          .indicator(id: Int(id), multiplier: multiplier.isNaN ? nil : multiplier)
      else { return nil }
      self = .indicator(indicator, release: Int(release))
    case 6:
      guard let release = Self.release(&reader) else { return nil }
      self = .release(release)
    case 7:
      guard let release = reader.integer(Int64.self), let name = reader.text(),
        let number = reader.integer(Int64.self)
      else { return nil }
      self = .fact(name: name, release: Int(release), number: Int(number))
    default: return nil
    }
  }

  private static func release(_ reader: inout ByteReader) -> Release? {
    guard let head = reader.integers(3), (1...Segment.lastRelease).contains(head[0]), let tool = reader.text(),
      let numbers = reader.integers(Release.Counts.storedCount), let counts = Release.Counts(stored: numbers),
      let day = Int32(exactly: head[1]), let sourceCount = reader.integer(UInt32.self)
    else { return nil }
    var sources: [Release.Source] = []
    for _ in 0..<sourceCount {
      guard let texts = reader.texts(2), let sizes = reader.integers(2) else { return nil }
      sources.append(Release.Source(name: texts[0], sha256: texts[1], bytes: sizes[0], rows: sizes[1]))
    }
    return Release(
      sequence: head[0], published: CalendarDate(day: day), recordedAt: head[2], tool: tool, counts: counts,
      sources: sources)
  }

  /// All records of a segment, or nil when the bytes are not records to their very end.
  static func decode(_ bytes: UnsafeRawBufferPointer) -> [CatalogueRecord]? {
    var reader = ByteReader(bytes)
    var records: [CatalogueRecord] = []
    while !reader.isAtEnd {
      guard let record = CatalogueRecord(&reader) else { return nil }
      records.append(record)
    }
    return records
  }
}

extension ByteReader {
  mutating func texts(_ count: Int) -> [String]? {
    var out: [String] = []
    for _ in 0..<count {
      guard let text = text() else { return nil }
      out.append(text)
    }
    return out
  }

  mutating func integers(_ count: Int) -> [Int]? {
    var out: [Int] = []
    for _ in 0..<count {
      guard let number = integer(Int64.self) else { return nil }
      out.append(Int(number))
    }
    return out
  }
}

extension Release.Counts {
  static let storedCount = 8

  /// The counts in the order in which they are stored.
  var stored: [Int] {
    [new, revised, relabelled, unchanged, newlySuppressed, collapsed, rejected, described]
  }

  init?(stored numbers: [Int]) {
    guard numbers.count == Self.storedCount else { return nil }
    self.init()
    new = numbers[0]
    revised = numbers[1]
    relabelled = numbers[2]
    unchanged = numbers[3]
    newlySuppressed = numbers[4]
    collapsed = numbers[5]
    rejected = numbers[6]
    described = numbers[7]
  }
}

/// An area as the texts of its catalogue row.
struct AreaRow {
  static let textCount = 8
  let texts: [String]

  init(texts: [String]) { self.texts = texts }

  init(_ area: Area) {
    texts = [
      area.code, area.name, area.kind, area.parents.map { "\($0.hierarchy)=\($0.code)" }.joined(separator: ";"),
      area.validFrom?.description ?? "", area.validTo?.description ?? "", area.successors.joined(separator: ";"),
      area.aliases.joined(separator: ";"),
    ]
  }

  var area: Area? {
    guard texts.count == Self.textCount else { return nil }
    var area = Area(code: texts[0], name: texts[1], kind: texts[2])
    area.parents = texts[3].split(separator: ";").compactMap { pair in
      guard let equals = pair.firstIndex(of: "=") else { return nil }
      return AreaParent(hierarchy: String(pair[..<equals]), code: String(pair[pair.index(after: equals)...]))
    }
    area.validFrom = CalendarDate(iso: texts[4])
    area.validTo = CalendarDate(iso: texts[5])
    area.successors = texts[6].split(separator: ";").map(String.init)
    area.aliases = texts[7].split(separator: ";").map(String.init)
    return area
  }
}

/// An indicator as the numbers and texts of its catalogue row.
struct IndicatorRow {
  static let numberCount = 4
  static let textCount = 9
  let numbers: [Int]
  let texts: [String]

  init(numbers: [Int], texts: [String]) {
    self.numbers = numbers
    self.texts = texts
  }

  init(_ indicator: Indicator) {
    numbers = [
      Int(indicator.valueType.rawValue), Int(indicator.polarity.rawValue), Int(indicator.comparisonMethod.rawValue),
      indicator.yearType.map { Int($0.rawValue) } ?? -1,
    ]
    texts = [
      indicator.code, indicator.name, indicator.unit, indicator.intervalMethod,
      indicator.themes.joined(separator: ";"), indicator.definition, indicator.source, indicator.publisher,
      indicator.licence,
    ]
  }

  func indicator(id: Int, multiplier: Double?) -> Indicator? {
    guard numbers.count == Self.numberCount, texts.count == Self.textCount,
      let valueType = UInt8(exactly: numbers[0]).flatMap(ValueType.init(rawValue:)),
      let polarity = UInt8(exactly: numbers[1]).flatMap(Polarity.init(rawValue:)),
      let comparison = UInt8(exactly: numbers[2]).flatMap(ComparisonMethod.init(rawValue:))
    else { return nil }
    var indicator = Indicator(id: id, name: texts[1], code: texts[0])
    indicator.unit = texts[2]
    indicator.multiplier = multiplier
    indicator.valueType = valueType
    indicator.polarity = polarity
    indicator.intervalMethod = texts[3]
    indicator.comparisonMethod = comparison
    indicator.yearType = UInt8(exactly: numbers[3]).flatMap(YearType.init(rawValue:))
    indicator.themes = texts[4].split(separator: ";").map(String.init)
    indicator.definition = texts[5]
    indicator.source = texts[6]
    indicator.publisher = texts[7]
    indicator.licence = texts[8]
    return indicator
  }
}
