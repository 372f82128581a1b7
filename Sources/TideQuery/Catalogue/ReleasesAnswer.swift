import TideDisclosure
import TideModel
import TideStore

/// Every release of a store: when, from which files, and what it changed.
struct ReleasesAnswer {
  private let snapshot: Snapshot
  /// Whether figures are screened. Then no digest is told, which would confirm a guess of a file's figures, and no number of
  /// figures that a release changed or left, which tells what became of the hidden ones.
  private let isScreened: Bool

  init(_ source: any FigureSource) { (snapshot, isScreened) = (source.snapshot, source.policy != nil) }

  func table() throws -> ResultTable {
    var table = ResultTable(columns: Self.columns, title: "Releases of \(snapshot.path)")
    for release in try snapshot.releases() { table.append(cells(release, snapshot.undoing(release))) }
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

  private func cells(_ release: Release, _ undoing: ReleaseUndoing?) -> [ResultTable.Cell] {
    let counts = release.counts
    func number(_ number: Int) -> ResultTable.Cell { isScreened ? .missing : .integer(number) }
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
      .integer(counts.new), number(counts.revised), number(counts.withdrawn), number(counts.newlySuppressed),
      number(counts.relabelled), number(counts.unchanged), number(counts.collapsed), number(counts.rejected),
      .integer(counts.described), texts(release.sources.map(\.name)),
      isScreened ? .missing : texts(release.sources.map { $0.sha256 }),
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
