import TideModel

extension Int {
  /// The number with a noun, in the plural where it is not 1.
  func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }

  /// With commas between thousands.
  var grouped: String { (self < 0 ? "-" : "") + DecimalNumber.grouped(String(magnitude)) }
}
