import TideCore
import TideMethods
import TideModel

/// What the figures of each group of a block come to: cell = row of the period x groups of areas + group.
///
/// Only what the measures need has room. What stands for no number yet is -1, for several -2.
final class GroupTallies {
  let needs: TallyNeeds
  private(set) var count = 0
  /// Figures there are, with a value or without.
  let present = Room<Int64>()
  /// Values, counts and denominators there are, their sums, and the least and the greatest value.
  let summaries = Room<PeriodSummary>()
  /// The least and the greatest value with the numbers of their areas.
  let leasts = Room<Extreme>()
  let greatests = Room<Extreme>()
  /// Figures with count and denominator, and the sums of both.
  let pairs = Room<Int64>()
  let pairCounts = Room<Double>()
  let pairDenominators = Room<Double>()
  /// Figures that are suppressed, and those whose count or denominator can go into no rate.
  let suppressed = Room<Int64>()
  let impossible = Room<Int64>()
  /// The indicator of the first figure, and whether there are others that it cannot be summed with.
  let indicator = Room<Int32>()
  let isMixed = Room<Bool>()
  /// Which multipliers the values allow.
  var proofs: [MultiplierProof?] = []
  /// Sums over the points of a line: their number, t, t², v and tv; the kind of their periods, and the series.
  let points = Room<Double>()
  let times = Room<Double>()
  let squares = Room<Double>()
  let values = Room<Double>()
  let products = Room<Double>()
  let kinds = Room<Int>()
  let series = Room<Int>()
  /// The values themselves.
  var lists: [[Double]] = []
  /// Values set against a benchmark's, those greater and those less.
  let compared = Room<Int64>()
  let above = Room<Int64>()
  let below = Room<Int64>()
  /// Verdicts: cell x kinds of verdict + kind.
  let verdicts = Room<Int64>()

  private let blocks: SummaryBlocks

  /// A value and its area.
  struct Extreme: BitwiseCopyable {
    var value = 0.0
    var area: Int32 = -1
  }

  init(_ needs: TallyNeeds, in blocks: SummaryBlocks) {
    self.needs = needs
    self.blocks = blocks
  }

  /// Starts anew with so many groups without a figure.
  func reset(_ count: Int) {
    self.count = count
    present.reset(count, 0)
    if !needs.isDisjoint(with: .summaries) { summaries.reset(count, PeriodSummary()) }
    if needs.contains(.places) { for room in [leasts, greatests] { room.reset(count, Extreme()) } }
    if needs.contains(.pairs) {
      pairs.reset(count, 0)
      for room in [pairCounts, pairDenominators] { room.reset(count, 0) }
    }
    if needs.contains(.rate) { resetRates() }
    if needs.contains(.line) {
      for room in [points, times, squares, values, products] { room.reset(count, 0) }
      for room in [kinds, series] { room.reset(count, Self.none) }
    }
    if needs.contains(.lists) { resetLists() }
    if needs.contains(.comparisons) { for room in [compared, above, below] { room.reset(count, 0) } }
    if needs.contains(.verdicts) { verdicts.reset(count * Summary.Judgement.allCases.count, 0) }
  }

  /// Lists keep their room for the next block.
  private func resetLists() {
    if lists.count > count { lists.removeLast(lists.count - count) }
    for place in lists.indices { lists[place].removeAll(keepingCapacity: true) }
    lists += Array(repeating: [], count: count - lists.count)
  }

  private func resetRates() {
    for room in [suppressed, impossible] { room.reset(count, 0) }
    indicator.reset(count, -1)
    isMixed.reset(count, false)
    proofs = Array(repeating: nil, count: count)
  }

  /// No number yet, and more than one.
  static let none = -1
  static let several = -2

  /// What two numbers are together.
  static func together(_ one: Int, _ other: Int) -> Int {
    one == none || one == other ? other : other == none ? one : several
  }

  /// The sums over the points of a group.
  func line(_ cell: Int) -> LineSums {
    LineSums(weight: points[cell], t: times[cell], tt: squares[cell], v: values[cell], tv: products[cell])
  }
}

// MARK: Figures one by one

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
    if !needs.isDisjoint(with: .summaries) { takeNumbers(numbers, cell) }
    if needs.contains(.pairs), let count = numbers.count, let denominator = numbers.denominator {
      pairs[cell] += 1
      pairCounts[cell] += count
      pairDenominators[cell] += denominator
    }
    if needs.contains(.rate) { takeRate(figure, cell) }
    if needs.contains(.verdicts), let judgement = figure.judgement {
      verdicts[cell * Summary.Judgement.allCases.count + judgement.place] += 1
    }
    if needs.contains(.line) { series[cell] = Self.together(series[cell], figure.slice << 32 | Int(figure.area)) }
    if let value = numbers.value { takeValue(value, figure, cell) }
  }

  private func takeNumbers(_ numbers: Figures, _ cell: Int) {
    var summary = PeriodSummary()
    if let value = numbers.value {
      (summary.figures, summary.values, summary.least, summary.greatest) = (1, value, value, value)
    }
    if let count = numbers.count { (summary.counted, summary.counts) = (1, count) }
    if let denominator = numbers.denominator { (summary.based, summary.denominators) = (1, denominator) }
    summaries[cell].add(summary)
  }

  private func takeRate(_ figure: TakenFigure, _ cell: Int) {
    take(indicator: figure.indicator, into: cell)
    if figure.status == .suppressed { suppressed[cell] += 1 }
    let numbers = figure.figures
    let isShare = blocks.indicators[Int(figure.indicator)].isShare
    if !numbers.isSummable(asShare: isShare) { impossible[cell] += 1 }
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
    if needs.contains(.places) { takeExtremes(Extreme(value: value, area: figure.area), cell) }
    if needs.contains(.line) {
      let t = figure.place.t
      points[cell] += 1
      times[cell] += t
      squares[cell] += t * t
      values[cell] += value
      products[cell] += value * t
      kinds[cell] = Self.together(kinds[cell], figure.place.kind)
    }
    if needs.contains(.lists) { lists[cell].append(value) }
    if needs.contains(.comparisons), let benchmark = figure.benchmark {
      compared[cell] += 1
      if value > benchmark { above[cell] += 1 }
      if value < benchmark { below[cell] += 1 }
    }
  }

  /// Takes a value in among the least and the greatest.
  func takeExtremes(_ extreme: Extreme, _ cell: Int) {
    leasts[cell] = least(leasts[cell], extreme)
    greatests[cell] = greatest(greatests[cell], extreme)
  }

  /// The lesser of two values, of equal ones that of the area whose code comes first.
  func least(_ one: Extreme, _ other: Extreme) -> Extreme {
    if one.area < 0 { return other }
    return other.area >= 0
      && (other.value < one.value || other.value == one.value && isBefore(other.area, one.area)) ? other : one
  }

  /// The greater of two values, of equal ones that of the area whose code comes first.
  func greatest(_ one: Extreme, _ other: Extreme) -> Extreme {
    if one.area < 0 { return other }
    return other.area >= 0
      && (other.value > one.value || other.value == one.value && isBefore(other.area, one.area)) ? other : one
  }

  /// Whether the code of an area comes before that of another.
  private func isBefore(_ area: Int32, _ other: Int32) -> Bool {
    area != other && blocks.areas.codes[Int(area)] < blocks.areas.codes[Int(other)]
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
