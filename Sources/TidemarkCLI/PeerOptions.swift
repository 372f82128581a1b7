import ArgumentParser
import Glibc
import TideIngest
import TideModel
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
  func choice(_ finder: Finder) throws -> Query.Peers {
    if let within { return .within(try finder.area(meant: within).code) }
    if let peers = peers ?? Settings.current[.peers] { return try Self.choice(named: peers, finder) }
    return .areaType
  }

  /// The peers that a name stands for: those that a file of this name lists, a group of the settings, or the members of a
  /// group of the store.
  static func choice(named name: String, _ finder: Finder) throws -> Query.Peers {
    if isFile(name) { return try listed(in: name, finder) }
    if let codes = try codes(in: name, finder) { return .members(codes, title: "") }
    if let group = Settings.current.group(name) { return try members(of: name, group, finder) }
    return .group(try finder.area(meant: name).code)
  }

  /// The codes that a text lists with commas between; nil for any other text.
  private static func codes(in text: String, _ finder: Finder) throws -> [String]? {
    let parts = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    guard parts.count > 1, parts.allSatisfy({ AreaClass(code: $0) != .other }) else { return nil }
    return Set(try parts.map { try finder.resolveArea($0).code }).sorted()
  }

  /// The areas of a named group of the settings: a file that lists them, or their names and codes with commas between.
  private static func members(
    of group: String, _ value: Settings.Value, _ finder: Finder
  ) throws -> Query.Peers {
    if isFile(value.text) { return try listed(in: value.text, finder) }
    do {
      let names = value.text.split(separator: ",").map {
        $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      let codes = Set(try names.filter { !$0.isEmpty }.map { try finder.resolveArea($0).code })
      return .members(codes.sorted(), title: group)
    } catch let error as QueryError {
      throw QueryError(
        error.code, "\(value.origin.text): peers.\(group): \(error.message)", candidates: error.candidates,
        remedy: error.remedy)
    }
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The areas of a file, each found as on the command line.
  private static func listed(in path: String, _ finder: Finder) throws -> Query.Peers {
    var codes: Set<String> = []
    for entry in try NamedAreas.read(path).entries {
      do {
        codes.insert(try finder.resolveArea(entry.text).code)
      } catch let error as QueryError {
        throw QueryError(
          error.code, "\(path):\(entry.line): \(error.message)", candidates: error.candidates, remedy: error.remedy)
      }
    }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? file
    return .members(codes.sorted(), title: stem.isEmpty ? file : stem)
  }
}
