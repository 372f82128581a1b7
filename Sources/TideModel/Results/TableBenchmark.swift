extension ResultTable {
  /// What the benchmark of the rows is called in a sentence: England, the mean, the median; nil where the table has none.
  public var benchmarkPhrase: String? {
    guard let column = index(of: "benchmark_value") else { return nil }
    for case .benchmark(let name) in index(of: "benchmark").map({ cells[$0] }) ?? Cells(of: .benchmark) {
      switch name {
      case .mean: return "the mean"
      case .median: return "the median"
      case .area, .pooled: return columns[column].title
      }
    }
    return columns[column].title
  }
}
