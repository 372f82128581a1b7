import ArgumentParser
import TideStore

/// Where the store is.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The store's folder (else TIDEMARK_STORE, else ./tidemark-store).", valueName: "folder"),
    completion: .directory)
  var store: String?

  /// The folder: as given, else as the settings say.
  var path: String { store ?? Settings.current.value(.store).text }
}

/// Which vintage of the store is read.
struct VintageOptions: ParsableArguments {
  @OptionGroup var store: StoreOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Answer as the data stood after a release (3) or on a day (2024-06-30).", valueName: "when"))
  var asOf: String?

  @Flag(name: .long, help: "Show in an older vintage what was suppressed or withdrawn since.")
  var allowWithdrawn = false

  @OptionGroup var disclosure: DisclosureOptions

  /// Opens the store for reading, under disclosure control where that is asked for or pinned.
  func open() throws -> Snapshot {
    let snapshot =
      try asOf.map { try Self.open(store.path, asOf: $0, allowWithdrawn: allowWithdrawn) } ?? Snapshot.open(store.path)
    try disclosure.install(on: snapshot)
    return snapshot
  }

  /// Opens a vintage named as a user names it.
  static func open(_ path: String, asOf: String, allowWithdrawn: Bool) throws -> Snapshot {
    guard let vintage = AsOf(asOf) else {
      throw CommandFailure(
        .usage, "'\(asOf)' is neither a release nor a day",
        remedy: "--as-of takes a release number (3) or a date (2024-06-30); see 'tidemark releases'.")
    }
    return try Snapshot.open(path, asOf: vintage, withholding: !allowWithdrawn)
  }
}
