import ArgumentParser
import TideModel
import TideQuery

/// By what rule figures are compared.
struct ComparisonOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Compare all indicators by one method: \(methodNames) (else each by its own, published).", valueName: "method"))
  var method: Method = .published

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Measure by a goal: 95 (reached at 95), 90..95 (a range), ci95 (by the 95% interval), p25..p75 (percentiles of all "
        + "areas), last-year (the benchmark's value of the year before).", valueName: "goal"))
  var goal: Goal?

  @Flag(name: .long, help: "Add 95% limits of the columns difference and ratio; 'tidemark ratio' tells them in words.")
  var ratioLimits = false

  func validate() throws {
    if goal != nil, method.comparing != .published { throw ValidationError("Give --method or --goal, not both.") }
  }

  /// Whether anything but the published methods is asked for.
  var isGiven: Bool { choice != .published }

  var choice: Query.Comparing { goal.map { .goal($0.goal) } ?? method.comparing }

  private static var methodNames: String {
    Method.allValueStrings.filter { $0 != "published" }.joined(separator: ", ")
  }

  /// `--method`.
  struct Method: ExpressibleByArgument {
    let comparing: Query.Comparing

    static let published = Method(comparing: .published)

    private static let named: [(name: String, comparing: Query.Comparing)] =
      [("published", .published)]
      + ComparisonMethod.allCases.filter { $0 != .unspecified }.map { ($0.shortName, .method($0)) }
      + [("control-limits", .controlLimits)]

    static var allValueStrings: [String] { named.map(\.name) }

    var defaultValueDescription: String { "published" }

    init?(argument: String) {
      guard let found = Self.named.first(where: { $0.name == argument.lowercased() }) else { return nil }
      self = Method(comparing: found.comparing)
    }

    private init(comparing: Query.Comparing) { self.comparing = comparing }
  }

  /// `--goal`.
  struct Goal: ExpressibleByArgument {
    let goal: Query.Goal

    init?(argument: String) {
      let text = argument.lowercased()
      if text == "last-year" {
        goal = .lastYear
      } else if text.hasPrefix("ci"), let limit = Self.number(text.dropFirst(2)) {
        goal = .limitByInterval(limit)
      } else if let bounds = Self.bounds(text, mark: "p"), (0...100).contains(bounds.lower), bounds.upper <= 100 {
        goal = .percentiles(bounds.lower / 100, bounds.upper / 100)
      } else if let bounds = Self.bounds(text, mark: "") {
        goal = .range(bounds.lower, bounds.upper)
      } else if let limit = Self.number(text[...]) {
        goal = .limit(limit)
      } else {
        return nil
      }
    }

    private static func number(_ text: Substring) -> Double? {
      guard let number = Double(text), number.isFinite else { return nil }
      return number
    }

    /// The two numbers of `90..95` or `p25..p75`; nil unless the first is the lower.
    private static func bounds(_ text: String, mark: String) -> (lower: Double, upper: Double)? {
      let parts = text.split(separator: "..", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.hasPrefix(mark) }),
        let lower = number(parts[0].dropFirst(mark.count)), let upper = number(parts[1].dropFirst(mark.count)),
        lower <= upper
      else { return nil }
      return (lower, upper)
    }
  }
}
