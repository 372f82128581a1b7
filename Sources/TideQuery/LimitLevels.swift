import TideMethods
import TideModel

/// The confidence of the limits that an answer from a file gives: the two levels that are published, or one of the caller's.
public struct LimitLevels: Sendable, Hashable {
  /// One level, and what its columns are called.
  struct Level: Sendable, Hashable {
    let confidence: Confidence
    /// The end of its columns' names: `95`, `998`, `99_5`.
    let name: String
    /// In per cent, for titles: `95%`.
    let title: String
    /// Where a terminal is narrow, columns with a higher number go first.
    let priority: Int
  }

  /// From the narrowest interval; at least one.
  let all: [Level]

  /// 95% and 99.8%, as published figures have them.
  public static let published = LimitLevels(all: [
    Level(confidence: .p95, name: "95", title: "95%", priority: 1),
    Level(confidence: .p998, name: "998", title: "99.8%", priority: 9),
  ])

  /// The narrowest interval alone.
  var narrowest: LimitLevels { LimitLevels(all: [all[0]]) }

  private init(all: [Level]) { self.all = all }

  /// One level, in per cent (90 to below 100) or as a share (0.9 to below 1).
  ///
  /// Its columns are named by the level in per cent: `lower_99`, `lower_99_5`; those of the two published levels as they
  /// are everywhere else, `lower_95` and `lower_998`.
  /// - Returns: nil for any other number. At 100% limits would be infinite.
  public init?(level: Double) {
    guard level.isFinite, let confidence = Confidence(level), confidence.z.isFinite else {
      return nil
    }
    if let known = Self.published.all.first(where: { $0.confidence.level == confidence.level }) {
      all = [Level(confidence: known.confidence, name: known.name, title: known.title, priority: 1)]
      return
    }
    let text = Self.percent(level)
    let name = String(text.map { $0 == "." ? "_" : $0 })
    all = [Level(confidence: confidence, name: name, title: "\(text)%", priority: 1)]
  }

  /// A level in per cent as people write it: `99`, `99.5`.
  private static func percent(_ level: Double) -> String {
    // A share times 100 may be off in its last digits, which nobody wrote.
    let rounded = (level * 1e11).rounded() / 1e9
    let percent = level >= 90 ? level : rounded < 100 ? rounded : level * 100
    let text = percent.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension LimitLevels {
  /// The columns of the limits of a figure.
  /// - Parameters:
  ///   - name: what a limit is called, for `lower` and for `upper`.
  ///   - title: the heading of a limit without its level, for the same.
  func columns(
    name: (String) -> String = { $0 }, title: (String) -> String = { $0 == "lower" ? "Lower" : "Upper" }
  ) -> [ResultTable.Column] {
    all.flatMap { level in
      ["lower", "upper"].map { side in
        ResultTable.Column(
          name: "\(name(side))_\(level.name)", title: "\(title(side)) \(level.title)", kind: .number,
          priority: level.priority)
      }
    }
  }

  /// A figure at each level; its value is the same at all.
  func estimates(_ figure: (Confidence) -> Estimate) -> [Estimate] { all.map { figure($0.confidence) } }
}
