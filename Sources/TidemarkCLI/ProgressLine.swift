import Glibc

/// A line on a terminal's standard error that says how far a long command has come, at what rate, and how long it will take;
/// nothing elsewhere.
///
/// It is written over in place at most ten times a second, and taken away at the end. A terminal that cannot do that is told each
/// step once.
final class ProgressLine {
  private var title: String
  private let isShown = Terminal.isError
  private let redraws = Terminal.canRedraw && !JobLog.isOn
  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant
  private var drawn: ContinuousClock.Instant?
  private var told = ""

  init(_ title: String) {
    self.title = title
    start = clock.now
  }

  deinit { clear() }

  /// Begins another step.
  func begin(_ title: String) {
    self.title = title
    start = clock.now
    drawn = nil
  }

  /// Shows the share done.
  /// - Parameters:
  ///   - count: how many things have been done, for the rate; nil for no rate.
  ///   - noun: what they are.
  func show(_ done: Int, _ all: Int, count: Int? = nil, noun: String = "") {
    guard isShown else { return }
    guard redraws else { return tellOnce() }
    let now = clock.now
    if let drawn, now - drawn < .milliseconds(100) { return }
    drawn = now
    let (whole, atto) = (now - start).components
    let seconds = Double(whole) + Double(atto) * 1e-18
    Interruption.showsLine(true)
    Console.tellInPlace(
      Self.text(title, done: done, all: all, count: count.map { ($0, noun) }, seconds: seconds)
        .shortened(to: (Terminal.width ?? 80) - 1))
  }

  /// Takes the line away.
  func clear() {
    guard redraws, drawn != nil else { return }
    Console.tellInPlace("")
    Interruption.showsLine(false)
    drawn = nil
  }

  private func tellOnce() {
    guard told != title else { return }
    told = title
    Console.tell(title)
  }

  /// `reading figures.csv: 63%, 1.2 million rows a second, 4 s left`. Rate and time left are told after half a second,
  /// when there is something to go by.
  static func text(_ title: String, done: Int, all: Int, count: (Int, String)?, seconds: Double) -> String {
    let share = all > 0 ? min(1, max(0, Double(done) / Double(all))) : 1
    var parts = ["\(title): \(Int(share * 100))%"]
    guard seconds >= 0.5, share > 0 else { return parts[0] }
    if let (number, noun) = count { parts.append("\(rounded(Double(number) / seconds)) \(noun) a second") }
    if share < 1 { parts.append("\(time(seconds * (1 - share) / share)) left") }
    return parts.joined(separator: ", ")
  }

  /// 950, 12 thousand, 1.2 million.
  private static func rounded(_ number: Double) -> String {
    switch number {
    case ..<1000: "\(Int(max(0, number)))"
    case ..<1e6: "\(Int(number / 1e3)) thousand"
    case ..<1e12: "\((number / 1e5).rounded() / 10) million"
    default: "over a million million"
    }
  }

  /// 4 s, 3 min 20 s, 2 h 5 min.
  private static func time(_ seconds: Double) -> String {
    let all = Int(min(max(1, seconds.rounded(.up)), 1e9))
    if all < 60 { return "\(all) s" }
    return all < 3600 ? "\(all / 60) min \(all % 60) s" : "\(all / 3600) h \(all / 60 % 60) min"
  }
}

extension String {
  /// The first characters: a line that goes on on the next could not be written over.
  fileprivate func shortened(to width: Int) -> String { String(prefix(max(1, width))) }
}
