public import TideModel

/// Names a panel: one indicator, one stratum, one class of areas.
public struct PanelKey: Hashable, Comparable, Sendable {
  /// The indicator's id.
  public let indicator: Int
  /// The stratum's id in the catalogue.
  public let stratum: Int
  /// The class of the areas in it.
  public let areaClass: AreaClass

  /// The key of one panel.
  public init(indicator: Int, stratum: Int, areaClass: AreaClass) {
    self.indicator = indicator
    self.stratum = stratum
    self.areaClass = areaClass
  }

  /// By indicator, then stratum, then class: the order of a segment's directory.
  public static func < (lhs: PanelKey, rhs: PanelKey) -> Bool {
    (lhs.indicator, lhs.stratum, lhs.areaClass.rawValue) < (rhs.indicator, rhs.stratum, rhs.areaClass.rawValue)
  }
}

/// Which vintage of a store to read.
public enum AsOf: Hashable, Sendable {
  /// Everything committed.
  case latest
  /// As it stood after this release.
  case release(Int)
  /// As it stood at the end of this day, by the releases' publication dates.
  case date(CalendarDate)

  /// A release number (`3`) or an ISO date (`2024-06-30`); nil for anything else.
  public init?(_ text: String) {
    if let sequence = Int(text), sequence >= 0 {
      self = .release(sequence)
    } else if let date = CalendarDate(iso: text) {
      self = .date(date)
    } else {
      return nil
    }
  }
}
