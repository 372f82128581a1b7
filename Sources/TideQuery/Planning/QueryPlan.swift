public import TideModel
public import TideStore

/// What a question reads, found from the catalogue before a figure is read.
///
/// Answers get panels of their plan alone. Inside a panel an answer reads the windows it comes to need: the plan names the
/// areas that are read in any case, and whether all areas of the peers' class may be read with them.
public struct QueryPlan: Sendable, Equatable {
  /// How figures are read.
  public enum Way: Sendable, Equatable {
    /// Windows of panels, as the answer comes to need them.
    case windows
    /// All of each panel, chunk by chunk, on so many threads.
    case wholePanels(threads: Int)
    /// All of each panel, each figure by itself.
    case figures
  }

  /// The panels that may be read, in the order in which they are: by indicator, stratum and class.
  public let panels: [PanelKey]
  /// Codes of the areas read in any case, ascending; nil for all areas of the panels.
  public let areas: [String]?
  /// The class of which all areas may be read beside those: they are ranked, averaged or pooled; nil for none.
  public let peers: AreaClass?
  /// The only period shown; nil for all there are.
  public let period: PeriodChoice?
  /// The numbers of a figure that are read.
  public let measures: MeasureSet
  /// How.
  public let way: Way

  /// How many indicators, strata of them and classes of areas the panels are of.
  public var extent: (indicators: Int, strata: Int, classes: [AreaClass]) {
    var strata: Set<[Int]> = []
    var classes: Set<AreaClass> = []
    for key in panels {
      strata.insert([key.indicator, key.stratum])
      classes.insert(key.areaClass)
    }
    return (Set(panels.map(\.indicator)).count, strata.count, classes.sorted { $0.rawValue < $1.rawValue })
  }
}
