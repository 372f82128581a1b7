import TideCore
import TideModel

/// The cells of one column while rows are read: each different text is cleaned and understood once.
///
/// Texts are told apart by their bytes, which takes no memory a row; only where a column has texts with white space to fold or
/// beyond ASCII, which may be the same in other bytes, are they looked up as texts, once each.
final class CellCollector {
  /// Why a cell cannot be taken.
  enum Fault: Error {
    case notUTF8
    /// A column of numbers says this.
    case notANumber(String)
  }

  private let isNumber: Bool
  private var texts = ByteInterner()
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
    let place = texts.intern(bytes)
    if place == different.count { try learn(bytes) }
    codes.append(Int32(truncatingIfNeeded: place))
  }

  private func learn(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    guard let raw = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    let text = CleanText.key(raw)
    let cell = Self.cell(text)
    if isNumber, cell.number == nil, cell.status == .none, !text.isEmpty { throw .notANumber(text) }
    different.append(cell)
    let isPlain = text.utf8.elementsEqual(bytes) && bytes.allSatisfy { $0 < 0x80 }
    sames.append(firstPlace(of: text, isPlain: isPlain))
  }

  /// The place of the first cell with a text, which is that of the last one.
  private func firstPlace(of text: String, isPlain: Bool) -> Int32 {
    let place = Int32(truncatingIfNeeded: different.count - 1)
    if places == nil {
      if isPlain { return place }
      places = Dictionary(zip(different.lazy.map(\.text), 0...place), uniquingKeysWith: { first, _ in first })
    }
    if let first = places?[text] { return first }
    places?[text] = place
    return place
  }

  private static func cell(_ text: String) -> AgeBandTable.Cell {
    switch Array(text.utf8).withUnsafeBytes({ FigureCell($0) }) {
    case .number(let number): AgeBandTable.Cell(text: text, number: number)
    case .marked(let status): AgeBandTable.Cell(text: text, status: status)
    case .missing, .unreadable: AgeBandTable.Cell(text: text)
    }
  }
}
