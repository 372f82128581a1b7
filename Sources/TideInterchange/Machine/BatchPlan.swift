import TideModel

/// One step to a row of a batch: bytes that are the same in each row, then a cell that is not.
struct BatchStep {
  /// Bytes to be copied, with ``slack`` more that may be read after them.
  struct Piece {
    let start: UnsafePointer<UInt8>
    let count: Int

    init(_ start: UnsafePointer<UInt8>, _ count: Int) { (self.start, self.count) = (start, count) }

    /// Copies the bytes to a place with as much room and ``slack``, and returns the place after them.
    func copy(to place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
      // Short ones in two moves of 16 bytes, whatever their length.
      if count <= Self.slack {
        let (from, to) = (UnsafeRawPointer(start), UnsafeMutableRawPointer(place))
        to.storeBytes(of: from.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
        to.storeBytes(
          of: from.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self), toByteOffset: 16,
          as: SIMD16<UInt8>.self)
      } else {
        place.update(from: start, count: count)
      }
      return place + count
    }

    static let slack = 32
  }

  /// Where the cell comes from.
  enum Source {
    /// Nowhere: the row ends.
    case none
    /// Worded cells: span i + 1 is that of place i, and span 0 that of a missing cell.
    case words(UnsafePointer<Int32>, UnsafePointer<UInt8>, UnsafePointer<Int>)
    case integers(UnsafePointer<Int>, UnsafePointer<Bool>?)
    case numbers(UnsafePointer<Double>, UnsafePointer<Bool>?)
  }

  var lead: Piece
  var source: Source
  /// How many decimals the last number had.
  var decimals = 1
}

/// The steps to each row of a batch, and the arrays that they read.
struct BatchPlan {
  private enum Values {
    case none
    case words([Int32], WordedLexicon)
    case integers([Int], [Bool]?)
    case numbers([Double], [Bool]?)
  }

  enum Numbers {
    case integers([Int])
    case numbers([Double])
  }

  private var leads: [[UInt8]] = [[]]
  private var values: [Values] = []
  private var most = BatchStep.Piece.slack
  private let longestNumber: Int

  init(longestNumber: Int) { self.longestNumber = longestNumber }

  /// Adds bytes that are the same in each row.
  mutating func append(_ bytes: [UInt8]) {
    leads[leads.count - 1] += bytes
    most += bytes.count
  }

  /// Adds a column of places in a lexicon.
  mutating func append(_ coded: ResultTable.Coded, _ worded: WordedLexicon) {
    append(.words(coded.places, worded), most: worded.longest)
  }

  /// Adds a column of numbers.
  mutating func append(_ numbers: Numbers, _ valid: [Bool]?) {
    switch numbers {
    case .integers(let values): append(.integers(values, valid), most: longestNumber)
    case .numbers(let values): append(.numbers(values, valid), most: longestNumber)
    }
  }

  private mutating func append(_ cells: Values, most: Int) {
    values.append(cells)
    leads.append([])
    self.most += most
  }

  /// Calls with the steps, whose pointers hold as long as the call takes, and the most bytes of a row.
  mutating func pinned(_ body: (UnsafeMutableBufferPointer<BatchStep>, Int) throws -> Void) throws {
    var steps: [BatchStep] = []
    let (most, values) = (self.most, values + [.none])
    let slack = [UInt8](repeating: 0, count: BatchStep.Piece.slack)
    try pin(leads.map { $0 + slack }, values, &steps) { try $0.withUnsafeMutableBufferPointer { try body($0, most) } }
  }

  private func pin(
    _ leads: [[UInt8]], _ values: [Values], _ steps: inout [BatchStep], _ body: (inout [BatchStep]) throws -> Void
  ) throws {
    guard steps.count < values.count else { return try body(&steps) }
    let number = steps.count
    try leads[number].withUnsafeBufferPointer { lead in
      guard let start = lead.baseAddress else { return }
      func next(_ source: BatchStep.Source) throws {
        steps.append(BatchStep(lead: .init(start, lead.count - BatchStep.Piece.slack), source: source))
        try pin(leads, values, &steps, body)
      }
      switch values[number] {
      case .none: try next(.none)
      case .words(let places, let worded):
        try places.withUnsafeBufferPointer { places in
          try worded.bytes.withUnsafeBufferPointer { words in
            try worded.spans.withUnsafeBufferPointer { spans in
              guard let places = places.baseAddress, let words = words.baseAddress, let spans = spans.baseAddress
              else { return }
              try next(.words(places, words, spans))
            }
          }
        }
      case .integers(let values, let valid):
        try values.withUnsafeBufferPointer { values in
          guard let start = values.baseAddress else { return }
          try Self.pin(valid) { try next(.integers(start, $0)) }
        }
      case .numbers(let values, let valid):
        try values.withUnsafeBufferPointer { values in
          guard let start = values.baseAddress else { return }
          try Self.pin(valid) { try next(.numbers(start, $0)) }
        }
      }
    }
  }

  private static func pin(_ valid: [Bool]?, _ body: (UnsafePointer<Bool>?) throws -> Void) throws {
    guard let valid else { return try body(nil) }
    try valid.withUnsafeBufferPointer { try body($0.baseAddress) }
  }
}

/// The cells of a lexicon as a format writes them, one after another.
struct WordedLexicon {
  let lexicon: ResultTable.Lexicon
  /// All cells, and ``BatchStep/Piece/slack`` more.
  private(set) var bytes: [UInt8]
  /// Where each cell begins, that of place i at i + 1 and a missing one first; and where the last one ends.
  private(set) var spans: [Int]
  /// The most bytes of a cell.
  private(set) var longest: Int

  init(_ lexicon: ResultTable.Lexicon, missing: [UInt8], _ word: (ResultTable.Cell) -> [UInt8]) {
    self.lexicon = lexicon
    bytes = missing
    spans = [0, missing.count]
    longest = missing.count
    for cell in lexicon.cells {
      let worded = word(cell)
      bytes += worded
      spans.append(bytes.count)
      longest = max(longest, worded.count)
    }
    bytes += [UInt8](repeating: 0, count: BatchStep.Piece.slack)
  }
}
