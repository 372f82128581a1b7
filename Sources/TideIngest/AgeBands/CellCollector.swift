import TideCore
import TideModel

/// The cells of one column while rows are read: each different text is cleaned and understood once.
///
/// Texts are told apart by their bytes; only where a column has texts with white space to fold or beyond ASCII, which may be the
/// same in other bytes, are they looked up as texts, once each.
final class CellCollector {
  /// Why a cell cannot be taken.
  enum Fault: Error {
    case notUTF8
    /// A column of numbers says this.
    case notANumber(String)
  }

  private let isNumber: Bool
  /// The places of texts of up to seven bytes: most numbers, ages and years.
  private var shorts = ShortTexts()
  /// Longer texts, and the place of each.
  private var longs = ByteInterner()
  private var longPlaces: [Int32] = []
  private var different: [AgeBandTable.Cell] = []
  private var sames: [Int32] = []
  private var codes: [Int32] = []
  /// The first place of each text; nil while all texts are plain, and so are the same only in the same bytes.
  private var places: [String: Int32]?

  /// The cells of a column to be read.
  init(_ column: AgeBandTable.Column) { isNumber = column.role?.isNumber ?? false }

  /// The cells of all rows read.
  var cells: AgeBandTable.Cells { AgeBandTable.Cells(different: different, sames: sames, codes: codes) }

  /// Adds the cell of the next row.
  /// - Complexity: O(bytes) expected.
  func append(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    if let key = ShortTexts.key(bytes) {
      let place = shorts.place(of: key, else: Int32(truncatingIfNeeded: different.count))
      if Int(place) == different.count { try learn(bytes) }
      codes.append(place)
      return
    }
    let number = longs.intern(bytes)
    if number == longPlaces.count {
      longPlaces.append(Int32(truncatingIfNeeded: different.count))
      try learn(bytes)
    }
    codes.append(longPlaces[number])
  }

  private func learn(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    guard let raw = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    let text = CleanText.key(raw)
    let cell = Self.cell(text)
    if isNumber, cell.number == nil, cell.status == .none, !text.isEmpty { throw .notANumber(text) }
    let isPlain = text.utf8.elementsEqual(bytes) && bytes.allSatisfy { $0 < 0x80 }
    let place = firstPlace(of: text, isPlain: isPlain)
    different.append(Int(place) < different.count ? different[Int(place)] : cell)
    sames.append(place)
  }

  /// The place of the first cell with a text: the next one where it is new.
  private func firstPlace(of text: String, isPlain: Bool) -> Int32 {
    let next = Int32(truncatingIfNeeded: different.count)
    if places == nil {
      if isPlain { return next }
      places = Dictionary(zip(different.lazy.map(\.text), 0..<next), uniquingKeysWith: { first, _ in first })
    }
    if let first = places?[text] { return first }
    places?[text] = next
    return next
  }

  private static func cell(_ text: String) -> AgeBandTable.Cell {
    switch Array(text.utf8).withUnsafeBytes({ FigureCell($0) }) {
    case .number(let number): AgeBandTable.Cell(text: text, number: number)
    case .marked(let status): AgeBandTable.Cell(text: text, status: status)
    case .missing, .unreadable: AgeBandTable.Cell(text: text)
    }
  }
}
