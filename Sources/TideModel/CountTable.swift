/// Counts with their denominators, or single values, as a file holds them: a row each, told apart by all other columns.
///
/// Stored by column; texts of the columns that tell rows apart stand once each.
public struct CountTable: Sendable, Equatable {
  /// What a column of numbers holds, whatever it is headed.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Events, or people who have something.
    case count
    /// All people, or person-years.
    case denominator
    /// One measured value a row.
    case value
  }

  /// A column that tells rows apart.
  public struct KeyColumn: Sendable, Equatable {
    /// As the file has it.
    public let heading: String
    /// Its place in the file, from 1.
    public let column: Int
    /// The different texts, in the order in which the file begins them.
    public private(set) var texts: [String] = []
    /// For each row the place of its text.
    public private(set) var codes: [Int32] = []
    private var places: [String: Int32] = [:]

    /// A column without rows.
    public init(heading: String, column: Int) {
      self.heading = heading
      self.column = column
    }

    /// Adds a row.
    public mutating func append(_ text: String) {
      if let place = places[text] {
        codes.append(place)
        return
      }
      let place = Int32(texts.count)
      places[text] = place
      texts.append(text)
      codes.append(place)
    }

    /// The text of a row.
    public func text(_ row: Int) -> String { texts[Int(codes[row])] }
  }

  /// A column of numbers.
  public struct NumberColumn: Sendable, Equatable {
    /// As the file has it.
    public let heading: String
    /// One a row; nil where there is none.
    public private(set) var numbers: [Double?] = []
    /// Why there is no number, by row, where a marker says so.
    public private(set) var marks: [Int: Status] = [:]

    /// A column without rows.
    public init(heading: String) { self.heading = heading }

    /// Adds a row: a number, or why there is none.
    public mutating func append(_ number: Double?, _ mark: Status = .none) {
      if number == nil, mark != .none { marks[numbers.count] = mark }
      numbers.append(number)
    }
  }

  /// The file, as its caller named it.
  public let file: String
  /// The columns that tell rows apart, in the file's order.
  public let keys: [KeyColumn]
  /// The columns of numbers.
  public let numbers: [Role: NumberColumn]
  /// The line of the file on which each row starts, from 1.
  public let lines: [Int]

  /// A table of columns with as many rows as there are lines.
  public init(file: String, keys: [KeyColumn], numbers: [Role: NumberColumn], lines: [Int]) {
    self.file = file
    self.keys = keys
    self.numbers = numbers
    self.lines = lines
  }
}
