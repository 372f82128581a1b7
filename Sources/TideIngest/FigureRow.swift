import TideModel

/// One row as read, with numbers in place of its texts: small, so that many can be held, and plain bytes, so that they
/// can be put aside in a file.
struct FigureRow {
  /// Area id of the catalogue.
  var area: Int32 = 0
  /// Index in the append's `PeriodTable`.
  var period: Int32 = 0
  /// Text ids of the catalogue; 0 for none.
  var note: Int32 = 0
  var trend: Int32 = 0
  var comparison: Int32 = 0
  /// Line on which the row starts, from 1.
  var line: UInt32 = 0
  /// Number of its file among those appended.
  var file: UInt16 = 0
  /// 1 + the status's raw value.
  var state: UInt8 = 0
  /// Bit m for a number of the measure with raw value m.
  var mask: UInt8 = 0
  private var numbers: (Double, Double, Double, Double, Double, Double, Double) = (0, 0, 0, 0, 0, 0, 0)

  /// A row that says nothing yet.
  init() {}

  /// One of the numbers.
  subscript(measure: Measure) -> Double? {
    @inline(__always)
    get { mask & 1 << measure.rawValue == 0 ? nil : self[measure.rawValue] }
    @inline(__always)
    set {
      if newValue == nil { mask &= ~(1 << measure.rawValue) } else { mask |= 1 << measure.rawValue }
      withUnsafeMutableBytes(of: &numbers) {
        $0.storeBytes(of: newValue ?? 0, toByteOffset: 8 * Int(measure.rawValue), as: Double.self)
      }
    }
  }

  /// The number of a measure by its raw value; 0 where there is none.
  subscript(measure: UInt8) -> Double {
    @inline(__always)
    get { withUnsafeBytes(of: numbers) { $0.load(fromByteOffset: 8 * Int(measure), as: Double.self) } }
  }

  /// Takes seven numbers in the order of the measures, of which those in `mask` are there and the others 0.
  @inline(__always)
  mutating func take(_ all: UnsafePointer<Double>, mask: UInt8) {
    self.mask = mask
    numbers = (all[0], all[1], all[2], all[3], all[4], all[5], all[6])
  }

  var status: Status { Status(rawValue: state &- 1) ?? .none }

  /// The numbers.
  var figures: Figures {
    var out = Figures()
    for measure in Measure.allCases { out[measure] = self[measure] }
    return out
  }

  /// Whether two rows publish the same figure: numbers bit for bit, status and note.
  func agrees(with other: FigureRow) -> Bool {
    state == other.state && mask == other.mask && note == other.note
      && Measure.allCases.allSatisfy { self[$0.rawValue].bitPattern == other[$0.rawValue].bitPattern }
  }

  /// Whether the publisher's texts about two rows differ.
  func textsDiffer(from other: FigureRow) -> Bool { trend != other.trend || comparison != other.comparison }
}

/// The periods that the rows of an append are for.
struct PeriodTable {
  /// One period under one label.
  struct Entry {
    /// The period's key.
    let key: Int64
    /// Text id of its label; 0 for the canonical one.
    let label: Int64
    /// The number of the period, whatever its label.
    let number: Int
  }

  private struct Labelled: Hashable {
    let key: Int64
    let label: Int64
  }

  private(set) var entries: [Entry] = []
  /// The periods' keys, by number.
  private(set) var keys: [Int64] = []
  private var numbers: [Int64: Int] = [:]
  private var indices: [Labelled: Int] = [:]

  /// The index of a period under a label, given now if it has none.
  mutating func index(key: Int64, label: Int64) -> Int {
    let labelled = Labelled(key: key, label: label)
    if let known = indices[labelled] { return known }
    let number = numbers[key] ?? keys.count
    if number == keys.count {
      keys.append(key)
      numbers[key] = number
    }
    entries.append(Entry(key: key, label: label, number: number))
    indices[labelled] = entries.count - 1
    return entries.count - 1
  }
}
