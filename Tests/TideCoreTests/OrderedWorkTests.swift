import Synchronization
import TestSupport
import Testing

@testable import TideCore

@Suite("Ordered work on several threads")
struct OrderedWorkTests {
  struct Failure: Error, Equatable { let number: Int }

  @Test("everything is made once and taken in order, with no more ahead than allowed", arguments: [1, 2, 5])
  func order(threads: Int) throws {
    let making = Atomic(0)
    var taken: [Int] = []
    var furthest = 0
    try OrderedWork.run(
      count: 500, threads: threads, ahead: 7, state: { 0 },
      make: { number, made in
        made += 1
        _ = making.wrappingAdd(1, ordering: .relaxed)
        return number * number
      },
      take: { number, square in
        #expect(square == number * number)
        taken.append(number)
        furthest = max(furthest, making.load(ordering: .relaxed) - number)
      })
    #expect(taken == Array(0..<500))
    #expect(making.load(ordering: .relaxed) == 500)
    #expect(furthest <= 8)
  }

  @Test("the first thing that cannot be made is the error, those before it having been taken", arguments: [1, 2, 5])
  func failures(threads: Int) {
    var taken = 0
    #expect(throws: Failure(number: 40)) {
      try OrderedWork.run(
        count: 100, threads: threads, ahead: 20, state: {},
        make: { number, _ in
          if number == 40 || number > 43 { throw Failure(number: number) }
          return number
        },
        take: { number, _ in taken = number + 1 })
    }
    #expect(taken == 40)
  }

  @Test("nothing to do is done")
  func nothing() throws {
    try OrderedWork.run(
      count: 0, threads: 4, ahead: 1, state: {}, make: { _, _ in 1 }, take: { _, _ in Issue.record() })
  }
}
