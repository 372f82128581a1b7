import TideModel

// What the catalogue gives back of a text, an area, an indicator: the writer brings everything into this form first.
// A row that came back otherwise than it went in would not match its table's digest, and the store would be refused.

extension String {
  /// The text with U+FFFD for U+0000, at which SQLite's C interface ends a text.
  var stored: String {
    guard utf8.contains(0) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\u{0}" ? "\u{FFFD}" : $0 }))
  }
}

extension Stratum {
  var stored: Stratum {
    Stratum(sex: sex.stored, age: age.stored, categoryType: categoryType.stored, category: category.stored)
  }
}

extension Area {
  /// Lists are stored joined by semicolons, so an item that holds one becomes two; dates are those of years 1...9999.
  var stored: Area { AreaRow(texts: AreaRow(self).texts.map(\.stored)).area ?? self }
}

extension Indicator {
  /// Themes as the lists of an area; -0 is 0 and NaN is no multiplier.
  var stored: Indicator {
    let row = IndicatorRow(self)
    let number = multiplier.flatMap { $0.isNaN ? nil : $0 + 0 }
    var stored =
      IndicatorRow(numbers: row.numbers, texts: row.texts.map(\.stored)).indicator(id: id, multiplier: number) ?? self
    stored.basis = basis
    stored.countRounding = countRounding.flatMap { $0 > 0 ? $0 : nil }
    return stored
  }
}
