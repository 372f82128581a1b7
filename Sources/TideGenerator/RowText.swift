/// Bytes of CSV rows.
enum RowText {
  /// Writes a whole number.
  static func append(_ number: UInt64, to text: inout [UInt8]) { append(number, decimals: 0, to: &text) }

  /// Writes `number` / 10^`decimals` without zeros at its end.
  static func append(_ number: UInt64, decimals: Int, to text: inout [UInt8]) {
    var rest = number
    var places = decimals
    while places > 0, rest % 10 == 0 {
      rest /= 10
      places -= 1
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { digits in
      var first = 48
      var written = 0
      while rest > 0 || written <= places {
        if written == places, places > 0 {
          first -= 1
          digits[first] = UInt8(ascii: ".")
        }
        first -= 1
        digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
        written += 1
      }
      text.append(contentsOf: digits[first...])
    }
  }

  /// A CSV field: quoted where it holds a comma, a quote or a line's end.
  static func field(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return bytes }
    return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }

  /// Fields with commas between them and a comma at the end.
  static func fields(_ texts: String...) -> [UInt8] { texts.flatMap { field($0) + [0x2C] } }
}
