import CTideCPU
import Synchronization

/// Shares pieces of work out among threads.
public enum Workers {
  /// How many threads of this process can run at the same time; at least 1.
  public static var processors: Int { Int(tide_processors()) }

  /// Calls `body` once for each number below `count`, on up to `threads` threads, each with a state of its own.
  ///
  /// - Returns: the states, one a thread. The first error thrown is thrown again when all threads have stopped.
  public static func run<State>(
    count: Int, threads: Int, state: () -> State, _ body: (Int, inout State) throws -> Void
  ) throws -> [State] {
    let workers = min(threads, count)
    var states = (0..<max(1, workers)).map { _ in state() }
    guard workers > 1 else {
      for number in 0..<count { try body(number, &states[0]) }
      return states
    }
    let next = Atomic(0)
    var failures = [(any Error)?](repeating: nil, count: workers)
    states.withUnsafeMutableBufferPointer { states in
      failures.withUnsafeMutableBufferPointer { failures in
        // Each worker touches its own place of either buffer.
        SystemThreads.run(workers) { worker in
          do {
            while true {
              let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
              guard number < count else { return }
              try body(number, &states[worker])
            }
          } catch {
            failures[worker] = error
            next.store(count, ordering: .relaxed)
          }
        }
      }
    }
    if let failure = failures.compactMap({ $0 }).first { throw failure }
    return states
  }
}
