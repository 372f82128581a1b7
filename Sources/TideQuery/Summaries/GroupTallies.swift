import TideMethods
import TideModel

/// What is added up of each group, so far as the measures need it.
struct TallyNeeds: OptionSet {
  let rawValue: Int

  static let presence = TallyNeeds(rawValue: 1)
  static let values = TallyNeeds(rawValue: 2)
  static let extremes = TallyNeeds(rawValue: 4)
  static let counts = TallyNeeds(rawValue: 8)
  static let denominators = TallyNeeds(rawValue: 16)
  static let pairs = TallyNeeds(rawValue: 32)
  static let rate = TallyNeeds(rawValue: 64)
  static let line = TallyNeeds(rawValue: 128)
  static let lists = TallyNeeds(rawValue: 256)
  static let comparisons = TallyNeeds(rawValue: 512)
  static let verdicts = TallyNeeds(rawValue: 1024)

  init(rawValue: Int) { self.rawValue = rawValue }

  /// What some measures need.
  init(_ measures: [Summary.Measure]) {
    self = measures.reduce(into: []) { needs, measure in
      switch measure {
      case .figures, .mean: needs.formUnion(.values)
      case .missing: needs.formUnion([.presence, .values])
      case .count: needs.formUnion(.counts)
      case .denominator: needs.formUnion(.denominators)
      case .pooled: needs.formUnion(.pairs)
      case .rate: needs.formUnion([.presence, .pairs, .rate])
      case .min, .max, .minArea, .maxArea: needs.formUnion(.extremes)
      case .median, .percentile: needs.formUnion(.lists)
      case .slope: needs.formUnion(.line)
      case .compared, .above, .below: needs.formUnion(.comparisons)
      case .judged: needs.formUnion(.verdicts)
      }
    }
  }
}

/// What the figures of each group of a block come to: cell = row of the period x groups of areas + group.
final class GroupTallies {
  let needs: TallyNeeds
  let count: Int
  private let blocks: SummaryBlocks
  /// Figures there are, with a value or without.
  var present: [Int]
  /// Values there are, and their sum.
  var figures: [Int] = []
  var values: [Double] = []
  /// The least and the greatest value, and the numbers of their areas; -1 where there is none.
  var least: [Double] = []
  var greatest: [Double] = []
  var leastArea: [Int32] = []
  var greatestArea: [Int32] = []
  /// Counts there are, and their sum.
  var counted: [Int] = []
  var counts: [Double] = []
  /// Denominators there are, and their sum.
  var based: [Int] = []
  var denominators: [Double] = []
  /// Figures with count and denominator, and the sums of both.
  var pairs: [Int] = []
  var pairCounts: [Double] = []
  var pairDenominators: [Double] = []
  /// Figures that are suppressed, and those with a negative count or denominator.
  var suppressed: [Int] = []
  var negative: [Int] = []
  /// Which multipliers the values allow.
  var proofs: [MultiplierProof?] = []
  /// The indicator of the first figure, -1 for none, and whether there are others that it cannot be summed with.
  var indicator: [Int32] = []
  var isMixed: [Bool] = []
  /// Sums over the points of a line; the kind of its points' periods and the series of its figures, `none` or `several`.
  var lines: [LineSums] = []
  var kinds: [Int] = []
  var series: [Int] = []
  /// The values themselves.
  var lists: [[Double]] = []
  /// Values set against a benchmark's, those greater and those less.
  var compared: [Int] = []
  var above: [Int] = []
  var below: [Int] = []
  /// Verdicts: cell x kinds of verdict + kind.
  var verdicts: [Int] = []

  /// Of so many groups without a figure.
  init(_ needs: TallyNeeds, count: Int, in blocks: SummaryBlocks) {
    self.needs = needs
    self.count = count
    self.blocks = blocks
    func room<Number>(_ need: TallyNeeds, _ number: Number) -> [Number] {
      needs.contains(need) ? Array(repeating: number, count: count) : []
    }
    present = Array(repeating: 0, count: count)
    (figures, values) = (room(.values, 0), room(.values, 0))
    (least, greatest) = (room(.extremes, 0), room(.extremes, 0))
    (leastArea, greatestArea) = (room(.extremes, -1), room(.extremes, -1))
    (counted, counts) = (room(.counts, 0), room(.counts, 0))
    (based, denominators) = (room(.denominators, 0), room(.denominators, 0))
    (pairs, pairCounts, pairDenominators) = (room(.pairs, 0), room(.pairs, 0), room(.pairs, 0))
    (suppressed, negative) = (room(.rate, 0), room(.rate, 0))
    (proofs, indicator, isMixed) = (room(.rate, nil), room(.rate, -1), room(.rate, false))
    (lines, kinds, series) = (room(.line, LineSums()), room(.line, Self.none), room(.line, Self.none))
    lists = room(.lists, [])
    (compared, above, below) = (room(.comparisons, 0), room(.comparisons, 0), room(.comparisons, 0))
    verdicts = needs.contains(.verdicts) ? Array(repeating: 0, count: count * Summary.Judgement.allCases.count) : []
  }

  /// No number yet, and more than one.
  static let none = -1
  static let several = -2

  /// What two numbers are together.
  static func together(_ one: Int, _ other: Int) -> Int {
    one == none || one == other ? other : other == none ? one : several
  }
}

/// A figure on its way into a group.
struct TakenFigure {
  let figures: Figures
  let status: Status
  /// The area's number.
  let area: Int32
  /// The kind of its period and its place among those of the kind.
  let place: (kind: Int, t: Double)
  /// The indicator's number in the summary.
  let indicator: Int32
  /// The number of its stratum among all of all indicators.
  let slice: Int
  /// What its value is set against; nil for nothing.
  var benchmark: Double?
  var judgement: Summary.Judgement?
}

extension GroupTallies {
  /// Takes a figure into a group.
  func take(_ figure: TakenFigure, into cell: Int) {
    present[cell] += 1
    let numbers = figure.figures
    if needs.contains(.counts), let count = numbers.count {
      counted[cell] += 1
      counts[cell] += count
    }
    if needs.contains(.denominators), let denominator = numbers.denominator {
      based[cell] += 1
      denominators[cell] += denominator
    }
    if needs.contains(.pairs), let count = numbers.count, let denominator = numbers.denominator {
      pairs[cell] += 1
      pairCounts[cell] += count
      pairDenominators[cell] += denominator
    }
    if needs.contains(.rate) { takeRate(figure, cell) }
    if needs.contains(.verdicts), let judgement = figure.judgement {
      verdicts[cell * Summary.Judgement.allCases.count + judgement.place] += 1
    }
    if needs.contains(.line) {
      series[cell] = Self.together(series[cell], figure.slice << 32 | Int(figure.area))
    }
    guard let value = numbers.value else { return }
    takeValue(value, figure, cell)
  }

  private func takeRate(_ figure: TakenFigure, _ cell: Int) {
    take(indicator: figure.indicator, into: cell)
    if figure.status == .suppressed { suppressed[cell] += 1 }
    let numbers = figure.figures
    if [numbers.count, numbers.denominator].contains(where: { $0.map { !($0 >= 0) } ?? false }) { negative[cell] += 1 }
    if let count = numbers.count, let denominator = numbers.denominator {
      proofs[cell]?.add(value: numbers.value, count: count, denominator: denominator)
    }
  }

  /// Notes whose figures a rate is of.
  func take(indicator number: Int32, into cell: Int) {
    let known = indicator[cell]
    if known < 0 {
      indicator[cell] = number
      proofs[cell] = MultiplierProof(blocks.indicators[Int(number)])
    } else if known != number, !areOne(known, number) {
      isMixed[cell] = true
    }
  }

  /// Whether figures of two indicators make one rate.
  func areOne(_ one: Int32, _ other: Int32) -> Bool {
    SummaryRate.areOne(blocks.indicators[Int(one)], blocks.indicators[Int(other)])
  }

  private func takeValue(_ value: Double, _ figure: TakenFigure, _ cell: Int) {
    if needs.contains(.values) {
      figures[cell] += 1
      values[cell] += value
    }
    if needs.contains(.extremes) { takeExtremes(value, figure.area, cell) }
    if needs.contains(.line) {
      lines[cell].add(t: figure.place.t, v: value)
      kinds[cell] = Self.together(kinds[cell], figure.place.kind)
    }
    if needs.contains(.lists) { lists[cell].append(value) }
    if needs.contains(.comparisons), let benchmark = figure.benchmark {
      compared[cell] += 1
      if value > benchmark { above[cell] += 1 }
      if value < benchmark { below[cell] += 1 }
    }
  }

  private func takeExtremes(_ value: Double, _ area: Int32, _ cell: Int) {
    if leastArea[cell] < 0 || value < least[cell] || value == least[cell] && isBefore(area, leastArea[cell]) {
      (least[cell], leastArea[cell]) = (value, area)
    }
    if greatestArea[cell] < 0 || value > greatest[cell] || value == greatest[cell] && isBefore(area, greatestArea[cell])
    {
      (greatest[cell], greatestArea[cell]) = (value, area)
    }
  }

  /// Whether the code of an area comes before that of another.
  private func isBefore(_ area: Int32, _ other: Int32) -> Bool {
    area != other && blocks.areas.codes[Int(area)] < blocks.areas.codes[Int(other)]
  }

  /// The one of some cells that has the least value; nil where none has any.
  func least(of cells: ArraySlice<Int>) -> Int? {
    cells.filter { leastArea[$0] >= 0 }.min {
      least[$0] < least[$1] || least[$0] == least[$1] && isBefore(leastArea[$0], leastArea[$1])
    }
  }

  /// The one of some cells that has the greatest value; nil where none has any.
  func greatest(of cells: ArraySlice<Int>) -> Int? {
    cells.filter { greatestArea[$0] >= 0 }.min {
      greatest[$0] > greatest[$1] || greatest[$0] == greatest[$1] && isBefore(greatestArea[$0], greatestArea[$1])
    }
  }
}

extension Summary.Judgement {
  /// That of a verdict.
  init(_ verdict: Verdict) {
    self = Summary.Judgement(rawValue: String(verdict.text.map { $0 == " " ? "-" : $0 })) ?? .notCompared
  }

  private static let places = Dictionary(allCases.enumerated().map { ($1, $0) }) { first, _ in first }

  /// Its place among all.
  var place: Int { Self.places[self] ?? 0 }
}
