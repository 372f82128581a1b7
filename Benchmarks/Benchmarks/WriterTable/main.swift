/// Times how fast batches of an export are written, and prints rows a second of processor time.
///
/// One line of JSON a format and kind of figures: a batch is a panel of 153 areas by 24 periods, 25 columns of which seven are
/// numbers and most others say the same in every row, as ExportAnswer has them. The bytes are counted and dropped.
import Foundation
import TideInterchange
import TideModel

let areas = (0..<153).map { (code: "E0\(8_000_000 + $0)", name: "Area of Somewhere, number \($0)") }
let periods = (2000..<2024).map { (label: "\($0)", start: "\($0)-01-01") }
let batches = 300

/// xorshift64*: the same figures in every run.
var state: UInt64 = 88_172_645_463_325_252
func random(_ bound: Int) -> Int {
  state ^= state >> 12
  state ^= state << 25
  state ^= state >> 27
  return Int(truncatingIfNeeded: (state &* 2_685_821_657_736_338_717) >> 33) % bound
}

func figures(_ count: Int, _ kind: String, among bound: Int) -> [Double] {
  (0..<count).map { _ in
    let whole = Double(random(bound))
    return switch kind {
    case "whole": whole
    case "one decimal": whole / 10
    case "two decimals": whole / 100
    case "15 digits": Double("\(whole / 7)".prefix(16)) ?? whole
    default: whole / 7
    }
  }
}

func batch(_ kind: String, _ codes: ResultTable.Lexicon, _ names: ResultTable.Lexicon) -> ResultTable {
  let rows = areas.count * periods.count
  let byArea = (0..<rows).map { Int32($0 % areas.count) }
  let byPeriod = (0..<rows).map { Int32($0 / areas.count) }
  func same(_ text: String) -> ResultTable.Cells { .repeated(text.isEmpty ? .missing : .text(text), count: rows) }
  func column(_ name: String, _ kind: ResultTable.Kind, _ cells: ResultTable.Cells) -> (
    ResultTable.Column, ResultTable.Cells
  ) { (.init(name, name, kind), cells) }
  func number(_ name: String, _ kind: String, _ bound: Int) -> (ResultTable.Column, ResultTable.Cells) {
    let valid = name == "count" ? (0..<rows).map { $0 % 50 != 0 } : nil
    return column(name, .number, .numbers(figures(rows, kind, among: bound), valid: valid))
  }
  let columns = [
    column("indicator_id", .integer, .repeated(.integer(40501), count: rows)),
    column("indicator", .text, same("Under 75 mortality rate from causes considered preventable (2019 definition)")),
    column("area_code", .text, .coded(.init(byArea, of: codes))),
    column("area", .text, .coded(.init(byArea, of: names))), column("area_type", .text, same("Counties & UAs")),
    column("sex", .text, same("Persons")), column("age", .text, same("<75 yrs")),
    column("category_type", .text, same("")), column("category", .text, same("")),
    column("period", .text, .coded(.init(byPeriod, of: .init(texts: periods.map(\.label))))),
    column("period_start", .text, .coded(.init(byPeriod, of: .init(texts: periods.map(\.start))))),
    column("unit", .text, same("per 100,000")), number("value", kind, 20000), number("lower_95", kind, 20000),
    number("upper_95", kind, 20000), number("lower_998", kind, 20000), number("upper_998", kind, 20000),
    number("count", "whole", 5000), number("denominator", "whole", 2_000_000), column("status", .text, same("")),
    column("note", .text, same("")), column("benchmark_code", .text, same("E92000001")),
    column("benchmark", .text, same("England")), column("compared_by", .text, same("")),
    column("release", .integer, .repeated(.integer(12), count: rows)),
  ]
  return ResultTable(columns: columns.map(\.0), cells: columns.map(\.1))
}

func processorSeconds() -> Double {
  var usage = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &usage)
  return Double(usage.tv_sec) + Double(usage.tv_nsec) / 1e9
}

for kind in ["whole", "one decimal", "two decimals", "15 digits", "17 digits"] {
  let (codes, names) = (ResultTable.Lexicon(texts: areas.map(\.code)), ResultTable.Lexicon(texts: areas.map(\.name)))
  let made = (0..<20).map { _ in batch(kind, codes, names) }
  for format in [OutputFormat.csv, .tsv, .jsonl, .json] {
    var (rates, bytes) = ([Double](), 0)
    for _ in 0..<5 {
      bytes = 0
      let start = processorSeconds()
      let writer = makeWriter(format: format) { bytes += $0.count }
      try writer.begin(made[0])
      for number in 0..<batches { try writer.batch(made[number % made.count]) }
      try writer.end()
      rates.append(Double(batches * made[0].rowCount) / (processorSeconds() - start))
    }
    let rate = Int(rates.sorted()[2])
    print(
      "{\"format\": \"\(format.rawValue)\", \"figures\": \"\(kind)\", "
        + "\"rows_per_second\": \(rate), \"bytes\": \(bytes)}")
  }
}
