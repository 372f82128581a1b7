import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Shares pieces of work out among threads.
///
/// The threads are the system's own: Dispatch, asked for two, often ran everything on one.
enum Workers {
  /// Calls `body` once for each number below `count`, on up to `threads` threads, each with a state of its own.
  ///
  /// - Returns: the states, one a thread. The first error thrown is thrown again when all threads have stopped.
  static func run<State>(
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
        inParallel(workers) { worker in
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

  /// What a thread is handed: which worker it is, and the work.
  private final class Task {
    let worker: Int
    let body: (Int) -> Void

    init(_ worker: Int, _ body: @escaping (Int) -> Void) {
      self.worker = worker
      self.body = body
    }
  }

  /// Calls `body` with each number below `workers` at the same time, the last one here; work for which the system gives
  /// no thread is done here too.
  private static func inParallel(_ workers: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var threads: [pthread_t] = []
      for worker in 1..<workers {
        #if canImport(Darwin)
          var thread: pthread_t?
        #else
          var thread = pthread_t()
        #endif
        let task = Unmanaged.passRetained(Task(worker, body))
        let code = pthread_create(
          &thread, nil,
          { argument in
            #if canImport(Darwin)
              let task = Unmanaged<Task>.fromOpaque(argument).takeRetainedValue()
            #else
              guard let argument else { return nil }
              let task = Unmanaged<Task>.fromOpaque(argument).takeRetainedValue()
            #endif
            task.body(task.worker)
            return nil
          }, task.toOpaque())
        #if canImport(Darwin)
          if code == 0, let thread { threads.append(thread) } else { task.release() }
        #else
          if code == 0 { threads.append(thread) } else { task.release() }
        #endif
      }
      body(0)
      for thread in threads { pthread_join(thread, nil) }
    }
  }
}
