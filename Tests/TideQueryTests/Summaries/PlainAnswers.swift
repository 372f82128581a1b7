import Foundation
import TideModel
import TideStore

@testable import TideQuery

/// Five questions answered in the plainest way from a list of figures: nothing of the store, no panels, no kernels.
struct PlainAnswers {
  struct Place: Hashable {
    let indicator: Int
    let stratum: Stratum
    let area: String
    let period: Period
  }

  /// The indicator whose benchmark is pooled where none is published; that is not told here.
  static let pooledIndicator = 104

  let figures: [Place: Figures]
  let regions: [String: String]
  private let indicators: [Int]
  private let periodsOf: [Int: [Period]]

  /// The figures of releases, later ones over earlier ones.
  init(_ releases: [[Fact]], areas: [Area]) {
    var figures: [Place: Figures] = [:]
    for fact in releases.joined() {
      figures[Place(indicator: fact.indicator, stratum: fact.stratum, area: fact.area, period: fact.period)] =
        fact.observation.figures
    }
    self.figures = figures
    let byIndicator = Dictionary(grouping: figures.keys, by: \.indicator)
    indicators = byIndicator.keys.sorted()
    periodsOf = byIndicator.mapValues { Set($0.map(\.period)).sorted() }
    regions = Dictionary(
      areas.compactMap { area in area.parents.first { $0.hierarchy == "region" }.map { (area.code, $0.code) } }
    ) { first, _ in first }
  }

  private func periods(_ indicator: Int) -> [Period] { periodsOf[indicator] ?? [] }
  private func isUpperTier(_ code: String) -> Bool { ["E06", "E08", "E09", "E10"].contains(code.prefix(3)) }

  /// The questions that are summaries.
  enum Question: String, CaseIterable {
    case q4 = "Q4"
    case q5 = "Q5"
    case q6 = "Q6"
    case q7 = "Q7"
    case q8 = "Q8"
  }

  /// Lines of a question's answer, in any order.
  func lines(_ question: Question) -> [String] {
    switch question {
    case .q4: summary()
    case .q5: pooled()
    case .q6: above()
    case .q7: quantiles()
    case .q8: slopes()
    }
  }

  private func float(_ number: Double?) -> String { number.map { Self.scientific($0, 9) } ?? "" }
  private func whole(_ number: Double?) -> String { number.map { String(Int($0)) } ?? "" }

  /// `%.8e` of the system.
  static func scientific(_ number: Double, _ digits: Int) -> String {
    number.magnitude < 1e-9 ? "0" : String(format: "%.\(digits - 1)e", number * (1 + 0x1p-40))
  }

  private func summary() -> [String] {
    indicators.flatMap { indicator in
      periods(indicator).map { period in
        let rows = figures.filter { $0.key.indicator == indicator && $0.key.period == period }.values
        let values = rows.compactMap(\.value)
        let counts = rows.compactMap(\.count)
        let denominators = rows.compactMap(\.denominator)
        return [
          String(indicator), period.label, String(values.count), counts.isEmpty ? "" : whole(counts.reduce(0, +)),
          denominators.isEmpty ? "" : whole(denominators.reduce(0, +)),
          float(values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)), float(values.min()),
          float(values.max()),
        ].joined(separator: "\t")
      }
    }
  }

  private func pooled() -> [String] {
    var out: [String] = []
    for indicator in indicators {
      let periods = periods(indicator)
      guard periods.allSatisfy({ $0.unit == .year && $0.count == 1 }) else { continue }
      let strata = Set(figures.keys.filter { $0.indicator == indicator && $0.stratum.isWhole }.map(\.stratum))
      for stratum in strata {
        // The periods that the stratum has: a window lacks none of its own.
        let periods = Set(figures.keys.filter { $0.indicator == indicator && $0.stratum == stratum }.map(\.period))
          .sorted()
        for region in Set(regions.values) {
          let members = regions.filter { $0.value == region && isUpperTier($0.key) }.keys
          let sums = periods.map { period in
            members.compactMap { area in
              figures[Place(indicator: indicator, stratum: stratum, area: area, period: period)]
            }.filter { $0.count != nil && $0.denominator != nil }
              .reduce((0.0, 0.0)) { ($0.0 + $1.count!, $0.1 + $1.denominator!) }
          }
          for last in periods.indices.dropFirst(2) {
            // A window is of years that follow each other.
            guard zip(periods[last - 2..<last], periods[last - 1...last]).allSatisfy({ $0.end == $1.start }) else {
              continue
            }
            let count = sums[last - 2...last].reduce(0) { $0 + $1.0 }
            let denominator = sums[last - 2...last].reduce(0) { $0 + $1.1 }
            guard denominator > 0 else { continue }
            out.append(
              [
                String(indicator), stratum.sex, stratum.age, region, periods[last].label, whole(count),
                whole(denominator), float(count / denominator),
              ].joined(separator: "\t"))
          }
        }
      }
    }
    return out
  }

  private func above() -> [String] {
    var counts: [[String]: (Int, Int)] = [:]
    for (place, row) in figures
    where place.stratum.isWhole && place.area != "E92000001" && place.indicator != Self.pooledIndicator {
      let england = figures[
        Place(indicator: place.indicator, stratum: place.stratum, area: "E92000001", period: place.period)]
      guard let value = row.value, let benchmark = england?.value else { continue }
      counts[[place.area, place.period.label], default: (0, 0)].0 += 1
      if value > benchmark { counts[[place.area, place.period.label]]?.1 += 1 }
    }
    return counts.map { "\($0[0])\t\($0[1])\t\($1.0)\t\($1.1)" }
  }

  private func quantiles() -> [String] {
    indicators.flatMap { indicator in
      periods(indicator).compactMap { period -> String? in
        let values = figures.filter { place, _ in
          place.indicator == indicator && place.period == period && place.stratum.isWhole && isUpperTier(place.area)
        }.values.compactMap(\.value).sorted()
        guard !values.isEmpty else { return nil }
        let columns = [0.1, 0.5, 0.9].map { probability -> Double in
          let position = Double(values.count - 1) * probability
          let low = Int(position)
          return values[low] + (values[min(low + 1, values.count - 1)] - values[low]) * (position - Double(low))
        }
        return "\(indicator)\t\(period.label)\t" + columns.map { float($0) }.joined(separator: "\t")
      }
    }
  }

  private func slopes() -> [String] {
    struct Series: Hashable {
      let indicator: Int
      let stratum: Stratum
      let area: String
    }
    var series: [Series: [(Double, Double)]] = [:]
    for (place, row) in figures {
      guard let value = row.value, let t = periods(place.indicator).firstIndex(of: place.period) else { continue }
      let key = Series(indicator: place.indicator, stratum: place.stratum, area: place.area)
      series[key, default: []].append((Double(t), value))
    }
    return series.filter { $0.value.count >= 3 }.map { one, points in
      let n = Double(points.count)
      let meanT = points.reduce(0) { $0 + $1.0 } / n
      let meanV = points.reduce(0) { $0 + $1.1 } / n
      let top = points.reduce(0) { $0 + ($1.0 - meanT) * ($1.1 - meanV) }
      let bottom = points.reduce(0) { $0 + ($1.0 - meanT) * ($1.0 - meanT) }
      return [
        String(one.indicator), one.stratum.sex, one.stratum.age, one.stratum.category, one.area, String(points.count),
        Self.scientific(top / bottom, 6),
      ].joined(separator: "\t")
    }
  }
}
