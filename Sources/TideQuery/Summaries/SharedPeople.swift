import TideDisclosure
import TideModel

/// Which strata may be of the same people; what is found is kept.
final class StratumRelations {
  private(set) var strata: [Stratum] = []
  private var parts: [StratumParts] = []
  private var numbers: [Stratum: Int32] = [:]
  private var shared: [Int64: Bool] = [:]

  /// The number of a stratum.
  func number(of stratum: Stratum) -> Int32 {
    if let known = numbers[stratum] { return known }
    let number = Int32(strata.count)
    numbers[stratum] = number
    strata.append(stratum)
    parts.append(StratumParts(stratum))
    return number
  }

  /// Whether somebody may belong to both of two strata, by their numbers; one and the same is of the same people.
  func mayShare(_ one: Int32, _ other: Int32) -> Bool {
    if one == other { return true }
    let key = Int64(min(one, other)) << 32 | Int64(max(one, other))
    if let known = shared[key] { return known }
    let found = parts[Int(one)].mayShare(parts[Int(other)])
    shared[key] = found
    return found
  }
}

/// Finds figures of one group that are of the same people at the same time, so that a rate of all would count them twice.
///
/// Two figures share people where their areas are one, or one lies within the other or took its place; where their sexes,
/// ages and categories may be of the same person; and where their periods share a day.
final class SharedPeople {
  /// A figure of a group.
  struct Member {
    let stratum: Int32
    let area: Int32
    let period: Int32
  }

  private let areas: AreaGroups
  private let relations: StratumRelations
  /// How many indicators have each stratum.
  private var strata: [Int32: Int] = [:]
  private var periods: [Period] = []
  private var periodNumbers: [Period: Int32] = [:]

  init(_ areas: AreaGroups, _ relations: StratumRelations) {
    self.areas = areas
    self.relations = relations
  }

  /// Takes a stratum of an indicator in.
  func add(stratum: Int32) { strata[stratum, default: 0] += 1 }

  /// The number of a period.
  func number(of period: Period) -> Int32 {
    if let known = periodNumbers[period] { return known }
    periods.append(period)
    periodNumbers[period] = Int32(periods.count - 1)
    return Int32(periods.count - 1)
  }

  /// Whether figures of a group might share people, by their keys alone.
  /// - Parameters:
  ///   - areasShare: whether areas of one group hold people of each other.
  ///   - daysShare: whether periods of one group share days.
  func isPossible(areasShare: Bool, daysShare: Bool) -> Bool { areasShare || daysShare || mayShareStrata }

  private var mayShareStrata: Bool {
    let numbers = strata.keys.sorted()
    return strata.values.contains { $0 > 1 }
      || numbers.contains { one in numbers.contains { $0 > one && relations.mayShare(one, $0) } }
  }

  /// Which two of some figures share people, in words; nil where none do.
  func pair(among members: [Member]) throws -> String? {
    var byArea: [Int32: [Member]] = [:]
    for member in members {
      if let other = byArea[member.area]?.first(where: { share($0, member) }) { return words(other, member) }
      byArea[member.area, default: []].append(member)
    }
    let numbers = Dictionary(byArea.keys.map { (areas.codes[Int($0)], $0) }) { first, _ in first }
    for member in members {
      let code = areas.codes[Int(member.area)]
      for larger in try areas.relatives(of: code).sorted() {
        guard let number = numbers[larger], byArea[number]?.contains(where: { share($0, member) }) ?? false else {
          continue
        }
        return try areas.relation(of: code, to: larger)
      }
    }
    return nil
  }

  private func share(_ one: Member, _ other: Member) -> Bool {
    relations.mayShare(one.stratum, other.stratum)
      && (one.period == other.period || periods[Int(one.period)].overlaps(periods[Int(other.period)]))
  }

  private func words(_ one: Member, _ other: Member) -> String {
    if one.period != other.period {
      return "\(periods[Int(one.period)].label) and \(periods[Int(other.period)].label) share days"
    }
    if one.stratum == other.stratum { return "several indicators are of the same people" }
    let (first, second) = (relations.strata[Int(one.stratum)], relations.strata[Int(other.stratum)])
    return "\(Self.name(first, beside: second)) and \(Self.name(second, beside: first)) are partly the same people"
  }

  /// What tells a stratum from another.
  private static func name(_ stratum: Stratum, beside other: Stratum) -> String {
    let parts = [
      (stratum.sex, other.sex), (stratum.age, other.age), (stratum.categoryType, other.categoryType),
      (stratum.category, other.category),
    ].filter { $0.0 != $0.1 && !$0.0.isEmpty }.map(\.0)
    return parts.isEmpty ? "the whole population" : parts.joined(separator: " ")
  }
}

extension AreaGroups {
  /// How an area stands to one that holds people of it, in words.
  func relation(of code: String, to larger: String) throws -> String {
    let (inner, outer) = (try name(of: code), try name(of: larger))
    return try lies(code, within: larger) ? "\(inner) lies within \(outer)" : "\(outer) took the place of \(inner)"
  }
}

extension Period {
  /// Whether any two of some different periods share a day.
  static func shareDays(_ periods: some Sequence<Period>) -> Bool {
    var end: CalendarDate?
    for period in Set(periods).sorted() {
      if let end, period.start < end { return true }
      end = max(end ?? period.end, period.end)
    }
    return false
  }
}
