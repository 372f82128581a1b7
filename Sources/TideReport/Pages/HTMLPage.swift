import TideModel

/// A report as one HTML document: headings in order, contents, pictures with their titles and descriptions, and the figures of
/// each picture in a table under it. Wide pictures and tables scroll by themselves, so that the page never does and no letter
/// shrinks on a small screen.
struct HTMLPage {
  private var out = ""
  private var pictures = 0

  static func document(_ report: Report) -> String {
    var page = HTMLPage()
    let title = SVGWriter.escaped(PlainText.of(report.title))
    page.out +=
      "<!DOCTYPE html>\n<html lang=\"en-GB\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>\(title)</title>\n"
      + "<style>\n\(style)</style>\n</head>\n<body>\n<header>\n<h1>\(title)</h1>\n"
    page.paragraph(report.subtitle)
    page.out += "</header>\n<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n"
    for (index, section) in report.sections.enumerated() {
      page.out += "<li><a href=\"#section-\(index + 1)\">\(SVGWriter.escaped(PlainText.of(section.title)))</a></li>\n"
    }
    page.out += "</ol>\n</nav>\n<main>\n"
    for (index, section) in report.sections.enumerated() { page.write(section, index + 1) }
    page.out += "</main>\n</body>\n</html>\n"
    return page.out
  }

  private mutating func write(_ section: Report.Section, _ number: Int) {
    out += "<section aria-labelledby=\"section-\(number)\">\n"
    out += "<h2 id=\"section-\(number)\">\(SVGWriter.escaped(PlainText.of(section.title)))</h2>\n"
    for block in section.blocks {
      switch block {
      case .paragraph(let text): paragraph(text)
      case .list(let lines):
        out += "<ul>\n"
        for line in lines { out += "<li>\(SVGWriter.escaped(PlainText.of(line)))</li>\n" }
        out += "</ul>\n"
      case .chart(let chart, let figures, let columns): picture(chart, figures, columns)
      }
    }
    out += "</section>\n"
  }

  private mutating func paragraph(_ text: String) {
    if !text.isEmpty { out += "<p>\(SVGWriter.escaped(PlainText.of(text)))</p>\n" }
  }

  private mutating func picture(_ chart: Chart, _ figures: ResultTable, _ columns: [String]) {
    pictures += 1
    out += "<figure>\n<div class=\"wide\" role=\"region\" aria-label=\"Chart \(pictures)\" tabindex=\"0\">\n"
    out += SVGWriter.document(
      chart.canvas, title: chart.title, description: chart.description, suffix: "-\(pictures)")
    out += "</div>\n<details>\n<summary>The figures of chart \(pictures)</summary>\n"
    out += "<div class=\"wide\" role=\"region\" aria-label=\"Figures of chart \(pictures)\" tabindex=\"0\">\n"
    table(figures, columns, caption: chart.title)
    out += "</div>\n</details>\n</figure>\n"
  }

  private mutating func table(_ table: ResultTable, _ columns: [String], caption: String) {
    let places = columns.compactMap { table.index(of: $0) }.filter { place in
      table.rows.contains { $0[place] != .missing }
    }
    out += "<table>\n<caption>\(SVGWriter.escaped(caption))</caption>\n<thead>\n<tr>"
    for place in places {
      out += "<th scope=\"col\">\(SVGWriter.escaped(PlainText.of(table.columns[place].title)))</th>"
    }
    out += "</tr>\n</thead>\n<tbody>\n"
    for row in table.rows {
      out += "<tr>"
      for (index, place) in places.enumerated() {
        let (text, isNumber) = Self.text(row[place])
        let cell = SVGWriter.escaped(text)
        out += index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td\(isNumber ? " class=\"number\"" : "")>\(cell)</td>"
      }
      out += "</tr>\n"
    }
    out += "</tbody>\n</table>\n"
  }

  private static func text(_ cell: ResultTable.Cell) -> (text: String, isNumber: Bool) {
    switch cell {
    case .text(let text): (PlainText.of(text), false)
    case .integer(let integer): (String(integer), true)
    case .number(let number): (FigureText.published(number), true)
    default: ("", false)
    }
  }

  /// Letters of at least 12 px, colours of at least 4.5:1, A4 in print with no picture cut in two.
  private static let style = """
    body { margin: 0 auto; max-width: 66rem; padding: 1rem; color: #0B0C0C; background: #FFFFFF;
      font: 1rem/1.5 Arial, Helvetica, 'Liberation Sans', sans-serif; overflow-wrap: break-word; }
    h1 { font-size: 1.75rem; line-height: 1.2; } h2 { font-size: 1.35rem; margin-top: 2.5rem; }
    a { color: #12436D; } a:focus, .wide:focus, summary:focus { outline: 3px solid #12436D; outline-offset: 2px; }
    figure { margin: 1.5rem 0; } .wide { overflow-x: auto; } .wide svg { display: block; }
    table { border-collapse: collapse; font-size: 0.875rem; } caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
    th, td { border-bottom: 1px solid #8C9296; padding: 0.25rem 0.75rem 0.25rem 0; text-align: left; vertical-align: top; font-weight: normal; }
    thead th { font-weight: bold; } .number { text-align: right; font-variant-numeric: tabular-nums; }
    @media print { @page { size: A4; margin: 15mm; } body { max-width: none; padding: 0; font-size: 10pt; }
      figure { break-inside: avoid; } .wide svg { max-width: 100%; max-height: 250mm; height: auto; } .wide { overflow: visible; } h2 { break-after: avoid; } }

    """
}
