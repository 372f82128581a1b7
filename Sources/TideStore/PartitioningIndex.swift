extension Array {
  /// The first index at which `isAfter` holds, given that it holds for all elements behind it; `count` when for none.
  /// - Complexity: O(log count).
  package func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
