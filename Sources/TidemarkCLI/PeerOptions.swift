import ArgumentParser
import Glibc
import TideIngest
import TideQuery

/// Which areas are ranked together.
struct PeerOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Only areas inside this one.", valueName: "region"),
    completion: .custom(Completions.areas))
  var within: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only members of this group, for example core-cities, the areas of these codes, with commas between, or those listed "
        + "in this file.", valueName: "group"),
    completion: .custom(Completions.groups))
  var peers: String?

  func validate() throws {
    if within != nil, peers != nil { throw ValidationError("Give --within or --peers, not both.") }
  }

  /// The peers asked for, else those of the settings, else all areas of the type.
  func words() throws -> PeerWords {
    if let within { return .within(within) }
    return try (peers ?? Settings.current[.peers]).map(Self.words) ?? .areaType
  }

  /// What a name stands for: the areas of a file of this name, those of its codes, those of a group of the settings, or a
  /// group of the store.
  static func words(named name: String) throws -> PeerWords {
    if isFile(name) { return .listed(try list(in: name)) }
    let words = PeerWords(name)
    guard case .group = words, let group = Settings.current.group(name) else { return words }
    return .listed(try list(of: name, group))
  }

  /// The areas of a named group of the settings: a file that lists them, or their names and codes with commas between.
  private static func list(of group: String, _ value: Settings.Value) throws -> ListedAreas {
    if isFile(value.text) { return try list(in: value.text) }
    let names = value.text.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    let place = "\(value.origin.text): peers.\(group)"
    return ListedAreas(names.filter { !$0.isEmpty }.map { ListedAreas.Entry($0, at: place) }, title: group)
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The areas of a file, called as the file is without its ending.
  private static func list(in path: String) throws -> ListedAreas {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? file
    return ListedAreas(
      try NamedAreas.read(path).entries.map { ListedAreas.Entry($0.text, at: "\(path):\($0.line)") },
      title: stem.isEmpty ? file : stem)
  }
}
