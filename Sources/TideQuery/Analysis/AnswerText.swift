import TideCore

/// An answer as one text, to be compared with other engines': `Benchmarks/peers/QUESTIONS.md` defines it.
public struct AnswerText {
  /// How numbers are written.
  public enum Precision: Sendable {
    /// 9 significant digits, slopes 6: what digests are made of.
    case compared
    /// All digits of a double.
    case full
  }

  private let answer: AnalysisAnswer
  private let precision: Precision

  /// The text of an answer.
  public init(_ answer: AnalysisAnswer, _ precision: Precision) {
    self.answer = answer
    self.precision = precision
  }

  /// Lines in the order of their bytes, columns joined by tabs, each line ended by a line feed.
  ///
  /// - Complexity: O(rows log rows).
  public func bytes() -> [UInt8] {
    var text: [UInt8] = []
    var starts: [Int] = []
    starts.reserveCapacity(answer.rowCount + 1)
    for row in 0..<answer.rowCount {
      starts.append(text.count)
      for (column, cells) in answer.columns.enumerated() {
        if column > 0 { text.append(UInt8(ascii: "\t")) }
        append(cells, row, to: &text)
      }
      text.append(UInt8(ascii: "\n"))
    }
    starts.append(text.count)
    let order = text.withUnsafeBytes { bytes in
      (0..<answer.rowCount).sorted { one, other in
        bytes[starts[one]..<starts[one + 1]].lexicographicallyPrecedes(bytes[starts[other]..<starts[other + 1]])
      }
    }
    var sorted: [UInt8] = []
    sorted.reserveCapacity(text.count)
    for row in order { sorted += text[starts[row]..<starts[row + 1]] }
    return sorted
  }

  /// The SHA-256 of the text in hexadecimal.
  public func digest() -> String { bytes().withUnsafeBytes { SHA256.hex(of: $0) } }

  private func append(_ column: AnalysisAnswer.Column, _ row: Int, to text: inout [UInt8]) {
    switch column {
    case .text(let places, let texts): text += texts[Int(places[row])].utf8
    case .integers(let numbers): if let number = numbers[row] { text += String(number).utf8 }
    case .floats(let numbers): append(numbers[row], digits: 9, to: &text)
    case .slopes(let numbers): append(numbers[row], digits: 6, to: &text)
    }
  }

  private func append(_ number: Double, digits: Int, to text: inout [UInt8]) {
    guard !number.isNaN else { return }
    switch precision {
    case .full: text += "\(number)".utf8
    // The factor moves decimal ties off the boundary, where engines that differ in the last bit would part.
    case .compared: text += ScientificNumber.text(number * (1 + 0x1p-40), digits: digits).utf8
    }
  }
}

/// Doubles in scientific notation, correctly rounded, as C's `%e` writes them.
enum ScientificNumber {
  /// `1.23456789e+02`; `0` below 1e-9.
  ///
  /// The double is a ratio of two whole numbers of at most 128 bits between 1e-9 and 1e18; larger ones are written in
  /// the shortest way.
  static func text(_ number: Double, digits: Int) -> String {
    let size = number.magnitude
    if size < 1e-9 { return "0" }
    guard size < 1e18 else { return "\(number)" }
    var exponent = -9
    while exponent < 17, size >= power(exponent + 1) { exponent += 1 }
    var whole = scaled(size, by: digits - 1 - exponent)
    if whole >= wholePower(digits) {
      // Rounding reached the next power of ten.
      exponent += 1
      whole = scaled(size, by: digits - 1 - exponent)
    }
    let figures = String(whole)
    let sign = number < 0 ? "-" : ""
    let tail = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
    return "\(sign)\(figures.prefix(1)).\(figures.dropFirst())e\(exponent < 0 ? "-" : "+")\(tail)"
  }

  private static func wholePower(_ exponent: Int) -> UInt64 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  private static func power(_ exponent: Int) -> Double {
    exponent < 0 ? 1 / Double(wholePower(-exponent)) : Double(wholePower(exponent))
  }

  /// size x 10^places, rounded half to even.
  private static func scaled(_ size: Double, by places: Int) -> UInt64 {
    let shift = Int(size.exponent) - 52
    var top = UInt128(size.significandBitPattern | 1 << 52) * UInt128(wholePower(max(0, places)))
    var bottom = UInt128(wholePower(max(0, -places)))
    if shift > 0 { top <<= UInt128(shift) } else { bottom <<= UInt128(-shift) }
    let (quotient, rest) = top.quotientAndRemainder(dividingBy: bottom)
    let isUp = rest > bottom - rest || rest == bottom - rest && quotient & 1 == 1
    return UInt64(truncatingIfNeeded: quotient) + (isUp ? 1 : 0)
  }
}
