public import TideModel
public import TideStore

/// One question asked of a store, as a value: every door (command line, SQL, HTTP, Spark) builds the same one and any
/// engine may answer it.
///
/// All of it is resolved: codes, ids, strata and periods, with no words left to look up and nothing of presentation. ``json``
/// is its documented form, which a door can send, log and keep.
public struct Query: Hashable, Sendable {
  /// What is asked.
  public enum Question: Hashable, Sendable {
    /// One row per indicator and stratum: the area's latest figure against the benchmark.
    case compare
    /// All periods of the area beside the benchmark.
    case trend
    /// Whether the area's figures, and its gap to the benchmark, change significantly.
    case trendTest
    /// All peers in one period, best first.
    case rank
    /// The latest of everything, by theme, worst first.
    case profile
    /// The latest of the four priorities, worst first, so many rows of each.
    case overview(rows: Int)
    /// The latest figures that are worse than the benchmark or get worse, in sections.
    case watchlist
    /// The difference to the benchmark over time, and what becomes of it.
    case gap
    /// The groups of peers there are for the area, or with `listing` the areas that the query's peers are.
    case peers(listing: Bool)
    /// Published figures recomputed from their own counts: how many agree, or with `listing` those that do not.
    case audit(listing: Bool)
    /// Every observation; `compared` adds the benchmark.
    case export(compared: Bool)
    /// Areas, periods or both together.
    case aggregate(Aggregation)
    /// Slope and relative index of inequality and the gap by deprivation.
    case inequality(InequalityChoice)
    /// All areas against the control limits of a funnel, or the limits themselves.
    case funnel(showsLimits: Bool)
    /// Events beyond those there would be at the benchmark's figure: of each period, or of the latest.
    case excess(everyPeriod: Bool)
    /// The area's figure over another one: of each period, or of the latest.
    case ratio(Counterpart, everyPeriod: Bool)
    /// Figures in groups.
    case summary(Summary)
    /// The area's latest figures in an earlier vintage and in the query's.
    case changes(since: AsOf)
    /// Every figure that changed between an earlier vintage and the query's; those of some kinds are only counted.
    case revisions(since: AsOf, listing: Set<VintageDifference.Change>)
    /// What disclosure control does to the figures of each indicator.
    case disclosure
  }

  /// What the area is compared against.
  public enum Benchmark: Hashable, Sendable {
    /// An area's published figure; where it has none, pooled from the areas within it.
    case area(String)
    /// Pooled from the counts and denominators of all areas of the area's type.
    case pooled
    /// The unweighted mean of the areas of the area's type.
    case mean
    /// The median of the areas of the area's type.
    case median
  }

  /// The areas ranked together; always of one area type and one country.
  public enum Peers: Hashable, Sendable {
    /// All areas of the type.
    case areaType
    /// Those inside a larger area, in any hierarchy and at any depth.
    case within(String)
    /// The members of a group, for example `core-cities`.
    case group(String)
    /// Those listed, by ascending codes, and the area asked about; `title` is what the list is called, empty for no name.
    case members([String], title: String)
  }

  /// In which areas figures are answered.
  public enum Geography: String, CaseIterable, Hashable, Sendable, Codable {
    /// Those they were published for.
    case published
    /// Those of today: figures of areas that were replaced are summed into their successors where counts allow.
    case current
  }

  /// What is asked.
  public var question: Question
  /// Indicator ids; empty for all.
  public var indicators: [Int]
  /// The area's code. Nil, which means all areas, is for questions about many.
  public var area: String?
  /// What it is compared against.
  public var benchmark: Benchmark
  /// Which strata, period and type.
  public var selection: Selection
  /// Who is ranked; in an export, which areas are listed.
  public var peers: Peers
  /// In which areas.
  public var geography: Geography
  /// By what rule figures are compared.
  public var comparing: Comparing
  /// By whose limits they are tested.
  public var limits: Limits
  /// Whether ranks are given with their 95% intervals.
  public var rankIntervals: Bool
  /// Whether the difference to the benchmark and the ratio are given with their 95% limits.
  public var ratioLimits: Bool
  /// Of which vintage of the store, and under which disclosure control.
  public var vintage: VintageChoice
  /// Which columns of the answer are wanted, its order and its length.
  public var shape: Shape

  /// A question about Birmingham against England unless told otherwise.
  public init(
    _ question: Question, indicators: [Int] = [], area: String? = Area.birminghamCode,
    benchmark: Benchmark = .area(Area.englandCode), selection: Selection = Selection(), peers: Peers = .areaType,
    geography: Geography = .published, comparing: Comparing = .published, limits: Limits = .calculated,
    rankIntervals: Bool = false, ratioLimits: Bool = false, vintage: VintageChoice = VintageChoice(),
    shape: Shape = Shape()
  ) {
    self.question = question
    self.indicators = indicators
    self.area = area
    self.benchmark = benchmark
    self.selection = selection
    self.peers = peers
    self.geography = geography
    self.comparing = comparing
    self.limits = limits
    self.rankIntervals = rankIntervals
    self.ratioLimits = ratioLimits
    self.vintage = vintage
    self.shape = shape
  }

  /// The same question, with the columns that are only there when they are asked for where one is named.
  /// - Parameter columns: names of columns wanted.
  public func giving(_ columns: [String]) -> Query {
    var query = self
    let fields = columns.compactMap { Field(rawValue: $0) }
    if fields.contains(where: \.isLimitOfRatio) { query.ratioLimits = true }
    if fields.contains(where: \.isLimitOfRank) { query.rankIntervals = true }
    return query
  }
}
