/// Lists of small numbers, one after the other in one array.
struct NumberLists {
  /// The numbers of all lists.
  private(set) var numbers: [Int32] = []
  private var ends: [Int] = []

  /// Adds a list.
  mutating func append(_ list: some Sequence<Int>) {
    for number in list { numbers.append(Int32(truncatingIfNeeded: number)) }
    ends.append(numbers.count)
  }

  /// Where in `numbers` a list stands.
  @inline(__always)
  func range(of list: Int) -> Range<Int> { (list == 0 ? 0 : ends[list - 1])..<ends[list] }

  /// One list.
  subscript(list: Int) -> ArraySlice<Int32> { numbers[range(of: list)] }

  /// Whether a list holds a number.
  func contains(_ number: Int, in list: Int) -> Bool { self[list].contains(Int32(truncatingIfNeeded: number)) }
}

/// A set of small numbers that is filled and emptied again and again, in the order in which they came.
struct NumberSet {
  private(set) var members: [Int] = []
  private var isMember: [Bool]

  /// An empty set of numbers below `limit`.
  init(below limit: Int) { isMember = Array(repeating: false, count: limit) }

  func contains(_ number: Int) -> Bool { isMember[number] }

  mutating func insert(_ number: Int) {
    guard !isMember[number] else { return }
    isMember[number] = true
    members.append(number)
  }

  mutating func removeAll() {
    for member in members { isMember[member] = false }
    members.removeAll(keepingCapacity: true)
  }
}
