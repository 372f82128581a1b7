import Benchmark
import TideCore

/// Columns shaped like published ones: decoding and encoding, in values a second.
///
/// Names that begin with `smoke` are the ones a continuous-integration run executes.
let benchmarks: @Sendable () -> Void = {
  textBenchmarks()
  let count = 65_536
  let columns: [(name: String, values: [Double])] = [
    ("counts", (0..<count).map { Double($0 * 7919 % 4000) }),
    ("5 decimals", (0..<count).map { Double($0 * 7919 % 9_999_999) / 100_000 }),
    ("15 digits", (0..<count).map { 6.9e14 + Double($0 * 104_729 % 99_999_989) }.map { $0 / 1e14 }),
    ("quotients", (0..<count).map { Double($0 * 7919 % 4000) / 46_608_551.5 }),
  ]
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .throughput, .peakMemoryResident], scalingFactor: .one, maxDuration: .seconds(1))
  for (name, values) in columns {
    let bytes = ColumnEncoder.encode(values, valid: nil)
    Benchmark("smoke decode \(name), \(count) values", configuration: configuration) { benchmark in
      var out = [Double](repeating: 0, count: count)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        try bytes.withUnsafeBytes { buffer in
          let reader = try ColumnReader(buffer)
          try out.withUnsafeMutableBufferPointer { try reader.doubles(into: $0) }
        }
        blackHole(out)
      }
    }
    Benchmark("encode \(name), \(count) values", configuration: configuration) { benchmark in
      for _ in benchmark.scaledIterations { blackHole(ColumnEncoder.encode(values, valid: nil)) }
    }
  }
}
