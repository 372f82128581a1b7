import ArgumentParser
import TideModel
import TideQuery
import TideStore

/// Which indicators a question about many takes, by what they are about.
struct ThemeOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only one of the four priorities: cancer, chronic disease, maternal health or mental health.",
      valueName: "priority"),
    completion: .list(["cancer", "chronic-disease", "maternal-health", "mental-health"]))
  var priority: String?

  @Option(
    name: .long, help: ArgumentHelp("Only indicators of this theme, by its words.", valueName: "theme"),
    completion: .custom(Completions.themes))
  var theme: String?

  /// The indicators among those named (all when none is) that are about what is asked.
  /// - Returns: ids; empty for all.
  func choice(among named: [Int], _ asked: Asking) throws -> [Int] {
    guard priority != nil || theme != nil else { return named }
    let all = try asked.snapshot.indicators()
    var chosen = named.isEmpty ? Set(all.map(\.id)) : Set(named)
    if let priority {
      chosen.formIntersection(try Themes.indicators(ofPriority: priority, among: all).map(\.id))
    }
    if let theme { chosen.formIntersection(try Themes.indicators(ofTheme: theme, among: all).map(\.id)) }
    guard !chosen.isEmpty else {
      throw CommandFailure(
        .usage,
        "none of the indicators named belongs to '\([priority, theme].compactMap { $0 }.joined(separator: "', '"))'",
        remedy: "'tidemark describe INDICATOR' lists its themes.")
    }
    return chosen.sorted()
  }
}
