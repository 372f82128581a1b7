import TideMethods

/// Ages that other groups of a file have and one has not, or that are left out between its bands: its rate would stand on a
/// standard of its own.
struct MissingBands {
  /// Beyond the age of everybody.
  private static let oldest = 150

  /// What each group lacks, in the groups' order and from the youngest; empty for nothing.
  let ofGroups: [[AgeRange]]

  /// - Parameter groups: all of a file.
  /// - Complexity: O(groups), and O(ages) for each different list of bands.
  init(_ groups: [AgeBandGroup]) {
    let layouts = groups.first?.file.layouts ?? []
    let lists = Set(layouts.map(\.ages))
    let covered = lists.map { (ages: $0, years: Set($0.flatMap(Self.years))) }
    let all = covered.reduce(into: Set<Int>()) { $0.formUnion($1.years) }
    let bands = Set(lists.joined()).sorted { ($0.from, $1.through ?? .max) < ($1.from, $0.through ?? .max) }
    var lacked: [[AgeRange]: [AgeRange]] = [:]
    for (ages, own) in covered {
      let between = own.isEmpty ? [] : Set((own.min() ?? 0)...(own.max() ?? 0))
      lacked[ages] = Self.ranges(of: all.union(between).subtracting(own), among: bands)
    }
    let ofLayouts = layouts.map { lacked[$0.ages] ?? [] }
    ofGroups = groups.map { ofLayouts[$0.layoutNumber] }
  }

  /// The years of age of a band.
  private static func years(_ ages: AgeRange) -> [Int] {
    let last = min(ages.through ?? oldest, oldest)
    return ages.from <= last ? Array(ages.from...last) : []
  }

  /// Years of age as bands: those of the file where one fits, the widest first, else as one range up to the next.
  private static func ranges(of years: Set<Int>, among bands: [AgeRange]) -> [AgeRange] {
    var rest = years
    var ranges: [AgeRange] = []
    while let first = rest.min() {
      let fitting = bands.first { $0.from == first && Self.years($0).allSatisfy(rest.contains) }
      let starts = Set(bands.map(\.from))
      let last = (first...oldest).prefix { rest.contains($0) && ($0 == first || !starts.contains($0)) }.last ?? first
      let range = fitting ?? AgeRange(from: first, through: last == oldest ? nil : last)
      rest.subtract(Self.years(range))
      ranges.append(range)
    }
    return ranges
  }

  /// What a group lacks, in words: `the age band 40-44 is missing`; nil for nothing.
  func text(of group: Int) -> String? {
    guard ofGroups.indices.contains(group), !ofGroups[group].isEmpty else { return nil }
    let names = ofGroups[group].map(\.text)
    return names.count == 1
      ? "the age band \(names[0]) is missing" : "the age bands \(names.joined(separator: ", ")) are missing"
  }

  /// Refuses a file in which a group lacks a band.
  /// - Throws: ``QueryError`` naming the first such group, its line and its bands.
  func refuse(in file: AgeBandGroups) throws(QueryError) {
    guard let first = ofGroups.firstIndex(where: { !$0.isEmpty }), let text = text(of: first) else { return }
    let others = ofGroups.count { !$0.isEmpty } - 1
    let more = others == 0 ? "" : others == 1 ? ", and of another group" : ", and of \(others) other groups"
    throw file.fault(
      file.groups[first], text + more,
      remedy:
        "Add its row, with 0 where there were none, or give --allow-missing-bands: each group then stands on the standard "
        + "of the bands it has.")
  }
}
