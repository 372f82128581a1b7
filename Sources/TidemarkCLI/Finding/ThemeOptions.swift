import ArgumentParser

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
}
