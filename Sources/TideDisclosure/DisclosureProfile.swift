/// A rule of statistical disclosure control: which counts are small, and how the others are shown.
///
/// `DISCLOSURE.md` beside this file tells the practice that each follows.
public enum DisclosureProfile: Hashable, Sendable {
  /// Counts of 1 to 7 are suppressed, the others rounded to the nearest 5.
  case hes
  /// Counts up to 7, zero as well, are suppressed, the others rounded to the nearest 5.
  case opensafely
  /// No standardised rate under 10 deaths, no crude rate under 3, and rates under 20 are marked as of low reliability.
  case onsDeaths
  /// Counts above 0 and below so many are suppressed.
  case below(Int)

  /// What `k=N` takes.
  public static let thresholds = 1...1_000_000

  /// The profile of a name as a user gives it, in any case; nil for any other text.
  public init?(_ text: some StringProtocol) {
    let key = text.lowercased()
    switch key {
    case "hes": self = .hes
    case "opensafely": self = .opensafely
    case "ons-deaths": self = .onsDeaths
    default:
      guard key.hasPrefix("k="), let threshold = Int(key.dropFirst(2)), Self.thresholds.contains(threshold) else {
        return nil
      }
      self = .below(threshold)
    }
  }

  /// The name as a user gives it.
  public var name: String {
    switch self {
    case .hes: "hes"
    case .opensafely: "opensafely"
    case .onsDeaths: "ons-deaths"
    case .below(let threshold): "k=\(threshold)"
    }
  }

  /// What it does, in a sentence without a full stop.
  public var meaning: String {
    switch self {
    case .hes: "counts of 1 to 7 are hidden, the others rounded to the nearest 5"
    case .opensafely: "counts up to 7, zero as well, are hidden, the others rounded to the nearest 5"
    case .onsDeaths:
      "no standardised rate under 10 deaths, no other under 3, those under 20 marked [u]"
    case .below(let threshold): "counts above 0 and below \(threshold) are hidden"
    }
  }

  /// Whether a number of people is too small to be shown. What is no number of people, being negative, is too.
  func isSmall(_ number: Double) -> Bool {
    switch self {
    case .hes: number != 0 && number < 8
    case .opensafely: number < 8
    case .onsDeaths: false
    case .below(let threshold): number < 0 || number > 0 && number < Double(threshold)
    }
  }

  /// The greatest whole number that is small; 0 where none above it is.
  var mostHidden: Double {
    switch self {
    case .hes, .opensafely: 7
    case .onsDeaths: 0
    case .below(let threshold): Double(threshold - 1)
    }
  }

  /// Whether counts are hidden at all.
  var hidesCounts: Bool { mostHidden > 0 }

  /// Whether the counts that are shown are rounded to the nearest 5.
  package var roundsToFive: Bool { self == .hes || self == .opensafely }

  /// Whether all that another hides or rounds is hidden or rounded by this one too.
  public func isAtLeastAsStrict(as other: DisclosureProfile) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (.opensafely, .hes): return true
    case (.hes, .below(let threshold)), (.opensafely, .below(let threshold)): return threshold <= 8
    case (.below(let mine), .below(let threshold)): return mine >= threshold
    default: return false
    }
  }
}

extension DisclosureProfile {
  /// What a store says of the profile pinned in it.
  public enum Pin: Equatable, Sendable {
    /// None is.
    case none
    /// This one is.
    case profile(DisclosureProfile)
    /// One that this program does not know.
    case unknown
  }

  /// Numbers from here on stand for `k=N`, by N.
  private static let firstThreshold = 1_000_000

  /// The number that stands for no profile in a store.
  public static let noPin = 1

  /// The number that stands for the profile in a store. None is ever given another meaning.
  public var pin: Int {
    switch self {
    case .hes: 2
    case .opensafely: 3
    case .onsDeaths: 4
    case .below(let threshold): Self.firstThreshold + threshold
    }
  }

  /// What a number in a store stands for.
  public static func pin(_ number: Int?) -> Pin {
    switch number {
    case nil, noPin: return .none
    case DisclosureProfile.hes.pin: return .profile(.hes)
    case DisclosureProfile.opensafely.pin: return .profile(.opensafely)
    case DisclosureProfile.onsDeaths.pin: return .profile(.onsDeaths)
    case let number?:
      guard number > firstThreshold, number <= firstThreshold + thresholds.upperBound else { return .unknown }
      return .profile(.below(number - firstThreshold))
    }
  }
}
