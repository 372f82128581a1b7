/// How a report looks: letters of at least 12 px, colours of at least 4.5:1, no page wider than a screen of 320 px, A4 in
/// print, where short pictures are not cut in two.
enum PageStyle {
  static let sheet = """
    body { margin: 0 auto; max-width: 46rem; padding: 1rem; color: #0B0C0C; background: #FFFFFF;
      font: 1rem/1.5 Arial, Helvetica, 'Liberation Sans', sans-serif; overflow-wrap: break-word; }
    h1 { font-size: 1.75rem; line-height: 1.2; } h2 { font-size: 1.35rem; margin-top: 2.5rem; border-top: 2px solid #12436D; padding-top: 0.5rem; }
    h3 { font-size: 1.1rem; margin: 1.75rem 0 0.5rem; }
    a { color: #12436D; } a:focus, .wide:focus, summary:focus, main:focus { outline: 3px solid #12436D; outline-offset: 2px; }
    .skip { position: absolute; left: -9999px; } .skip:focus { position: static; }
    li { margin-bottom: 0.35rem; } dt { font-weight: bold; } dd { margin: 0 0 0.5rem 1.5rem; }
    figure { margin: 1.5rem 0; } .wide { overflow-x: auto; margin: 0.75rem 0; } .wide svg { display: block; } summary { padding: 0.25rem 0; }
    table { border-collapse: collapse; font-size: 0.875rem; } caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
    th, td { border-bottom: 1px solid #8C9296; padding: 0.25rem 0.75rem 0.25rem 0; text-align: left; vertical-align: top; font-weight: normal; }
    thead th { font-weight: bold; } .number { text-align: right; font-variant-numeric: tabular-nums; }
    .word { white-space: nowrap; } @media print, (min-width: 40rem) { nav ol { columns: 2; } }
    @media screen { td, th { min-width: 3.5rem; } tbody th { min-width: 9rem; } }
    @media print { @page { size: A4; margin: 15mm; } body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.35; }
      .skip { display: none; } h2, h3, caption { break-after: avoid; } h2 { margin-top: 1.5rem; } figure { margin: 0.75rem 0; }
      .short, li, tr { break-inside: avoid; } .wide { overflow: visible; } .wide svg { max-width: 100%; max-height: 250mm; height: auto; }
      table { font-size: 9pt; width: 100%; } thead { display: table-header-group; break-after: avoid; } p, li { orphans: 3; widows: 3; } details:not([open]) { display: none; } }

    """
}
