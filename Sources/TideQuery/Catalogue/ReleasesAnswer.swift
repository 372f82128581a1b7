import TideDisclosure
import TideModel
import TideStore

/// Every release of a store: when, from which files, and what it changed.
struct ReleasesAnswer {
  private let snapshot: Snapshot

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  func table() throws -> ResultTable {
    var table = ResultTable(columns: Self.columns, title: "Releases of \(snapshot.path)")
    for release in try snapshot.releases() { table.append(Self.cells(release, snapshot.undoing(release))) }
    return table
  }

  private static let columns: [ResultTable.Column] = [
    .init("release", "Release", .integer, 0), .init("published", "Published", .text, 0),
    .init("recorded", "Recorded", .text, 3),
    .init("new", "New", .integer, 0), .init("revised", "Revised", .integer, 0),
    .init("withdrawn", "Withdrawn", .integer, 2),
    .init("newly_suppressed", "Newly suppressed", .integer, 2),
    .init("relabelled", "Relabelled", .integer, 4), .init("unchanged", "Unchanged", .integer, 1),
    .init("collapsed", "Repeated", .integer, 5), .init("rejected", "Rejected", .integer, 2),
    .init("described", "Described", .integer, 5),
    .init("files", "Files", .text, 1), .init("sha256", "SHA-256", .text, 8), .init("tool", "Written by", .text, 7),
    .init("note", "Note", .text, 0),
  ]

  private static func cells(_ release: Release, _ undoing: ReleaseUndoing?) -> [ResultTable.Cell] {
    let counts = release.counts
    func texts(_ texts: [String]) -> ResultTable.Cell {
      texts.isEmpty ? .missing : .text(texts.joined(separator: ";"))
    }
    let note: String? =
      switch undoing {
      case .undid(let other): "takes release \(other) back"
      case .undone(let other): "taken back by release \(other)"
      case nil where release.disclosurePin != nil: Self.pinNote(release.disclosurePin)
      case nil: release.isLost ? "lost: no whole segment of it was found by a repair" : nil
      }
    return [
      .integer(release.sequence), .text(release.published.description), .text(Instant.text(release.recordedAt)),
      .integer(counts.new), .integer(counts.revised), .integer(counts.withdrawn), .integer(counts.newlySuppressed),
      .integer(counts.relabelled), .integer(counts.unchanged), .integer(counts.collapsed), .integer(counts.rejected),
      .integer(counts.described), texts(release.sources.map(\.name)),
      texts(release.sources.map { $0.sha256 }),
      .text(release.tool), note.map { .text($0) } ?? .missing,
    ]
  }

  private static func pinNote(_ number: Int?) -> String {
    switch DisclosureProfile.pin(number) {
    case .none: "takes disclosure control off"
    case .profile(let profile): "pins disclosure control (\(profile.name))"
    case .unknown: "pins a disclosure control that this program does not know"
    }
  }
}
