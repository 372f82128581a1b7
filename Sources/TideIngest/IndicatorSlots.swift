import TideModel
import TideStore

/// The indicators that rows name, before all of them have an id.
///
/// A row may lack its indicator's id and give only the name; which id that is may be known from other rows, even later
/// ones, so ids are settled when all rows have been read.
struct IndicatorSlots {
  /// An indicator as a row names it.
  struct Published: Hashable {
    let id: String
    let code: String
    let name: String
    let unit: String
    let theme: String
  }

  private struct Slot {
    var id: Int?
    var code: String
    var name: String
    var unit: String
    var theme: String
  }

  private var slots: [Slot] = []
  private var byID: [Int: Int] = [:]
  private var byCode: [String: Int] = [:]
  private var byName: [[String]: Int] = [:]

  /// The slot of an indicator.
  mutating func slot(_ published: Published) -> Result<Int, Problem> {
    if !published.id.isEmpty {
      guard let id = Int(published.id), (1..<Int(Int32.max)).contains(id) else {
        return .failure(Problem(rule: .badIndicatorID, reason: "an indicator id is a positive whole number"))
      }
      return .success(find(\.byID, id, published, id: id))
    }
    if !published.code.isEmpty { return .success(find(\.byCode, published.code, published)) }
    if !published.name.isEmpty { return .success(find(\.byName, [published.name, published.unit], published)) }
    return .failure(
      Problem(rule: .missingIndicator, reason: "the row names no indicator by id, code or name"))
  }

  private mutating func find<Key: Hashable>(
    _ table: WritableKeyPath<IndicatorSlots, [Key: Int]>, _ key: Key, _ published: Published, id: Int? = nil
  ) -> Int {
    if let known = self[keyPath: table][key] {
      // The first name, unit and theme given stand; later rows may lack them.
      if slots[known].name.isEmpty { slots[known].name = published.name }
      if slots[known].unit.isEmpty { slots[known].unit = published.unit }
      return known
    }
    slots.append(
      Slot(id: id, code: published.code, name: published.name, unit: published.unit, theme: published.theme))
    self[keyPath: table][key] = slots.count - 1
    return slots.count - 1
  }

  /// Gives every slot its indicator's id and describes indicators the store does not know.
  func resolve(_ writer: StoreWriter) -> [Int] {
    var idsByName: [String: Set<Int>] = [:]
    var localByCode: [String: Int] = [:]
    var localByName: [[String]: Int] = [:]
    for indicator in writer.knownIndicators {
      idsByName[indicator.name, default: []].insert(indicator.id)
      if indicator.id >= Indicator.firstLocalID {
        if indicator.code.isEmpty {
          localByName[[indicator.name, indicator.unit]] = indicator.id
        }
      }
      if !indicator.code.isEmpty { localByCode[indicator.code] = indicator.id }
    }
    for slot in slots {
      if let id = slot.id, !slot.name.isEmpty { idsByName[slot.name, default: []].insert(id) }
    }
    return slots.map { slot in
      let id: Int
      if let given = slot.id {
        id = given
      } else if !slot.code.isEmpty {
        id = localByCode[slot.code] ?? writer.newLocalIndicatorID()
      } else if let local = localByName[[slot.name, slot.unit]] {
        id = local
      } else if let same = idsByName[slot.name], same.count == 1, let only = same.first, slot.unit.isEmpty {
        id = only
      } else {
        id = writer.newLocalIndicatorID()
      }
      describe(slot, id, writer)
      return id
    }
  }

  private func describe(_ slot: Slot, _ id: Int, _ writer: StoreWriter) {
    var indicator = writer.indicator(id) ?? Indicator(id: id, name: "")
    if indicator.name.isEmpty { indicator.name = slot.name.isEmpty ? slot.code : slot.name }
    if indicator.code.isEmpty { indicator.code = slot.code }
    if indicator.unit.isEmpty, !slot.unit.isEmpty {
      indicator.unit = slot.unit
      indicator.multiplier = indicator.multiplier ?? UnitText.multiplier(of: slot.unit)
    }
    if indicator.themes.isEmpty, !slot.theme.isEmpty { indicator.themes = [UnitText.title(ofTheme: slot.theme)] }
    writer.describe(indicator)
  }
}

/// What the words of a unit or a theme column mean.
enum UnitText {
  /// 100 for `%`, 1,000 for `per 1,000 live births`, 1 for a proportion; nil where the unit is no rate.
  static func multiplier(of unit: String) -> Double? {
    let text = unit.lowercased()
    if text.hasPrefix("%") || text.hasPrefix("percent") { return 100 }
    if text.hasPrefix("proportion") { return 1 }
    guard text.hasPrefix("per ") else { return nil }
    let digits = text.dropFirst(4).prefix { $0.isNumber || $0 == "," }.filter { $0 != "," }
    return Double(digits)
  }

  /// The theme a priority's short name stands for; the text itself where it stands for none.
  static func title(ofTheme text: String) -> String {
    switch Vocabulary.key(text) {
    case "cancer": "Cancer outcomes"
    case "chronicdisease": "Inflammation and chronic disease"
    case "maternalperinatal": "Maternal health and perinatal mortality"
    case "mentalhealth": "Mental health"
    case "lifeexpectancy": "Life expectancy"
    default: text
    }
  }
}
