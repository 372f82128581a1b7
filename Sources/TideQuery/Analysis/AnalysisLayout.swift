import TideCore
import TideDisclosure
import TideModel
import TideStore

/// What is known of a store's panels before a figure is read: indicators, their periods, and where areas stand.
///
/// Indicators are opened when a question first needs them.
final class AnalysisLayout {
  let snapshot: Snapshot
  /// Ids, ascending.
  let indicators: [Int]
  /// Codes in order of first appearance; the numbers of areas everywhere in an analysis.
  private(set) var areaCodes: [String] = []
  private var areaNumbers: [String: Int] = [:]
  private var regionNumbers: [String: UInt8] = [:]
  /// Codes of the regions, by number.
  private(set) var regions: [String] = []
  private var opened: [Int: IndicatorScan] = [:]
  private var places: [ObjectIdentifier: AreaPlaces] = [:]
  private var strata: [Int: Stratum] = [:]
  private var parents: [String: String]?

  init(_ snapshot: Snapshot) throws {
    // Whole panels are read, which nothing screens: where disclosure control is in force, that is refused.
    try DisclosureControl.require(on: snapshot)
    self.snapshot = snapshot
    indicators = try snapshot.panelKeys().map(\.indicator).reduce(into: []) { ids, id in
      if ids.last != id { ids.append(id) }
    }
  }

  /// The panels of one indicator.
  func scan(_ indicator: Int) throws -> IndicatorScan {
    if let known = opened[indicator] { return known }
    let stacks = try snapshot.stacks(indicator: indicator)
    let periods = Set(stacks.flatMap(\.layers).flatMap(\.periods)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1, $0) })
    let panels = try stacks.map { stack in
      let layers = try stack.layers.map { layer in
        LayerScan(
          image: layer.image, places: try areaPlaces(layer.areas), periods: layer.periods.map { rows[$0] ?? 0 })
      }
      try LayerCover.find(layers, stack, areas: areaCodes.count)
      return PanelScan(
        stack: stack, stratum: try stratum(stack.key.stratum), layers: layers)
    }
    let scan = IndicatorScan(id: indicator, periods: periods, panels: panels)
    opened[indicator] = scan
    return scan
  }

  /// The panels of all indicators.
  func everything() throws -> [IndicatorScan] { try indicators.map(scan) }

  private func stratum(_ id: Int) throws -> Stratum {
    if let known = strata[id] { return known }
    let stratum = try snapshot.stratum(id) ?? Stratum(sex: "", age: "")
    strata[id] = stratum
    return stratum
  }

  private func areaPlaces(_ list: AreaList) throws -> AreaPlaces {
    if let known = places[ObjectIdentifier(list)] { return known }
    var numbers: [Int] = []
    var upperTier: [(column: Int, region: UInt8?)] = []
    for (column, code) in list.codes.enumerated() {
      let number = areaNumbers[code] ?? areaCodes.count
      if number == areaCodes.count {
        areaNumbers[code] = number
        areaCodes.append(code)
      }
      numbers.append(number)
      if AreaType.upperTier.contains(code: code) { upperTier.append((column, try region(of: code))) }
    }
    let found = AreaPlaces(list: list, numbers: numbers, upperTier: upperTier)
    places[ObjectIdentifier(list)] = found
    return found
  }

  private func region(of code: String) throws -> UInt8? {
    if parents == nil {
      parents = Dictionary(
        try snapshot.areas().compactMap { area in
          area.parents.first { $0.hierarchy == "region" && $0.code.hasPrefix("E12") }.map { (area.code, $0.code) }
        }
      ) { first, _ in first }
    }
    guard let region = parents?[code] else { return nil }
    if let known = regionNumbers[region] { return known }
    // There are nine regions; a store that claims more than 255 has them left out.
    guard regions.count < 255 else { return nil }
    let number = UInt8(regions.count)
    regionNumbers[region] = number
    regions.append(region)
    return number
  }
}

/// All panels of one indicator.
final class IndicatorScan {
  let id: Int
  /// Periods there are figures for, ascending.
  let periods: [Period]
  let panels: [PanelScan]

  init(id: Int, periods: [Period], panels: [PanelScan]) {
    self.id = id
    self.periods = periods
    self.panels = panels
  }

  /// The panel of a stratum and class.
  func panel(_ stratum: Int, _ areaClass: AreaClass) -> PanelScan? {
    panels.first { $0.stack.key.stratum == stratum && $0.stack.key.areaClass == areaClass }
  }
}

/// One panel, and where it lies among the indicator's periods and the store's areas.
final class PanelScan {
  let stack: PanelStack
  let stratum: Stratum
  /// Oldest first.
  let layers: [LayerScan]
  let areaClass: AreaClass

  init(stack: PanelStack, stratum: Stratum, layers: [LayerScan]) {
    self.stack = stack
    self.stratum = stratum
    self.layers = layers
    areaClass = stack.key.areaClass
  }
}

/// What one release says of a panel.
final class LayerScan {
  let image: PanelImage
  let places: AreaPlaces
  /// The indicator's period by row.
  let periods: [Int]
  /// For each chunk the cells that a newer release speaks of, ascending; empty where there are none at all.
  fileprivate(set) var covered: [[UInt16]] = []

  init(image: PanelImage, places: AreaPlaces, periods: [Int]) {
    self.image = image
    self.places = places
    self.periods = periods
  }
}

/// Where the areas of a list stand among all.
final class AreaPlaces {
  let list: AreaList
  /// Number of the area by column.
  let numbers: [Int]
  /// The number of the first column where all others follow it; then whole runs of columns are added at once.
  let base: Int?
  /// Columns of upper-tier areas, ascending, and the runs they make.
  let upperTier: [Int]
  let upperRuns: [Range<Int>]
  /// Of those, the ones in a region: column, and number of the region.
  let inRegions: (columns: [UInt16], regions: [UInt8])
  /// Column by code.
  let columns: [String: Int]

  init(list: AreaList, numbers: [Int], upperTier: [(column: Int, region: UInt8?)]) {
    self.list = list
    self.numbers = numbers
    let first = numbers.first ?? 0
    base = numbers.enumerated().allSatisfy { $1 == first + $0 } ? first : nil
    self.upperTier = upperTier.map(\.column)
    upperRuns = upperTier.reduce(into: []) { runs, member in
      if runs.last?.upperBound == member.column {
        runs[runs.count - 1] = runs[runs.count - 1].lowerBound..<member.column + 1
      } else {
        runs.append(member.column..<member.column + 1)
      }
    }
    // Columns are places in a chunk where a period fits in one; wider panels hold no upper tier.
    let members = upperTier.filter { $0.region != nil && $0.column <= Int(UInt16.max) }
    inRegions = (members.map { UInt16($0.column) }, members.compactMap(\.region))
    columns = Dictionary(list.codes.enumerated().map { ($1, $0) }) { first, _ in first }
  }
}

/// Finds the cells of older releases that newer ones speak of.
enum LayerCover {
  static func find(_ layers: [LayerScan], _ stack: PanelStack, areas: Int) throws {
    let periods = layers.flatMap(\.periods)
    // A year that a release brings anew covers nothing.
    guard layers.count > 1, Set(periods).count < periods.count else { return }
    // The panel's own areas are numbered anew: the store may have many more.
    var places = [Int32](repeating: -1, count: areas)
    var count: Int32 = 0
    for number in layers.flatMap(\.places.numbers) where places[number] < 0 {
      places[number] = count
      count += 1
    }
    var spoken = [Bool](repeating: false, count: (1 + (periods.max() ?? 0)) * Int(count))
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let shape = layer.image.shape
      let states = try stack.reading(index) { () throws(CoreError) in try layer.image.integers(.states) } ?? []
      var covered = [[UInt16]](repeating: [], count: shape.chunks)
      var isAny = false
      for (cell, state) in states.enumerated() where state != 0 {
        let area = Int(places[layer.places.numbers[cell % shape.areas]])
        let place = layer.periods[cell / shape.areas] * Int(count) + area
        if spoken[place] {
          covered[cell / shape.cellsPerChunk].append(UInt16(cell % shape.cellsPerChunk))
          isAny = true
        }
        spoken[place] = true
      }
      if isAny { layers[index].covered = covered }
    }
  }
}
