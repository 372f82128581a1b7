import TideDisclosure
import TideIngest
import TideInterchange
import TideModel
import TideStore

/// What an answer was made from.
enum Origin {
  /// What a store has in one vintage.
  case vintage(Snapshot, isScreened: Bool)
  /// Files that were read for it.
  case files([String])

  /// What a source hands out.
  static func store(_ source: any FigureSource) -> Origin {
    .vintage(source.snapshot, isScreened: source.policy != nil)
  }

  /// The facts of it, with the command as it was typed. Under disclosure control no digest is among them: whoever guesses
  /// the figures of a file could see by it whether the guess is right.
  func provenance() throws -> Provenance {
    let query = CommandLine.arguments.dropFirst().map(Self.quoted)
    var facts = Provenance(program: Program.tool, query: (["tidemark"] + query).joined(separator: " "))
    switch self {
    case .vintage(let snapshot, let isScreened):
      facts.format = try snapshot.formatVersion()
      facts.release = snapshot.release?.sequence
      facts.published = snapshot.release?.published
      for release in try snapshot.releases() {
        facts.sources += release.sources.map {
          Provenance.Source(name: $0.name, sha256: isScreened ? nil : $0.sha256, release: release.sequence)
        }
      }
    case .files(let paths):
      facts.sources = try paths.map { Provenance.Source(name: $0, sha256: try FileDigest.sha256(ofFile: $0)) }
    }
    return facts
  }

  /// A word as a shell takes it for itself.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_./,:=@%+".utf8.contains(byte)
        }
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
