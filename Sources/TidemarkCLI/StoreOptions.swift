import ArgumentParser
import TideDisclosure
import TideQuery
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

  /// The vintage and what of it may be seen, as a query says it.
  func choice() throws -> Query.VintageChoice {
    Query.VintageChoice(
      asOf: try asOf.map(Self.vintage) ?? .latest, allowsWithdrawn: allowWithdrawn, disclosure: try disclosure.profile()
    )
  }

  /// Opens the store for reading, under disclosure control where that is asked for or pinned.
  func open() throws -> ScreenedSnapshot {
    try disclosure.open(store.path, asOf: try asOf.map(Self.vintage) ?? .latest, withholding: !allowWithdrawn)
  }

  /// A vintage named as a user names it.
  static func vintage(_ asOf: String) throws -> AsOf {
    guard let vintage = AsOf(asOf) else {
      throw CommandFailure(
        .usage, "'\(asOf)' is neither a release nor a day",
        remedy: "--as-of takes a release number (3) or a date (2024-06-30); see 'tidemark releases'.")
    }
    return vintage
  }
}
