/// Figures by age band as a file holds them: what each column is, and each row with the line it stands on.
///
/// A reader fills it, and the statistics that need whole sets of age bands are made of it.
public struct AgeBandTable: Sendable, Equatable {
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

  /// What a cell says, as text and as number.
  public struct Cell: Sendable, Equatable {
    /// The text, white space folded.
    public let text: String
    /// The number it reads as; nil for none.
    public let number: Double?
    /// Why there is no number, where a marker says so.
    public let status: Status

    /// A cell of a text.
    public init(text: String, number: Double? = nil, status: Status = .none) {
      self.text = text
      self.number = number
      self.status = status
    }
  }

  /// A row.
  public struct Row: Sendable, Equatable {
    /// The line of the file on which it starts, from 1.
    public let line: Int
    /// One cell a column.
    public let cells: [Cell]

    /// A row of a line.
    public init(line: Int, cells: [Cell]) {
      self.line = line
      self.cells = cells
    }
  }

  /// The file, as its caller named it.
  public let file: String
  /// Its columns, in the file's order.
  public let columns: [Column]
  /// Its rows, each with as many cells as there are columns.
  public let rows: [Row]

  /// A table of rows that fit the columns.
  public init(file: String, columns: [Column], rows: [Row]) {
    self.file = file
    self.columns = columns
    self.rows = rows
  }

  /// The position of the column of a role; nil where there is none.
  public func position(of role: Role) -> Int? { columns.firstIndex { $0.role == role } }
}
