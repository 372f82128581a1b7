/// Which categories (deprivation deciles, ethnic groups) are wanted.
public enum CategoryWords: Hashable, Sendable {
  /// Whole populations only.
  case none
  /// Everything.
  case all
  /// Categories or category types of this name, else holding these words.
  case named(String)

  /// What a text asks for: `none`, `all`, or else a name.
  public init(_ text: String) {
    switch text.lowercased() {
    case "none": self = .none
    case "all": self = .all
    default: self = .named(text)
    }
  }
}

/// Which strata, period and area type people asked for, in their words; nil means not restricted.
public struct SelectionWords: Hashable, Sendable {
  /// A sex: exact without regard to case where the indicator has it, else by contained words.
  public var sex: String?
  /// An age, matched as `sex`.
  public var age: String?
  /// Categories.
  public var category: CategoryWords?
  /// A period in any published form, or its label.
  public var period: String?
  /// The type ranked and pooled, by any name that `AreaType` is known under; the usual one of the area when nil.
  public var areaType: String?

  /// No restriction, or the given ones.
  public init(
    sex: String? = nil, age: String? = nil, category: CategoryWords? = nil, period: String? = nil,
    areaType: String? = nil
  ) {
    self.sex = sex
    self.age = age
    self.category = category
    self.period = period
    self.areaType = areaType
  }
}
