import Glibc

/// When what the program does is done: the one place where it reads the clock for what it records or writes.
///
/// `SOURCE_DATE_EPOCH` takes the place of the clock, by the convention of reproducible builds
/// (https://reproducible-builds.org/specs/source-date-epoch/): whoever sets it gets the same bytes on any day.
enum Moment {
  private static let variable = "SOURCE_DATE_EPOCH"
  /// Up to the end of the year 9999, as far as days go.
  private static let range = 0...253_402_300_799

  /// What the environment says in the place of the clock, in seconds since the beginning of 1970; nil where it says
  /// nothing. A `CommandFailure` where it says what is no moment: every command finds that out before it runs.
  static let given = Result { () throws -> Int? in
    try getenv(variable).map { try seconds(String(cString: $0)) }
  }

  /// Seconds since the beginning of 1970 in Universal Time, as the environment says, else the clock.
  static var now: Int { ((try? given.get()) ?? nil) ?? time(nil) }

  /// An empty text is refused as well: it is what a command that failed leaves behind.
  private static func seconds(_ text: String) throws -> Int {
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Int(text), range.contains(seconds) else {
      throw CommandFailure(
        .usage, "\(variable) cannot be '\(text)'",
        remedy: "It is a whole number of seconds since the beginning of 1970, at most \(range.upperBound), as "
          + "'date +%s' prints; where it is not set the clock tells the time.")
    }
    return seconds
  }
}
