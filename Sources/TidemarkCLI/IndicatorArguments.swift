import ArgumentParser

/// The indicator that a question is about.
struct IndicatorArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The indicator by id, code or name.", valueName: "indicator"),
    completion: .custom(Completions.indicators))
  var words: [String]

  /// The words as one name.
  var name: String { words.joined(separator: " ") }
}

/// The indicators that a question is about; none for all.
struct IndicatorArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Indicators by id, code or name; all when none is named.", valueName: "indicator"),
    completion: .custom(Completions.indicators))
  var names: [String] = []
}
