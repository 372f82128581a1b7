/// Figures by age band as a file holds them: what each column is, its cells, and the line on which each row stands.
///
/// A reader fills it, and the statistics that need whole sets of age bands are made of it. Cells are held by column, each
/// different one once: a file of millions of rows names the same few ages, areas and years again and again.
public struct AgeBandTable: Sendable {
  /// What a column holds, whatever it is headed.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// The age band: `0-4`, `85+`, or the first age of each.
    case age
    /// Events or deaths.
    case count
    /// Population or person-years.
    case population
    /// The standard population.
    case standard
    /// Events in the reference population.
    case referenceCount
    /// The reference population.
    case referencePopulation
    /// The share in good health, 0...1.
    case goodHealth
    /// How many were asked about their health.
    case respondents
    /// The cause of death.
    case cause
    /// How many events each of the persons counted had.
    case eventsEach

    /// Whether its cells are numbers.
    public var isNumber: Bool { self != .age && self != .cause }
  }

  /// A column with its heading.
  public struct Column: Sendable, Equatable {
    /// As the file has it.
    public let heading: String
    /// What it holds; nil for a column that may tell groups apart.
    public let role: Role?

    /// A column of a heading.
    public init(heading: String, role: Role?) {
      self.heading = heading
      self.role = role
    }
  }

  /// The file, as its caller named it.
  public let file: String
  /// Its columns, in the file's order.
  public let columns: [Column]
  /// Its rows, each with as many cells as there are columns.
  public let rows: Rows

  /// A table of cells that fit the columns.
  /// - Precondition: cells for each column, one for each line.
  public init(file: String, columns: [Column], cells: [Cells], lines: Lines) {
    precondition(cells.count == columns.count && cells.allSatisfy { $0.codes.count == lines.count })
    self.file = file
    self.columns = columns
    rows = Rows(cells: cells, lines: lines)
  }

  /// The cells of each column.
  public var cells: [Cells] { rows.content.cells }

  /// The position of the column of a role; nil where there is none.
  public func position(of role: Role) -> Int? { columns.firstIndex { $0.role == role } }
}
