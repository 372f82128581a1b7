import TideModel
import TideStore

/// Somebody who has every vintage of a store as it is shown, knows which sums hold, and solves for what is hidden.
///
/// The attacker shares no code with the program: exact linear algebra over fractions, then bounds that are drawn together
/// until nothing moves. Wherever a figure was published by the same release in two vintages it is one unknown.
struct Attacker {
  typealias Cell = PeopleStore.Cell

  /// What is seen of one number of one cell: the cell, and the release that published it.
  struct Unknown: Hashable, Comparable {
    let cell: Cell
    let release: Int

    static func < (lhs: Unknown, rhs: Unknown) -> Bool { (lhs.cell, lhs.release) < (rhs.cell, rhs.release) }
  }

  /// What an unknown can be; nil is no end.
  struct Bounds: Equatable {
    var low: Int
    var high: Int?
  }

  /// Sums of hidden unknowns: each with a factor, and what they come to.
  private var equations: [(terms: [Unknown: Int], sum: Int)] = []
  /// Sums that are at most so much.
  private var limits: [(terms: [Unknown: Int], most: Int)] = []
  private(set) var bounds: [Unknown: Bounds] = [:]
  /// Numbers that are seen, with what rounding leaves open.
  private(set) var hidden: Set<Unknown> = []

  /// - Parameters:
  ///   - vintages: for each vintage the cells and what is shown of them; nil where they are hidden.
  ///   - spread: how far a number may be from the one shown.
  ///   - known: what the attacker knows of a hidden number beside that it is not negative.
  init(
    _ vintages: [[Cell: (release: Int, shown: Int?)]], spread: Int, known: (Unknown) -> Bounds
  ) {
    for vintage in vintages {
      for (cell, seen) in vintage {
        let unknown = Unknown(cell: cell, release: seen.release)
        if let shown = seen.shown {
          bounds[unknown] = Bounds(low: max(0, shown - spread), high: shown + spread)
        } else {
          hidden.insert(unknown)
          bounds[unknown] = known(unknown)
        }
      }
      for (total, parts, isComplete) in Self.sums(Set(vintage.keys)) { add(total, parts, isComplete, vintage) }
    }
  }

  private mutating func add(
    _ total: Cell, _ parts: [Cell], _ isComplete: Bool, _ vintage: [Cell: (release: Int, shown: Int?)]
  ) {
    var terms: [Unknown: Int] = [:]
    var sum = 0
    for (cell, factor) in parts.map({ ($0, 1) }) + [(total, -1)] {
      guard let seen = vintage[cell] else { return }
      let unknown = Unknown(cell: cell, release: seen.release)
      let range = bounds[unknown] ?? Bounds(low: 0)
      // What is seen exactly is a number, everything else an unknown.
      if range.low == range.high { sum -= factor * range.low } else { terms[unknown, default: 0] += factor }
    }
    guard terms.keys.contains(where: hidden.contains) || !terms.isEmpty else { return }
    if isComplete { equations.append((terms, sum)) } else { limits.append((terms, sum)) }
  }

  // MARK: Which sums hold

  /// Totals and the parts that make them up, or that are some of those.
  static func sums(_ cells: Set<Cell>) -> [(total: Cell, parts: [Cell], isComplete: Bool)] {
    var found: [(Cell, [Cell], Bool)] = []
    for cell in cells.sorted() {
      for parts in partitions(cell) {
        let there = parts.filter(cells.contains)
        if !there.isEmpty { found.append((cell, there, there.count == parts.count)) }
      }
    }
    return found
  }

  private static func partitions(_ cell: Cell) -> [[Cell]] {
    func with(_ change: (inout Cell) -> Void) -> Cell {
      var other = cell
      change(&other)
      return other
    }
    var found: [[Cell]] = []
    if cell.area == PeopleStore.england {
      found.append(PeopleStore.regions.map { code in with { $0.area = code } })
      found.append(PeopleStore.authorities.map { code in with { $0.area = code } })
    }
    if let region = PeopleStore.regions.firstIndex(of: cell.area) {
      found.append(
        PeopleStore.authorities.enumerated().filter { PeopleStore.region(of: $0.offset) == region }
          .map { authority in with { $0.area = authority.element } })
    }
    if cell.stratum.sex == "Persons" {
      found.append(PeopleStore.sexes.map { sex in with { $0.stratum.sex = sex } })
    }
    if cell.stratum.age == "All ages" {
      found.append(PeopleStore.ages.map { age in with { $0.stratum.age = age } })
    }
    if cell.stratum.isWhole {
      found.append(
        PeopleStore.categories.map { category in
          with { ($0.stratum.categoryType, $0.stratum.category) = ("Deprivation", category) }
        })
    }
    if let span = PeopleStore.windows[cell.period] {
      found.append(PeopleStore.years[span].map { year in with { $0.period = year } })
    }
    return found
  }

  // MARK: The attack

  /// The hidden numbers that can be had.
  mutating func recovered() -> Set<Unknown> {
    // Which bounds are found depends on the order of elimination, so that it is done in two.
    let reduced = Self.reduce(equations, by: <) + Self.reduce(equations, by: >)
    var found: Set<Unknown> = []
    for equation in reduced where equation.terms.count == 1 { found.formUnion(equation.terms.keys) }
    tighten(equations.map { (Self.exact($0.terms), Fraction($0.sum)) } + reduced)
    for (unknown, range) in bounds where range.low == range.high { found.insert(unknown) }
    return found.intersection(hidden)
  }

  private static func exact(_ terms: [Unknown: Int]) -> [Unknown: Fraction] { terms.mapValues { Fraction($0) } }

  /// Gauss and Jordan: each equation that remains has an unknown which is in no other.
  private static func reduce(
    _ equations: [(terms: [Unknown: Int], sum: Int)], by isFirst: (Unknown, Unknown) -> Bool
  ) -> [(terms: [Unknown: Fraction], sum: Fraction)] {
    var rows = equations.map { (terms: exact($0.terms), sum: Fraction($0.sum)) }
    var done = 0
    while done < rows.count {
      guard let pivot = rows[done].terms.keys.min(by: isFirst) else {
        rows.remove(at: done)
        continue
      }
      let factor = rows[done].terms[pivot] ?? Fraction(1)
      rows[done].terms = rows[done].terms.mapValues { $0 / factor }
      rows[done].sum = rows[done].sum / factor
      let base = rows[done]
      for index in rows.indices where index != done {
        guard let factor = rows[index].terms[pivot] else { continue }
        for (unknown, value) in base.terms {
          let left = (rows[index].terms[unknown] ?? Fraction(0)) - factor * value
          rows[index].terms[unknown] = left.isZero ? nil : left
        }
        rows[index].sum = rows[index].sum - factor * base.sum
      }
      done += 1
    }
    return rows
  }

  /// Draws the bounds together until nothing moves.
  private mutating func tighten(_ rows: [(terms: [Unknown: Fraction], sum: Fraction)]) {
    let upper = limits.map { (Self.exact($0.terms), Fraction($0.most)) }
    for _ in 0..<60 {
      let before = bounds
      for (terms, sum) in rows {
        bound(terms, atMost: sum)
        bound(terms.mapValues { Fraction(0) - $0 }, atMost: Fraction(0) - sum)
      }
      for (terms, most) in upper { bound(terms, atMost: most) }
      if bounds == before { return }
    }
  }

  /// Uses that a sum is at most so much: what all others come to at least leaves so much for one.
  private mutating func bound(_ terms: [Unknown: Fraction], atMost most: Fraction) {
    for (unknown, factor) in terms {
      var rest = most
      var isOpen = false
      for (other, weight) in terms where other != unknown {
        guard let range = bounds[other] else { return }
        if weight.isPositive {
          rest = rest - weight * Fraction(range.low)
        } else if let high = range.high {
          rest = rest - weight * Fraction(high)
        } else {
          isOpen = true
        }
      }
      guard !isOpen, var range = bounds[unknown] else { continue }
      let limit = rest / factor
      if factor.isPositive {
        range.high = min(range.high ?? .max, limit.floor)
      } else {
        range.low = max(range.low, limit.ceiling)
      }
      bounds[unknown] = range
    }
  }
}

/// A ratio of whole numbers in lowest terms.
struct Fraction: Equatable {
  private let above: Int
  private let below: Int

  init(_ whole: Int) { (above, below) = (whole, 1) }

  private init(_ above: Int, _ below: Int) {
    var (a, b) = (abs(above), abs(below))
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = max(1, a) * (below < 0 ? -1 : 1)
    (self.above, self.below) = (above / divisor, below / divisor)
  }

  var isZero: Bool { above == 0 }
  var isPositive: Bool { above > 0 }
  var floor: Int { above >= 0 ? above / below : -((-above + below - 1) / below) }
  var ceiling: Int { -Fraction(-above, below).floor }

  static func - (lhs: Fraction, rhs: Fraction) -> Fraction {
    Fraction(lhs.above * rhs.below - rhs.above * lhs.below, lhs.below * rhs.below)
  }
  static func * (lhs: Fraction, rhs: Fraction) -> Fraction { Fraction(lhs.above * rhs.above, lhs.below * rhs.below) }
  static func / (lhs: Fraction, rhs: Fraction) -> Fraction { Fraction(lhs.above * rhs.below, lhs.below * rhs.above) }
}
