import TideMethods
import TideModel
import TideStore

/// What a figure is compared against.
struct BenchmarkFigure {
  /// An area's code, or `pooled`, `mean`, `median`.
  let code: String
  /// The area's name, or how the figure was made.
  let name: BenchmarkName
  /// Its numbers; no value where there is none.
  var figures = Figures()
  var status = Status.none
  /// Why it has no value; nil where it has one.
  var reason: Reason?
}

/// Finds the benchmark of every figure of a question; each is made once.
final class Benchmarks {
  private struct Key: Hashable {
    let slice: ObjectIdentifier
    let period: Period
    let type: AreaType
    let country: Character?
  }

  private let choice: Query.Benchmark
  private let catalogue: CatalogueView
  private var made: [Key: BenchmarkFigure] = [:]

  init(_ choice: Query.Benchmark, catalogue: CatalogueView) {
    self.choice = choice
    self.catalogue = catalogue
  }

  /// Forgets what was made, when a question goes on to another slice.
  func reset() { made.removeAll(keepingCapacity: true) }

  /// The code of the benchmark area; nil when it is none.
  var areaCode: String? { if case .area(let code) = choice { code } else { nil } }

  /// What the benchmark is called at the head of a column.
  func heading() throws -> String {
    switch choice {
    case .area(let code): try catalogue.area(code).name
    case .pooled: "Pooled"
    case .mean: "Mean"
    case .median: "Median"
    }
  }

  /// What the benchmark is called in a sentence.
  func phrase() throws -> String {
    switch choice {
    case .area: try heading()
    case .pooled: "all areas pooled"
    case .mean: "the mean of all areas"
    case .median: "the median of all areas"
    }
  }

  /// The benchmark of figures of an area type in a period.
  func figure(for slice: Slice, period: Period, type: AreaType, country: Character?) throws -> BenchmarkFigure {
    let key = Key(slice: ObjectIdentifier(slice), period: period, type: type, country: country)
    if let known = made[key] { return known }
    let figure: BenchmarkFigure
    switch choice {
    case .area(let code): figure = try published(code, slice, period, type)
    case .pooled:
      let label = "\(type.title) areas"
      figure = try pooled(code: "pooled", name: label, PeerGroup(type: type, country: country), slice, period)
    case .mean: figure = try average(.mean, slice, period, PeerGroup(type: type, country: country))
    case .median: figure = try average(.median, slice, period, PeerGroup(type: type, country: country))
    }
    made[key] = figure
    return figure
  }

  private func published(
    _ code: String, _ slice: Slice, _ period: Period, _ type: AreaType
  ) throws -> BenchmarkFigure {
    let name = try catalogue.area(code).name
    if let (panel, area) = try slice.place(of: code), let column = panel.periodIndex(period),
      let found = try panel.tested(area: area, period: column)
    {
      var figure = BenchmarkFigure(code: code, name: .area(name), figures: found.figures, status: found.status)
      if figure.figures.value != nil { return figure }
      // What the publisher hid or took back is not worked out again from its parts.
      if found.status == .suppressed || found.status == .withdrawn {
        figure.reason = .benchmarkKeptBack(name: name, found.status)
        return figure
      }
    }
    if !type.areaClass.isPart(of: AreaClass(code: code)) {
      return BenchmarkFigure(
        code: code, name: .area(name),
        reason: .noBenchmarkFigure(name: name, period: period.label, because: nil))
    }
    return try pooled(code: code, name: name, PeerGroup(within: code, type: type), slice, period)
  }

  private func pooled(
    code: String, name: String, _ group: PeerGroup, _ slice: Slice, _ period: Period
  ) throws -> BenchmarkFigure {
    var outcome = Pool.Outcome.refused("no areas to pool")
    if let members = try slice.members(of: group), let column = members.panel.periodIndex(period) {
      outcome = try Pool.rate(
        of: members, period: column, group: group, indicator: slice.indicator, catalogue: catalogue)
    }
    switch outcome {
    case .rate(let figures, let used, let total):
      return BenchmarkFigure(code: code, name: .pooled(name, used: used, of: total), figures: figures)
    case .refused(let why):
      let reason: Reason =
        code == "pooled" ? .other(why) : .noBenchmarkFigure(name: name, period: period.label, because: why)
      return BenchmarkFigure(code: code, name: .area(name), reason: reason)
    }
  }

  private func average(
    _ average: Average, _ slice: Slice, _ period: Period, _ group: PeerGroup
  ) throws -> BenchmarkFigure {
    var values: [Double?] = []
    if let members = try slice.members(of: group), let column = members.panel.periodIndex(period) {
      values = try members.values(period: column).filter { $0 != nil }
    }
    guard let value = average.value(of: values) else {
      return BenchmarkFigure(
        code: average.rawValue, name: average.name(of: nil), reason: .noValues(of: average.rawValue))
    }
    return BenchmarkFigure(
      code: average.rawValue, name: average.name(of: values.count), figures: Figures(value: value))
  }

  /// An average of areas, by its code.
  private enum Average: String {
    case mean, median

    func value(of values: [Double?]) -> Double? {
      self == .mean ? Pooling.mean(of: values) : Pooling.median(of: values)
    }

    func name(of count: Int?) -> BenchmarkName { self == .mean ? .mean(count) : .median(count) }
  }
}

extension AreaClass {
  /// Whether areas of this class make up one of a larger class, so that their sums say something about it.
  func isPart(of larger: AreaClass) -> Bool {
    switch larger {
    case .country: ![.country, .combinedAuthority, .trust, .other].contains(self)
    case .region: [.authority, .integratedCareBoard, .subICB, .msoa, .lsoa, .ward, .practice].contains(self)
    case .combinedAuthority, .integratedCareBoard, .nhsRegion, .authority, .subICB, .primaryCareNetwork, .other:
      [.authority, .subICB, .msoa, .lsoa, .ward, .practice, .primaryCareNetwork].contains(self) && self != larger
    default: false
    }
  }
}
