extension AgeBandTable {
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

  /// The cells of one column, in the order of the rows.
  public struct Cells: Sendable {
    /// The cells that are different, to which ``codes`` point. Two are the same where the file writes one text in two
    /// ways, with other spaces around it for example.
    public let different: [Cell]
    /// For each of them, the place of the first with the same text.
    public let sames: [Int32]
    /// For each row, the place of its cell among the different ones.
    public let codes: [Int32]

    /// Cells by place.
    /// - Precondition: as many `sames` as different cells, and all codes places of them.
    public init(different: [Cell], sames: [Int32], codes: [Int32]) {
      precondition(sames.count == different.count)
      self.different = different
      self.sames = sames
      self.codes = codes
    }

    /// The given cells, of which two with the same text say the same.
    /// - Complexity: O(cells).
    public init(_ cells: [Cell]) {
      var places: [String: Int32] = [:]
      var different: [Cell] = []
      codes = cells.map { cell in
        if let place = places[cell.text] { return place }
        let place = Int32(different.count)
        places[cell.text] = place
        different.append(cell)
        return place
      }
      self.different = different
      sames = Array(0..<Int32(different.count))
    }

    /// The cell of a row.
    public subscript(row: Int) -> Cell { different[Int(codes[row])] }

    /// The number in a row; nil for none.
    public func number(_ row: Int) -> Double? { different[Int(codes[row])].number }

    /// Why there is no number in a row, where a marker says so.
    public func status(_ row: Int) -> Status { different[Int(codes[row])].status }

    /// A number that two rows share exactly where they have the same text.
    public func same(_ row: Int) -> Int32 { sames[Int(codes[row])] }

    /// The cells of some rows, in the order given.
    /// - Complexity: O(rows chosen).
    public func selecting(_ rows: [Int32]) -> Cells {
      Cells(different: different, sames: sames, codes: rows.map { codes[Int($0)] })
    }
  }

  /// The line of a file on which each row starts, from 1: mostly the one after that of the row before.
  public struct Lines: Sendable {
    /// How many rows there are.
    public private(set) var count = 0
    /// Rows that do not start on the line after that of the row before, and their lines.
    private var breaks: [Int] = []
    private var starts: [Int] = []
    private var next = 0

    /// No rows yet.
    public init() {}

    /// Adds a row that starts on a line.
    public mutating func append(_ line: Int) {
      if line != next {
        breaks.append(count)
        starts.append(line)
      }
      next = line + 1
      count += 1
    }

    /// The line of a row.
    /// - Complexity: O(log rows).
    public subscript(row: Int) -> Int {
      var (low, high) = (0, breaks.count)
      while low < high {
        let middle = (low + high) / 2
        if breaks[middle] <= row { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? row : starts[low - 1] + row - breaks[low - 1]
    }
  }
}
