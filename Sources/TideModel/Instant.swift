/// A moment, as machines write it.
public enum Instant {
  /// Seconds since the beginning of 1970 in Universal Time, as `2026-11-24T16:20:01Z`.
  public static func text(_ seconds: Int) -> String {
    let day = day(seconds)
    let rest = seconds - day * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
    return "\(CalendarDate(day: Int32(clamping: day)))T\(time)Z"
  }

  /// The day of a moment, as far as days go.
  public static func date(_ seconds: Int) -> CalendarDate { CalendarDate(day: Int32(clamping: day(seconds))) }

  /// Days since the beginning of 1970; a moment before it belongs to the day that it is in, and not to the next.
  private static func day(_ seconds: Int) -> Int {
    seconds >= 0 ? seconds / 86_400 : (seconds + 1) / 86_400 - 1
  }
}
