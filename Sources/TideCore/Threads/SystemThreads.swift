#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads of the system's own. Dispatch, asked for two, often ran everything on one.
enum SystemThreads {
  /// What a thread is handed: which worker it is, and the work.
  private final class Task {
    let worker: Int
    let body: (Int) -> Void

    init(_ worker: Int, _ body: @escaping (Int) -> Void) {
      self.worker = worker
      self.body = body
    }
  }

  /// Calls `body` with each number below `workers` at the same time, 0 here. A number for which the system gives no thread
  /// is left out: the others take what there is to do.
  static func run(_ workers: Int, _ body: (Int) -> Void) {
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
