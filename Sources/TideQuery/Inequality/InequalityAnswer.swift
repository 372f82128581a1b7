import TideDisclosure
import TideMethods
import TideModel

/// Inequality: slope and relative index and the gap by deprivation, period after period.
struct InequalityAnswer {
  private let asked: Asked
  private let choice: InequalityChoice

  init(_ query: Query, _ choice: InequalityChoice, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    self.choice = choice
  }

  /// The slices of one sex, age and kind of quantile, from the most deprived.
  private struct Ladder {
    let stratum: Stratum
    let slices: [Slice]
  }

  /// A row for each period of each division of the population.
  func table() throws -> ResultTable {
    let area = try asked.subject()
    var table = ResultTable(columns: columns)
    var strata: [Stratum] = []
    var isSimulated = false
    var remarks: Set<String> = []
    for indicator in asked.indicators {
      let limits = asked.catalogue.limits(of: indicator)
      let ladders = try ladders(indicator)
      for ladder in ladders {
        for period in try periods(ladder, area, indicator) {
          let figures = try ladder.slices.map { try figure($0, area, period) }
          remarks.formUnion(figures.compactMap { $0?.remark })
          let gradient = DeprivationGradient(
            quantiles: figures.map { $0?.observation }, indicator: indicator, choice: choice, limits: limits)
          let answer = gradient.answer()
          isSimulated = isSimulated || answer.isSimulated
          table.append(cells(indicator, area, ladder.stratum, period, answer))
          strata.append(ladder.stratum)
        }
      }
    }
    table.title = title(area)
    table.footnotes =
      FileAnswer.legend(table) + self.remarks(isSimulated: isSimulated)
      + remarks.sorted().map { Footnote("Quantiles: \($0).") }
    table.groupColumn =
      Set(strata.map(\.categoryType)).count > 1 ? Field.categoryType.rawValue : Blocks.groupColumn(strata)
    return table
  }

  /// The whole divisions of an indicator's population, in stratum order.
  private func ladders(_ indicator: Indicator) throws -> [Ladder] {
    var found: [Stratum: [Int: Slice]] = [:]
    var parts: [Stratum: Int] = [:]
    for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
      guard let quantile = DeprivationQuantile(slice.stratum.category, of: slice.stratum.categoryType) else { continue }
      var whole = slice.stratum
      whole.category = ""
      // Deciles and quintiles under one heading are two ladders.
      if let known = parts[whole], known != quantile.parts { whole.category = String(quantile.parts) }
      parts[whole] = quantile.parts
      found[whole, default: [:]][quantile.place] = slice
    }
    return found.keys.sorted().compactMap { stratum in
      let steps = found[stratum] ?? [:]
      let slices = (1...(parts[stratum] ?? 10)).compactMap { steps[$0] }
      return slices.count == parts[stratum] ? Ladder(stratum: stratum, slices: slices) : nil
    }
  }

  /// The periods in which any quantile has anything.
  private func periods(_ ladder: Ladder, _ area: Area, _ indicator: Indicator) throws -> [Period] {
    var periods: Set<Period> = []
    for slice in ladder.slices {
      guard let (panel, index) = try slice.place(of: area.code) else { continue }
      for period in try asked.periods.periods(of: index, in: panel, indicator: indicator) {
        periods.insert(panel.periods[period])
      }
    }
    return periods.sorted { PeriodReading.isEarlier($0, $1, of: indicator) }
  }

  private func figure(
    _ slice: Slice, _ area: Area, _ period: Period
  ) throws -> (observation: Observation, remark: String?)? {
    guard let (panel, index) = try slice.place(of: area.code), let column = panel.periodIndex(period) else {
      return nil
    }
    return try panel.completed(area: index, period: column)
  }

  private var columns: [ResultTable.Column] {
    let fields: [Field] = [
      .indicatorID, .indicator, .areaCode, .area, .sex, .age, .categoryType, .period, .periodStart, .unit,
    ]
    func number(_ name: String, _ title: String, _ priority: Int) -> ResultTable.Column {
      ResultTable.Column(name, title, .derived, priority)
    }
    return fields.map { $0.column(benchmark: "", for: .trend) } + [
      number("sii", "SII", 0), number("sii_lower_95", "Lower 95%", 1), number("sii_upper_95", "Upper 95%", 1),
      number("sii_lower_998", "Lower 99.8%", 14), number("sii_upper_998", "Upper 99.8%", 14),
      number("rii", "RII", 0), number("rii_lower_95", "Lower 95%", 2), number("rii_upper_95", "Upper 95%", 2),
      number("rii_lower_998", "Lower 99.8%", 15), number("rii_upper_998", "Upper 99.8%", 15),
      ResultTable.Column(name: "most_deprived", title: "Most deprived", kind: .number, priority: 3),
      ResultTable.Column(name: "least_deprived", title: "Least deprived", kind: .number, priority: 3),
      number("gap", "Gap", 0), number("gap_lower_95", "Gap lower 95%", 5), number("gap_upper_95", "Gap upper 95%", 5),
      number("line_most_deprived", "Line, most deprived", 16),
      number("line_least_deprived", "Line, least deprived", 16),
    ] + FileAnswer.statusColumns
  }

  private func cells(
    _ indicator: Indicator, _ area: Area, _ stratum: Stratum, _ period: Period, _ answer: DeprivationGradient.Answer
  ) -> [ResultTable.Cell] {
    func text(_ text: String) -> ResultTable.Cell { text.isEmpty ? .missing : .text(text) }
    let start = (indicator.yearType.map(period.read(as:)) ?? period).start
    let kind =
      Int(stratum.category).map { DeprivationQuantile.heading(stratum.categoryType, parts: $0) } ?? stratum.categoryType
    let keys: [ResultTable.Cell] = [
      .integer(indicator.id), text(indicator.name), text(area.code), text(area.name), text(stratum.sex),
      text(stratum.age), text(kind), period.label.isEmpty ? .missing : .period(.init(period)), .date(start),
      text(indicator.unit),
    ]
    func estimate(_ pair: (inner: Estimate, outer: Estimate)?) -> [ResultTable.Cell] {
      [
        pair?.inner.value, pair?.inner.interval?.lower, pair?.inner.interval?.upper, pair?.outer.interval?.lower,
        pair?.outer.interval?.upper,
      ].map(FileAnswer.number)
    }
    let ends = [answer.most, answer.least, answer.gap, answer.gapInterval?.lower, answer.gapInterval?.upper]
    return keys + estimate(answer.slope) + estimate(answer.relative)
      + (ends + [answer.line?.most, answer.line?.least]).map(FileAnswer.number)
      + FileAnswer.cells(answer.status, answer.notes)
  }

  private func title(_ area: Area) -> String {
    return "\(asked.topic()): inequality by deprivation in \(area.name)"
  }

  /// What has to be said of the indices.
  /// - Parameter isSimulated: whether some limits are from simulated fits though that was not asked for.
  private func remarks(isSimulated: Bool) -> [Footnote] {
    let polarities = Set(asked.indicators.map(\.polarity))
    let direction =
      polarities.isSubset(of: [.lowIsGood, .highIsGood])
      ? "SII above 0 and RII above 1: the most deprived are worse off."
      : "SII above 0 and RII above 1: values are higher where people are less deprived."
    let fit =
      switch choice.transform {
      case .none: "the values"
      case .log: "their logarithms"
      case .logit: "their log odds"
      }
    let limits =
      choice.repetitions.map { "limits from \($0) simulated fits with seed \(choice.seed)" }
      ?? (isSimulated ? "limits in closed form, or where noted from simulated fits" : "limits in closed form")
    return [
      Footnote(direction),
      Footnote(
        "SII and RII: a line through \(fit), weighted by population; \(limits).",
        about: .line(throughValues: choice.transform == .none)),
      "Gap: the most deprived less the least deprived.",
    ]
  }
}
