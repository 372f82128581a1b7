import ArgumentParser
import TideQuery

/// How sure the limits of an answer from a file are.
struct ConfidenceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("One pair of limits at this level, 90 to below 100 (else 95% and 99.8%).", valueName: "level"))
  var confidence: String?

  /// The levels asked for.
  var levels: LimitLevels { chosen ?? .published }

  private var chosen: LimitLevels? {
    guard let confidence else { return nil }
    let number = confidence.hasSuffix("%") ? confidence.dropLast() : confidence[...]
    return Double(number).flatMap(LimitLevels.init(level:))
  }

  func validate() throws {
    guard confidence != nil, chosen == nil else { return }
    throw ValidationError("--confidence is a level in per cent, 90 to below 100: 95, 99 or 99.8.")
  }
}
