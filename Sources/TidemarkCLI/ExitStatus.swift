/// The exit codes of `tidemark`, as its help documents them.
enum ExitStatus: Int32, CaseIterable {
  /// Done; also for an empty answer.
  case ok = 0
  /// The answer is empty and `--fail-if-empty` was given.
  case empty = 1
  /// Wrong usage, or an unknown or ambiguous indicator or area.
  case usage = 2
  /// Input was rejected.
  case rejected = 3
  /// There is no store, or it has a newer format.
  case noStore = 4
  /// The store is damaged.
  case damaged = 5
  /// Another writer holds the store.
  case locked = 6
  /// The system refused to read or write.
  case io = 7
  /// Disclosure control does not let it be shown.
  case withheld = 8
  /// Interrupted from the keyboard.
  case interrupted = 130

  /// What the code means, in a line of the help.
  var meaning: String {
    switch self {
    case .ok: "done, also when the answer is empty"
    case .empty: "the answer is empty and --fail-if-empty was given"
    case .usage: "wrong usage; unknown or ambiguous indicator or area"
    case .rejected: "input rejected"
    case .noStore: "no store, or one of a newer format"
    case .damaged: "the store is damaged"
    case .locked: "another writer holds the store"
    case .io: "a file cannot be read or written"
    case .withheld: "withheld by disclosure control"
    case .interrupted: "interrupted"
    }
  }
}
