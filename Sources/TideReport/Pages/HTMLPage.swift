import TideModel

/// A report as one HTML document: headings in order, contents, pictures with their titles and descriptions, and the figures of
/// each picture in a table under it. Wide pictures and tables scroll by themselves, so that the page never does and no letter
/// shrinks on a small screen.
struct HTMLPage {
  private var out = ""
  private var pictures = 0
  private var tables = 0

  static func document(_ report: Report) -> String {
    var page = HTMLPage()
    let title = escaped(report.title)
    page.out +=
      "<!DOCTYPE html>\n<html lang=\"en-GB\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>\(title)</title>\n"
      + "<style>\n\(PageStyle.sheet)</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the findings</a>\n<header>\n<h1>\(title)</h1>\n"
    page.paragraph(report.subtitle)
    page.out += "</header>\n<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n"
    for (index, section) in report.sections.enumerated() {
      page.out += "<li><a href=\"#section-\(index + 1)\">\(Self.escaped(section.title))</a></li>\n"
    }
    page.out += "</ol>\n</nav>\n<main id=\"main\" tabindex=\"-1\">\n"
    for (index, section) in report.sections.enumerated() { page.write(section, index + 1) }
    page.out += "</main>\n</body>\n</html>\n"
    return page.out
  }

  private mutating func write(_ section: Report.Section, _ number: Int) {
    out += "<section aria-labelledby=\"section-\(number)\">\n"
    out += "<h2 id=\"section-\(number)\">\(Self.escaped(section.title))</h2>\n"
    for block in section.blocks {
      switch block {
      case .heading(let text): out += "<h3>\(Self.escaped(text))</h3>\n"
      case .paragraph(let text): paragraph(text)
      case .list(let lines): list(lines)
      case .definitions(let pairs): definitions(pairs)
      case .table(let figures, let caption):
        tables += 1
        wide("Table \(tables)") { $0.table(figures, caption: caption) }
      case .chart(let chart, let figures): picture(chart, figures)
      }
    }
    out += "</section>\n"
  }

  private static func escaped(_ text: String) -> String { SVGWriter.escaped(PlainText.of(text)) }

  private mutating func paragraph(_ text: String) {
    if !text.isEmpty { out += "<p>\(Self.escaped(text))</p>\n" }
  }

  private mutating func list(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    out += "<ul>\n"
    for line in lines { out += "<li>\(Self.escaped(line))</li>\n" }
    out += "</ul>\n"
  }

  private mutating func definitions(_ pairs: [(term: String, meaning: String)]) {
    guard !pairs.isEmpty else { return }
    out += "<dl>\n"
    for (term, meaning) in pairs { out += "<dt>\(Self.escaped(term))</dt>\n<dd>\(Self.escaped(meaning))</dd>\n" }
    out += "</dl>\n"
  }

  /// Something that scrolls by itself where it is wider than the page.
  private mutating func wide(_ label: String, _ write: (inout HTMLPage) -> Void) {
    out += "<div class=\"wide\" role=\"region\" aria-label=\"\(label)\" tabindex=\"0\">\n"
    write(&self)
    out += "</div>\n"
  }

  private mutating func picture(_ chart: Chart, _ figures: [Report.Figures]) {
    pictures += 1
    let number = pictures
    // A picture that fills much of a sheet may be followed by what fits no more: only others are kept whole.
    out += chart.size.height <= 500 ? "<figure class=\"short\">\n" : "<figure>\n"
    wide("Chart \(number)") {
      $0.out += SVGWriter.document(
        chart.canvas, title: chart.title, description: chart.description, suffix: "-\(number)")
    }
    out += "<details>\n<summary>The figures of chart \(number)</summary>\n"
    for (index, part) in figures.enumerated() {
      let label = "Figures of chart \(number)" + (figures.count > 1 ? ", part \(index + 1)" : "")
      wide(label) { $0.table(part, caption: chart.title) }
    }
    out += "</details>\n</figure>\n"
  }

  private mutating func table(_ figures: Report.Figures, caption: String) {
    let table = figures.table
    let places = figures.columns.compactMap { table.index(of: $0) }.filter { place in
      table.rows.contains { $0[place] != .missing }
    }
    out += "<table>\n<caption>\(Self.escaped(caption))</caption>\n<thead>\n<tr>"
    for place in places {
      out += "<th scope=\"col\">\(Self.escaped(table.columns[place].title))</th>"
    }
    out += "</tr>\n</thead>\n<tbody>\n"
    for row in table.rows {
      out += "<tr>"
      for (index, place) in places.enumerated() {
        let (text, isNumber) = Self.text(row[place])
        let cell = SVGWriter.escaped(text)
        // Short words stay on one line, and long ones give way.
        let kind = isNumber ? " class=\"number\"" : text.count <= 12 && !text.isEmpty ? " class=\"word\"" : ""
        out += index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td\(kind)>\(cell)</td>"
      }
      out += "</tr>\n"
    }
    out += "</tbody>\n</table>\n"
  }

  private static func text(_ cell: ResultTable.Cell) -> (text: String, isNumber: Bool) {
    switch cell {
    case .integer(let integer): (String(integer), true)
    case .number(let number): (FigureText.published(number), true)
    default: (PlainText.of(cell.words ?? ""), false)
    }
  }
}
