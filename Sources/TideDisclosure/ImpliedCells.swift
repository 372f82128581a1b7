import TideModel

/// Numbers of people that are published nowhere and follow all the same, added to an indicator's cells: persons 9 and men 5
/// say that 4 are women.
///
/// They are protected as those that are published, and tell of whom a move can be made: nobody is taken from where the published
/// figures leave nobody.
struct ImpliedCells {
  private let cells: CountedCells
  private let hierarchy: AreaHierarchy
  private let strata: ImpliedStrata
  private let periods: ImpliedPeriods
  private var found: [Found: Set<PeopleCounted>] = [:]

  private struct Found: Hashable {
    let stratum: Stratum
    let area: String
    let period: Int64
  }

  /// The cells with all that follows from them, and what follows from that.
  static func adding(to cells: CountedCells, _ hierarchy: AreaHierarchy) -> CountedCells {
    var all = cells
    for _ in 0..<rounds {
      var implied = ImpliedCells(all, hierarchy)
      implied.find()
      guard let more = implied.extended() else { break }
      all = more
    }
    return all
  }

  private static let rounds = 2

  private init(_ cells: CountedCells, _ hierarchy: AreaHierarchy) {
    self.cells = cells
    self.hierarchy = hierarchy
    strata = ImpliedStrata(cells.places.strata)
    periods = ImpliedPeriods(cells.places.periods)
  }

  // MARK: What follows

  private mutating func find() {
    let places = cells.places
    if strata.isAnyPossible { findStrata(places) }
    if periods.isAnyPossible { findPeriods(places) }
    findAreas(places)
  }

  private func isThere(_ slot: Int) -> Bool { slot >= 0 && !cells.has[slot].isEmpty }

  private mutating func findStrata(_ places: CellPlaces) {
    var there: [Int] = []
    for area in places.areas.codes.indices {
      for period in places.periods.indices {
        there.removeAll(keepingCapacity: true)
        for stratum in places.strata.indices where isThere(places.slot(stratum, area, period)) { there.append(stratum) }
        guard there.count > 1 else { continue }
        for number in strata.implied(by: there) {
          add(
            Found(stratum: number.stratum, area: places.areas.codes[area], period: places.periods[period].key),
            places.slot(number.whole, area, period), number.parts.map { places.slot($0, area, period) })
        }
      }
    }
  }

  private mutating func findPeriods(_ places: CellPlaces) {
    for stratum in places.strata.indices {
      for area in places.areas.codes.indices {
        guard let row = places.row(stratum, area) else { continue }
        let there = places.periods.indices.filter { isThere(places.slot(row, $0)) }
        for number in periods.implied(by: there) {
          add(
            Found(stratum: places.strata[stratum], area: places.areas.codes[area], period: number.period.key),
            places.slot(row, number.whole), number.parts.map { places.slot(row, $0) })
        }
      }
    }
  }

  /// The only area of those in a larger one that is missing.
  private mutating func findAreas(_ places: CellPlaces) {
    for (holder, codes) in hierarchy.families {
      guard let whole = places.areas.number(of: holder) else { continue }
      let parts = codes.compactMap(places.areas.number)
      guard parts.count + 1 >= codes.count else { continue }
      for stratum in places.strata.indices {
        for period in places.periods.indices where isThere(places.slot(stratum, whole, period)) {
          let there = parts.filter { isThere(places.slot(stratum, $0, period)) }
          guard there.count + 1 == codes.count, !there.isEmpty else { continue }
          let published = Set(there.map { places.areas.codes[$0] })
          guard let code = codes.first(where: { !published.contains($0) }) else { continue }
          add(
            Found(stratum: places.strata[stratum], area: code, period: places.periods[period].key),
            places.slot(stratum, whole, period), there.map { places.slot(stratum, $0, period) })
        }
      }
    }
  }

  // MARK: Differences

  private mutating func add(_ place: Found, _ whole: Int, _ parts: [Int]) {
    let (counts, all) = (differences(.count, whole, parts), differences(.denominator, whole, parts))
    for number in 0..<max(counts.count, all.count) {
      found[place, default: []].insert(
        PeopleCounted(
          count: number < counts.count ? counts[number] : counts.last,
          denominator: number < all.count ? all[number] : all.last))
    }
  }

  /// What is left of one number without others, in whichever vintages; nothing where it is below 0, since they are no parts then.
  private func differences(_ kind: PeopleCounted.Kind, _ whole: Int, _ parts: [Int]) -> [Double] {
    var left = Set(cells.numbers(at: whole).compactMap { $0[kind] })
    for part in parts where !left.isEmpty {
      let taken = Set(cells.numbers(at: part).compactMap { $0[kind] })
      var next: Set<Double> = []
      for number in left {
        for other in taken where next.count < Self.mostNumbers { next.insert(number - other) }
      }
      left = next
    }
    return left.contains { $0 < 0 } ? [] : left.sorted()
  }

  private static let mostNumbers = 32

  // MARK: Adding

  /// The cells with what was found; nil where nothing was, or there is no room for it.
  private func extended() -> CountedCells? {
    if found.isEmpty { return nil }
    let old = cells.places
    var (strata, codes, periods) = (old.strata, old.areas.codes, old.periods)
    let places = found.keys.sorted { ($0.period, $0.stratum, $0.area) < ($1.period, $1.stratum, $1.area) }
    var (strataKnown, codesKnown) = (Set(strata), Set(codes))
    var periodsKnown = Set(periods.map(\.key))
    for place in places {
      if strataKnown.insert(place.stratum).inserted { strata.append(place.stratum) }
      if codesKnown.insert(place.area).inserted { codes.append(place.area) }
      if periodsKnown.insert(place.period).inserted, let period = Period(key: place.period) { periods.append(period) }
    }
    let areas = codes.count == old.areas.codes.count ? old.areas : hierarchy.set(of: codes)
    let strataNumbers = Dictionary(uniqueKeysWithValues: strata.enumerated().map { ($1, $0) })
    let periodNumbers = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1.key, $0) })
    let added = places.compactMap { place -> (CellPlace, Found)? in
      guard let stratum = strataNumbers[place.stratum], let area = areas.number(of: place.area),
        let period = periodNumbers[place.period]
      else { return nil }
      return (CellPlace(stratum: stratum, area: area, period: period), place)
    }
    let extents =
      old.panels.map { CellPlaces.Extent(stratum: $0.stratum, areas: $0.areas, periods: $0.periods) }
      + added.map { CellPlaces.Extent(stratum: $0.0.stratum, areas: [$0.0.area], periods: [$0.0.period]) }
    let new = CellPlaces(strata: strata, areas: areas, periods: periods, extents: extents)
    guard new.slotCount <= CellPlaces.mostSlots else { return nil }
    return filled(new, added)
  }

  private func filled(_ places: CellPlaces, _ added: [(CellPlace, Found)]) -> CountedCells {
    var all = CountedCells(places)
    cells.places.forEachSlot { slot, place in
      guard !cells.has[slot].isEmpty else { return }
      let new = places.slot(place)
      for numbers in cells.numbers(at: slot) { all.add(numbers, at: new, isFigure: cells.has[slot].contains(.figure)) }
    }
    for (place, key) in added {
      let slot = places.slot(place)
      guard all.has[slot].isEmpty else { continue }
      for numbers in found[key] ?? [] { all.add(numbers, at: slot, isFigure: false) }
    }
    return all
  }
}
