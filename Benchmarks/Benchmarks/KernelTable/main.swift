import CLoops
import Foundation
import TideCore

// Prints what each kernel does in a second at each level this machine runs, beside the same loop in C, as Markdown.

/// Numbers for the loops: one chunk, which stays in the first cache, and a column that does not fit in any.
let chunk = 2048
let column = 1 << 23
var numbers = (0..<chunk).map { Double($0 &* 7919 % 4000) + 0.25 }
let totals = (0..<chunk).map { Double($0 &* 104_729 % 90_000) + 4000 }
let operands = [Double](repeating: 0, count: 5 * chunk) + numbers.map { $0.rounded() } + totals
let bits = (0..<chunk / 64).map { UInt64($0 &+ 1) &* 0x9E37_79B9_7F4A_7C15 }
let packed = (0..<chunk).map { UInt32(truncatingIfNeeded: $0 &* 2_654_435_761) }
let scale = [100_000.0]
let ranks = [102, 103, 1023, 1024, 1842, 1843]
var sums = [Double](repeating: 0, count: chunk)
var counts = [Int64](repeating: 0, count: chunk)
var scratch = [Double](repeating: 0, count: 2 * chunk)
var bins = [Int32](repeating: 0, count: QuantileLoops.binRoom)
var found = [Double](repeating: 0, count: ranks.count)
var sink = 0.0
/// The share of C's speed below which the program ends with exit code 1: its argument, else none.
let leastShare = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 0
var slow: [String] = []

/// Seconds of the median of nine runs of some thousand calls.
func seconds(calls: Int, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  let runs = (0..<9).map { _ -> Double in
    let taken = clock.measure { for _ in 0..<calls { body() } }
    return Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
  }
  return runs.sorted()[4] / Double(calls)
}

func fixed(_ number: Double, _ places: Int) -> String {
  var scaled = Int((number * (0..<places).reduce(1.0) { power, _ in power * 10 }).rounded())
  var fraction = ""
  for _ in 0..<places {
    fraction = String(scaled % 10) + fraction
    scaled /= 10
  }
  return places == 0 ? String(scaled) : "\(scaled).\(fraction)"
}

/// One line: billions of values a second, and as a share of C's at the same level.
func line(
  _ name: String, _ level: CPULevel, _ calls: Int, values: Int = chunk, ours: () -> Void, c: (() -> Void)? = nil
) {
  let mine = Double(values) / seconds(calls: calls, ours) / 1e9
  let theirs = c.map { Double(values) / seconds(calls: calls, $0) / 1e9 }
  if let theirs, mine / theirs < leastShare { slow.append("\(name), \(level.name)") }
  let share = theirs.map { "\(fixed($0, 2)) | \(fixed(mine / $0, 2))" } ?? " | "
  print("| \(name) | \(level.name) | \(fixed(mine, 2)) | \(share) |")
}

func table(_ level: CPULevel) {
  let kernels = Kernels(level)
  let c = c_loops_of_level(Int32(level.rawValue))
  let calls = 20_000
  line("sum", level, calls) {
    sink += kernels.sum(numbers, chunk)
  } c: {
    sink += c.sum(numbers, chunk)
  }
  line("sum where a bit is set", level, calls) {
    sink += kernels.sum(numbers, chunk, where: bits)
  } c: {
    sink += c.sum_where(numbers, chunk, bits)
  }
  line("least and greatest", level, calls) {
    sink += kernels.extremes(numbers, chunk).least
  } c: {
    sink += c.extremes(numbers, chunk)
  }
  line("moments", level, calls) {
    sink += kernels.moments(numbers, chunk, about: 3).second
  } c: {
    sink += c.moments(numbers, chunk, 3)
  }
  line("add up columns (pooling, slopes)", level, calls) {
    kernels.add(numbers, chunk, to: &sums)
  } c: {
    c.add(numbers, chunk, &sums)
  }
  line("add up columns times t (slopes)", level, calls) {
    kernels.add(numbers, chunk, times: 0.5, to: &sums)
  } c: {
    c.add_times(numbers, chunk, 0.5, &sums)
  }
  line("count above a benchmark", level, calls) {
    kernels.addAbove(numbers, chunk, threshold: 1999, to: &counts)
  } c: {
    c.add_above(numbers, chunk, 1999, &counts)
  }
  line("unpack 12 bits to doubles", level, calls) {
    packed.withUnsafeBytes { kernels.unpack($0.baseAddress!, from: 0, to: chunk, width: 12, base: 5, into: &sums) }
  } c: {
    c.unpack12(packed, chunk, 5, &sums)
  }
  line("unpack 12 bits and sum", level, calls) {
    packed.withUnsafeBytes { sink += Double(kernels.unpackedSum($0.baseAddress!, from: 0, to: chunk, width: 12)) }
  } c: {
    sink += Double(c.unpack12_sum(packed, chunk))
  }
  line("predict a ratio at 5 decimals", level, calls / 4) {
    kernels.numbers(
      rule: 1, factor: 100, z: 0, reference: 0, poisson: nil, scales: scale, starts: nil, residuals: nil,
      operands: operands, stride: chunk, from: 0, to: chunk, into: &sums)
  } c: {
    operands.withUnsafeBufferPointer {
      c.ratio($0.baseAddress! + 5 * chunk, $0.baseAddress! + 6 * chunk, chunk, 100, 100_000, &sums)
    }
  }
  line("six order statistics of 2,048", level, calls / 20) {
    kernels.select(numbers, chunk, scratch: &scratch, bins: &bins, ranks: ranks, ranks.count, into: &found)
  }
  line("ranks of 2,048 (pairs compared)", level, 20, values: chunk * chunk) {
    kernels.countLess(numbers, chunk, into: &counts)
  }
}

print("# Kernels\n\nBillions of values a second, one thread, 2,048 values at a time, medians of nine.\n")
print("| kernel | level | ours | C | share of C |\n|---|---|---|---|---|")
for level in CPULevel.allCases where level.rawValue <= CPULevel.machine.rawValue { table(level) }
let large = [Double](repeating: 1.5, count: column)
let kernels = Kernels(.machine)
let c = c_loops_of_level(Int32(CPULevel.machine.rawValue))
let ours = Double(8 * column) / seconds(calls: 3) { sink += kernels.sum(large, column) } / 1e9
let theirs = Double(8 * column) / seconds(calls: 3) { sink += c.sum(large, column) } / 1e9
print("\nA sum over \(8 * column >> 20) MB of memory: \(fixed(ours, 1)) GB a second; C's \(fixed(theirs, 1)).")
if sink.isNaN { print("no sum") }
if !slow.isEmpty {
  print("\nBelow \(leastShare) of C: \(slow.joined(separator: "; "))")
  exit(1)
}
