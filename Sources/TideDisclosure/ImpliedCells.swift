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
  /// Where what follows stands, and what it is: the numbers of strata, areas and periods beyond the indicator's are of the lists
  /// below.
  private var found: [(place: CellPlace, numbers: PeopleCounted)] = []
  private var allStrata: Numbered<Stratum>
  private var allAreas: Numbered<String>
  private var allPeriods: Numbered<Period>

  /// Names, numbered in the order in which they came.
  private struct Numbered<Name: Hashable> {
    private(set) var names: [Name]
    private var numbers: [Name: Int]

    init(_ names: [Name]) {
      self.names = names
      numbers = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    mutating func number(of name: Name) -> Int {
      if let known = numbers[name] { return known }
      numbers[name] = names.count
      names.append(name)
      return names.count - 1
    }
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
    allStrata = Numbered(cells.places.strata)
    allAreas = Numbered(cells.places.areas.codes)
    allPeriods = Numbered(cells.places.periods)
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
            CellPlace(stratum: allStrata.number(of: number.stratum), area: area, period: period),
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
            CellPlace(stratum: stratum, area: area, period: allPeriods.number(of: number.period)),
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
            CellPlace(stratum: stratum, area: allAreas.number(of: code), period: period),
            places.slot(stratum, whole, period), there.map { places.slot(stratum, $0, period) })
        }
      }
    }
  }

  // MARK: Differences

  private mutating func add(_ place: CellPlace, _ whole: Int, _ parts: [Int]) {
    if !cells.has[whole].contains(.others), parts.allSatisfy({ !cells.has[$0].contains(.others) }) {
      let (count, all) = (difference(.count, whole, parts), difference(.denominator, whole, parts))
      if count != nil || all != nil { found.append((place, PeopleCounted(count: count, denominator: all))) }
      return
    }
    let (counts, all) = (differences(.count, whole, parts), differences(.denominator, whole, parts))
    for number in 0..<max(counts.count, all.count) {
      let numbers = PeopleCounted(
        count: number < counts.count ? counts[number] : counts.last,
        denominator: number < all.count ? all[number] : all.last)
      found.append((place, numbers))
    }
  }

  /// What is left of one number without others, where there is one vintage; nil where it is below 0, since they are no parts then.
  private func difference(_ kind: PeopleCounted.Kind, _ whole: Int, _ parts: [Int]) -> Double? {
    guard var left = cells.least(kind, at: whole) else { return nil }
    for part in parts {
      guard let taken = cells.least(kind, at: part) else { return nil }
      left -= taken
    }
    return left < 0 ? nil : left
  }

  /// What is left of one number without others, in whichever vintages, where it is not below 0: numbers of vintages that were never
  /// together may be.
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
    return left.filter { $0 >= 0 }.sorted()
  }

  private static let mostNumbers = 32

  // MARK: Adding

  /// The cells with what was found; nil where nothing was, or there is no room for it.
  private func extended() -> CountedCells? {
    if found.isEmpty { return nil }
    let old = cells.places
    let areas = allAreas.names.count == old.areas.codes.count ? old.areas : hierarchy.set(of: allAreas.names)
    var extents = old.panels.map { CellPlaces.Extent(stratum: $0.stratum, areas: $0.areas, periods: $0.periods) }
    let rows = Dictionary(grouping: found) { [$0.place.stratum, $0.place.period, areas.classOf[$0.place.area]] }
    for (row, cells) in rows {
      extents.append(CellPlaces.Extent(stratum: row[0], areas: cells.map(\.place.area), periods: [row[1]]))
    }
    let new = CellPlaces(strata: allStrata.names, areas: areas, periods: allPeriods.names, extents: extents)
    guard new.slotCount <= CellPlaces.mostSlots else { return nil }
    return filled(new)
  }

  private func filled(_ places: CellPlaces) -> CountedCells {
    var all = CountedCells(places)
    cells.places.forEachSlot { slot, place in
      guard !cells.has[slot].isEmpty else { return }
      let (new, isFigure) = (places.slot(place), !cells.has[slot].contains(.implied))
      for numbers in cells.numbers(at: slot) { all.add(numbers, at: new, isFigure: isFigure) }
    }
    for (place, numbers) in found {
      let slot = places.slot(place)
      if !all.has[slot].contains(.figure) { all.add(numbers, at: slot, isFigure: false) }
    }
    return all
  }
}
