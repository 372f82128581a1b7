/// The shape, and where wanted the colour, that stands with a comparison word in a table for people.
///
/// | word | shape | colour (256-colour code) |
/// |---|---|---|
/// | better | ● filled circle | teal, 30 |
/// | similar | ○ open circle | grey, 244 |
/// | worse | ◆ filled diamond | orange, 166 |
/// | higher | ▲ triangle up | none, bold |
/// | lower | ▼ triangle down | none, bold |
///
/// A cell is marked when its whole text is one of these words. Teal and orange stand for #28A197 and #F46A25 of the
/// palette, darkened until they have 3.8:1 on black and on white alike. The palette's dark blue and purple have 2:1 on black,
/// and higher and lower are no judgement: they are bold instead. The word is always there, so that nothing rests on
/// colour or on shape alone.
enum ComparisonMark: String, CaseIterable {
  case better, similar, worse, higher, lower

  var shape: String {
    switch self {
    case .better: "●"
    case .similar: "○"
    case .worse: "◆"
    case .higher: "▲"
    case .lower: "▼"
    }
  }

  /// Parameters of the terminal's "select graphic rendition" sequence.
  var rendition: String {
    switch self {
    case .better: "38;5;30"
    case .similar: "38;5;244"
    case .worse: "38;5;166"
    case .higher, .lower: "1"
    }
  }

  /// Shape and word.
  var text: String { "\(shape) \(rawValue)" }

  /// A text in the mark's colour.
  func coloured(_ text: String) -> String { "\u{1B}[\(rendition)m\(text)\u{1B}[0m" }
}
