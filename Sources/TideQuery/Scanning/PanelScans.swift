import TideCore
import TideDisclosure
import TideModel
import TideStore

/// What is known of a store's panels before a figure is read: indicators, their periods, and where areas stand.
///
/// Indicators are opened when a question first needs them, and kept for the next.
final class PanelScans {
  private let source: any FigureSource
  private var opened: [Int: IndicatorScan] = [:]
  private var strata: [Int: Stratum] = [:]
  /// All periods under all labels.
  private(set) var periods = PeriodNumbers()
  private var spans: [SpanKey: PeriodSpan] = [:]
  private var areaNumbers: [String: Int] = [:]
  private var places: [ObjectIdentifier: AreaPlaces] = [:]

  init(_ source: any FigureSource) { self.source = source }

  /// Whether a source's panels may be read whole: it can hand them out so, and no figure of it is screened or kept back.
  static func mayRead(_ source: any FigureSource) -> Bool { (source as? ScreenedSnapshot)?.mayReadWhole ?? false }

  /// The panels of one indicator.
  func scan(_ indicator: Int) throws -> IndicatorScan {
    if let known = opened[indicator] { return known }
    guard let source = source as? ScreenedSnapshot else { throw Self.refused }
    let stacks = try source.stacks(indicator: indicator)
    let periods = Set(stacks.flatMap(\.layers).flatMap(\.periods)).sorted()
    let rows = Dictionary(periods.enumerated().map { ($1, $0) }) { first, _ in first }
    let panels = try stacks.map { stack in
      let layers = stack.layers.map { layer in
        LayerScan(image: layer.image, places: areaPlaces(layer.areas), periods: layer.periods.map { rows[$0] ?? 0 })
      }
      try LayerCover.find(layers, stack, areas: areaNumbers.count)
      return PanelScan(stack: stack, stratum: try stratum(stack.key.stratum), layers: layers)
    }
    let scan = IndicatorScan(id: indicator, periods: periods, panels: panels, span: span)
    opened[indicator] = scan
    return scan
  }

  private static let refused = StoreError(
    .withheld, "whole panels are not read from this source", remedy: "Ask for figures with the other commands.")

  private struct SpanKey: Hashable {
    let rows: [Int]
    let labels: [String]
    let periods: [Period]
    let count: Int
  }

  private func span(_ rows: [Int], _ periods: [Period], of count: Int) -> PeriodSpan {
    let key = SpanKey(rows: rows, labels: periods.map(\.label), periods: periods, count: count)
    if let known = spans[key] { return known }
    let span = PeriodSpan(rows, periods, of: count)
    spans[key] = span
    return span
  }

  /// The rows of groups for a set of periods.
  func rows(_ span: PeriodSpan, rolling: Int) -> PeriodRows { span.rows(rolling: rolling, among: &periods) }

  /// The rows of groups for some periods.
  func rows(_ labelled: [Period], rolling: Int) -> PeriodRows {
    PeriodRows(labelled, rolling: rolling, among: &periods)
  }

  private func stratum(_ id: Int) throws -> Stratum {
    if let known = strata[id] { return known }
    let stratum = try source.snapshot.stratum(id) ?? Stratum(sex: "", age: "")
    strata[id] = stratum
    return stratum
  }

  private func areaPlaces(_ list: AreaList) -> AreaPlaces {
    if let known = places[ObjectIdentifier(list)] { return known }
    let numbers = list.codes.map { code in
      if let number = areaNumbers[code] { return number }
      areaNumbers[code] = areaNumbers.count
      return areaNumbers.count - 1
    }
    let found = AreaPlaces(list: list, numbers: numbers)
    places[ObjectIdentifier(list)] = found
    return found
  }
}

/// All panels of one indicator.
final class IndicatorScan {
  let id: Int
  /// Periods there are figures for, ascending.
  let periods: [Period]
  /// In the order of strata as they are listed, and of classes.
  let panels: [PanelScan]
  /// The strata of the panels, as they are listed.
  let strata: [Stratum]
  /// The different sets of periods that panels have.
  private(set) var spans: [PeriodSpan] = []
  /// Where the periods stand in time.
  let places: PeriodPlaces

  fileprivate init(
    id: Int, periods: [Period], panels: [PanelScan], span make: ([Int], [Period], _ rows: Int) -> PeriodSpan
  ) {
    self.id = id
    self.periods = periods
    self.panels = panels.sorted { ($0.stratum, $0.areaClass.rawValue) < ($1.stratum, $1.areaClass.rawValue) }
    var strata: [Stratum] = []
    for panel in self.panels {
      if strata.last != panel.stratum { strata.append(panel.stratum) }
      panel.place = strata.count - 1
    }
    self.strata = strata
    places = PeriodPlaces(periods)
    for panel in self.panels { panel.span = span(of: panel, make) }
  }

  /// Which of the strata are asked for.
  func takes(_ choice: Query.StrataChoice) -> [Bool] { strata.map { choice.includes($0, of: id) } }

  private func span(of panel: PanelScan, _ make: ([Int], [Period], _ rows: Int) -> PeriodSpan) -> Int {
    var (rows, named) = (panel.layers.last?.periods ?? [], panel.stack.layers.last?.periods ?? [])
    if panel.layers.count > 1 {
      var labelled: [Int: Period] = [:]
      // Of several releases the newest names a period.
      for (layer, stacked) in zip(panel.layers, panel.stack.layers) {
        for (row, period) in zip(layer.periods, stacked.periods) { labelled[row] = period }
      }
      rows = labelled.keys.sorted()
      named = rows.compactMap { labelled[$0] }
    }
    if let known = spans.firstIndex(where: { $0.rows == rows && $0.isLabelled(as: named) }) { return known }
    spans.append(make(rows, named, periods.count))
    return spans.count - 1
  }
}

/// A set of periods that panels have; indicators with the same periods share it.
final class PeriodSpan {
  /// Ascending, under the panels' labels, and their rows among the indicator's.
  let periods: [Period]
  let rows: [Int]
  /// By row of the indicator the place among these; -1 for none.
  let places: [Int32]
  /// Whether any two of them share days.
  let sharesDays: Bool
  private var rolled: [Int: PeriodRows] = [:]

  fileprivate init(_ rows: [Int], _ periods: [Period], of count: Int) {
    (self.periods, self.rows) = (periods, rows)
    var places = [Int32](repeating: -1, count: count)
    for (place, row) in rows.enumerated() { places[row] = Int32(place) }
    self.places = places
    sharesDays = Period.shareDays(periods)
  }

  fileprivate func isLabelled(as other: [Period]) -> Bool {
    periods.count == other.count && zip(periods, other).allSatisfy { $0.label == $1.label }
  }

  /// A row of groups for each, with windows of so many.
  fileprivate func rows(rolling: Int, among all: inout PeriodNumbers) -> PeriodRows {
    if let known = rolled[rolling] { return known }
    let rows = PeriodRows(periods, rolling: rolling, among: &all)
    rolled[rolling] = rows
    return rows
  }
}

/// One panel, and where it lies among the indicator's periods and the store's areas.
final class PanelScan {
  let stack: PanelStack
  let stratum: Stratum
  /// Oldest first.
  let layers: [LayerScan]
  let areaClass: AreaClass
  /// Which of the indicator's sets of periods it has, and which of its strata.
  fileprivate(set) var span = 0
  fileprivate(set) var place = 0

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
  /// For each chunk the cells of which nothing is said; empty where there are none at all, nil until they are sought.
  var silent: [[UInt16]]?

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

  init(list: AreaList, numbers: [Int]) {
    self.list = list
    self.numbers = numbers
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
