import TideMethods
public import TideModel

/// Whom a stratum is of, so far as its texts tell: which strata have people in common, and which hold all of another.
public struct StratumParts {
  /// One of the ways in which people differ.
  enum Axis: CaseIterable { case sex, age, category }

  /// `male` or `female`; nil for both, and for what is neither.
  let sex: String?
  /// Nil for all ages.
  let ages: AgeRange?
  /// Whether the age is a text that names no ages: it may share people with any.
  let isAgeUnclear: Bool
  let categoryType: String
  let category: String

  /// The people of a stratum.
  public init(_ stratum: Stratum) {
    let sex = stratum.sex.lowercased()
    switch sex {
    case "male", "males", "m", "men", "boys": self.sex = "male"
    case "female", "females", "f", "women", "girls": self.sex = "female"
    default: self.sex = nil
    }
    ages = Self.isVague(stratum.age) ? nil : AgeRange(stratum.age)
    isAgeUnclear =
      ages == nil && !["", "all ages", "all"].contains(stratum.age.lowercased()) || Self.isVague(stratum.age)
    categoryType = stratum.categoryType
    category = stratum.category
  }

  /// Whether ages may or may not begin with the number that is named: `over 17`.
  private static func isVague(_ age: String) -> Bool {
    let text = age.lowercased()
    guard let over = text.firstRange(of: "over") else { return false }
    return text[over.upperBound...].contains(where: \.isNumber)
  }

  var isWhole: Bool { categoryType.isEmpty && category.isEmpty }

  /// Whether a category is all of its type: `All`, `Total`, `All ethnic groups`.
  var isTotal: Bool {
    let text = category.lowercased()
    return ["", "all", "total", "any"].contains(text) || text.hasPrefix("all ") || text.hasPrefix("total ")
  }

  /// Whether somebody may belong to both.
  public func mayShare(_ other: StratumParts) -> Bool {
    Axis.allCases.allSatisfy { !isApart(from: other, in: $0) }
  }

  /// Whether everybody of another belongs to it, so far as the texts tell.
  func holds(_ other: StratumParts) -> Bool {
    guard sex == nil || sex == other.sex, isWhole || self.isSameCategory(as: other) else { return false }
    if isAgeUnclear { return false }
    guard let ages else { return true }
    return other.ages.map { ages.contains($0) } ?? false
  }

  private func isSameCategory(as other: StratumParts) -> Bool {
    categoryType == other.categoryType && (category == other.category || isTotal)
  }

  /// Whether nobody belongs to both, by one axis alone.
  func isApart(from other: StratumParts, in axis: Axis) -> Bool {
    switch axis {
    case .sex:
      guard let sex, let theirs = other.sex else { return false }
      return sex != theirs
    case .age:
      guard let ages, let theirs = other.ages else { return false }
      return (ages.through ?? .max) < theirs.from || (theirs.through ?? .max) < ages.from
    case .category:
      return !isWhole && categoryType == other.categoryType && category != other.category && !isTotal && !other.isTotal
    }
  }

  /// Whether it makes no difference to this stratum where somebody stands in an axis, so long as it is in one of two.
  func holdsBoth(_ one: StratumParts, _ other: StratumParts, in axis: Axis) -> Bool {
    switch axis {
    case .sex: return sex == nil
    case .age:
      if isAgeUnclear { return false }
      guard let ages else { return true }
      return [one, other].allSatisfy { $0.ages.map { ages.contains($0) } ?? false }
    // Categories of another type may be made of these, as quintiles are of deciles, or cut across them.
    case .category: return isWhole
    }
  }

  /// The only axis in which two strata differ, where nobody belongs to both; nil for any other two.
  func onlyDifference(from other: StratumParts) -> Axis? {
    if isAgeUnclear || other.isAgeUnclear { return nil }
    let sameSex = sex == other.sex
    let sameAge = ages == other.ages
    let sameCategory = categoryType == other.categoryType && category == other.category
    switch (sameSex, sameAge, sameCategory) {
    case (false, true, true): return isApart(from: other, in: .sex) ? .sex : nil
    case (true, false, true): return isApart(from: other, in: .age) ? .age : nil
    case (true, true, false): return isApart(from: other, in: .category) ? .category : nil
    default: return nil
    }
  }
}
