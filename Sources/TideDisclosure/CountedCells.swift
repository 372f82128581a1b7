import TideModel
import TideStore

/// Where a figure of an indicator stands: positions in the strata, areas and periods of its cells.
struct CellPlace: Hashable, Comparable {
  var stratum: Int
  var area: Int
  var period: Int

  static func < (lhs: CellPlace, rhs: CellPlace) -> Bool {
    (lhs.period, lhs.stratum, lhs.area) < (rhs.period, rhs.stratum, rhs.area)
  }
}

/// The numbers of people of a figure in one vintage.
struct PeopleCounted: Hashable {
  var count: Double?
  var denominator: Double?

  /// Those of a figure: the value of a count without a count beside it is one.
  init(value: Double?, count: Double?, denominator: Double?, valueType: ValueType) {
    self.count = count ?? (valueType == .count || valueType == .number ? value : nil)
    self.denominator = denominator
  }

  /// One of the two.
  enum Kind { case count, denominator }

  subscript(kind: Kind) -> Double? { kind == .count ? count : denominator }
}

/// All counts and denominators of one indicator, of every area, stratum, period and vintage.
struct CountedCells {
  private(set) var strata: [Stratum] = []
  private(set) var areas: [String] = []
  private(set) var periods: [Period] = []
  /// For each cell what the vintages say, each once.
  private(set) var numbers: [CellPlace: [PeopleCounted]] = [:]

  private var stratumPlaces: [Stratum: Int] = [:]
  private var areaPlaces: [String: Int] = [:]
  private var periodPlaces: [Period: Int] = [:]

  /// Beyond so many cells an indicator is not checked, and nothing of it shown.
  private static let mostCells = 3_000_000

  /// Whether there are more cells than are checked.
  var isTooLarge: Bool { numbers.count > Self.mostCells }

  /// Takes in the figures of a panel of one vintage.
  mutating func add(_ panel: Panel, _ stratum: Stratum, _ valueType: ValueType) throws(StoreError) {
    let stratumPlace = Self.place(of: stratum, &strata, &stratumPlaces)
    let columns = panel.areas.map { Self.place(of: $0, &areas, &areaPlaces) }
    let rows = panel.periods.map { Self.place(of: $0, &periods, &periodPlaces) }
    let (values, counts, denominators) = (
      try panel.matrix(.value), try panel.matrix(.count), try panel.matrix(.denominator)
    )
    for cell in counts.values.indices {
      let (area, period) = (cell % panel.areas.count, cell / panel.areas.count)
      guard try panel.isPresent(area: area, period: period) else { continue }
      let found = PeopleCounted(
        value: values.present[cell] ? values.values[cell] : nil,
        count: counts.present[cell] ? counts.values[cell] : nil,
        denominator: denominators.present[cell] ? denominators.values[cell] : nil, valueType: valueType)
      let place = CellPlace(stratum: stratumPlace, area: columns[area], period: rows[period])
      if numbers[place]?.contains(found) != true { numbers[place, default: []].append(found) }
    }
  }

  private static func place<Key: Hashable>(of key: Key, _ keys: inout [Key], _ places: inout [Key: Int]) -> Int {
    if let known = places[key] { return known }
    places[key] = keys.count
    keys.append(key)
    return keys.count - 1
  }

  /// The same places, without what they count.
  var withoutNumbers: CountedCells {
    var places = self
    places.numbers = [:]
    return places
  }

  /// The position of a stratum, an area, a period; nil for one without figures.
  func place(of stratum: Stratum) -> Int? { stratumPlaces[stratum] }
  func place(of area: String) -> Int? { areaPlaces[area] }
  func place(of period: Period) -> Int? { periodPlaces[period] }
}
