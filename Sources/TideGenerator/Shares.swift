/// Deals properties to indicators in exact shares: largest remainders, then a seeded shuffle.
enum Shares {
  /// `count` items in the given proportions, in random order.
  /// - Parameters:
  ///   - parts: each item with its weight; weights are positive.
  ///   - count: how many to deal.
  static func deal<Item>(_ parts: [(item: Item, weight: Int)], count: Int, stream: inout RandomStream) -> [Item] {
    let total = parts.reduce(0) { $0 + $1.weight }
    var dealt = parts.map { count * $0.weight / total }
    let remainders = parts.indices.sorted { first, second in
      let left = count * parts[first].weight % total
      let right = count * parts[second].weight % total
      return left == right ? first < second : left > right
    }
    for index in remainders.prefix(count - dealt.reduce(0, +)) { dealt[index] += 1 }
    let items = zip(parts, dealt).flatMap { part, times in Array(repeating: part.item, count: times) }
    return stream.shuffled(items)
  }
}
