/// How a page looks, on a screen and on paper.
///
/// The report's page has another sheet, in another module: it is pictures with their tables folded away, and this is one
/// wide table. The two share no rule that would outweigh tying them together.
enum HTMLStyle {
  /// The style sheet: black on white, figures of equal width, headings that stay in sight, no row torn by a page's end.
  static let sheet = """
    :root { color-scheme: light; }
    body { margin: 1.5rem; background: #FFFFFF; color: #1A1A1A; font: 1rem/1.4 Arial, Helvetica, sans-serif; }
    h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; }
    .scroll { overflow-x: auto; } .scroll:focus-visible { outline: 3px solid #12436D; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    th, td { padding: .25rem .75rem; text-align: left; vertical-align: top; font-weight: normal; }
    thead th { border-bottom: 2px solid #1A1A1A; font-weight: bold; vertical-align: bottom; }
    tbody tr { border-bottom: 1px solid #D0D0D0; }
    th.g { padding-top: 1rem; font-weight: bold; }
    th.n, td.n { text-align: right; white-space: nowrap; }
    td.n { padding-right: calc(.75rem + var(--d, 0) * 1ch); }
    td.s { white-space: nowrap; }
    \(ComparisonMark.allCases.map { ".\($0.rawValue) { color: \($0.pageColour); font-weight: bold; }" }.joined(separator: "\n"))
    li { overflow-wrap: anywhere; }
    @media print { body { margin: 0; font-size: 9pt; } .scroll { overflow: visible; } thead { display: table-header-group; }
    tr { break-inside: avoid; } }
    """
}
