public import TideModel

/// Why a statistic has no value, or no limits: a status to show in its place and the reason in words.
public struct Obstacle: Error, Sendable, Hashable {
  /// What stands beside the missing figure; always one that says there is none, or that its error is too large.
  public let status: Status
  /// The reason, in lower case without a full stop.
  public let text: String

  /// An obstacle of the given words.
  public init(_ text: String, status: Status = .notAvailable) {
    self.status = status
    self.text = text
  }

  static let count = Obstacle("no count")
  static let denominator = Obstacle("no denominator")
  static let negativeCount = Obstacle("the count is negative")
  static let countNotFinite = Obstacle("the count is not a finite number")
  static let denominatorNotPositive = Obstacle("the denominator is not above zero")
  static let countAboveDenominator = Obstacle("the count is above the denominator")
  static let outOfRange = Obstacle("the result is out of range")
  static let noLimits = Obstacle("the limits are out of range")
  static let lengths = Obstacle("the lists differ in length")
}

/// Checks that every statistic makes of what it is fed.
enum Checked {
  /// A count: present, finite, at least 0.
  static func count(_ count: Double?) throws(Obstacle) -> Double {
    guard let count else { throw .count }
    guard count.isFinite else { throw .countNotFinite }
    guard count >= 0 else { throw .negativeCount }
    return count
  }

  /// A denominator: present, finite, above 0.
  static func denominator(_ denominator: Double?) throws(Obstacle) -> Double {
    guard let denominator else { throw .denominator }
    guard denominator > 0, denominator.isFinite else { throw .denominatorNotPositive }
    return denominator
  }

  /// A result: a finite number.
  static func result(_ value: Double) throws(Obstacle) -> Double {
    guard value.isFinite else { throw .outOfRange }
    return value
  }
}
