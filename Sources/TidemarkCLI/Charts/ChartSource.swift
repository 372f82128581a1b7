import TideModel
import TideQuery
import TideStore

/// Where the figures of a chart are from, for its caption.
enum ChartSource {
  /// The sources of the indicators and the release of the store; no more than three sources by name.
  static func text(_ snapshot: Snapshot, indicators ids: Set<Int>) throws -> String {
    let indicators = try snapshot.indicators().filter { ids.contains($0.id) }
    var sources: [String] = []
    for indicator in indicators {
      let source = indicator.source.isEmpty ? indicator.publisher : indicator.source
      if !source.isEmpty, !sources.contains(source) { sources.append(source) }
    }
    var text = ""
    if !sources.isEmpty {
      let more = sources.count > 3 ? " and \(sources.count - 3) more" : ""
      text = "Source: \(sources.prefix(3).joined(separator: "; "))\(more). "
    }
    guard let release = snapshot.release else { return text }
    return text + "Release \(release.sequence) (\(release.published))."
  }

  /// The indicators that a table has rows of; those of the query where it does not say.
  static func text(_ snapshot: Snapshot, of table: ResultTable, _ query: Query) throws -> String {
    let ids = table.cells("indicator_id").compactMap { cell -> Int? in
      if case .integer(let id) = cell { id } else { nil }
    }
    return try text(snapshot, indicators: Set(ids.isEmpty ? query.indicators : ids))
  }
}
