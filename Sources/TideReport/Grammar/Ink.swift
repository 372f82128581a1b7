/// A colour, by its six hexadecimal digits.
///
/// The four hues are those of the Government Analysis Function's palette for charts. Each has 3:1 on white; where two stand
/// beside each other they differ in shape and carry a word as well, so that nothing rests on colour alone.
struct Ink: Hashable, Sendable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  private init(_ rgb: UInt32) {
    red = UInt8(truncatingIfNeeded: rgb >> 16)
    green = UInt8(truncatingIfNeeded: rgb >> 8)
    blue = UInt8(truncatingIfNeeded: rgb)
  }

  /// The area that the chart is about.
  static let blue = Ink(0x12436D)
  /// Better.
  static let teal = Ink(0x28A197)
  /// Breaks, and a second series.
  static let plum = Ink(0x801650)
  /// Worse.
  static let orange = Ink(0xF46A25)
  /// Titles and labels.
  static let black = Ink(0x0B0C0C)
  /// Subtitles, captions, axes; the benchmark.
  static let grey = Ink(0x505A5F)
  /// Marks of other areas: the palest grey with 3:1 on white and on bands.
  static let peer = Ink(0x7A8186)
  /// Edges of bands.
  static let bandEdge = Ink(0x6D8CA8)
  /// Bands, which are edged.
  static let band = Ink(0xDCE5EC)
  /// The middle part of a band.
  static let innerBand = Ink(0xB9CAD8)
  /// Lines of the grid, which repeat what the labels of the axis say.
  static let grid = Ink(0xE3E6E8)
  /// The ground.
  static let white = Ink(0xFFFFFF)

  /// The colour for a text in its place: black where the colour has less than the 4.5:1 that small letters need.
  var forText: Ink { [.teal, .orange, .peer].contains(self) ? .black : self }

  /// The edge of a symbol: black for colours that have less than 3:1 on bands and on the bars of other areas.
  var edge: Ink { [.teal, .orange, .peer].contains(self) ? .black : .white }

  /// `#12436D`.
  var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
  }
}
