import TideDisclosure
import TideIngest
import TideInterchange
import TideModel
import TideQuery
import TideStore

/// The report of `append` for programs: one JSON object. Its keys are documented in the README and always there.
struct AppendObject {
  let report: AppendReport
  let rejectsPath: String?
  /// Comparisons with England that came to another verdict; nil where that was not found out.
  let turnedOver: Int?

  /// Beyond so many figures read, comparisons are not made again: `tidemark revisions` does that.
  private static let mostCompared = 200_000

  /// How many comparisons with England the release turned over; nil where none was made or there are too many figures.
  static func turnedOver(_ report: AppendReport, _ store: String) throws -> Int? {
    guard case .committed(let release) = report.outcome, report.counts.accepted <= mostCompared else { return nil }
    let after = try ScreenedSnapshot.open(store, asOf: .release(release.sequence))
    let before = try after.vintage(.release(release.sequence - 1))
    return try VintageDifference(before, after).stream(listing: [], row: { _ in }).flipped
  }

  var value: JSONValue {
    var release: Int?
    var published: String?
    let outcome: String
    switch report.outcome {
    case .committed(let made):
      outcome = "committed"
      release = made.sequence
      published = made.published.description
    case .alreadyLoaded(let number):
      outcome = "already-loaded"
      release = number
    case .nothingNew: outcome = "nothing-new"
    case .dryRun: outcome = "dry-run"
    case .refused: outcome = "refused"
    }
    return .object([
      ("outcome", .text(outcome)), ("refusal", refusal), ("release", .integer(release)),
      ("published", .text(published)), ("files", .array(report.files.map(Self.file))), ("counts", counts),
      ("text_conflicts", .integer(report.textConflicts)),
      ("withdrawals", .array(report.withdrawals.map(Self.withdrawal))), ("rejects_file", .text(rejectsPath)),
      ("comparisons_turned_over", .integer(turnedOver)),
    ])
  }

  private var refusal: JSONValue {
    switch report.refusal {
    case .strict: .text("rejected-rows")
    case .noRowRead: .text("no-row-read")
    case .unreadRows: .text("unread-rows")
    case .withdrawals: .text("withdrawals")
    case nil: .null
    }
  }

  private var counts: JSONValue {
    let counts = report.counts
    return .object([
      ("new", .integer(counts.new)), ("revised", .integer(counts.revised)), ("unchanged", .integer(counts.unchanged)),
      ("withdrawn", .integer(counts.withdrawn)), ("newly_suppressed", .integer(counts.newlySuppressed)),
      ("relabelled", .integer(counts.relabelled)), ("collapsed", .integer(counts.collapsed)),
      ("rejected", .integer(counts.rejected)), ("described", .integer(counts.described)),
    ])
  }

  private static func file(_ file: AppendReport.File) -> JSONValue {
    .object([
      ("name", .text(file.name)), ("sha256", .text(file.sha256)), ("bytes", .integer(file.bytes)),
      ("rows", .integer(file.rows)), ("accepted", .integer(file.accepted)), ("collapsed", .integer(file.collapsed)),
      ("rejected", .integer(file.rejected)), ("loaded_before", .integer(file.loadedBefore)),
    ])
  }

  private static func withdrawal(_ withdrawal: AppendReport.Withdrawal) -> JSONValue {
    .object([
      ("indicator_id", .integer(withdrawal.indicator)), ("indicator", .text(withdrawal.name)),
      ("withdrawn", .integer(withdrawal.withdrawn)), ("stored", .integer(withdrawal.stored)),
    ])
  }
}
