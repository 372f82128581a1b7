import TideModel
import TideStore

/// Reads indicator metadata: our own table, and the national service's in its several shapes.
enum IndicatorListReader {
  /// Whether a file with these headings (as keys) describes indicators.
  static func reads(_ keys: Set<String>) -> Bool {
    let identifies = keys.contains("indicatorid") || keys.contains("measureshort")
    let names = !keys.isDisjoint(with: ["name", "indicatorname", "indicator", "measure"])
    return identifies && names && !keys.isDisjoint(with: ["polarity", "valuetype", "definition", "unit"])
  }

  /// Describes every indicator of the file.
  /// - Returns: how many indicators were described anew.
  static func read(
    _ source: SourceFile, _ writer: StoreWriter, _ rejected: inout [RejectedRow]
  ) throws(IngestError) -> Int {
    var described = 0
    var byCode: [String: Int] = [:]
    for indicator in writer.knownIndicators where !indicator.code.isEmpty { byCode[indicator.code] = indicator.id }
    try ListFile.read(source, &rejected) { record in
      let id: Int
      let code = record.text("measureshort", "indicatorcode")
      let idText = record.text("indicatorid")
      if let given = Int(idText), (1..<Int(Int32.max)).contains(given) {
        id = given
      } else if !idText.isEmpty {
        return record.reject("indicatorid", for: .badIndicatorID, "an indicator id is a positive whole number")
      } else if !code.isEmpty {
        id = byCode[code] ?? writer.newLocalIndicatorID()
        byCode[code] = id
      } else {
        return record.reject(
          "indicatorid", "measureshort", "indicatorcode", for: .missingIndicator,
          "the row gives neither an id nor a code")
      }
      var indicator = writer.indicator(id) ?? Indicator(id: id, name: "")
      if !code.isEmpty { indicator.code = code }
      if let rejection = readWords(record, &indicator) { return rejection }
      readTexts(record, &indicator)
      if indicator.name.isEmpty {
        return record.reject(
          "name", "indicatorname", "indicator", "measure", for: .missingIndicator, "the indicator has no name")
      }
      if writer.describe(indicator) { described += 1 }
      return nil
    }
    return described
  }

  /// The columns whose words come from a vocabulary.
  private static func readWords(_ record: ListFile.Record, _ indicator: inout Indicator) -> RejectedRow? {
    let valueType = record.text("valuetype")
    if !valueType.isEmpty {
      guard let known = ValueType(name: valueType) else {
        return record.reject("valuetype", for: .badVocabulary, "no value type has this name")
      }
      indicator.valueType = known
    }
    let polarity = record.text("polarity")
    if !polarity.isEmpty, polarity != "-" {
      guard let known = Polarity(name: polarity) else {
        return record.reject("polarity", for: .badVocabulary, "a polarity is low is good, high is good or no judgement")
      }
      if known != .unknown { indicator.polarity = known }
    }
    let method = record.text("comparisonmethod", "benchmarkcomparisonmethod")
    if !method.isEmpty {
      guard let known = ComparisonMethod(name: method) else {
        return record.reject(
          "comparisonmethod", "benchmarkcomparisonmethod", for: .badVocabulary, "no comparison method has this name")
      }
      indicator.comparisonMethod = known
    }
    let multiplier = record.text("multiplier", "unitvalue")
    if !multiplier.isEmpty {
      guard let number = Double(multiplier), number.isFinite, number > 0 else {
        return record.reject(
          "multiplier", "unitvalue", for: .notANumber, "a multiplier is a positive number such as 100000")
      }
      indicator.multiplier = number
    }
    let basis = record.text("basis", "eventbasis")
    if !basis.isEmpty {
      guard let known = EventBasis(name: basis) else {
        return record.reject("basis", "eventbasis", for: .badVocabulary, "a basis is registration or occurrence")
      }
      indicator.basis = known
    }
    let rounding = record.text("countrounding")
    if !rounding.isEmpty {
      guard let number = Int(rounding), (2...1_000_000).contains(number) else {
        return record.reject(
          "countrounding", for: .notANumber, "counts are rounded to multiples of a whole number such as 5")
      }
      indicator.countRounding = number
    }
    indicator.yearType = YearType(name: record.text("yeartype", "periodtype")) ?? indicator.yearType
    return nil
  }

  private static func readTexts(_ record: ListFile.Record, _ indicator: inout Indicator) {
    func take(_ text: String, _ path: WritableKeyPath<Indicator, String>) {
      if !text.isEmpty { indicator[keyPath: path] = text }
    }
    take(record.text("name", "indicatorname", "indicator", "measure"), \.name)
    take(record.text("unit", "yaxisname"), \.unit)
    take(record.text("cimethod", "confidenceintervaldetails"), \.intervalMethod)
    take(record.text("definition", "description"), \.definition)
    take(record.text("source", "datasource"), \.source)
    take(record.text("publisher", "dataownerdosupplierandcontactdetails"), \.publisher)
    take(record.text("licence", "copyright"), \.licence)
    let themes = record.text("themes", "topic").split(separator: ";").map { CleanText.key(String($0)) }
    if !themes.isEmpty { indicator.themes = themes.filter { !$0.isEmpty } }
    if indicator.multiplier == nil { indicator.multiplier = UnitText.multiplier(of: indicator.unit) }
  }
}
