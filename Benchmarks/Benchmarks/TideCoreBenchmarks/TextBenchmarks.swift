import Benchmark
import TideCore

/// Reading CSV: records split and decimals parsed.
let textBenchmarks: @Sendable () -> Void = {
  let line =
    "90284,Hospital admissions caused by injuries,E12000005,West Midlands region,E08000025,Birmingham,County & UA,"
    + "Persons,<15 yrs,,,2016/17,115.2166797,114.5287223,115.9077445,,,2685,232930,,,Similar,Not compared,20160000,,,1y\n"
  let text = Array(String(repeating: line, count: 2000).utf8)
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .throughput], scalingFactor: .one, maxDuration: .seconds(1))
  Benchmark("smoke split 2,000 rows of 27 columns (\(text.count) bytes)", configuration: configuration) { benchmark in
    for _ in benchmark.scaledIterations {
      text.withUnsafeBytes { bytes in
        var scanner = CSVScanner(bytes)
        var fields: [CSVField] = []
        while scanner.next(&fields) { blackHole(fields.count) }
      }
    }
  }
  let decimals = ["115.2166797", "6.93158962798202", "2685", "4.0999999999999996"].map { Array($0.utf8) }
  Benchmark("smoke parse 4 decimals", configuration: .init(metrics: [.wallClock], scalingFactor: .kilo)) { benchmark in
    for _ in benchmark.scaledIterations {
      for decimal in decimals { blackHole(decimal.withUnsafeBytes { DecimalParser.parse($0) }) }
    }
  }
}
