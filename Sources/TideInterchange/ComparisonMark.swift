import TideModel

/// The shape, and where wanted the colour, that stands with a comparison word in a table for people.
///
/// | word | shape | in ASCII | on a terminal (256-colour code) | on a page |
/// |---|---|---|---|---|
/// | better | ● filled circle | + | teal, 30 | #0B6E66 |
/// | similar | ○ open circle | = | grey, 244 | #595959 |
/// | worse | ◆ filled diamond | ! | orange, 166 | #A8400B |
/// | higher | ▲ triangle up | ^ | none, bold | #12436D |
/// | lower | ▼ triangle down | v | none, bold | #12436D |
///
/// A cell is marked when it is a verdict that is one of these. Teal and orange stand for #28A197 and #F46A25 of the
/// palette, darkened until they have 3.8:1 on black and on white alike, and on a page 4.5:1 on white. The palette's dark blue
/// and purple have 2:1 on black, and higher and lower are no judgement: on a terminal they are bold instead. The word is
/// always there, so that nothing rests on colour or on shape alone.
enum ComparisonMark: String, CaseIterable {
  case better, similar, worse, higher, lower

  /// The mark of a verdict; nil for one that has none.
  init?(_ verdict: Verdict.Kind) {
    switch verdict {
    case .better: self = .better
    case .similar: self = .similar
    case .worse: self = .worse
    case .higher: self = .higher
    case .lower: self = .lower
    case .quantile, .notCompared: return nil
    }
  }

  /// The shape, or what stands for it where there is nothing but ASCII.
  func shape(_ repertoire: Repertoire) -> String {
    switch (self, repertoire) {
    case (.better, .unicode): "●"
    case (.similar, .unicode): "○"
    case (.worse, .unicode): "◆"
    case (.higher, .unicode): "▲"
    case (.lower, .unicode): "▼"
    case (.better, .ascii): "+"
    case (.similar, .ascii): "="
    case (.worse, .ascii): "!"
    case (.higher, .ascii): "^"
    case (.lower, .ascii): "v"
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

  /// The colour on a white page.
  var pageColour: String {
    switch self {
    case .better: "#0B6E66"
    case .similar: "#595959"
    case .worse: "#A8400B"
    case .higher, .lower: "#12436D"
    }
  }

  /// Shape and word.
  func text(_ repertoire: Repertoire) -> String { "\(shape(repertoire)) \(rawValue)" }

  /// A text in the mark's colour.
  func coloured(_ text: String) -> String { "\u{1B}[\(rendition)m\(text)\u{1B}[0m" }
}
