public import ArgumentParser
public import TideDisclosure
import TideInterchange
import TideStore

extension DisclosureProfile: @retroactive ExpressibleByArgument {
  /// The profile of a name on the command line.
  public init?(argument: String) { self.init(argument) }

  /// As the help shows it.
  public var defaultValueDescription: String { name }
}

/// Under which disclosure control figures are shown.
struct DisclosureOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Hide small counts: hes, opensafely, ons-deaths or k=N (else none).", valueName: "profile"))
  var disclosure: DisclosureChoice?

  /// What is asked for, be it by the settings; nil for nothing.
  func profile() throws -> DisclosureProfile? {
    if case .profile(let profile)? = try disclosure ?? Self.setting() { profile } else { nil }
  }

  /// Opens a vintage of a store under what is asked for and what is pinned.
  func open(_ path: String, asOf: AsOf = .latest, withholding: Bool = true) throws -> ScreenedSnapshot {
    var asked: DisclosureProfile?
    switch try disclosure ?? Self.setting() {
    case nil: break
    case .profile(let profile): asked = profile
    case .nothing:
      guard try DisclosureProfile.pin(Snapshot.open(path, asOf: asOf).disclosurePin) == .none else {
        throw CommandFailure(
          .withheld, "the store's figures are under disclosure control, which cannot be left out",
          remedy: "'tidemark disclosure' tells what is pinned.")
      }
    }
    let source = try ScreenedSnapshot.open(path, asOf: asOf, withholding: withholding, asking: asked)
    source.snapshot.tellDoubt()
    return source
  }

  /// What the settings ask for; nil for nothing.
  private static func setting() throws -> DisclosureChoice? {
    guard let text = Settings.current[.disclosure] else { return nil }
    guard let choice = DisclosureChoice(argument: text) else {
      throw CommandFailure(
        .usage, "\(Settings.current.value(.disclosure).origin.text): there is no disclosure control '\(text)'",
        remedy: "It is none, hes, opensafely, ons-deaths or k=N.")
    }
    return choice
  }

  /// Says on standard error what was hidden in the answer, where disclosure control is in force.
  static func tell(_ source: any FigureSource) {
    guard let control = source.policy, control.report.figures > 0 else { return }
    Console.tell("tidemark: disclosure control (\(control.names)): \(control.report.text)")
  }
}

/// What `--disclosure` takes.
enum DisclosureChoice: ExpressibleByArgument {
  case nothing
  case profile(DisclosureProfile)

  /// The name it is given by.
  var name: String {
    switch self {
    case .nothing: "none"
    case .profile(let profile): profile.name
    }
  }

  init?(argument: String) {
    if argument.lowercased() == "none" {
      self = .nothing
    } else if let profile = DisclosureProfile(argument) {
      self = .profile(profile)
    } else {
      return nil
    }
  }
}
