import TideModel

/// Which areas took the place of which, as the area lists tell.
struct Succession {
  private let areas: [String: Area]
  private let predecessors: [String: [Area]]

  init(_ all: [Area]) {
    areas = Dictionary(all.map { ($0.code, $0) }) { first, _ in first }
    var predecessors: [String: [Area]] = [:]
    for area in all {
      for code in area.successors { predecessors[code, default: []].append(area) }
    }
    self.predecessors = predecessors
  }

  /// The areas that an area took the place of, wholly or in part, by code.
  func predecessors(of code: String) -> [Area] { predecessors[code] ?? [] }

  /// Whether others have taken an area's place.
  func isReplaced(_ code: String) -> Bool { !(areas[code]?.successors.isEmpty ?? true) }

  /// The areas of today that stand where an area stood: itself where none took its place.
  func successors(of code: String) -> Set<String> {
    var found: Set<String> = []
    var seen: Set<String> = []
    var pending = [code]
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      if isReplaced(next) { pending += areas[next]?.successors ?? [] } else { found.insert(next) }
    }
    return found
  }

  /// The areas of today that stand where some of a class stood, by code.
  func areasOfToday(for codes: [String], of areaClass: AreaClass) -> [String] {
    var today: Set<String> = []
    for code in codes {
      for successor in successors(of: code) where AreaClass(code: successor) == areaClass { today.insert(successor) }
    }
    return today.sorted()
  }

  /// The days on which an area began or ended, in words.
  func changes(of code: String) -> [(day: CalendarDate, text: String)] {
    guard let area = areas[code] else { return [] }
    var changes: [(CalendarDate, String)] = []
    if let day = area.validFrom {
      let former = predecessors(of: code).map(\.name)
      let replaced = former.isEmpty ? "" : ", in place of \(Self.list(former))"
      changes.append((day, "boundary change: \(area.name) began on \(day)\(replaced)"))
    }
    if let day = area.validTo {
      let later = area.successors.map { areas[$0]?.name ?? $0 }
      let replaced = later.isEmpty ? "" : "; \(Self.list(later)) took its place"
      changes.append((day, "boundary change: \(area.name) ended on \(day)\(replaced)"))
    }
    return changes
  }

  /// `A`, `A and B`, `A, B and C`.
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
