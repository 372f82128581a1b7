/// What a figure is compared against, by name and by how its figure was made.
public enum BenchmarkName: Sendable, Hashable {
  /// An area, with its published figure or without one; or areas that nothing could be pooled from.
  case area(String)
  /// Pooled from so many of all areas.
  case pooled(String, used: Int, of: Int)
  /// The mean of so many areas; nil where there is none.
  case mean(Int?)
  /// The median of so many areas; nil where there is none.
  case median(Int?)

  /// `England`, `England (pooled from 150 of 153 areas)`, `mean of 153 areas`.
  public var text: String {
    switch self {
    case .area(let name): name
    case .pooled(let name, let used, let all): "\(name) (pooled from \(used) of \(all) areas)"
    case .mean(let count): Self.average("mean", of: count)
    case .median(let count): Self.average("median", of: count)
    }
  }

  /// What a note has to say of it; empty for a published figure.
  public var remark: String {
    switch self {
    case .pooled(_, let used, let all): "benchmark pooled from \(used) of \(all) areas"
    case .mean(.some), .median(.some): "benchmark is the \(text)"
    case .area, .mean, .median: ""
    }
  }

  private static func average(_ name: String, of count: Int?) -> String {
    name + (count.map { " of \($0) areas" } ?? "")
  }
}
