import TideMethods
import TideModel

/// Two figures and what they come to.
struct RatioPair {
  let first: RatioSide
  let second: RatioSide
  let contrast: Contrast
  /// Whether one of the two is part of the other, so that they are not independent.
  let isNested: Bool

  init(_ first: RatioSide, to second: RatioSide, limits: CalculatedLimits?, isNested: Bool) {
    self.first = first
    self.second = second
    self.isNested = isNested
    contrast = Contrast(first.figures, second.figures, limits: limits)
  }

  /// In what the two differ.
  var differing: [RatioPart] { RatioPart.allCases.filter { first.text($0) != second.text($0) } }

  /// What one of the two is called beside the other: `Birmingham`, `Male`, `2014 - 16`.
  func name(_ side: RatioSide) -> String {
    let parts = differing.map(side.text).filter { !$0.isEmpty }
    return parts.isEmpty ? side.area : parts.joined(separator: ", ")
  }

  /// Why there is no ratio, or no limits; empty for neither.
  var obstacle: String {
    for side in [first, second] { if let reason = side.reason { return "\(name(side)): \(reason)" } }
    return contrast.ratio.reason ?? contrast.difference.reason ?? ""
  }

  /// The status of the row: why there is no ratio, else what is said beside the first figure.
  var status: Status {
    for side in [first, second] where side.reason != nil { return side.status == .none ? .notAvailable : side.status }
    if contrast.ratio.value == nil, contrast.difference.value == nil { return contrast.ratio.status }
    return first.status
  }

  /// Whether both are one figure.
  var isOneFigure: Bool { differing.isEmpty && first.areaCode == second.areaCode }

  /// What is said of the two, once of both.
  var notes: [String] { first.remarks + second.remarks.filter { !first.remarks.contains($0) } + [obstacle] }

  /// `The figure of Birmingham is 2.03 times that of England (95% limits 1.83 to 2.24): 3.98 more (95% limits 3.19 to 4.79).`
  var sentence: String? {
    guard let ratio = contrast.ratio.value, let difference = contrast.difference.value else { return nil }
    let size = RatioNumbers(contrast.difference)
    let more = difference < 0 ? "less" : "more"
    let factor = RatioNumbers(contrast.ratio)
    var text = "The figure of \(name(first)) is \(factor.text(ratio)) times that of \(name(second))\(factor.limits)"
    text += difference == 0 ? "." : ": \(size.text(difference.magnitude)) \(more)\(size.limits(side: difference))."
    guard let interval = contrast.ratio.interval, interval.lower <= 1, interval.upper >= 1 else { return text }
    return text + " The limits of the ratio include 1: no significant difference."
  }
}

/// An estimate in a sentence, all its numbers with as many decimals.
private struct RatioNumbers {
  private let interval: Interval?
  private let decimals: Int

  init(_ estimate: Estimate) {
    interval = estimate.interval
    let numbers = [estimate.value, estimate.interval?.lower, estimate.interval?.upper].compactMap { $0?.magnitude }
    decimals = FileAnswer.decimals(upTo: numbers.max() ?? 0)
  }

  func text(_ number: Double) -> String { FileAnswer.text(number, decimals: decimals) }

  /// ` (95% limits 1.83 to 2.24)`; empty for none.
  var limits: String {
    interval.map { " (95% limits \(text($0.lower)) to \(text($0.upper)))" } ?? ""
  }

  /// The limits of a difference as seen from its side of 0: where one lies on the other side it has a minus sign.
  func limits(side difference: Double) -> String {
    guard difference < 0, let interval else { return limits }
    return " (95% limits \(text(-interval.upper)) to \(text(-interval.lower)))"
  }
}
