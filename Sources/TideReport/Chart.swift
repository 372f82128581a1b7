public import TideModel

/// A chart drawn from the answer of a question: a title that states the finding, marks, and where the figures are from.
///
/// Charts know tables and nothing of queries. They are drawn by a small grammar of this module's own (scales, ticks, marks, a
/// canvas on which no text may overlap another). Swift's plotting libraries that run on Linux were looked at first: SwiftPlot
/// draws lines, bars and scatters with legends, has no intervals, no gaps, no title or description for screen readers, measures
/// no text, and brings a C++ rasteriser that needs FreeType; Gnuplot.swift starts gnuplot, which must be installed; Swift Charts
/// is for Apple's systems only. None keeps labels apart or writes the same bytes for the same figures.
public struct Chart: Sendable {
  /// The finding, in one sentence or two.
  public let title: String
  /// What is drawn, for those who do not see it: the finding, how it is shown, and the figures.
  public let description: String
  /// Width and height in pixels.
  public var size: (width: Double, height: Double) { (canvas.size.width, canvas.size.height) }

  let canvas: Canvas

  /// What charts there are.
  public enum Kind: String, CaseIterable, Sendable {
    /// An area's figures over time beside the benchmark, from the answer to a trend.
    case trend
    /// The latest figures as ratios to the benchmark, from a comparison.
    case compare
    /// Areas in order, from a ranking.
    case rank
    /// Areas against control limits, from a funnel and its limits.
    case funnel
    /// The area between worst and best, from the rankings of one indicator or more.
    case spine
    /// The parts of the people by deprivation over time and the slope index, or of one period or two with the line through
    /// them, from an inequality and the figures of its parts.
    case inequality
    /// The difference from the benchmark over time, from a trend, or any table with a difference and its limits.
    case gap
    /// What makes up a gap in life expectancy, from its decomposition.
    case decomposition
    /// A trend of each of several indicators.
    case multiples
  }

  /// What a chart is drawn on.
  public enum Medium: Sendable {
    /// A picture.
    case page
    /// A terminal; sizes are given in pixels, 8 by 16 to a character.
    case terminal
  }

  /// What the caller decides.
  public struct Setting: Sendable {
    /// The code of the area the chart is about, for answers that are about all areas.
    public var area: String
    /// Where the figures are from, for the caption.
    public var source: String
    /// The width in pixels; nil for that of the medium.
    public var width: Double?
    /// The height in pixels; nil for what the chart needs.
    public var height: Double?
    /// What it is drawn on.
    public var medium: Medium

    /// A page of the usual width.
    public init(
      area: String = Area.birminghamCode, source: String = "", width: Double? = nil, height: Double? = nil,
      medium: Medium = .page
    ) {
      self.area = area
      self.source = source
      self.width = width
      self.height = height
      self.medium = medium
    }
  }

  /// Draws a chart.
  /// - Parameters:
  ///   - table: the answer.
  ///   - second: the limits of a funnel; the figures of other areas over time beside a trend; the figures of the deciles or
  ///     quintiles behind an inequality (without them the ends alone are drawn); nil for others.
  /// - Throws: ``ChartError``.
  public init(
    _ kind: Kind, of table: ResultTable, beside second: ResultTable? = nil, _ setting: Setting = Setting()
  ) throws(ChartError) {
    let drawing: any Drawing =
      switch kind {
      case .trend, .multiples: try TrendChart(table, peers: second)
      case .compare: try CompareChart(table)
      case .rank: try RankChart(table, area: setting.area)
      case .funnel: try FunnelChart(table, limits: second, area: setting.area)
      case .spine: try SpineChart(table, area: setting.area)
      case .inequality: try InequalityChart(table, figures: second)
      case .gap: try GapChart(table)
      case .decomposition: try DecompositionChart(table)
      }
    let frame = try Frame(drawing, setting)
    canvas = frame.canvas
    title = drawing.title
    description = frame.description
  }

  /// The chart as an SVG document, the same bytes for the same figures.
  public var svg: String { SVGWriter.document(canvas, title: title, description: description) }

  /// The chart in characters.
  /// - Parameter isPlain: whether only characters of ASCII are used.
  public func text(isPlain: Bool) -> String { CellGrid.text(canvas, isPlain: isPlain) }
}
