import TideModel

@testable import TideDisclosure

/// Somebody who sees what is shown of one vintage of a ``WideTable``, has been told which hidden numbers are small, and looks for
/// what a small number must be.
///
/// Another world in which the same is shown and the small number is another is the end of every attack, so that one is looked for
/// first: with one person moved, or two. Where none is found the number is attacked by elimination and by bounds.
struct WideAttacker {
  enum Outcome { case oneMoved, twoMoved, told, open }

  private let table: WideTable
  private let profile: DisclosureProfile
  private let people: [Int]
  private let numbers: [Int]
  /// The figures that each atom is counted in.
  private var figuresOf: [[Int]]
  private var changes: [Int]
  private lazy var elimination = Elimination(shownExactly(), width: people.count)

  init(_ table: WideTable, vintage: Int, _ profile: DisclosureProfile) {
    self.table = table
    self.profile = profile
    people = table.people[vintage]
    numbers = table.figures.map { $0.numbers[vintage] }
    figuresOf = Array(repeating: [], count: people.count)
    changes = Array(repeating: 0, count: numbers.count)
    for (number, figure) in table.figures.enumerated() {
      for atom in figure.atoms { figuresOf[atom].append(number) }
    }
  }

  /// What becomes of a number that is the sum of some atoms.
  mutating func attack(_ atoms: [Int]) -> Outcome {
    let isIn = Set(atoms)
    let others = people.indices.filter { !isIn.contains($0) }
    for atom in atoms {
      for sign in [-1, 1] {
        if fits([(atom, sign)]) { return .oneMoved }
        for other in others where fits([(atom, sign), (other, -sign)]) { return .oneMoved }
      }
    }
    for atom in atoms where hasCycle(atom, others, isIn) { return .twoMoved }
    return isTold(atoms) ? .told : .open
  }

  /// Whether two people can change places in some axes.
  private mutating func hasCycle(_ atom: Int, _ others: [Int], _ isIn: Set<Int>) -> Bool {
    let mine = table.kinds(atom)
    for other in people.indices where other != atom {
      let theirs = table.kinds(other)
      for mask in 1..<31 {
        let one = table.atom(of: mine.indices.map { mask >> $0 & 1 == 1 ? theirs[$0] : mine[$0] })
        let two = table.atom(of: mine.indices.map { mask >> $0 & 1 == 1 ? mine[$0] : theirs[$0] })
        let balance = [atom, other].count(where: isIn.contains) - [one, two].count(where: isIn.contains)
        guard balance != 0, one != atom, two != atom else { continue }
        for sign in [-1, 1] where fits([(atom, sign), (other, sign), (one, -sign), (two, -sign)]) { return true }
      }
    }
    return false
  }

  /// Whether the same is shown with some people more or less, and what is known of hidden numbers stays so.
  private mutating func fits(_ moves: [(atom: Int, by: Int)]) -> Bool {
    var touched: [Int] = []
    defer { for number in touched { changes[number] = 0 } }
    for move in moves {
      if people[move.atom] + moves.reduce(0, { $0 + ($1.atom == move.atom ? $1.by : 0) }) < 0 { return false }
      for number in figuresOf[move.atom] {
        changes[number] += move.by
        touched.append(number)
      }
    }
    return touched.allSatisfy { number in
      let (before, after) = (numbers[number], numbers[number] + changes[number])
      if table.figures[number].isHidden {
        return !profile.isSmall(Double(before)) || after <= Int(profile.mostHidden)
      }
      return before == after || profile.roundsToFive && form(before) == form(after)
    }
  }

  private func form(_ number: Int) -> Int {
    profile.isSmall(Double(number)) ? -1 : number == 0 ? 0 : (number + 2) / 5 * 5
  }

  // MARK: Elimination and bounds

  /// The figures whose numbers are seen.
  private func shownExactly() -> [[Int]] {
    table.figures.indices.filter { number in
      !table.figures[number].isHidden && (!profile.roundsToFive || numbers[number] == 0)
    }.map { table.figures[$0].atoms }
  }

  private mutating func isTold(_ atoms: [Int]) -> Bool { elimination.spans(atoms) || isBounded(atoms) }

  /// Whether a number is known by the parts that it is made of, or by what it is a part of.
  private func isBounded(_ atoms: [Int]) -> Bool {
    let mine = Set(atoms)
    var (low, high) = (0, Int(profile.mostHidden))
    for (number, figure) in table.figures.enumerated() {
      let theirs = Set(figure.atoms)
      if theirs.isSuperset(of: mine) { high = min(high, bounds(number).high) }
      if theirs.isSubset(of: mine) { low = max(low, bounds(number).low) }
      for (other, part) in table.figures.enumerated() where other != number && theirs.isSuperset(of: part.atoms) {
        let rest = theirs.subtracting(part.atoms)
        if rest.isSubset(of: mine) { low = max(low, bounds(number).low - bounds(other).high) }
        if rest.isSuperset(of: mine) { high = min(high, bounds(number).high - bounds(other).low) }
      }
    }
    return low >= high
  }

  private func bounds(_ number: Int) -> (low: Int, high: Int) {
    let truth = numbers[number]
    if table.figures[number].isHidden {
      return (0, profile.isSmall(Double(truth)) ? Int(profile.mostHidden) : 1_000_000)
    }
    if !profile.roundsToFive || truth == 0 { return (truth, truth) }
    return (form(truth) - 2, form(truth) + 2)
  }
}

/// Gauss's elimination over the whole numbers modulo a prime: what has a solution over fractions has one here.
struct Elimination {
  private static let prime = 2_305_843_009_213_693_951
  private let width: Int
  /// Rows that begin with 1, by their first column.
  private var rows: [Int: [Int]] = [:]

  init(_ sums: [[Int]], width: Int) {
    self.width = width
    for sum in sums {
      var row = reduced(sum)
      guard let first = row.firstIndex(where: { $0 != 0 }) else { continue }
      let inverse = Self.power(row[first], Self.prime - 2)
      for column in row.indices { row[column] = Self.times(row[column], inverse) }
      rows[first] = row
    }
  }

  /// Whether a sum follows from the others.
  func spans(_ sum: [Int]) -> Bool { reduced(sum).allSatisfy { $0 == 0 } }

  private func reduced(_ sum: [Int]) -> [Int] {
    var row = Array(repeating: 0, count: width)
    for place in sum { row[place] = 1 }
    for column in 0..<width where row[column] != 0 {
      guard let base = rows[column] else { continue }
      let factor = row[column]
      for place in column..<width where base[place] != 0 {
        row[place] = (row[place] + Self.prime - Self.times(factor, base[place])) % Self.prime
      }
    }
    return row
  }

  private static func times(_ one: Int, _ other: Int) -> Int {
    let product = one.multipliedFullWidth(by: other)
    return prime.dividingFullWidth(product).remainder
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    var (result, base, exponent) = (1, base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result = times(result, base) }
      (base, exponent) = (times(base, base), exponent >> 1)
    }
    return result
  }
}
