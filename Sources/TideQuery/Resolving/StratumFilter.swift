import TideModel

/// Picks the strata of an indicator that a selection asks for.
///
/// A sex, age or category is taken exactly (without regard to case) where the indicator has it; otherwise every one that
/// holds all the words asked for fits. `<75` fits `<75 yrs` but not `75+ yrs`, and `male` does not fit `Female`.
enum StratumFilter {
  /// The strata that fit, in the order given.
  static func apply(_ selection: SelectionWords, to strata: [Stratum]) -> [Stratum] {
    var strata = strata
    if let sex = selection.sex { strata = matching(sex, in: strata) { [$0.sex] } }
    if let age = selection.age { strata = matching(age, in: strata) { [$0.age] } }
    switch selection.category {
    case nil, .all?: break
    case .none?: strata = strata.filter(\.isWhole)
    case .named(let text)?: strata = matching(text, in: strata) { [$0.category, $0.categoryType] }
    }
    return strata
  }

  private static func matching(_ wanted: String, in strata: [Stratum], texts: (Stratum) -> [String]) -> [Stratum] {
    let key = wanted.lowercased()
    if key.isEmpty { return strata.filter { texts($0).contains("") } }
    let exact = strata.filter { texts($0).contains { $0.lowercased() == key || plain($0) == key } }
    if !exact.isEmpty { return exact }
    let words = words(wanted)
    if words.isEmpty { return [] }
    return strata.filter { stratum in
      let held = Set(texts(stratum).flatMap(self.words))
      return words.allSatisfy(held.contains)
    }
  }

  /// Without what stands in brackets at the end: `Most deprived decile (IMD2019)` is the most deprived, the second most is not.
  private static func plain(_ text: String) -> String {
    guard text.hasSuffix(")"), let bracket = text.lastIndex(of: "(") else { return text.lowercased() }
    return String(text[..<bracket].reversed().drop(while: \.isWhitespace).reversed()).lowercased()
  }

  /// Lower-cased words; signs that give an age its meaning (`<75`, `75+`, `10-24`) stay part of them.
  private static func words(_ text: String) -> [String] {
    text.lowercased().split { $0.isWhitespace || $0 == "," || $0 == "(" || $0 == ")" || $0 == ";" }.map(String.init)
  }
}
