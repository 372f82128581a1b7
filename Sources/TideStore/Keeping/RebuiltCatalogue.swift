import TideCore
import TideModel

/// The rows of a catalogue as whole segments carry them, and those of lost releases as the former catalogue tells them.
struct RebuiltCatalogue {
  let segments: [Segment]
  /// A segment that gives an id to something else than one before it does.
  private var contradicting: Segment?
  private(set) var records: [CatalogueRecord]
  /// Releases that are there, ascending.
  let restored: [Int]
  /// Releases that are not.
  private(set) var lost: [Repair.Report.Lost] = []
  /// The newest release; 0 for none.
  private(set) var newest: Int

  /// No number in a seal, which has no checksum, is believed that is further beyond the releases found.
  private static let mostBeyond = 1000

  init(_ segments: [Segment], _ former: FormerCatalogue) throws(StoreError) {
    self.segments = segments
    records = []
    var ids: [RecordID: [UInt8]] = [:]
    for segment in segments {
      for record in try segment.records() {
        records.append(record)
        guard let id = RecordID(record) else { continue }
        if ids.updateValue(record.bytes, forKey: id) != nil { contradicting = segment }
      }
    }
    restored = records.compactMap { if case .release(let release) = $0 { release.sequence } else { nil } }.sorted()
    newest = restored.last ?? 0
    // Names that only lost releases gave, and that others may use.
    for table in [CatalogueSchema.Table.text, .stratum, .areaKey] {
      for record in former.records[table] ?? [] {
        guard let id = RecordID(record), ids[id] == nil else { continue }
        ids[id] = record.bytes
        records.append(record)
      }
    }
  }

  /// What a row with an id is known by.
  private struct RecordID: Hashable {
    let table: CatalogueSchema.Table
    let id: Int

    init?(_ record: CatalogueRecord) {
      switch record {
      case .text(let id, _), .areaKey(let id, _): self.id = id
      case .stratum(let id, _): self.id = id
      case .area, .indicator, .release, .fact: return nil
      }
      table = CatalogueSchema.table(of: record)
    }
  }

  /// The rows that list the segments.
  var rows: [SegmentRow] { segments.map { SegmentRow($0) } }

  /// A segment that speaks of something nobody has named; nil where there is none.
  func firstStranded() throws(StoreError) -> Segment? {
    if let contradicting { return contradicting }
    var known = KnownIDs()
    for record in records { known.insert(record) }
    for segment in segments {
      do throws(StoreError) { try segment.checkIDs(known) } catch { return segment }
    }
    return nil
  }

  /// Lists the releases up to the newest that catalogue and seal tell of which no segment holds.
  mutating func addLost(_ former: FormerCatalogue, _ seal: CatalogueSeal?) {
    let last = max(former.releases?.last?.sequence ?? 0, seal?.release ?? 0)
    if last > newest, last - newest <= Self.mostBeyond { newest = last }
    let known = Dictionary((former.releases ?? []).map { ($0.sequence, $0) }) { first, _ in first }
    let held = Set(restored)
    var before = CalendarDate(day: 0)
    let found = records.compactMap {
      if case .release(let release) = $0 { (release.sequence, release.published) } else { nil }
    }
    let days = Dictionary(found) { first, _ in first }
    for sequence in 1..<newest + 1 {
      before = days[sequence] ?? before
      guard !held.contains(sequence) else { continue }
      lost.append(Repair.Report.Lost(sequence: sequence, release: known[sequence]))
      let sealed = sequence == seal?.release ? seal?.mark : nil
      addRows(ofLost: sequence, known[sequence], published: before, mark: known[sequence]?.mark ?? sealed)
    }
  }

  /// What the former catalogue knows of a lost release; else a row that says only that there was one.
  private mutating func addRows(
    ofLost sequence: Int, _ release: Release?, published: CalendarDate, mark: Int?
  ) {
    let unknown = Release(
      sequence: sequence, published: published, recordedAt: 0, tool: "", counts: Release.Counts(), sources: [])
    records.append(.release(release ?? unknown))
    let facts: [(ReleaseFact, Int)] = [
      (.lost, 1), (.undoes, release?.undoes ?? 0), (.withdrawn, release?.counts.withdrawn ?? 0),
      (.disclosure, release?.disclosurePin ?? 0), (.mark, mark ?? 0),
    ]
    for (fact, number) in facts where number != 0 {
      records.append(.fact(name: fact.rawValue, release: sequence, number: number))
    }
  }
}

extension KnownIDs {
  /// Takes in the id that a row gives, if it gives one.
  mutating func insert(_ record: CatalogueRecord) {
    switch record {
    case .text(let id, _): texts.insert(Int64(id))
    case .stratum(let id, _): strata.insert(id)
    case .areaKey(let id, _): areas.insert(Int64(id))
    case .area, .indicator, .release, .fact: break
    }
  }
}
