import TideModel
import TideStore

/// Reads area lists: our own, and the lists of codes, names and parents that are passed around.
enum AreaListReader {
  private static let codes = ["areacode", "ladcd", "utlacd", "code"]
  private static let names = ["areaname", "name", "ladnm", "utlanm"]

  /// Whether a file with these headings (as keys) is an area list.
  static func reads(_ keys: Set<String>) -> Bool {
    !keys.isDisjoint(with: codes) && !keys.isDisjoint(with: names) && !keys.contains("value")
      && !keys.contains("indicatorid")
  }

  /// Describes every area of the file.
  /// - Returns: how many areas were described anew.
  static func read(
    _ source: SourceFile, _ writer: StoreWriter, _ rejected: inout [RejectedRow]
  ) throws(IngestError) -> Int {
    var described = 0
    // Which hierarchies the file has placed which areas in so far.
    var placed: [String: Set<String>] = [:]
    try ListFile.read(source, &rejected) { record in
      let code = record.text("areacode", "ladcd", "utlacd", "code")
      guard !code.isEmpty, code.utf8.count <= 64 else {
        return record.reject(
          "areacode", "ladcd", "utlacd", "code", for: .missingCode, "an area needs a code of at most 64 bytes")
      }
      var area = writer.area(code) ?? Area(code: code, name: "")
      let name = record.text("areaname", "name", "ladnm", "utlanm")
      if !name.isEmpty {
        // Another list's name for the area stays one it is known by.
        let former = area.name
        if !former.isEmpty, former != name, !former.contains(";"), !area.aliases.contains(former) {
          area.aliases.append(former)
        }
        area.name = name
        area.aliases.removeAll { $0 == name }
      }
      let kind = record.text("areatype")
      if !kind.isEmpty { area.kind = kind }
      if let rejection = readSpan(record, &area) { return rejection }
      readParents(record, code, &area, &placed[code, default: []])
      if writer.describe(area) { described += 1 }
      described += describeNamedParents(record, code, writer)
      return nil
    }
    return described
  }

  /// Describes the larger areas that the record gives by code and name, where nothing tells their names yet.
  private static func describeNamedParents(_ record: ListFile.Record, _ code: String, _ writer: StoreWriter) -> Int {
    var described = 0
    for (key, nameKey) in [("utlacd", "utlanm"), ("rgncd", "rgnnm"), ("cauthcd", "cauthnm"), ("ctrycd", "ctrynm")] {
      let parent = record.text(key)
      let name = record.text(nameKey)
      guard !parent.isEmpty, parent.utf8.count <= 64, parent != code, !name.isEmpty else { continue }
      var area = writer.area(parent) ?? Area(code: parent, name: "")
      guard area.name.isEmpty else { continue }
      area.name = name
      if writer.describe(area) { described += 1 }
    }
    return described
  }

  private static func readSpan(_ record: ListFile.Record, _ area: inout Area) -> RejectedRow? {
    for (key, path) in [("validfrom", \Area.validFrom), ("validto", \Area.validTo)] {
      let text = record.text(key)
      if text.isEmpty { continue }
      guard let date = CalendarDate(iso: text) else {
        return record.reject(key, for: .badDate, "a date is written 2023-04-01")
      }
      area[keyPath: path] = date
    }
    return nil
  }

  /// A list that places an area in a hierarchy says all of where it lies in that one: an area that has moved is not in two
  /// regions. It may say so in several rows.
  private static func readParents(
    _ record: ListFile.Record, _ code: String, _ area: inout Area, _ placed: inout Set<String>
  ) {
    var parents = record.text("parents").split(separator: ";").compactMap { pair -> AreaParent? in
      let halves = pair.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else { return nil }
      let hierarchy = CleanText.key(String(halves[0]))
      let parent = CleanText.key(String(halves[1]))
      return hierarchy.isEmpty || parent.isEmpty ? nil : AreaParent(hierarchy: hierarchy, code: parent)
    }
    for (key, hierarchy) in [
      ("rgncd", "region"), ("cauthcd", "combined-authority"), ("ctrycd", "country"), ("icbcd", "icb"),
    ] {
      let parent = record.text(key)
      if !parent.isEmpty { parents.append(AreaParent(hierarchy: hierarchy, code: parent)) }
    }
    let upper = record.text("utlacd")
    if !upper.isEmpty, upper != code, !record.text("ladcd").isEmpty {
      parents.append(AreaParent(hierarchy: "county", code: upper))
    }
    let anew = Set(parents.map(\.hierarchy)).subtracting(placed)
    area.parents.removeAll { anew.contains($0.hierarchy) }
    placed.formUnion(anew)
    for parent in parents where !area.parents.contains(parent) { area.parents.append(parent) }
    func add(_ text: String, to list: inout [String], separator: Character = ";") {
      for item in text.split(separator: separator).map({ CleanText.key(String($0)) })
      where !item.isEmpty && item != code && !list.contains(item) {
        list.append(item)
      }
    }
    add(record.text("successors"), to: &area.successors)
    add(record.text("ladcdactive"), to: &area.successors)
    add(record.text("aliases"), to: &area.aliases)
  }
}
