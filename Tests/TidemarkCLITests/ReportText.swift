import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A report as a reader has it: its texts and tables in order, each with the heading it stands under. Pictures are left out,
/// but for their titles, which are the captions of their tables.
final class ReportText: NSObject, XMLParserDelegate {
  /// A paragraph, a line of a list, or what a word means.
  struct Text {
    let section: String
    let text: String
  }

  struct Table {
    let section: String
    var caption = ""
    var titles: [String] = []
    var rows: [[String]] = []
  }

  private(set) var texts: [Text] = []
  private(set) var tables: [Table] = []
  private(set) var isWellFormed = false
  private var section = ""
  private var buffer = ""
  private var depthInPicture = 0

  init(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if name == "svg" { depthInPicture += 1 }
    if ["p", "li", "dd", "dt", "caption", "th", "td", "h2", "h3"].contains(name) { buffer = "" }
    if name == "table" { tables.append(Table(section: section)) }
    if name == "tr" { tables[tables.count - 1].rows.append([]) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if depthInPicture == 0 { buffer += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    switch name {
    case "svg": depthInPicture -= 1
    case "h2": section = buffer
    case "p", "li", "dd": texts.append(Text(section: section, text: buffer))
    case "caption": tables[tables.count - 1].caption = buffer
    case "th", "td": tables[tables.count - 1].rows[tables[tables.count - 1].rows.count - 1].append(buffer)
    case "thead": tables[tables.count - 1].titles = tables[tables.count - 1].rows.removeFirst()
    default: break
    }
  }
}
