import TideCore
import TestSupport
import Testing

private func parse(_ text: String) -> DecimalParser.Cell {
  Array(text.utf8).withUnsafeBytes { DecimalParser.parse($0) }
}

@Suite("Printed decimals")
struct DecimalParserTests {
  // The standard library's correctly rounded `Double(String)` is the independent implementation.
  @Test("200,000 random decimals are the nearest doubles, bit for bit")
  func random() {
    var generator = Seed.generator()
    for _ in 0..<200_000 {
      let digits = [1, 3, 5, 9, 15, 16, 17, 19, 20, 25].randomElement(using: &generator) ?? 15
      var text = ""
      for place in 0..<digits {
        text += "\(Int.random(in: place == 0 && digits > 1 ? 1...9 : 0...9, using: &generator))"
      }
      let whole = Int.random(in: 0...digits, using: &generator)
      var grouped = String(text.prefix(whole))
      if Int.random(in: 0..<3, using: &generator) == 0, grouped.count > 3 {
        var index = grouped.count - 3
        while index > 0 {
          grouped.insert(",", at: grouped.index(grouped.startIndex, offsetBy: index))
          index -= 3
        }
      }
      if whole < digits || Int.random(in: 0..<9, using: &generator) == 0 { grouped += "." + text.dropFirst(whole) }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        grouped += ["e", "E", "e+", "e-"].randomElement(using: &generator) ?? "e"
        grouped += "\(Int.random(in: 0...30, using: &generator))"
      }
      grouped = (["", "", "-", "+"].randomElement(using: &generator) ?? "") + grouped
      let expected = Double(grouped.filter { $0 != "," })
      guard case .number(let number) = parse(grouped), number.bitPattern == expected?.bitPattern else {
        Issue.record("\(grouped): \(parse(grouped)), not \(String(describing: expected)); TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
  }

  @Test("edges of the exact path and of the format")
  func edges() {
    let texts = [
      "9007199254740992", "9007199254740993", "9007199254740994", "9007199254740992e22", "9007199254740992e-22",
      "1e22", "1e23", "1e-22", "1e-23", "4.0999999999999996", "0.1", "123456789012345678", "1e308", "1e-308",
      "1.7976931348623157e308", "4.9e-324", "2.2250738585072011e-308", "0.000000000000000000000000000001", ".5", "5.",
      "00012", "1000000000000000000000", "17976931348623157e292", "0.30000000000000004", "1e-400", "0e999", "-0",
    ]
    for text in texts {
      let expected = Double(text)
      guard case .number(let number) = parse(text) else {
        Issue.record("\(text) is refused")
        continue
      }
      #expect(number.bitPattern == expected?.bitPattern, "\(text)")
    }
    #expect(parse(" \t12,345.5\r") == .number(12345.5))
    #expect(parse("1,234,567") == .number(1_234_567))
  }

  @Test("white space is empty; what is no plain decimal is text")
  func refusals() {
    for text in ["", " ", "\t\r\n"] { #expect(parse(text) == .empty) }
    let texts = [
      "-", "+", ".", "-.", "e5", "1e", "1e+", "1e5.5", "--5", "+-5", "5-", "1 234", "1,23", "12,34", "1,2345", ",123",
      "1,,234", "1234,567", "1,234,56", "0,123", "-0,500", "00,500", "1.5.2", "0x10", "1p3", "inf", "nan", "NaN",
      "Infinity", "1e400", "-1e400", "5%", "£5", "<5", "5*", "−5", "١٢", "12\u{A0}", "1_000", "5\u{0}",
    ]
    for text in texts { #expect(parse(text) == .text, "\(text)") }
  }

  @Test("a million digits do not trouble it")
  func long() {
    #expect(parse(String(repeating: "0", count: 1_000_000) + "7") == .number(7))
    #expect(parse("0." + String(repeating: "0", count: 1_000_000) + "7") == .number(0))
    #expect(parse(String(repeating: "9", count: 1_000_000)) == .text)
    #expect(parse("1e" + String(repeating: "9", count: 1_000)) == .text)
  }
}
