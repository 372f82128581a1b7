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

  /// Calls `body` with each number below `workers` at the same time, the last one here; work for which the system gives
  /// no thread is done here too.
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

/// A lock, and waiting for something to change under it.
final class Monitor {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` while no other thread does.
  func locked<T>(_ body: () -> T) -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Inside `locked`: lets others in until one of them calls `wakeAll`, or for no reason at all.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// Inside `locked`: ends the waiting of all.
  func wakeAll() { pthread_cond_broadcast(condition) }
}
