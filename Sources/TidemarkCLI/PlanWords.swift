import TideModel
import TideQuery
import TideStore

/// A plan in words, for people.
struct PlanWords {
  /// Names of at most nine letters, each with what there is to say.
  let lines: [(name: String, text: String)]

  init(_ plan: QueryPlan, _ snapshot: Snapshot) throws {
    let extent = plan.extent
    func count(_ number: Int, _ one: String, _ many: String) -> String {
      "\(number.grouped) \(number == 1 ? one : many)"
    }
    let classes = extent.classes.map(Self.title).joined(separator: ", ")
    var lines = [
      (
        "panels",
        "\(plan.panels.count.grouped): \(count(extent.indicators, "indicator", "indicators")), "
          + "\(count(extent.strata, "stratum", "strata"))\(classes.isEmpty ? "" : ", areas of \(classes)")"
      )
    ]
    lines.append(("areas", try Self.areas(plan, snapshot)))
    lines.append(("periods", plan.period.map { "\($0.label); others only where a trend is told" } ?? "all"))
    let measures = Measure.allCases.filter { plan.measures.contains($0) }
    lines.append(
      ("numbers", measures.count == Measure.allCases.count ? "all" : measures.map(\.columnName).joined(separator: ", "))
    )
    lines.append(("way", Self.way(plan.way)))
    self.lines = lines
  }

  private static func areas(_ plan: QueryPlan, _ snapshot: Snapshot) throws -> String {
    guard let areas = plan.areas else { return "all" }
    let names = try areas.map { try snapshot.area($0)?.name ?? $0 }.joined(separator: ", ")
    return plan.peers.map { "\(names); all of \(title($0)) where they are ranked or put together" } ?? names
  }

  private static func way(_ way: QueryPlan.Way) -> String {
    switch way {
    case .windows: "windows of panels, as they are needed"
    case .wholePanels(let threads): "whole panels, on \(threads == 1 ? "one thread" : "\(threads) threads")"
    case .figures: "whole panels, figure by figure"
    }
  }

  /// The types of a class, as output calls them.
  private static func title(_ areaClass: AreaClass) -> String {
    AreaType.allCases.filter { $0.areaClass == areaClass }.map(\.title).joined(separator: " or ")
  }
}
