/// What disclosure control did to the figures that an answer was made from.
///
/// Figures hidden for their own small counts and those hidden to protect them are one number: told apart, they would say
/// which a figure is.
public struct DisclosureReport: Equatable, Sendable {
  /// Figures asked for.
  public internal(set) var figures = 0
  /// Hidden, for a small count or to protect one.
  public internal(set) var hidden = 0
  /// Hidden because no count stands beside them.
  public internal(set) var uncounted = 0
  /// With counts rounded to the nearest 5.
  public internal(set) var rounded = 0
  /// Rates of too few deaths that are not given.
  public internal(set) var notGiven = 0
  /// Rates of few deaths that are marked.
  public internal(set) var unreliable = 0

  /// Indicators of too many figures to be checked against subtraction: all of theirs are hidden.
  public internal(set) var unchecked: [Int] = []

  /// Nothing done.
  public init() {}

  mutating func add(_ outcome: ShownFigure.Outcome) {
    figures += 1
    switch outcome {
    case .untouched: break
    case .hidden: hidden += 1
    case .uncounted: uncounted += 1
    case .rounded: rounded += 1
    case .notGiven: notGiven += 1
    case .unreliable: unreliable += 1
    }
  }

  /// One of the numbers, and what it is called.
  struct Part {
    let name: String
    let title: String
    /// What a sentence says after the number.
    let words: String
    let count: Int
  }

  /// All the numbers.
  var parts: [Part] {
    [
      Part(name: "figures", title: "Figures", words: "read", count: figures),
      Part(
        name: "hidden", title: "Hidden", words: "hidden for small counts and against subtraction", count: hidden),
      Part(name: "without_count", title: "Without a count", words: "without a count withheld", count: uncounted),
      Part(name: "rounded", title: "Rounded", words: "rounded to the nearest 5", count: rounded),
      Part(name: "not_given", title: "Not given", words: "of too few deaths not given as rates", count: notGiven),
      Part(name: "unreliable", title: "Unreliable", words: "of few deaths marked [u]", count: unreliable),
    ]
  }

  /// `of 812 figures read, 15 hidden for small counts and against subtraction, 140 rounded to the nearest 5`.
  public var text: String {
    let told = parts.dropFirst().filter { $0.count > 0 }.map { ", \($0.count) \($0.words)" }.joined()
    let whole =
      unchecked.isEmpty ? "" : "; too large to be checked: " + unchecked.map(String.init).joined(separator: ", ")
    return "of \(figures) figures read" + (told.isEmpty ? ", all shown as they are" : told) + whole
  }
}
