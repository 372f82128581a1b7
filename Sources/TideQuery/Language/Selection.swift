public import TideDisclosure
public import TideModel
public import TideStore

extension Query {
  /// Which strata, period and area type are asked for.
  public struct Selection: Hashable, Sendable {
    /// The strata.
    public var strata: StrataChoice
    /// The only period; nil for any.
    public var period: PeriodChoice?
    /// The type ranked and pooled; the usual one of the area when nil.
    public var areaType: AreaType?

    /// No restriction, or the given ones.
    public init(strata: StrataChoice = .usual, period: PeriodChoice? = nil, areaType: AreaType? = nil) {
      self.strata = strata
      self.period = period
      self.areaType = areaType
    }
  }

  /// Some strata of the indicators asked about.
  public enum StrataChoice: Hashable, Sendable {
    /// Those the question takes by itself: all, or the plain one where it can say only one thing.
    case usual
    /// All there are.
    case every
    /// Whole populations: no deprivation deciles, no ethnic groups.
    case whole
    /// Those listed for each indicator; none of an indicator that is not listed.
    case of([Int: Set<Stratum>])

    /// Whether a stratum of an indicator is among them.
    public func includes(_ stratum: Stratum, of indicator: Int) -> Bool {
      switch self {
      case .usual, .every: true
      case .whole: stratum.isWhole
      case .of(let listed): listed[indicator]?.contains(stratum) ?? false
      }
    }
  }

  /// Which vintage of a store is asked, and what of it may be seen.
  public struct VintageChoice: Hashable, Sendable {
    /// The vintage.
    public var asOf: AsOf
    /// Whether figures that were suppressed or withdrawn since are shown.
    public var allowsWithdrawn: Bool
    /// The disclosure control asked for, beside what is pinned in the store; nil for none.
    public var disclosure: DisclosureProfile?

    /// The newest vintage as it stands, or the given one.
    public init(asOf: AsOf = .latest, allowsWithdrawn: Bool = false, disclosure: DisclosureProfile? = nil) {
      self.asOf = asOf
      self.allowsWithdrawn = allowsWithdrawn
      self.disclosure = disclosure
    }
  }

  /// What of an answer is wanted.
  public struct Shape: Hashable, Sendable {
    /// Names of columns, in order; empty for all.
    public var columns: [String]
    /// Names of columns that rows are ordered by, `-` before one for the greatest first; empty for the answer's own order.
    public var order: [String]
    /// The most rows; nil for all.
    public var limit: Int?

    /// All of it, or what is given.
    public init(columns: [String] = [], order: [String] = [], limit: Int? = nil) {
      self.columns = columns
      self.order = order
      self.limit = limit
    }
  }
}

extension Query.Selection {
  /// Whether strata are asked for by anything: then a question takes all of them.
  public var restrictsStrata: Bool { strata != .usual }
}
