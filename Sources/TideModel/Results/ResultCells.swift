extension ResultTable {
  /// The cells of one column, in the order of the rows.
  ///
  /// Numbers stand in arrays of their own; everything else as places in a ``Lexicon`` of the cells that are different. A
  /// column that says the same in every row takes no room for its rows.
  public enum Cells: Sendable {
    /// The same cell in every row.
    case repeated(Cell, count: Int)
    /// Places in a lexicon.
    case coded(Coded)
    /// Whole numbers; none stands where `valid` is false, and nil is true for all.
    case integers([Int], valid: [Bool]?)
    /// Numbers; none stands where `valid` is false, and nil is true for all.
    case numbers([Double], valid: [Bool]?)

    /// None yet, of a kind.
    public init(of kind: Kind) {
      switch kind {
      case .integer: self = .integers([], valid: nil)
      case .number, .derived: self = .numbers([], valid: nil)
      default: self = .coded(Coded())
      }
    }

    /// The given cells, of a kind.
    public init(_ cells: some Sequence<Cell>, of kind: Kind) {
      self.init(of: kind)
      for cell in cells { append(cell, kind) }
    }
  }
}

extension ResultTable.Cells: RandomAccessCollection {
  /// 0.
  public var startIndex: Int { 0 }

  /// How many rows the column has.
  public var endIndex: Int {
    switch self {
    case .repeated(_, let count): count
    case .coded(let coded): coded.places.count
    case .integers(let values, _): values.count
    case .numbers(let values, _): values.count
    }
  }

  /// The cell of a row.
  public subscript(row: Int) -> ResultTable.Cell {
    switch self {
    case .repeated(let cell, _): cell
    case .coded(let coded): coded[row]
    case .integers(let values, let valid): valid?[row] ?? true ? .integer(values[row]) : .missing
    case .numbers(let values, let valid): valid?[row] ?? true ? .number(values[row]) : .missing
    }
  }
}

extension ResultTable.Cells {
  /// Adds a cell to a column of a kind.
  ///
  /// A cell that does not belong into such a column is a mistake that tests find; without them it is kept all the same.
  mutating func append(_ cell: ResultTable.Cell, _ kind: ResultTable.Kind) {
    assert(kind.holds(cell), "\(cell) in a column of kind \(kind)")
    switch self {
    case .repeated(let same, let count):
      if same == cell {
        self = .repeated(same, count: count + 1)
      } else {
        var cells = ResultTable.Cells(of: kind)
        for _ in 0..<count { cells.append(same, kind) }
        cells.append(cell, kind)
        self = cells
      }
    case .coded(var coded):
      // What is held once alone grows where it is.
      self = .repeated(.missing, count: 0)
      coded.append(cell)
      self = .coded(coded)
    case .integers(var values, var valid):
      guard let value = cell.whole else { return widen(by: cell) }
      self = .repeated(.missing, count: 0)
      Self.note(cell != .missing, in: &valid, after: values.count)
      values.append(value)
      self = .integers(values, valid: valid)
    case .numbers(var values, var valid):
      guard let value = cell.figure else { return widen(by: cell) }
      self = .repeated(.missing, count: 0)
      Self.note(cell != .missing, in: &valid, after: values.count)
      values.append(value)
      self = .numbers(values, valid: valid)
    }
  }

  private static func note(_ isValid: Bool, in valid: inout [Bool]?, after count: Int) {
    if isValid, valid == nil { return }
    if valid == nil { valid = Array(repeating: true, count: count) }
    valid?.append(isValid)
  }

  /// Numbers give way to cells of any kind.
  private mutating func widen(by cell: ResultTable.Cell) {
    var coded = ResultTable.Coded()
    for own in self { coded.append(own) }
    coded.append(cell)
    self = .coded(coded)
  }

  /// Adds the cells of another column of the same kind.
  mutating func append(contentsOf other: ResultTable.Cells, _ kind: ResultTable.Kind) {
    if isEmpty {
      self = other
      return
    }
    if case .coded(var own) = self, case .coded(let others) = other {
      self = .repeated(.missing, count: 0)
      own.append(contentsOf: others)
      self = .coded(own)
      return
    }
    for cell in other { append(cell, kind) }
  }

  /// The cells of some rows, in the order given.
  func selecting(_ rows: [Int]) -> ResultTable.Cells {
    switch self {
    case .repeated(let cell, _): .repeated(cell, count: rows.count)
    case .coded(let coded): .coded(coded.selecting(rows))
    case .integers(let values, let valid):
      .integers(rows.map { values[$0] }, valid: valid.map { valid in rows.map { valid[$0] } })
    case .numbers(let values, let valid):
      .numbers(rows.map { values[$0] }, valid: valid.map { valid in rows.map { valid[$0] } })
    }
  }
}

extension ResultTable.Cell {
  /// What stands for the cell in an array of whole numbers; nil where nothing does.
  fileprivate var whole: Int? {
    switch self {
    case .integer(let value): value
    case .missing: 0
    default: nil
    }
  }

  /// What stands for the cell in an array of numbers; nil where nothing does.
  fileprivate var figure: Double? {
    switch self {
    case .number(let value): value
    case .missing: 0
    default: nil
    }
  }
}
