public import TideModel

/// A report: sections of text, tables and charts, which becomes one HTML file that needs nothing else.
public struct Report: Sendable {
  /// What a section is made of.
  public enum Block: Sendable {
    /// A heading inside the section.
    case heading(String)
    /// A paragraph.
    case paragraph(String)
    /// Sentences under each other.
    case list([String])
    /// Words, and what each means.
    case definitions([(term: String, meaning: String)])
    /// A table under a caption.
    case table(Figures, caption: String)
    /// A chart, and its figures in tables that are closed until they are asked for.
    case chart(Chart, [Figures])
  }

  /// A table as it is shown: those of the named columns that hold anything, under their own headings.
  public struct Figures: Sendable {
    /// The whole table.
    public let table: ResultTable
    /// The names of its columns, in their order.
    public let columns: [String]

    /// Some columns of a table.
    public init(_ table: ResultTable, columns: [String]) {
      self.table = table
      self.columns = columns
    }

    /// All columns of a table.
    public init(_ table: ResultTable) { self.init(table, columns: table.columns.map(\.name)) }
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
