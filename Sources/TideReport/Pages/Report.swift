public import TideModel

/// A report: sections of text, charts and the figures of the charts, which becomes one HTML file that needs nothing else.
public struct Report: Sendable {
  /// What a section is made of.
  public enum Block: Sendable {
    /// A paragraph.
    case paragraph(String)
    /// Sentences under each other.
    case list([String])
    /// A chart, and its figures: those columns of the table that hold anything, under their own headings.
    case chart(Chart, figures: ResultTable, columns: [String])
  }

  /// A part of the report with a heading.
  public struct Section: Sendable {
    /// The heading.
    public var title: String
    /// What stands under it.
    public var blocks: [Block]

    /// A section.
    public init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  /// What the report is about.
  public var title: String
  /// Under the title.
  public var subtitle: String
  /// The parts, in reading order.
  public var sections: [Section]

  /// A report.
  public init(title: String, subtitle: String, sections: [Section]) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
  }

  /// One HTML document without scripts and without anything from elsewhere; the same bytes for the same figures.
  public var html: String { HTMLPage.document(self) }
}
