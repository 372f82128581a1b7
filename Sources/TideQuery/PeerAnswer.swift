import TideDisclosure
import TideModel

/// Peers: the groups an area may be ranked in, or the areas of one of them.
///
/// The columns of the groups:
///
/// | column | what it holds |
/// |---|---|
/// | code | the group's or larger area's code; the area type's name in the first row |
/// | name | its name |
/// | kind | `area type`, or the hierarchy it heads: `group`, `region`, `icb`, `county` ... |
/// | members | how many areas of the type are in it today |
/// | holds_area | `yes` where the area asked about is one of them |
/// | option | the option of other questions that takes the code: `peers`, `within`, `area-type` |
///
/// The columns of the areas: `area_code`, `area`, `area_type`, and `successors`, the names of what took the place of one.
struct PeerAnswer {
  private let asked: Asked
  private let listing: Bool

  /// - Parameter listing: the areas of the query's peers instead of the groups there are.
  init(_ query: Query, listing: Bool, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    self.listing = listing
  }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    return listing ? try members(area) : try groups(area)
  }

  // MARK: Groups

  /// The groups that hold the area first, then groups before regions and other larger areas, by name.
  private func groups(_ area: Area) throws -> ResultTable {
    let group = PeerGroup(of: area.code, type: asked.query.selection.areaType, parent: nil)
    let type = group.type
    let all = try asked.catalogue.areas().filter {
      try $0.successors.isEmpty && $0.validTo == nil && group.contains($0.code, in: asked.catalogue)
    }
    var counts: [String: Int] = [:]
    for one in all { for parent in try asked.catalogue.ancestors(of: one.code) { counts[parent, default: 0] += 1 } }
    // All of the type are inside England, and the first row stands for them.
    if group.country == "E" { counts[Area.englandCode] = nil }
    let kinds = try hierarchies()
    let own = try asked.catalogue.ancestors(of: area.code)
    let found = try counts.map { code, members in
      let kind = kinds[code] ?? ""
      return Found(
        code: code, name: try asked.catalogue.area(code).name, kind: kind, members: members,
        holdsArea: own.contains(code) && type.contains(code: area.code),
        option: kind == "group" ? "peers" : "within")
    }
    let whole = Found(
      code: type.rawValue, name: "All areas of the type \(type.title)", kind: "area type", members: all.count,
      holdsArea: type.contains(code: area.code), option: "area-type")
    var table = ResultTable(
      columns: Self.groupColumns, title: "What \(area.name) can be ranked among: \(type.title)",
      footnotes: [
        "Ask with the option and the code: --within E12000005. --peers takes a file too, with a code or name on each line."
      ])
    for group in [whole] + found.sorted(by: { $0.order < $1.order }) { table.append(group.cells) }
    return table
  }

  /// The hierarchy that each larger area heads.
  private func hierarchies() throws -> [String: String] {
    var kinds: [String: String] = [:]
    for parent in try asked.catalogue.areas().flatMap(\.parents) where kinds[parent.code] == nil {
      kinds[parent.code] = parent.hierarchy
    }
    return kinds
  }

  /// A group that was found.
  private struct Found {
    let code: String
    let name: String
    let kind: String
    let members: Int
    let holdsArea: Bool
    let option: String

    var order: (Int, Int, String, String) {
      let kinds = ["group", "region", "icb"]
      return (holdsArea ? 0 : 1, kinds.firstIndex(of: kind) ?? kinds.count, name, code)
    }

    var cells: [ResultTable.Cell] {
      [
        .text(code), .text(name), kind.isEmpty ? .missing : .text(kind), .integer(members),
        holdsArea ? .flag(true) : .missing, .text(option),
      ]
    }
  }

  private static let groupColumns: [ResultTable.Column] = [
    .init("code", "Code", .text, 0), .init("name", "Name", .text, 0), .init("kind", "Kind", .text, 1),
    .init("members", "Members", .integer, 0), .init("holds_area", "Holds it", .flag, 1),
    .init("option", "Option", .text, 0),
  ]

  // MARK: Members

  private func members(_ area: Area) throws -> ResultTable {
    let group = try asked.peers(of: area.code, joins: false)
    let inside = try asked.catalogue.areas().filter { try includes($0.code, group) }
    let members = inside.filter { group.type.contains(code: $0.code) }.sorted {
      ($0.name, $0.code) < ($1.name, $1.code)
    }
    let name = try asked.name(of: group) ?? "All areas"
    var table = ResultTable(
      columns: [
        .init("area_code", "Code", .text, 1), .init("area", "Area", .text, 0), .init("area_type", "Type", .text, 2),
        .init("successors", "Replaced by", .text, 3),
      ], title: "\(name): \(Footnotes.count(members.count, "area")) of the type \(group.type.title)")
    for member in members {
      let later = try member.successors.map { try asked.catalogue.area($0).name }
      table.append([
        .text(member.code), .text(member.name), .text(group.type.title),
        later.isEmpty ? .missing : .text(Succession.list(later)),
      ])
    }
    table.footnotes = try asked.leftOut(of: group) + others(inside, group)
    return table
  }

  /// Whether an area is inside the peers, of whatever type.
  private func includes(_ code: String, _ group: PeerGroup) throws -> Bool {
    if let members = group.members { return members.contains(code) }
    guard let parent = group.parent else { return try group.contains(code, in: asked.catalogue) }
    return try asked.catalogue.ancestors(of: code).contains(parent)
  }

  /// Says what else there is inside.
  private func others(_ inside: [Area], _ group: PeerGroup) -> [Footnote] {
    guard group.members == nil else { return [] }
    let others = Dictionary(grouping: inside.filter { !group.type.contains(code: $0.code) }) {
      AreaType.usual(forCode: $0.code)
    }
    guard !others.isEmpty else { return [] }
    let parts = others.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value.count) \($0.key.rawValue)" }
    return ["Of other types, for --area-type: \(parts.joined(separator: ", "))."]
  }
}
