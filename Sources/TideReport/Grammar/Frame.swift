/// What a kind of chart says and draws, without its frame.
protocol Drawing: Sendable {
  /// The finding.
  var title: String { get }
  /// What is shown, and how to read it.
  var subtitle: String { get }
  /// Remarks for the caption.
  var notes: [String] { get }
  /// The figures in words.
  var data: String { get }
  /// The usual width of its picture.
  var pageWidth: Double { get }
  /// The height it takes at a width if it may choose, and the least that it can do with.
  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double)
  /// Draws into a box of that height.
  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError)
}

extension Drawing {
  var pageWidth: Double { 760 }
}

/// Title and subtitle above a drawing, and the caption under it.
struct Frame {
  private(set) var canvas: Canvas
  let description: String

  private static let largest = 20_000.0
  private static let terminalWidth = 80 * Typeface.cell.width

  init(_ drawing: any Drawing, _ setting: Chart.Setting) throws(ChartError) {
    let typeface: Typeface = setting.medium == .page ? .sans : .cells
    let margin = setting.medium == .page ? 20.0 : 0
    let usual = setting.medium == .page ? drawing.pageWidth : Self.terminalWidth
    let width = typeface.whole(setting.width ?? usual, of: Typeface.cell.width)
    let room = width - 2 * margin
    guard room >= 280 else { throw Self.tooSmall("wide", 280 + 2 * margin, setting) }
    guard max(width, setting.height ?? 0) <= Self.largest else {
      throw ChartError(
        .room, "the chart can be at most \(Int(Self.largest)) pixels wide and high", remedy: "Give smaller sizes.")
    }
    let title = typeface.wrapped(drawing.title, to: room, .title, most: 5)
    let subtitle = typeface.wrapped(drawing.subtitle, to: room, .subtitle, most: 6)
    let notes = (drawing.notes + [PlainText.of(setting.source)]).filter { !$0.isEmpty }
    let caption = notes.flatMap { typeface.wrapped($0, to: room, .small, most: 4) }
    let gap = typeface.whole(8, of: Typeface.cell.height)
    let top =
      margin + Double(title.count) * typeface.lineHeight(.title)
      + Double(subtitle.count) * typeface.lineHeight(.subtitle) + gap
    let bottom = margin + Double(caption.count) * typeface.lineHeight(.small) + (caption.isEmpty ? 0 : gap)
    let heights = drawing.heights(typeface, width: room)
    let height = typeface.whole(setting.height ?? top + heights.natural + bottom, of: Typeface.cell.height)
    guard height - top - bottom >= heights.least else {
      throw Self.tooSmall("high", top + heights.least + bottom, setting)
    }
    canvas = Canvas(width: width, height: height, typeface: typeface)
    var y = canvas.write(lines: title, x: margin, y: margin, .title, .black)
    y = canvas.write(lines: subtitle, x: margin, y: y, .subtitle, .grey)
    let body = Box(x: margin, y: y + gap, width: room, height: height - top - bottom)
    // The caption is read last, and nothing of the drawing stands in its place.
    let captionHeight = Double(caption.count) * typeface.lineHeight(.small)
    let foot = Box(x: margin, y: height - margin - captionHeight, width: room, height: captionHeight)
    canvas.keepFree(foot)
    try drawing.draw(in: body, on: &canvas)
    canvas.release(foot)
    _ = canvas.write(lines: caption, x: foot.x, y: foot.y, .small, .grey)
    description = ([drawing.title, drawing.subtitle, drawing.data] + notes).filter { !$0.isEmpty }
      .map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ")
  }

  private static func tooSmall(_ word: String, _ least: Double, _ setting: Chart.Setting) -> ChartError {
    let pixels = Int(least.rounded(.up))
    return ChartError(
      .room, "the chart must be at least \(pixels) pixels \(word)",
      remedy: "Give --\(word == "wide" ? "width" : "height") \(pixels) or more, or leave it out.")
  }
}
