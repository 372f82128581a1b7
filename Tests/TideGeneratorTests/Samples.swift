import TideGenerator
import TideModel

/// Sizes small enough for tests, and bytes of what they give.
enum Samples {
  /// 20 indicators, 205 areas, 4 periods.
  static let tiny = DataSize(indicators: 20, districts: 0, periods: 4)
  /// As `tiny` with districts in the counties and small areas.
  static let deep = DataSize(indicators: 20, districts: 42, msoas: 450, periods: 2)

  static func fingertips(_ data: GeneratedData) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try data.writeFingertips(to: { bytes += $0 })
    return bytes
  }

  static func tidy(_ data: GeneratedData) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try data.writeTidy(to: { bytes += $0 })
    return bytes
  }

  /// All slices of all indicators.
  static func slices(_ data: GeneratedData) -> [GeneratedSlice] {
    var slices: [GeneratedSlice] = []
    for indicator in data.indicators.indices { data.forEachSlice(of: indicator) { slices.append($0) } }
    return slices
  }

  /// FNV-1a, 64 bits.
  static func digest(_ bytes: [UInt8]) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return digest
  }
}
