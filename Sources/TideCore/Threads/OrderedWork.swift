/// Makes things on several threads, and takes them one by one in their order.
public enum OrderedWork {
  /// Calls `make` once for each number below `count`, on up to `threads` threads, and `take` with what it made, in order
  /// and on the calling thread, which makes things too while it has none to take.
  ///
  /// What is taken does not depend on the number of threads.
  /// - Parameters:
  ///   - ahead: how many things may be made and not yet taken, at least 1: with their size it bounds the memory.
  ///   - state: what each thread has for itself; called on the calling thread.
  /// - Throws: what `take` throws, or what `make` threw of the first thing that could not be made, once those before it
  ///   have been taken and all threads have stopped.
  public static func run<State, Value>(
    count: Int, threads: Int, ahead: Int, state: () throws -> State, make: (Int, inout State) throws -> Value,
    take: (Int, Value) throws -> Void
  ) throws {
    let workers = max(1, min(threads, count))
    var states: [State] = []
    for _ in 0..<workers { states.append(try state()) }
    guard workers > 1 else {
      for number in 0..<count { try take(number, make(number, &states[0])) }
      return
    }
    let shelf = Shelf<Value>(count: count, ahead: ahead)
    var failure: (any Error)?
    states.withUnsafeMutableBufferPointer { states in
      // Each worker touches its own place of the buffer; `failure` is the calling thread's alone.
      SystemThreads.run(workers) { worker in
        guard worker == 0 else {
          while let number = shelf.claim() { shelf.put(number, Result { try make(number, &states[worker]) }) }
          return
        }
        do {
          var number = 0
          while number < count {
            switch shelf.nextStep(towards: number) {
            case .make(let other): shelf.put(other, Result { try make(other, &states[0]) })
            case .take(let value):
              try take(number, value.get())
              number += 1
            }
          }
        } catch {
          failure = error
        }
        shelf.close()
      }
    }
    if let failure { throw failure }
  }
}

/// Things made and not yet taken, for one thread that takes and some that make.
private final class Shelf<Value> {
  /// What the taking thread does next.
  enum Step {
    case make(Int)
    case take(Result<Value, any Error>)
  }

  private let monitor = Monitor()
  private let count: Int
  private let ahead: Int
  /// The first number nobody makes yet.
  private var unclaimed = 0
  private var taken = 0
  private var isClosed = false
  private var made: [Int: Result<Value, any Error>] = [:]

  init(count: Int, ahead: Int) {
    self.count = count
    self.ahead = max(1, ahead)
  }

  private var mayClaim: Bool { unclaimed < count && unclaimed < taken + ahead }

  private func claimNext() -> Int {
    unclaimed += 1
    return unclaimed - 1
  }

  /// The next number to make, once there is room for it; nil when there is none any more.
  func claim() -> Int? {
    monitor.locked {
      while !isClosed, unclaimed < count, !mayClaim { monitor.wait() }
      return !isClosed && mayClaim ? claimNext() : nil
    }
  }

  func put(_ number: Int, _ value: Result<Value, any Error>) {
    monitor.locked {
      made[number] = value
      monitor.wakeAll()
    }
  }

  /// Takes a number, or while it is not there claims another to make; waits while neither can be.
  func nextStep(towards number: Int) -> Step {
    monitor.locked {
      while true {
        if let value = made.removeValue(forKey: number) {
          taken = number + 1
          monitor.wakeAll()
          return .take(value)
        }
        if mayClaim { return .make(claimNext()) }
        monitor.wait()
      }
    }
  }

  /// Nothing more is made.
  func close() {
    monitor.locked {
      isClosed = true
      monitor.wakeAll()
    }
  }
}
