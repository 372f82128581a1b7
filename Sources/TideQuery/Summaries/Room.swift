/// A number for each of many groups, in memory that loops may get at; used again for other groups without being given back.
final class Room<Number: BitwiseCopyable> {
  /// Where they stand; good until the next `reset`.
  private(set) var base = UnsafeMutablePointer<Number>.allocate(capacity: 0)
  private(set) var count = 0
  private var capacity = 0

  deinit { base.deallocate() }

  /// Starts anew with so many equal numbers.
  func reset(_ count: Int, _ number: Number) {
    if count > capacity {
      base.deallocate()
      base = .allocate(capacity: count)
      capacity = count
    }
    base.initialize(repeating: number, count: count)
    self.count = count
  }

  subscript(place: Int) -> Number {
    get {
      assert((0..<count).contains(place))
      return base[place]
    }
    set {
      assert((0..<count).contains(place))
      base[place] = newValue
    }
  }
}
