import TideModel

/// Finds areas by their published names, for files that give no codes.
struct AreaNames {
  private var codes: [String: Set<String>] = [:]

  init(_ areas: [Area]) {
    for area in areas {
      for name in [area.name] + area.aliases where !name.isEmpty {
        codes[Self.key(name), default: []].insert(area.code)
      }
    }
    // Where a name was handed on, today's area has it: one that has not ended, and is not followed by another of them.
    let ended = Set(areas.filter { $0.validTo != nil }.map(\.code))
    let successors = Dictionary(areas.map { ($0.code, Set($0.successors)) }, uniquingKeysWith: { $0.union($1) })
    for (name, found) in codes where found.count > 1 {
      let current = found.subtracting(ended)
      let last = current.filter { successors[$0]?.isDisjoint(with: current) ?? true }
      if !last.isEmpty { codes[name] = last } else if !current.isEmpty { codes[name] = current }
    }
  }

  /// `Bristol, City of` and `City of Bristol`, `Telford & Wrekin` and `Telford and Wrekin`, `County Durham` and
  /// `Durham`, `Bedford Borough` and `Bedford` are one name.
  private static func key(_ name: String) -> String {
    var words = Vocabulary.words(name.replacing("&", with: " and "))
    words.removeAll { $0 == "the" }
    if words.count > 2, words.suffix(2) == ["city", "of"] || words.suffix(2) == ["county", "of"] {
      words.removeLast(2)
    } else if words.count > 2, words.prefix(2) == ["city", "of"] || words.prefix(2) == ["county", "of"] {
      if words[2] != "london" { words.removeFirst(2) }
    } else if words.count > 1, words.first == "county" {
      words.removeFirst()
    } else if words.count > 1, words.last == "borough" {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }

  /// The code of the one area with this name; authorities come before other classes of the same name.
  func code(of name: String) -> Result<String, Problem> {
    guard let found = codes[Self.key(name)] else {
      return .failure(
        Problem(
          rule: .unknownAreaName,
          reason: "no area of this name is known; append an area list that has it, or give area codes"))
    }
    for preferred in [AreaClass.authority, .country, .region] {
      let some = found.filter { AreaClass(code: $0) == preferred }
      if some.count == 1, let only = some.first { return .success(only) }
      if some.count > 1 { break }
    }
    if found.count == 1, let only = found.first { return .success(only) }
    return .failure(
      Problem(
        rule: .ambiguousAreaName, reason: "several areas have this name: \(found.sorted().joined(separator: ", "))"))
  }
}
