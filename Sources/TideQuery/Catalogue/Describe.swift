public import TideDisclosure
public import TideModel
import TideStore

/// Tables about the catalogue: what is known of an indicator or an area, and what a search found.
public struct Describe {
  private let source: any FigureSource
  private var snapshot: Snapshot { source.snapshot }

  /// Describes what a source has.
  public init(_ source: any FigureSource) { self.source = source }

  /// `field`, `value`: name, definition, unit and so on, then a line a stratum and a line an area type.
  /// - Throws: `StoreError`.
  public func table(of indicator: Indicator) throws -> ResultTable {
    var lines: [(String, String)] = [
      ("indicator_id", String(indicator.id)), ("code", indicator.code), ("name", indicator.name),
      ("definition", indicator.definition), ("unit", indicator.unit),
      ("multiplier", indicator.multiplier.map(Self.whole) ?? ""), ("value_type", indicator.valueType.name),
      ("polarity", indicator.polarity.name), ("interval_method", indicator.intervalMethod),
      ("comparison_method", indicator.comparisonMethod.name), ("year_type", indicator.yearType?.name ?? ""),
      ("basis", indicator.basis?.name ?? ""), ("count_rounding", indicator.countRounding.map(String.init) ?? ""),
    ]
    lines += indicator.themes.map { ("theme", $0) }
    lines += [("source", indicator.source), ("publisher", indicator.publisher), ("licence", indicator.licence)]
    lines += try coverage(of: indicator)
    return Self.table("\(indicator.name) (\(indicator.id))", lines)
  }

  /// `field`, `value`: name, type, life span, what it lies in, what lies in it, and how many indicators it has.
  /// - Throws: `StoreError`.
  public func table(of area: Area) throws -> ResultTable {
    let areas = try snapshot.areas()
    func named(_ code: String) throws -> String {
      guard let found = try snapshot.area(code) else { return code }
      return "\(found.name) (\(code))"
    }
    var lines: [(String, String)] = [
      ("area_code", area.code), ("name", area.name), ("area_type", AreaType.usual(forCode: area.code).title),
      ("kind", area.kind), ("valid_from", area.validFrom?.description ?? ""),
      ("valid_to", area.validTo?.description ?? ""),
    ]
    lines += area.aliases.map { ("also_called", $0) }
    lines += try area.parents.map { ("in_\(Self.snake($0.hierarchy))", try named($0.code)) }
    lines += try area.successors.map { ("successor", try named($0)) }
    lines += try areas.filter { $0.successors.contains(area.code) }.map { ("successor_of", try named($0.code)) }
    let children = areas.filter { $0.parents.contains { $0.code == area.code } }
    for (type, members) in Dictionary(grouping: children, by: { AreaType.usual(forCode: $0.code) })
      .sorted(by: { $0.key.rawValue < $1.key.rawValue })
    {
      lines.append(("holds", "\(members.count) x \(type.title)"))
    }
    lines.append(("indicators", String(try indicatorCount(of: area.code))))
    return Self.table("\(area.name) (\(area.code))", lines)
  }

  /// `field`, `value`: the theme and its indicators.
  /// - Throws: `StoreError`.
  public func table(ofTheme theme: String) throws -> ResultTable {
    let indicators = try snapshot.indicators().filter { $0.themes.contains(theme) }
    return Self.table(theme, [("theme", theme)] + indicators.map { ("indicator", "\($0.id)  \($0.name)") })
  }

  /// `kind`, `id`, `name`, `unit_or_type`, `periods`, `found_in`: what a search found, in its order.
  /// - Throws: `StoreError`.
  public func table(of finding: Finder.Finding) throws -> ResultTable {
    var table = ResultTable(
      columns: [
        ResultTable.Column(name: "kind", title: "Kind", kind: .text),
        ResultTable.Column(name: "id", title: "ID", kind: .text),
        ResultTable.Column(name: "name", title: "Name", kind: .text),
        ResultTable.Column(name: "unit_or_type", title: "Unit or type", kind: .text, priority: 2),
        ResultTable.Column(name: "periods", title: "Periods", kind: .text, priority: 1),
        ResultTable.Column(name: "found_in", title: "Found in", kind: .text, priority: 3),
      ], title: "Found for '\(finding.words)'")
    for (match, place) in finding.matches {
      switch match {
      case .indicator(let indicator):
        let span = Self.span(try periods(of: indicator))
        table.append([
          .text("indicator"), .text(String(indicator.id)), .text(indicator.name), Self.text(indicator.unit),
          Self.text(span), .text(place),
        ])
      case .area(let area):
        let type = AreaType.usual(forCode: area.code)
        let kind = type == .other && !area.kind.isEmpty ? area.kind : type.title
        table.append([.text("area"), .text(area.code), .text(area.name), .text(kind), .missing, .text(place)])
      case .theme(let name, let count):
        table.append([
          .text("theme"), .missing, .text(name), .text(count == 1 ? "1 indicator" : "\(count) indicators"), .missing,
          .text(place),
        ])
      }
    }
    return table
  }

  private func periods(of indicator: Indicator) throws -> [Period] {
    try snapshot.panelKeys(indicator: indicator.id).flatMap { try source.panel($0)?.periods ?? [] }
  }

  /// Strata, area types, periods, figures and releases of an indicator.
  private func coverage(of indicator: Indicator) throws -> [(String, String)] {
    var strata: [Stratum: [Period]] = [:]
    var areas: [AreaType: Set<String>] = [:]
    var figures = 0
    var releases: Set<Int> = []
    for key in try snapshot.panelKeys(indicator: indicator.id) {
      guard let panel = try source.panel(key), let stratum = try snapshot.stratum(key.stratum) else { continue }
      strata[stratum, default: []] += panel.periods
      for code in panel.areas { areas[.usual(forCode: code), default: []].insert(code) }
      for periods in panel.runs(of: panel.periods.indices) {
        let batch = try panel.batch(
          FigureWindow(areas: panel.areas.indices, periods: periods, measures: [], hasTexts: false))
        for cell in 0..<batch.count {
          if batch.isPresent(cell) { figures += 1 }
          if let release = batch.release(cell) { releases.insert(release) }
        }
      }
    }
    let plain = strata.keys.sorted()
    var lines = plain.map { stratum in
      let who = [stratum.sex, stratum.age, stratum.categoryType, stratum.category].filter { !$0.isEmpty }
      return ("stratum", "\(who.joined(separator: ", ")): \(Self.span(strata[stratum] ?? []))")
    }
    lines += areas.sorted { $0.key.rawValue < $1.key.rawValue }.map { ("areas", "\($0.value.count) x \($0.key.title)") }
    lines.append(("periods", Self.span(strata.values.flatMap { $0 })))
    lines.append(("figures", String(figures)))
    lines.append(("releases", releases.sorted().map(String.init).joined(separator: ", ")))
    return lines
  }

  private func indicatorCount(of code: String) throws -> Int {
    let keys = try snapshot.panelKeys().filter { $0.areaClass == AreaClass(code: code) }
    return try Set(keys.filter { try source.panel($0)?.areaIndex(code) != nil }.map(\.indicator)).count
  }

  /// First and last label, and how many there are.
  private static func span(_ periods: [Period]) -> String {
    let sorted = Set(periods).sorted()
    guard let first = sorted.first, let last = sorted.last else { return "" }
    return first == last ? first.label : "\(first.label) to \(last.label) (\(sorted.count))"
  }

  private static func table(_ title: String, _ lines: [(String, String)]) -> ResultTable {
    var table = ResultTable(
      columns: [
        ResultTable.Column(name: "field", title: "Field", kind: .text),
        ResultTable.Column(name: "value", title: "Value", kind: .text),
      ], title: title)
    for (field, value) in lines where !value.isEmpty { table.append([.text(field), .text(value)]) }
    return table
  }

  private static func text(_ text: String) -> ResultTable.Cell { text.isEmpty ? .missing : .text(text) }

  private static func whole(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }

  private static func snake(_ text: String) -> String {
    String(text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}
