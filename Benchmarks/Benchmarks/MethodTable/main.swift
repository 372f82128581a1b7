/// Times each statistic over a million rows that `peers/methods.py` wrote, and prints what it took and what came out.
///
/// One line of JSON a method: the median seconds of nine runs, and the sum of everything calculated, by which the script
/// checks that numpy and scipy calculated the same.
import Foundation
import TideMethods

let folder = CommandLine.arguments.dropFirst().first ?? "."
let repetitions = 9

/// The doubles of a file.
func column(_ name: String) -> [Double] {
  guard let data = FileManager.default.contents(atPath: "\(folder)/\(name).f64") else {
    FileHandle.standardError.write(Data("no \(folder)/\(name).f64: run Benchmarks/peers/methods.py\n".utf8))
    exit(1)
  }
  return data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
}

/// A column in pieces of equal length, one a group.
func groups(_ values: [Double?], of length: Int) -> [[Double?]] {
  stride(from: 0, to: values.count - length + 1, by: length).map { Array(values[$0..<$0 + length]) }
}

func measure(_ name: String, rows: Int, _ body: () -> Double) {
  var seconds: [Double] = []
  var sum = 0.0
  for _ in 0..<repetitions {
    let took = ContinuousClock().measure { sum = body() }
    seconds.append(Double(took.components.attoseconds) / 1e18 + Double(took.components.seconds))
  }
  print(
    "{\"method\": \"\(name)\", \"rows\": \(rows), \"seconds\": \(seconds.sorted()[repetitions / 2]), \"sum\": \(sum)}")
}

func total(_ estimates: [Estimate]) -> Double {
  estimates.reduce(0) { $0 + ($1.value ?? 0) + ($1.interval?.lower ?? 0) + ($1.interval?.upper ?? 0) }
}

let (counts, denominators): ([Double?], [Double?]) = (column("count"), column("denominator"))
let small: [Double?] = column("small")
let rows = counts.count
let weights = StandardPopulation.esp2013.bands.map(\.weight)

measure("Wilson's limits of proportions", rows: rows) {
  total(Rates.proportions(counts: counts, denominators: denominators))
}
measure("Byar's limits of rates", rows: rows) { total(Rates.rates(counts: counts, denominators: denominators)) }
measure("Exact Poisson limits of rates under ten events", rows: rows) {
  total(Rates.rates(counts: small, denominators: denominators))
}

let bandCounts = groups(counts, of: 19)
let bandPeople = groups(denominators, of: 19)
measure("Directly standardised rates, 19 bands each", rows: bandCounts.count * 19) {
  total(DirectStandardisation.rates(counts: bandCounts, populations: bandPeople, weights: weights).map(\.estimate))
}
let reference = (counts: Array(counts.prefix(19)), people: Array(denominators.prefix(19)))
measure("Indirectly standardised ratios, 19 bands each", rows: bandCounts.count * 19) {
  total(
    zip(bandCounts, bandPeople).map { counts, people in
      IndirectStandardisation.ratio(
        observed: IndirectStandardisation.observed(counts),
        bands: IndirectStandardisation.Bands(
          populations: people, referenceCounts: reference.counts, referencePopulations: reference.people)
      ).estimate
    })
}

let deaths = groups(column("death"), of: 20)
let living = groups(column("living"), of: 20)
measure("Life expectancies at birth with limits, 20 bands each", rows: deaths.count * 20) {
  total(LifeTable.expectancies(deaths: deaths, populations: living).map { $0[0] })
}

let (values, lower, upper) = (column("value"), column("lower"), column("upper"))
let figures = stride(from: 0, to: values.count - 9, by: 10).map { start in
  (start..<start + 10).map { place in
    InequalityFigure(
      population: denominators[place], value: values[place],
      interval: Interval(lower: lower[place], upper: upper[place])
    )
  }
}
measure("Slope index of inequality with limits, deciles", rows: figures.count * 10) {
  total(figures.map { InequalityIndex.of($0).slope })
}

let records = zip(counts, denominators).map { FunnelRecord(count: $0, denominator: $1) }
measure("Places in a funnel of proportions", rows: rows) {
  guard let plot = try? FunnelPlot(.proportion, records, multiplier: 100) else { return .nan }
  return plot.significances().reduce(0) { sum, place in
    switch place {
    case .high(.p998): sum + 2
    case .high(.p95): sum + 1
    case .low(.p95): sum - 1
    case .low(.p998): sum - 2
    case .notSignificant, .notApplicable: sum
    }
  }
}
measure("Deciles by rank, ties together", rows: rows) {
  QuantileRule.rank.quantiles(of: values, parts: 10, .lowestFirst).reduce(0) { $0 + Double($1 ?? 0) }
}
let members = column("group").map { Int($0) }
measure("Sums of areas by group", rows: rows) {
  Pooling.sums(counts: counts, denominators: denominators, groups: members, groupCount: 1000)
    .reduce(0) { $0 + ($1.count ?? 0) / ($1.denominator ?? 1) }
}
