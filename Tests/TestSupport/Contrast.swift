import Foundation

/// The contrast of two colours.
public enum Contrast {
  /// The ratio of WCAG 2.2, from 1 to 21; nil where a colour is not written as `#RRGGBB`.
  public static func ratio(_ one: some StringProtocol, _ other: some StringProtocol) -> Double? {
    guard let a = luminance(one), let b = luminance(other) else { return nil }
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func luminance(_ colour: some StringProtocol) -> Double? {
    guard colour.hasPrefix("#"), colour.count == 7, let rgb = UInt32(colour.dropFirst(), radix: 16) else { return nil }
    let parts = [16, 8, 0].map { shift -> Double in
      let value = Double(rgb >> UInt32(shift) & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
