/// The part of the population a figure is for: sex x age x category.
///
/// Texts are kept as published. Persons, all ages and no category is the plain stratum.
public struct Stratum: Hashable, Sendable {
  /// The sex of figures that are for both.
  public static let persons = "Persons"

  /// `Persons`, `Male` or `Female`; empty when the file does not say.
  public var sex: String
  /// `All ages`, `<75 yrs`, `10-24 yrs`; empty when the file does not say.
  public var age: String
  /// What kind of category, for example a deprivation decile of one geography and year; empty for none.
  public var categoryType: String
  /// The category, for example `Most deprived decile (IMD2019)`; empty for none.
  public var category: String

  /// A stratum of the given texts.
  public init(sex: String, age: String, categoryType: String = "", category: String = "") {
    self.sex = sex
    self.age = age
    self.categoryType = categoryType
    self.category = category
  }

  /// Whether the figure is for everybody of its sex and age, not for a decile or ethnic group.
  public var isWhole: Bool { categoryType.isEmpty && category.isEmpty }
}

extension Stratum: Comparable {
  /// Whole populations first, Persons before the sexes, then by text.
  public static func < (lhs: Stratum, rhs: Stratum) -> Bool {
    if lhs.isWhole != rhs.isWhole { return lhs.isWhole }
    if lhs.categoryType != rhs.categoryType { return lhs.categoryType < rhs.categoryType }
    if lhs.sexOrder != rhs.sexOrder { return lhs.sexOrder < rhs.sexOrder }
    if lhs.sex != rhs.sex { return lhs.sex < rhs.sex }
    if lhs.age != rhs.age { return lhs.age < rhs.age }
    return lhs.category < rhs.category
  }

  private var sexOrder: Int {
    switch sex {
    case Self.persons: 0
    case "Female": 1
    case "Male": 2
    default: 3
    }
  }
}
