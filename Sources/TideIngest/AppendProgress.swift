/// How far an append has come.
public struct AppendProgress: Sendable, Hashable {
  /// What is being done.
  public enum Step: Sendable, Hashable {
    /// A file is read; as the caller named it.
    case reading(String)
    /// Panels are compared with the store and coded.
    case comparing
  }

  /// What is being done.
  public let step: Step
  /// Bytes of the file's text that have been read, or panels that are done.
  public let done: Int
  /// All of them.
  public let all: Int
  /// Rows of the file read so far.
  public let rows: Int

  init(_ step: Step, done: Int, of all: Int, rows: Int = 0) {
    self.step = step
    self.done = done
    self.all = all
    self.rows = rows
  }
}
