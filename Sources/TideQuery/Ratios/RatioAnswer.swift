import TideDisclosure
import TideMethods
import TideModel

/// Ratio: a figure over, and less, another one, with 95% limits: of two areas, sexes, ages, categories or periods, or of an
/// area and its benchmark.
///
/// A row a stratum of the first figure, and a period where every one is wanted. Columns without a prefix are those of the
/// first, as in a trend; those of the second begin with `with_`; then:
///
/// | column | what it holds |
/// |---|---|
/// | measure | `rate ratio` and `risk ratio` where the ratio is that of the counts, `ratio` where it is that of the values |
/// | ratio, ratio_lower_95, ratio_upper_95 | the first over the second |
/// | ratio_method | how its limits were calculated |
/// | difference, difference_lower_95, difference_upper_95 | the first less the second, in the unit |
struct RatioAnswer {
  private let asked: Asked
  private let counterpart: Query.Counterpart
  private let everyPeriod: Bool

  init(_ query: Query, to counterpart: Query.Counterpart, everyPeriod: Bool, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    self.counterpart = counterpart
    self.everyPeriod = everyPeriod
  }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var pairs: [RatioPair] = []
    for indicator in asked.indicators {
      let other = try self.other(than: indicator)
      let seconds = try Slice.all(of: other, selection: Query.Selection(strata: .every), catalogue: asked.catalogue)
      for slice in try asked.plainSlices(of: indicator, where: { try asked.hasFigures(of: area.code, $0) }) {
        asked.maker.reset()
        pairs += try self.pairs(slice, area, group, other, seconds)
      }
    }
    let different = pairs.filter { !$0.isOneFigure }
    if different.isEmpty, !pairs.isEmpty {
      throw QueryError(
        .usage, "the two figures are one and the same", remedy: "Name another area, sex, age, category or period.")
    }
    return table(different, area)
  }

  // MARK: The two figures

  /// The indicator of the second figure.
  /// - Throws: `QueryError` where the two cannot be set against each other.
  private func other(than indicator: Indicator) throws -> Indicator {
    guard let id = counterpart.indicator, let other = try asked.catalogue.indicators([id]).first else {
      return indicator
    }
    if let first = indicator.basis, let second = other.basis, first != second {
      throw QueryError(
        .usage,
        "\(indicator.name) (\(indicator.id)) counts by \(first.name), \(other.name) (\(other.id)) by \(second.name): "
          + "figures on different bases are never compared with each other",
        remedy: "Choose two of one basis; 'tidemark describe INDICATOR' tells it.")
    }
    guard indicator.unit == other.unit, indicator.valueType == other.valueType else {
      throw QueryError(
        .usage,
        "\(indicator.name) (\(indicator.id)) is \(Self.kind(indicator)), \(other.name) (\(other.id)) \(Self.kind(other)): "
          + "there is no ratio of the two",
        remedy: "Choose two indicators of one unit and value type.")
    }
    return other
  }

  private static func kind(_ indicator: Indicator) -> String {
    let type = indicator.valueType.name.lowercased()
    let kind = type.isEmpty ? "of no known type" : "a \(type)"
    return indicator.unit.isEmpty ? kind : "\(kind) (\(indicator.unit))"
  }

  private func pairs(
    _ slice: Slice, _ area: Area, _ group: PeerGroup, _ other: Indicator, _ seconds: [Slice]
  ) throws -> [RatioPair] {
    guard let (panel, index) = try slice.place(of: area.code) else { return [] }
    let limits = asked.catalogue.limits(of: slice.indicator)
    let second = try self.second(of: slice, among: seconds)
    return try periods(of: index, in: panel, slice.indicator).compactMap { period in
      guard var row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type) else {
        return nil
      }
      let first = RatioSide(row)
      let side: RatioSide
      if counterpart.isBenchmark {
        try asked.maker.compare(&row, slice, panel, period: period, group: group)
        guard let benchmark = row.benchmark else { return nil }
        side = RatioSide(
          benchmark, of: row, stratum: stratumOfBenchmark(row), remark: try remark(on: benchmark, row, slice))
      } else {
        side = try self.side(second, other, slice.stratum, beside: row)
      }
      return RatioPair(first, to: side, limits: limits, isNested: try isNested(first, side))
    }
  }

  private func periods(of area: Int, in panel: AreaPanel, _ indicator: Indicator) throws -> [Int] {
    if everyPeriod { return try asked.periods.periods(of: area, in: panel, indicator: indicator) }
    return try asked.periods.latest(of: area, in: panel, indicator: indicator).map { [$0.period] } ?? []
  }

  /// What has to be said of what was worked out of an area's benchmark; nil where it is as published, or made of others.
  private func remark(on benchmark: BenchmarkFigure, _ row: ResultRow, _ slice: Slice) throws -> String? {
    let isOwn = row.area.code == benchmark.code
    let own = isOwn ? slice.whole ?? slice : slice
    guard let (panel, area) = try own.place(of: benchmark.code),
      let period = panel.periodIndex(row.period)
    else { return nil }
    return try panel.completed(area: area, period: period)?.remark
  }

  /// A category of the benchmark area is set against its whole population.
  private func stratumOfBenchmark(_ row: ResultRow) -> Stratum {
    let isOwn = row.area.code == asked.maker.benchmarks.areaCode
    return isOwn ? Stratum(sex: row.stratum.sex, age: row.stratum.age) : row.stratum
  }

  /// The stratum of the second figure: that of the first but for what is another.
  private func second(of slice: Slice, among slices: [Slice]) throws -> Slice? {
    let own = slice.stratum
    let fitting = slices.filter { candidate in
      let stratum = candidate.stratum
      return stratum.sex == counterpart.sex ?? own.sex && stratum.category == counterpart.category ?? own.category
        && (counterpart.category != nil || stratum.categoryType == own.categoryType)
    }
    let ofType = fitting.filter { $0.stratum.categoryType == own.categoryType }
    let ofKind = ofType.isEmpty ? fitting : ofType
    if let exact = ofKind.first(where: { $0.stratum.age == counterpart.age ?? own.age }) { return exact }
    // Deaths of the first month and of the first year are of different ages, and of indicators of their own.
    return counterpart.indicator != nil && counterpart.age == nil && ofKind.count == 1 ? ofKind.first : nil
  }

  private func side(_ slice: Slice?, _ other: Indicator, _ own: Stratum, beside row: ResultRow) throws -> RatioSide {
    let area = try counterpart.area.map { try asked.catalogue.area($0) } ?? row.area
    let stratum = slice?.stratum ?? wanted(own)
    let period = counterpart.period?.period ?? row.period
    func missing(_ reason: String) -> RatioSide {
      RatioSide(missing: reason, indicator: other, area: area, stratum: stratum, period: period)
    }
    guard let slice else { return missing("nothing is published of it") }
    guard let (panel, index) = try slice.place(of: area.code) else {
      return missing("nothing is published for the area")
    }
    let choice = counterpart.period ?? PeriodChoice(row.period, label: row.period.label)
    let type = AreaType.usual(forCode: area.code)
    for place in panel.periods.indices where choice.includes(panel.periods[place], of: other) {
      if let found = try asked.maker.figure(slice, panel, area: index, period: place, type: type) {
        return RatioSide(found)
      }
    }
    return missing("there is no figure of \(choice.label)")
  }

  private func wanted(_ own: Stratum) -> Stratum {
    let category = counterpart.category ?? own.category
    return Stratum(
      sex: counterpart.sex ?? own.sex, age: counterpart.age ?? own.age,
      categoryType: category.isEmpty ? "" : own.categoryType, category: category)
  }

  // MARK: Whether one is part of the other

  private func isNested(_ first: RatioSide, _ second: RatioSide) throws -> Bool {
    let areas =
      try first.areaCode == second.areaCode || isPart(first.areaCode, of: second.areaCode)
      || isPart(second.areaCode, of: first.areaCode)
    let strata =
      first.stratum == second.stratum || Self.isPart(first.stratum, of: second.stratum)
      || Self.isPart(second.stratum, of: first.stratum)
    let periods = first.period.start < second.period.end && second.period.start < first.period.end
    return areas && strata && periods && first.indicator.id == second.indicator.id
  }

  private func isPart(_ code: String, of larger: String) throws -> Bool {
    if try asked.catalogue.ancestors(of: code).contains(larger) { return true }
    let isCountry = AreaClass(code: larger) == .country && larger.first == code.first
    return larger == "pooled" || isCountry && AreaClass(code: code).isPart(of: .country)
  }

  private static func isPart(_ stratum: Stratum, of larger: Stratum) -> Bool {
    let sex = stratum.sex == larger.sex || larger.sex == "Persons"
    return sex && stratum.age == larger.age && (larger.isWhole || larger.category == stratum.category)
  }

  // MARK: The table

  private func table(_ pairs: [RatioPair], _ area: Area) -> ResultTable {
    var table = ResultTable(columns: RatioColumns.columns(of: pairs), title: title(pairs, area))
    for pair in pairs { table.append(RatioColumns.cells(pair)) }
    table.groupColumn = everyPeriod ? Blocks.groupColumn(pairs.map(\.first.stratum)) : nil
    let told = pairs.suffix(everyPeriod ? 1 : 3).compactMap { sentence($0, tellingStratum: pairs.count > 1) }
    table.footnotes = told + FileAnswer.legend(table) + remarks(pairs)
    return table
  }

  private func sentence(_ pair: RatioPair, tellingStratum: Bool) -> Footnote? {
    let stratum = pair.first.stratum
    let who = everyPeriod ? [pair.first.period.label] : [stratum.sex, stratum.age, stratum.category]
    let prefix = tellingStratum ? who.filter { !$0.isEmpty }.joined(separator: ", ") + ": " : ""
    return pair.sentence.map { Footnote(prefix + $0) }
  }

  private func title(_ pairs: [RatioPair], _ area: Area) -> String {
    guard let pair = pairs.last else { return "\(asked.topic()): ratio of \(area.name)" }
    let place = pair.differing.contains(.area) ? "" : ", \(area.name)"
    let time = pair.differing.contains(.period) || everyPeriod || pairs.count > 1 ? "" : ", \(pair.first.period.label)"
    return "\(asked.topic())\(place)\(time): \(pair.name(pair.first)) over \(pair.name(pair.second))"
  }

  private func remarks(_ pairs: [RatioPair]) -> [Footnote] {
    let measures = Set(pairs.filter { $0.contrast.ratio.interval != nil }.map(\.contrast.measure))
    var remarks: [Footnote] = []
    if measures.contains(.rateRatio) {
      remarks.append(
        "Rate ratio: of the counts, with normal limits of its logarithm (Rothman, Greenland and Lash 2008).")
    }
    if measures.contains(.riskRatio) {
      remarks.append("Risk ratio: of the counts, with normal limits of its logarithm (Katz and others 1978).")
    }
    if measures.contains(.ratio) {
      remarks.append(
        "Ratio: limits from those of the two figures, squared and added on the log scale (Zou and Donner 2008).")
    }
    if pairs.contains(where: { $0.contrast.difference.interval != nil }) {
      remarks.append("Difference: limits from those of the two figures (Zou and Donner 2008).")
    }
    if let pair = pairs.first(where: \.isNested) {
      remarks.append(
        Footnote(
          "The two are taken to be independent, though \(pair.name(pair.first)) and \(pair.name(pair.second)) have people in common."
        ))
    }
    return remarks
  }
}
