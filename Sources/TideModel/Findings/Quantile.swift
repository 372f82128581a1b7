/// The fifth or quarter of all areas in which a value lies, counted from the lowest values.
public struct Quantile: Sendable, Hashable {
  /// Into how many parts the areas are divided: 5 or 4.
  public let parts: Int
  /// 1 for the lowest values, `parts` for the highest.
  public let position: Int

  /// The part of the lowest values is 1. Nil unless `parts` is 5 or 4 and `position` one of them.
  public init?(position: Int, of parts: Int) {
    guard parts == 5 || parts == 4, (1...parts).contains(position) else { return nil }
    self.parts = parts
    self.position = position
  }

  /// `lowest quintile`, `2nd lowest quintile`, `middle quintile`, `2nd highest quintile`, `highest quintile`; likewise for
  /// quartiles, without a middle. Lowest always means the lowest values, whatever the polarity.
  public var text: String {
    let noun = parts == 5 ? "quintile" : "quartile"
    if position == 1 { return "lowest \(noun)" }
    if position == parts { return "highest \(noun)" }
    if parts == 5, position == 3 { return "middle \(noun)" }
    return position == 2 ? "2nd lowest \(noun)" : "2nd highest \(noun)"
  }
}
