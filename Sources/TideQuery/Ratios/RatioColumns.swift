import TideMethods
import TideModel

/// The columns of a ratio's answer.
enum RatioColumns {
  /// The columns. For people what is the same in both figures goes first from a narrow terminal.
  static func columns(of pairs: [RatioPair]) -> [ResultTable.Column] {
    let differing = Set(pairs.flatMap(\.differing))
    let headings = Set(pairs.map { $0.name($0.second) })
    return first(differing) + second(differing, headings.count == 1 ? headings.first : nil) + results
  }

  static func cells(_ pair: RatioPair) -> [ResultTable.Cell] {
    let (ratio, difference) = (pair.contrast.ratio, pair.contrast.difference)
    let ratios = [ratio.value, ratio.interval?.lower, ratio.interval?.upper].map(FileAnswer.number)
    let differences = [difference.value, difference.interval?.lower, difference.interval?.upper].map(FileAnswer.number)
    let isKnown = ratio.value != nil
    return keys(pair.first) + [.date(pair.first.period.start), .words(pair.first.indicator.unit)] + numbers(pair.first)
      + keys(pair.second) + numbers(pair.second) + [isKnown ? .words(pair.contrast.measure.name) : .missing] + ratios
      + [.words(isKnown ? ratio.method?.name : nil)] + differences
      + FileAnswer.cells(pair.status, pair.notes)
  }

  private static func keys(_ side: RatioSide) -> [ResultTable.Cell] {
    let stratum = side.stratum
    return [
      .integer(side.indicator.id), .words(side.indicator.name), .words(side.areaCode), .words(side.area),
      .words(stratum.sex), .words(stratum.age), .words(stratum.categoryType), .words(stratum.category),
      side.period.label.isEmpty ? .missing : .period(.init(side.period)),
    ]
  }

  private static func numbers(_ side: RatioSide) -> [ResultTable.Cell] {
    let figures = side.figures
    let limits = [figures.value, figures.lower95, figures.upper95].map(FileAnswer.number)
    return limits + [.words(side.limitsBy)] + [figures.count, figures.denominator].map(FileAnswer.number)
  }

  private static let keyFields: [(field: Field, part: RatioPart?)] = [
    (.indicatorID, nil), (.indicator, .indicator), (.areaCode, nil), (.area, .area), (.sex, .sex), (.age, .age),
    (.categoryType, nil), (.category, .category), (.period, .period),
  ]
  private static let numberFields: [Field] = [.value, .lower95, .upper95, .limitsBy, .count, .denominator]

  private static func first(_ differing: Set<RatioPart>) -> [ResultTable.Column] {
    let keys = keyFields.map { key in
      var column = key.field.column(benchmark: "", for: .gap)
      if let part = key.part, differing.contains(part) { column.priority = 3 }
      return column
    }
    let told = [Field.periodStart, .unit] + numberFields
    return keys + told.map { hidden($0.column(benchmark: "", for: .gap), unless: peopleRead.contains($0)) }
  }

  /// - Parameter heading: what the second figure is called, where it is one for all rows.
  private static func second(_ differing: Set<RatioPart>, _ heading: String?) -> [ResultTable.Column] {
    let keys = keyFields.map { key in
      // The heading tells what another is where it is the same in all rows.
      let isTold = heading == nil && key.part.map(differing.contains) ?? false
      return hidden(with(key.field, heading), unless: isTold)
    }
    return keys + numberFields.map { hidden(with($0, heading), unless: $0 == .value || $0 == .count) }
  }

  /// Figures that people are shown of the first.
  private static let peopleRead: Set<Field> = [.value, .lower95, .upper95, .count]

  private static func with(_ field: Field, _ heading: String?) -> ResultTable.Column {
    let own = field.column(benchmark: "", for: .gap)
    let title = heading.map { field == .value ? $0 : own.title } ?? (field == .value ? "Second" : "Second \(own.title)")
    return ResultTable.Column(
      name: "with_\(field.rawValue)", title: title, kind: own.kind, priority: field == .value ? 0 : own.priority + 1)
  }

  private static func hidden(_ column: ResultTable.Column, unless isShown: Bool) -> ResultTable.Column {
    var column = column
    column.isForMachines = !isShown
    return column
  }

  private static let results: [ResultTable.Column] =
    [
      hidden(.init("measure", "Measure", .text), unless: false),
      .init(name: "ratio", title: "Ratio", kind: .derived),
      .init(name: "ratio_lower_95", title: "Lower 95%", kind: .derived),
      .init(name: "ratio_upper_95", title: "Upper 95%", kind: .derived),
      hidden(.init("ratio_method", "Method", .text), unless: false),
      .init(name: "difference", title: "Difference", kind: .derived, priority: 2),
      .init(name: "difference_lower_95", title: "Lower 95%", kind: .derived, priority: 2),
      .init(name: "difference_upper_95", title: "Upper 95%", kind: .derived, priority: 2),
    ] + FileAnswer.statusColumns
}
