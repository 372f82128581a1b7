import TideIngest
import TideInterchange
import TideModel

/// What `append` tells when it is done.
struct AppendSummary {
  let report: AppendReport
  let rejectsPath: String?

  private static let mostListed = 20

  var text: String {
    var lines = [headline]
    for file in report.files {
      if let release = file.loadedBefore {
        lines.append("  \(file.name): already loaded as release \(release)")
      } else {
        lines.append(
          "  \(file.name): \(file.rows.grouped) rows, \(file.accepted.grouped) accepted, "
            + "\(file.collapsed.grouped) repeated, \(file.rejected.grouped) rejected")
      }
    }
    for withdrawal in report.withdrawals.prefix(Self.mostListed) { lines.append("  \(withdrawal.line) withdrawn") }
    if report.withdrawals.count > Self.mostListed {
      lines.append("  and of \(report.withdrawals.count - Self.mostListed) indicators more")
    }
    if report.counts.relabelled > 0 {
      lines.append(
        "\(report.counts.relabelled.grouped) figures stand, but the publisher's trend or comparison text beside them "
          + "differs from the one stored; the new text is kept.")
    }
    if report.textConflicts > 0 {
      lines.append(
        "\(report.textConflicts.grouped) repeated rows agree in every figure, but not in the publisher's trend or "
          + "comparison text; the first was kept.")
    }
    if let rejectsPath, let first = report.rejected.first {
      let place = "\(first.file):\(first.line)" + (first.column > 0 ? ":\(first.column)" : "")
      lines.append("\(report.rejected.count.grouped) rows rejected, listed in \(rejectsPath)")
      lines.append("  the first: \(place): \(first.rule.rawValue): \(first.reason)")
    }
    return lines.map { VisibleText.escaped($0) + "\n" }.joined()
  }

  private var headline: String {
    switch report.outcome {
    case .committed(let release): return "release \(release.sequence): \(changes)"
    case .alreadyLoaded(let release): return "already loaded as release \(release); nothing was written"
    case .nothingNew:
      return "nothing new: \(report.counts.unchanged.grouped) figures stored already; no release was made"
    case .dryRun: return "dry run, nothing was written: \(changes)"
    case .refused: return "refused, nothing was written: \(changes)"
    }
  }

  private var changes: String {
    let counts = report.counts
    var parts = [
      "\(counts.new.grouped) new", "\(counts.revised.grouped) revised", "\(counts.unchanged.grouped) unchanged",
    ]
    if counts.withdrawn > 0 { parts.append("\(counts.withdrawn.grouped) withdrawn") }
    if counts.newlySuppressed > 0 { parts.append("\(counts.newlySuppressed.grouped) newly suppressed") }
    if counts.relabelled > 0 { parts.append("\(counts.relabelled.grouped) relabelled") }
    if counts.described > 0 { parts.append("\(counts.described.grouped) areas and indicators described") }
    return parts.joined(separator: ", ")
  }
}

extension AppendReport.Withdrawal {
  /// `Infant mortality rate (92196): 12 of 340 figures`.
  var line: String { "\(name) (\(indicator)): \(withdrawn.grouped) of \(stored.grouped) figures" }
}
