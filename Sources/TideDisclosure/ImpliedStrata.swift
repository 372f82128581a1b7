import TideMethods
import TideModel

/// Numbers that are not published, and follow from those that are: one less others that are parts of it.
struct ImpliedNumber: Hashable {
  /// What it is a number of.
  let stratum: Stratum
  let whole: Int
  let parts: [Int]
}

/// Which strata follow from those published of one area and period.
///
/// The other sex follows from both and one; the only category of a type that is missing follows from all people and the others;
/// ages follow from those that hold them and those before and after.
final class ImpliedStrata {
  private var strata: [Stratum]
  private var parts: [StratumParts]
  private var known: [[Int]: [ImpliedNumber]] = [:]

  init(_ strata: [Stratum]) {
    self.strata = strata
    parts = strata.map { StratumParts($0) }
  }

  /// Whether anything can follow from several.
  var isAnyPossible: Bool { strata.count > 1 }

  /// What follows from the strata of some numbers, ascending.
  /// - Complexity: O(strata squared) for each list of strata that is new.
  func implied(by published: [Int]) -> [ImpliedNumber] {
    if let found = known[published] { return found }
    var found: [Stratum: ImpliedNumber] = [:]
    for whole in published {
      for number in sexes(whole, published) + categories(whole, published) + ages(whole, published)
      where found[number.stratum] == nil { found[number.stratum] = number }
    }
    let all = found.values.sorted { $0.stratum < $1.stratum }
    known[published] = all
    return all
  }

  private func sexes(_ whole: Int, _ published: [Int]) -> [ImpliedNumber] {
    let all = parts[whole]
    guard all.sex == nil else { return [] }
    func alike(_ sex: String) -> Int? {
      published.first { parts[$0].sex == sex && all.isAlike(parts[$0], but: .sex) }
    }
    return [("male", "Female"), ("female", "Male")].compactMap { sex, other in
      guard let part = alike(sex), alike(other.lowercased()) == nil else { return nil }
      var stratum = strata[part]
      stratum.sex = other
      return ImpliedNumber(stratum: stratum, whole: whole, parts: [part])
    }
  }

  private func categories(_ whole: Int, _ published: [Int]) -> [ImpliedNumber] {
    let all = parts[whole]
    guard all.isWhole else { return [] }
    func ofType(_ number: Int, _ type: String) -> Bool {
      parts[number].categoryType == type && !parts[number].isTotal && all.isAlike(parts[number], but: .category)
    }
    return Set(published.map { parts[$0].categoryType }).sorted().compactMap { type in
      let there = published.filter { !parts[$0].isWhole && ofType($0, type) }
      let missing = strata.indices.filter { number in
        !parts[number].isWhole && ofType(number, type)
          && !there.contains { parts[$0].category == parts[number].category }
      }
      let isOne = Set(missing.map { parts[$0].category }).count == 1
      guard !there.isEmpty, let one = missing.first, isOne else { return nil }
      return ImpliedNumber(stratum: strata[one], whole: whole, parts: there)
    }
  }

  /// Ages that lie between those which begin where the whole begins and those which end where it ends.
  private func ages(_ whole: Int, _ published: [Int]) -> [ImpliedNumber] {
    let all = parts[whole]
    guard !all.isAgeUnclear else { return [] }
    let bands: [(from: Int, through: Int, number: Int)] = published.compactMap { number in
      guard number != whole, let ages = parts[number].ages, all.isAlike(parts[number], but: .age) else { return nil }
      let through = ages.through ?? AgeSpan.end
      let isInside = ages.from >= (all.ages?.from ?? 0) && through <= (all.ages?.through ?? AgeSpan.end)
      return isInside ? (ages.from, through, number) : nil
    }
    guard let first = bands.first else { return [] }
    let span = (from: all.ages?.from ?? 0, through: all.ages?.through ?? AgeSpan.end)
    var before: [(next: Int, parts: [Int])] = [(span.from, [])]
    var after: [(last: Int, parts: [Int])] = [(span.through, [])]
    for place in 0..<Self.mostChains {
      if place < before.count {
        for band in bands where band.from == before[place].next && band.through < AgeSpan.end {
          before.append((band.through + 1, before[place].parts + [band.number]))
        }
      }
      if place < after.count {
        for band in bands where band.through == after[place].last {
          after.append((band.from - 1, after[place].parts + [band.number]))
        }
      }
    }
    var found: [ImpliedNumber] = []
    for start in before.prefix(Self.mostChains) {
      for end in after.prefix(Self.mostChains) where start.next <= end.last {
        let taken = start.parts + end.parts
        let isTouched = bands.contains { $0.from <= end.last && start.next <= $0.through }
        guard !taken.isEmpty, !isTouched else { continue }
        var stratum = strata[first.number]
        stratum.age = AgeSpan.text(start.next, end.last)
        found.append(ImpliedNumber(stratum: stratum, whole: whole, parts: taken))
      }
    }
    return found
  }

  /// So many ways in which ages follow each other are tried.
  private static let mostChains = 40
}

private enum AgeSpan {
  /// Stands for no end.
  static let end = Int.max / 2

  static func text(_ from: Int, _ through: Int) -> String {
    AgeRange(from: from, through: through == end ? nil : through).text + " yrs"
  }
}

extension StratumParts {
  /// Whether two are of the same people but for one axis.
  fileprivate func isAlike(_ other: StratumParts, but axis: Axis) -> Bool {
    (axis == .sex || sex == other.sex)
      && (axis == .age || ages == other.ages && !isAgeUnclear && !other.isAgeUnclear)
      && (axis == .category || categoryType == other.categoryType && category == other.category)
  }
}
